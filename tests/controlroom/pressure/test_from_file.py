"""The form filled from a file: our two forms of it, what is passed over, what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.controlroom.pressure.on_pages import TODAY, asked_in, boxes, morning, read, session
from tests.controlroom.pressure.reporting import DAY, VALUES

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.pressure.models import Return
from tidegate.controlroom.pressure.terms import TERMS
from tidegate.core.directory.roles import Role

__all__ = ["morning"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
FILL = f"{TODAY}file/"


@pytest.fixture
def submitter(person_with: Callable[..., Person]) -> Person:
    return person_with((Role.PROVIDER_USER, "Z01"))


def sent(text: str, name: str = "report.csv") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, text.encode())}


def long_file(code: str = "Z01") -> str:
    rows = [
        f"{code},{TERMS.described(measure, DAY)},{measure},{value:g}"
        for measure, value in VALUES.items()
    ]
    return "\n".join(["organisation,date,measure,value", *rows])


def filled(page: str) -> dict[str, str]:
    """The figures that stand in the boxes."""
    found = re.findall(r'<input class="nhsuk-input[^>]*name="(\w+)"[^>]*value="([^"]*)"', page)
    return {name: value for name, value in found if value}


def test_the_boxes_are_filled_and_nothing_is_taken_before_it_is_sent(submitter: Person) -> None:
    client = session(submitter)
    answer = client.post(FILL, sent(long_file() + "\nZ02,2026-11-25,ga_beds_open,430"))
    said = read(answer)
    assert "The boxes are filled from report.csv. Nothing has been sent yet." in said
    assert "1 other figures of the file are not part of this report." in said
    assert filled(answer.content.decode()) == {key: f"{each:g}" for key, each in VALUES.items()}
    assert not Return.objects.exists()
    done = client.post(f"{TODAY}submit/", boxes(filled="report.csv"), follow=True)
    assert "is submitted" in read(done)
    assert Return.objects.get().how == "file"


def test_a_column_for_each_measure_gives_activity_from_the_day_before(submitter: Person) -> None:
    text = (
        "organisation,date,ga_beds_open,ed_attendances,teapots\n"
        "Z01,2026-11-24,600,405,1\nZ01,2026-11-25,620,17,1"
    )
    answer = session(submitter).post(FILL, sent(text))
    assert filled(answer.content.decode()) == {"ga_beds_open": "620", "ed_attendances": "405"}
    assert "the column was not read" in read(answer)
    assert asked_in(answer) == ""


REFUSED = [
    ("", "a file, CSV or Parquet"),
    ("teapots\n3", "the columns organisation, date, measure and value"),
    ("organisation,date,measure,value\nZ01,2026-11-25,ga_beds_open,many", "NUMBER"),
    ("organisation,date,measure,value\nZ02,2026-11-25,ga_beds_open,4", "figures of Z01 for the"),
]


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_a_file_that_cannot_be_used_says_why(submitter: Person, text: str, why: str) -> None:
    answer = session(submitter).post(FILL, sent(text), follow=True)
    assert why.lower() in read(answer).lower()
    assert not Return.objects.exists()


def test_only_the_providers_users_may_fill_and_a_bare_visit_leads_to_the_form(
    person_with: Callable[..., Person], submitter: Person
) -> None:
    assert session(submitter).get(FILL).url == f"{TODAY}submit/"
    assert session(person_with((Role.COORDINATOR, "ZQ1"))).post(FILL).status_code == 403
    assert session(person_with((Role.PROVIDER_USER, "Z02"))).post(FILL).status_code == 404
