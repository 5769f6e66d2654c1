"""Whatever is sent by a form of pressure, no page answers with a fault of ours."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote_to_bytes

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.controlroom.pressure.on_pages import TODAY, boxes, morning, session
from tests.controlroom.pressure.reporting import VALUES, submitted
from tests.controlroom.test_odd_input import ODD

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.pressure.models import Return
from tidegate.core.directory.roles import Role

__all__ = ["morning"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
FORM, FILL = f"{TODAY}submit/", f"{TODAY}file/"


@pytest.fixture
def submitter(person_with: Callable[..., Person]) -> Person:
    return person_with((Role.PROVIDER_USER, "Z01"))


def odd(name: str) -> bytes:
    return unquote_to_bytes(ODD[name])


@pytest.mark.parametrize("name", ODD)
def test_no_odd_report_is_our_fault(submitter: Person, name: str) -> None:
    text = odd(name).decode("utf-8", "replace")
    client = session(submitter)
    assert client.post(FORM, dict.fromkeys(VALUES, text)).status_code in {200, 400}
    hidden = {"asked": text, "filled": text, "corrects": text}
    assert client.post(FORM, boxes(**hidden)).status_code in {200, 302, 400}
    Return.objects.exists() or submitted(submitter)
    assert client.post(FORM, boxes(**hidden, reason=text)).status_code in {200, 302, 400}
    assert client.get(TODAY).status_code == 200
    assert client.get(FORM).status_code == 200


@pytest.mark.parametrize("name", ODD)
def test_no_odd_file_is_our_fault(submitter: Person, name: str) -> None:
    client = session(submitter)
    head = b"organisation,date,measure,value\n"
    for content in (odd(name), head + b"Z01,2026-11-25,ga_beds_open," + odd(name)):
        for called in ("report.csv", "report.parquet", "a/b.csv", "x" * 150):
            sent = {"file": SimpleUploadedFile(called, content)}
            assert client.post(FILL, sent).status_code in {200, 302, 400}, called
    assert not Return.objects.exists()


def test_huge_and_broken_files_are_refused(submitter: Person) -> None:
    client = session(submitter)
    for content in (b"x" * 2_000_001, b"PAR1" + b"\0" * 100, b"PK\x03\x04junk"):
        answer = client.post(FILL, {"file": SimpleUploadedFile("r.parquet", content)})
        assert answer.status_code == 302
