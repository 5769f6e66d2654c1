"""A name, a number and an address planted in a message turn up nowhere but where they belong.

Everything that can be opened is opened, by people and systems of every role; every table, file and
log line is searched. Who the patient is stands in the message's own row and on its own pages, for
those entitled, and each time that one of them opened it is noted.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from tests.controlroom.api.calling import CallerOf, caller_of
from tests.controlroom.matching.conftest import home, plan, plan_for
from tests.controlroom.test_every_view import VIEWS
from tests.controlroom.transfers.carrying import People, carry, content_of, people
from tests.controlroom.transfers.on_pages import session, step, today
from tests.controlroom.transfers.test_pages_message import filled_in, of
from tests.controlroom.waiting.conftest import published_months, waiting_lists

from tidegate.controlroom.log.models import Entry, Reading
from tidegate.controlroom.transfers.models import Message, Request
from tidegate.core.directory.roles import Role

__all__ = [
    "caller_of", "home", "people", "plan", "plan_for", "published_months", "today",
    "waiting_lists",
]  # fmt: skip
pytestmark = pytest.mark.usefixtures("today")

PLANTED = {
    "patient.family_name": "Quixotrembleu",
    "patient.address": "77 Zanzibarrow Lane\nNorthmere",
    "patient.nhs_number": "900 555 0066",
    "contact.mobile_phone": "07700 900813",
    "practice.gp_name": "Wexelblatt",
}
MARKS = ("Quixotrembleu", "Zanzibarrow", "9005550066", "900 555 0066", "900813", "Wexelblatt")
BELONGS_ON = {"transfers:message", "transfers:write", "transfers:download"}
BELONGS_IN = "transfers_message"


def found_in(text: str) -> set[str]:
    """Which of what was planted a text repeats, however its letters are written."""
    return {mark for mark in MARKS if mark.lower() in text.lower()}


def addresses(request: Request) -> Iterator[tuple[str, str]]:
    """Every address of the site, pages and interface, filled in for this request."""
    known = {
        "reference": request.reference, "number": "1", "seq": "1", "kind": "json",
        "pathway_id": request.pathway_id, "offer_id": "O1", "code": "Z01", "verb": "withdraw",
        "name": "summary.json",
    }  # fmt: skip
    for name, pattern in VIEWS.items():
        asked = {each: known.get(each, "1") for each in pattern.pattern.converters}
        try:
            yield name, reverse(name, kwargs=asked)
        except NoReverseMatch:  # an operation of the interface has no name of its own
            route = str(pattern.pattern)
            for each, value in asked.items():
                route = route.replace(f"<{each}>", value).replace(f"<str:{each}>", value)
            yield name, f"/api/v1/{route}"


@pytest.fixture
def planted(people: People, caplog: pytest.LogCaptureFixture) -> Request:
    """A request with its message sent, written on the page by the holder, after one mistake."""
    caplog.set_level(logging.DEBUG)
    request = carry(people, "agreed")
    asking = session(people.asking)
    wrong = filled_in(request, **PLANTED) | {"patient-postcode": "Zanzibarrow"}
    asking.post(of(request, "write/"), wrong)
    asking.post(of(request, "send/"))
    asking.post(of(request, "write/"), filled_in(request, **PLANTED))
    asking.post(of(request, "send/"))
    assert found_in(str(Message.objects.get(version=2).content)) >= {"Quixotrembleu"}
    assert Request.objects.get().state == "sent"
    return Request.objects.get()


def everybody(client_of: Callable[..., Client], people: People) -> dict[str, Client]:
    """A session of every role in the area, beside those who carry the request."""
    sessions = {f"{role.value} of the area": client_of(role, "ZQ1") for role in Role}
    carrying = ("clearing", "asking", "arranging", "accepting", "receiving")
    mine = {name: session(getattr(people, name)) for name in carrying}
    return sessions | mine | {"stranger": client_of(Role.PROVIDER_USER, "Z09")}


ENTITLED = {"clearing", "asking", "accepting", "receiving"}
# A role reaches everything beneath the organisation that it is held in.
BY_REACH = {"provider_user of the area", "clinician of the area"}


def test_no_page_tells_who_a_patient_is_but_the_message_to_those_entitled(
    client_of: Callable[..., Client], people: People, planted: Request, plan, waiting_lists
) -> None:
    told = []
    for who, client in everybody(client_of, people).items():
        client.raise_request_exception = False
        for name, address in addresses(planted):
            answer = client.get(f"{address}?search=T-&text=T-&about={planted.pathway_id}")
            if name in BELONGS_ON and who in ENTITLED | BY_REACH:
                continue
            shown = answer.getvalue().decode("utf-8", "replace") + str(answer.headers)
            told += [f"{who} at {name}: {mark}" for mark in found_in(shown)]
    assert told == []


def test_those_entitled_are_told(people: People, planted: Request) -> None:
    for name in ENTITLED:
        page = session(getattr(people, name)).get(of(planted))
        assert found_in(page.content.decode()) >= {"Quixotrembleu", "Zanzibarrow", "900 555 0066"}


def test_the_interface_tells_nobody_but_a_system_of_those_entitled(
    caller_of: CallerOf, people: People, planted: Request
) -> None:
    told, entitled = [], 0
    roles = [role for role in Role if role not in {Role.ADMINISTRATOR, Role.AUTHORISER}]
    systems = [(role, code) for role in roles for code in ("ZQ1", "Z02", "Z01", "ZN101")]
    for role, code in systems:
        caller = caller_of(role, code)
        paths = [
            "/requests", f"/requests/{planted.reference}", "/offers", "/offers/O1", "/plans",
            f"/requests/{planted.reference}/message?reason=to+book+the+patient",
        ]  # fmt: skip
        for path in paths:
            answer = caller.client.get(f"/api/v1{path}", headers=caller.headers())
            found = found_in(answer.content.decode())
            whose = role in {Role.PROVIDER_USER, Role.CLINICIAN} and code != "Z02"
            if "/message" in path and whose:
                entitled += bool(found)
            else:
                told += [f"{role} of {code} at {path}: {mark}" for mark in found]
    assert told == []
    assert entitled == 6


def test_a_fault_of_what_a_system_sends_repeats_nothing_of_it(
    caller_of: CallerOf, people: People
) -> None:
    request = carry(people, "agreed")
    content = content_of(request)
    content["patient"] |= {"family_name": "Quixotrembleu", "birth_date": "Zanzibarrow"}
    sent = caller_of(Role.PROVIDER_USER, "Z01").post(
        f"/requests/{request.reference}/message", {"content": content, "Wexelblatt": 1}
    )
    assert sent.status_code == 422
    assert found_in(sent.content.decode()) <= {"Wexelblatt"}  # the name of a field, as it was sent


def test_no_other_table_holds_who_a_patient_is(people: People, planted: Request) -> None:
    session(people.receiving).get(of(planted))
    step(session(people.receiving), planted.reference, "receive")
    step(session(people.receiving), planted.reference, "give_back", cause="RECORDS_INCOMPLETE")
    holding = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = [str(row) for row in cursor.fetchall()]
            if found := set().union(*(found_in(row) for row in rows)):
                holding[table] = found
    assert set(holding) == {BELONGS_IN}


def test_no_entry_reading_or_log_line_says_who_a_patient_is(
    people: People, planted: Request, caplog: pytest.LogCaptureFixture
) -> None:
    client = session(people.receiving)
    for path in ("", "json", "fhir", "xml", "write/"):
        client.get(of(planted, path))
    client.post(of(planted, "write/"), filled_in(planted, **PLANTED))
    assert found_in(caplog.text) == set()
    kept = [f"{one.headline} {one.facts_text} {one.actor_name}" for one in Entry.objects.all()]
    noted = [f"{one.subject} {one.reason} {one.actor_name}" for one in Reading.objects.all()]
    assert len(kept) > 8
    assert len(noted) >= 3
    assert found_in(" ".join(kept + noted)) == set()


def test_no_file_holds_who_a_patient_is(
    people: People, planted: Request, plan, waiting_lists, home: Path
) -> None:
    files = [path for path in home.rglob("*") if path.is_file() and "sqlite" not in path.name]
    assert files
    for path in files:
        assert found_in(path.read_bytes().decode("utf-8", "replace")) == set(), path.name


def test_every_opening_of_the_message_is_noted_and_nothing_else_is(
    people: People, planted: Request
) -> None:
    before = Reading.objects.count()
    receiving = session(people.receiving)
    for path in ("", "json", "fhir"):
        receiving.get(of(planted, path))
    receiving.get(f"/transfers/requests/{planted.reference}/")  # tells nobody who it is
    session(people.arranging).get(of(planted))  # may not
    noted = Reading.objects.order_by("id")[before:]
    assert [(one.actor_name, one.reason) for one in noted] == [
        (people.receiving.label, "opened the transfer message"),
        (people.receiving.label, "took away the transfer message as JSON"),
        (people.receiving.label, "took away the transfer message as FHIR"),
    ]
    assert {one.subject for one in noted} == {f"request:{planted.reference}"}
