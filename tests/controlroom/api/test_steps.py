"""A request carried from both sides by systems, and what each step answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.controlroom.api.calling import (
    AREA,
    HOLDER,
    OTHER,
    RECEIVER,
    CallerOf,
    agreed_by_systems,
    answered,
    caller_of,
    open_request_of,
    proposed_to,
    request_body,
)
from tests.controlroom.transfers.carrying import content_of

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.api.routers.steps import TAKING
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.transfers.models import Request
from tidegate.core.directory.roles import Role
from tidegate.core.lifecycle import Side
from tidegate.core.transfers.lifecycle.requests import REQUESTS

__all__ = ["caller_of"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(caller_of: CallerOf, person_with: Callable[..., Person]) -> str:
    """A request that a person cleared and the systems of holder and area brought to open."""
    return open_request_of(caller_of, person_with)


def test_every_step_that_people_take_is_an_operation() -> None:
    taken_by_people = {row.verb for row in REQUESTS.rows if row.side is not Side.CLOCK}
    assert set(TAKING) == taken_by_people


def test_a_verb_asks_for_one_permission_whatever_the_state() -> None:
    for verb in TAKING:
        assert len({row.permission for row in REQUESTS.rows if row.verb == verb}) == 1


def test_systems_of_both_sides_carry_a_request_to_the_end(
    caller_of: CallerOf, opened: str, settings: Any
) -> None:
    settings.TIDEGATE_DEMO = True  # the patient has a test number
    asking, taking = caller_of(Role.PROVIDER_USER, HOLDER), caller_of(Role.PROVIDER_USER, RECEIVER)
    agreed_by_systems(caller_of, opened)
    content = content_of(Request.objects.get(reference=opened))
    written = asking.post(f"/requests/{opened}/message", {"content": content})
    assert answered(written, 201)["version"] == 1
    assert answered(asking.post(f"/requests/{opened}/send"))["state"] == "sent"
    assert answered(taking.post(f"/requests/{opened}/receive"))["state"] == "received"
    today = timezone.localdate()
    dated = taking.post(f"/requests/{opened}/date", {"day": (today).isoformat()})
    assert answered(dated)["treatment_on"] == today.isoformat()
    treated = {"on": today.isoformat(), "follow_up": RECEIVER}
    assert answered(taking.post(f"/requests/{opened}/treat", treated))["state"] == "treated"
    closed = answered(taking.post(f"/requests/{opened}/close"))
    assert closed["state"] == "closed"
    assert closed["clock_start"] == "2025-05-12"
    balance = answered(taking.get("/offers/O1"))["balance"]
    assert balance == {
        "offered": 2, "free": 1, "agreed": 0, "booked": 0, "done": 1, "unused": {},
    }  # fmt: skip


def test_the_record_names_the_system_its_organisation_and_who_decided(
    caller_of: CallerOf, opened: str
) -> None:
    area, clinic = caller_of(Role.COORDINATOR, AREA), caller_of(Role.CLINICIAN, RECEIVER, "Bedlog")
    taking = caller_of(Role.PROVIDER_USER, RECEIVER)
    place = {"place": proposed_to(opened, area, taking, "O1", RECEIVER)}
    answered(clinic.post(f"/requests/{opened}/accept", place))
    entry = Entry.objects.get(kind="place_accepted")
    assert entry.actor == f"token:{clinic.token.pk}"
    assert entry.actor_name == "Bedlog, Tarn View Hospital, for GMC 7654321"
    assert entry.on_behalf_of == RECEIVER


def test_a_receiver_sees_a_request_from_the_moment_that_a_place_is_put_forward(
    caller_of: CallerOf, opened: str
) -> None:
    area, taking = caller_of(Role.COORDINATOR, AREA), caller_of(Role.PROVIDER_USER, RECEIVER)
    elsewhere = caller_of(Role.PROVIDER_USER, OTHER)
    assert taking.get(f"/requests/{opened}").status_code == 404
    assert answered(taking.get("/requests"))["total"] == 0
    proposed_to(opened, area, taking, "O1", RECEIVER)
    seen = answered(taking.get(f"/requests/{opened}"))
    assert seen["pathway_id"] is None
    assert [place["receiver"] for place in seen["places"]] == [RECEIVER]
    assert elsewhere.get(f"/requests/{opened}").status_code == 404
    for nobody_there in ("T-999999", opened):
        assert elsewhere.get(f"/requests/{nobody_there}").content == (
            elsewhere.get("/requests/T-000000").content
        )


def test_the_steps_that_are_shown_are_those_that_may_be_taken(
    caller_of: CallerOf, opened: str
) -> None:
    area, taking = caller_of(Role.COORDINATOR, AREA), caller_of(Role.PROVIDER_USER, RECEIVER)
    clinic = caller_of(Role.CLINICIAN, RECEIVER)
    number = proposed_to(opened, area, taking, "O1", RECEIVER)
    steps = answered(clinic.get(f"/requests/{opened}"))["steps"]
    assert [(step["verb"], step["place"], step["reasons"]) for step in steps] == [
        ("accept", number, []),
        ("decline", number, []),
    ]
    path = steps[0]["address"].removeprefix("/api/v1")
    assert answered(clinic.post(path, {"place": number}))["state"] == "accepted"


def test_a_refusal_says_every_reason_and_changes_nothing(caller_of: CallerOf, opened: str) -> None:
    area = caller_of(Role.COORDINATOR, AREA)
    entries = Entry.objects.count()
    refused = answered(area.post(f"/requests/{opened}/open"), 409)
    assert refused["code"] == "REFUSED"
    assert [reason["code"] for reason in refused["reasons"]] == ["NOT_IN_THIS_STATE"]
    assert refused["reasons"][0]["inputs"] == {"state": "open", "verb": "open"}
    assert Entry.objects.count() == entries


def test_a_second_live_request_is_refused_and_told_the_first(caller_of: CallerOf) -> None:
    asking = caller_of(Role.PROVIDER_USER, HOLDER)
    first = answered(asking.post("/requests", request_body()), 201)
    second = answered(asking.post("/requests", request_body()), 409)
    assert second["reasons"][0]["code"] == "ALREADY_LIVE"
    assert second["reasons"][0]["inputs"]["reference"] == first["reference"]


@pytest.mark.parametrize(
    ("role", "code", "status"),
    [
        (Role.CLINICIAN, RECEIVER, 200),
        (Role.PROVIDER_USER, RECEIVER, 403),  # no clinician
        (Role.CLINICIAN, OTHER, 404),  # another provider
        (Role.CLINICIAN, HOLDER, 403),  # sees the request, and the place is none of its own
        (Role.AUDITOR, RECEIVER, 403),
    ],
)
def test_accepting_takes_the_role_in_the_organisation_of_the_place(
    caller_of: CallerOf, opened: str, role: Role, code: str, status: int
) -> None:
    area, taking = caller_of(Role.COORDINATOR, AREA), caller_of(Role.PROVIDER_USER, RECEIVER)
    place = {"place": proposed_to(opened, area, taking, "O1", RECEIVER)}
    refused = caller_of(role, code).post(f"/requests/{opened}/accept", place)
    assert refused.status_code == status, refused.content


def test_an_outside_place_is_accepted_by_the_area(
    caller_of: CallerOf, opened: str, person_with: Callable[..., Person]
) -> None:
    area = caller_of(Role.COORDINATOR, AREA)
    # A board's system and its provider's count as one: the yes was heard by a person.
    heard_by = f"person:{person_with((Role.PROVIDER_USER, HOLDER)).pk}"
    Request.objects.filter(reference=opened).update(consent_by=heard_by)
    reply_by = (timezone.now() + timedelta(days=7)).isoformat()
    body = {"outside": "Hospital beyond the network", "reply_by": reply_by}
    number = answered(area.post(f"/requests/{opened}/propose", body))["places"][0]["number"]
    accepted = area.post(f"/requests/{opened}/accept", {"place": number})
    assert answered(accepted)["state"] == "accepted"


def test_requests_are_listed_by_state_and_in_parts(caller_of: CallerOf) -> None:
    asking = caller_of(Role.PROVIDER_USER, HOLDER)
    for number in range(3):
        answered(asking.post("/requests", request_body(number)), 201)
    part = answered(asking.get("/requests", state="draft", limit=2, offset=1))
    assert (part["total"], part["limit"], part["offset"], len(part["items"])) == (3, 2, 1, 2)
    assert answered(asking.get("/requests", state="open"))["items"] == []
    later = (timezone.now() + timedelta(hours=1)).isoformat()
    assert answered(asking.get("/requests", moved_since=later))["total"] == 0
