"""Starting a request: who may, what is kept, and that nobody has two."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from tests.controlroom.recording import changes_recorded
from tests.controlroom.transfers.carrying import (
    AREA,
    HOLDER,
    NOW,
    OTHER,
    WAITING_SINCE,
    People,
    carry,
    new_request,
    people,
)

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.transfers.models import Request
from tidegate.controlroom.transfers.new_request import EXPIRES_AFTER
from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.controlroom.transfers.services.start_request import start_request
from tidegate.controlroom.transfers.services.withdraw_request import withdraw_request
from tidegate.core.directory.roles import Role
from tidegate.core.log.entry import System

__all__ = ["people"]
PATIENT, ANOTHER = "9000000009", "900 000 0017"  # test numbers, issued to nobody


def test_a_request_begins_as_a_draft_with_the_clock_of_the_list(people: People) -> None:
    with changes_recorded("request_started") as entries:
        request = start_request(new=new_request(), actor=people.asking, now=NOW)
    request.refresh_from_db()
    assert (request.state, request.clock_start) == ("draft", WAITING_SINCE)
    assert (request.area, request.holder) == (AREA, HOLDER)
    assert request.expires_at == NOW + EXPIRES_AFTER
    assert (request.consent, request.consent_at) == ("not_asked", None)
    told = entries[0]
    assert told.subject == f"request:{request.reference}"
    assert told.on_behalf_of == HOLDER
    assert told.facts["clock_start"] == WAITING_SINCE.isoformat()
    assert told.visibility == "internal"


def test_requests_are_numbered_in_the_order_in_which_they_are_started(people: People) -> None:
    made = [start_request(new=new_request(n), actor=people.asking, now=NOW) for n in (1, 2, 3)]
    numbers = [int(request.reference.removeprefix("T-")) for request in made]
    assert numbers == [numbers[0], numbers[0] + 1, numbers[0] + 2]
    assert all(len(request.reference) == len("T-000001") for request in made)


MAY_START = [
    (Role.PROVIDER_USER, HOLDER, True),
    (Role.COORDINATOR, AREA, True),
    (Role.PROVIDER_USER, OTHER, False),
    (Role.PROVIDER_USER, "Z01A1", False),
    (Role.COORDINATOR, "ZQ2", False),
    (Role.CLINICIAN, HOLDER, False),
    (Role.AUDITOR, AREA, False),
    (Role.CONTRACT_MANAGER, AREA, False),
]


@pytest.mark.parametrize(("role", "at", "allowed"), MAY_START)
def test_the_holders_people_and_the_areas_coordinators_start_requests(
    people: People, person_with: Callable[..., Person], role: Role, at: str, allowed: bool
) -> None:
    actor = person_with((role, at))
    if allowed:
        assert start_request(new=new_request(), actor=actor, now=NOW).pk
        return
    with changes_recorded(), pytest.raises(PermissionMissing):
        start_request(new=new_request(), actor=actor, now=NOW)
    assert not Request.objects.exists()


def test_no_run_of_the_software_starts_a_request(people: People) -> None:
    with changes_recorded(), pytest.raises(PermissionMissing):
        start_request(new=new_request(), actor=System("tick"), now=NOW)


def test_nobody_acts_on_behalf_of_an_organisation_that_is_not_theirs(people: People) -> None:
    with changes_recorded(), pytest.raises(PermissionMissing):
        start_request(new=new_request(), actor=people.asking, now=NOW, on_behalf_of=OTHER)


def test_a_second_live_request_for_a_pathway_is_refused_and_names_the_first(
    people: People,
) -> None:
    first = carry(people, "matched")
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        start_request(new=new_request(), actor=people.asking, now=NOW)
    assert refused.value.codes == ("ALREADY_LIVE",)
    assert refused.value.reasons[0].inputs["reference"] == first.reference
    assert first.reference in refused.value.reasons[0].detail


def test_a_second_live_request_for_the_same_person_is_refused_whoever_holds_the_pathway(
    people: People, person_with: Callable[..., Person]
) -> None:
    first = start_request(new=new_request(nhs_number=PATIENT), actor=people.asking, now=NOW)
    elsewhere = new_request(7, holder=OTHER, nhs_number="900-000 0009")
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        start_request(new=elsewhere, actor=people.receiving_elsewhere, now=NOW)
    assert refused.value.reasons[0].inputs["reference"] == first.reference
    other = new_request(7, holder=OTHER, nhs_number=ANOTHER)
    assert start_request(new=other, actor=people.receiving_elsewhere, now=NOW).pk != first.pk


def test_once_the_first_has_ended_a_patient_may_ask_again_with_the_same_clock(
    people: People,
) -> None:
    first = carry(people, "open")
    withdraw_request(request=first, cause="CONSENT_WITHDRAWN", actor=people.asking, now=NOW)
    again = start_request(new=new_request(), actor=people.asking, now=NOW)
    assert again.reference != first.reference
    assert again.clock_start == first.clock_start == WAITING_SINCE


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("9000000008", "NHS_NUMBER_CHECK_DIGIT"),
        ("900000005", "NHS_NUMBER_FORM"),
        ("0000000000", "NHS_NUMBER_REPEATED"),
        ("9434765919", ""),
        ("4010232137", "NHS_NUMBER_REAL_IN_DEMO"),
    ],
)
def test_an_nhs_number_is_checked_and_never_repeated(
    people: People, number: str, code: str
) -> None:
    new = new_request(nhs_number=number)
    if not code:
        assert start_request(new=new, actor=people.asking, now=NOW).pk
        return
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        start_request(new=new, actor=people.asking, now=NOW)
    assert refused.value.codes == (code,)
    assert number not in str(refused.value)


def test_an_nhs_number_is_kept_nowhere(people: People) -> None:
    request = start_request(new=new_request(nhs_number=PATIENT), actor=people.asking, now=NOW)
    assert len(request.person) == 64
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert PATIENT not in str(cursor.fetchall()), table


def test_without_an_nhs_number_a_patient_is_known_by_holder_and_pathway(people: People) -> None:
    one = start_request(new=new_request(1), actor=people.asking, now=NOW)
    two = start_request(new=new_request(2), actor=people.asking, now=NOW)
    assert one.person != two.person
    assert "P1" not in one.person


def test_a_holder_that_nobody_knows_is_refused(people: People) -> None:
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        start_request(new=new_request(holder="Z99"), actor=people.asking, now=NOW)
    assert refused.value.codes == ("UNKNOWN_HOLDER",)


@pytest.mark.parametrize("name", ["name", "postcode", "nhs_number", "birth_date", "note"])
def test_a_request_keeps_no_facts_but_those_that_matching_knows(people: People, name: str) -> None:
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        start_request(new=new_request(facts={name: "x"}), actor=people.asking, now=NOW)
    assert refused.value.reasons[0].inputs["names"] == [name]


def test_a_wait_cannot_begin_in_the_future(people: People) -> None:
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        start_request(new=new_request(clock_start=date(2026, 3, 3)), actor=people.asking, now=NOW)
    assert refused.value.codes == ("CLOCK_START_TO_COME",)
