"""Who may take which step: by role, by organisation, by the table."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.controlroom.recording import changes_recorded
from tests.controlroom.transfers.carrying import (
    AREA,
    HOLDER,
    NOW,
    OTHER,
    RECEIVER,
    REPLY_BY,
    People,
    carry,
    people,
    place_at,
)

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.services.issue_token import issue_token
from tidegate.controlroom.directory.viewer import viewer_of, viewer_of_token
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.transfers.models import Place
from tidegate.controlroom.transfers.permitted import may_take, steps_for
from tidegate.controlroom.transfers.services.accept_place import accept_place
from tidegate.controlroom.transfers.services.clear_request import clear_request
from tidegate.controlroom.transfers.services.open_request import open_request
from tidegate.controlroom.transfers.services.propose_place import propose_place
from tidegate.controlroom.transfers.services.take_step import take_step
from tidegate.core.directory.roles import Role
from tidegate.core.log.entry import System
from tidegate.core.transfers.lifecycle.causes import causes_of
from tidegate.core.transfers.lifecycle.requests import REQUESTS

__all__ = ["people"]

# Role, where it is held, and every step that it may take on a request from Z01 to ZN101.
MAY = [
    (Role.CLINICIAN, HOLDER, "clear find_unsuitable"),
    (Role.PROVIDER_USER, HOLDER, "consent choose refuse send withdraw"),
    (Role.COORDINATOR, AREA, "open propose widen close_without_place"),
    (Role.CLINICIAN, RECEIVER, "accept decline"),
    (Role.PROVIDER_USER, RECEIVER, "receive query date miss treat give_back close"),
    (Role.CLINICIAN, OTHER, ""),
    (Role.PROVIDER_USER, OTHER, ""),
    (Role.COORDINATOR, "ZQ2", ""),
    (Role.PROVIDER_USER, "Z01A1", ""),
    (Role.AUTHORISER, AREA, ""),
    (Role.CONTRACT_MANAGER, AREA, ""),
    (Role.RECALL_LEAD, AREA, ""),
    (Role.LOGGIST, AREA, ""),
    (Role.AUDITOR, AREA, ""),
    (Role.ADMINISTRATOR, HOLDER, ""),
    # whoever oversees an organisation acts for it, if the role says so
    (Role.CLINICIAN, AREA, "clear find_unsuitable accept decline"),
]


@pytest.mark.parametrize(("role", "at", "verbs"), MAY)
def test_each_role_takes_its_own_steps_and_no_others(
    people: People, person_with: Callable[..., Person], role: Role, at: str, verbs: str
) -> None:
    request = carry(people, "agreed")
    place, viewer = place_at(request), viewer_of(person_with((role, at)))
    allowed = {row.verb for row in REQUESTS.rows if may_take(viewer, request, row, place)}
    assert allowed == set(verbs.split())


def test_nobody_does_what_only_time_does(people: People) -> None:
    request = carry(people, "matched")
    for person in (people.clearing, people.arranging, people.accepting, people.asking):
        viewer = viewer_of(person)
        allowed = {row.verb for row in REQUESTS.rows if may_take(viewer, request, row)}
        assert not allowed & {"lapse", "expire"}


BY_PEOPLE = [verb for verb in REQUESTS.verbs() if verb not in {"lapse", "expire"}]


@pytest.mark.parametrize("verb", BY_PEOPLE)
def test_the_software_takes_no_step_that_is_a_persons(people: People, verb: str) -> None:
    """A person accepts each match and gives each date (spec transfers 6, row 29)."""
    row = next(row for row in REQUESTS.rows if row.verb == verb)
    request = carry(people, row.state.value)
    place = Place.objects.filter(request=request).first()
    with changes_recorded(), pytest.raises(PermissionMissing):
        take_step(
            request=request, verb=verb, actor=System("tick"), now=NOW, on_behalf_of="",
            place=place, cause=next((cause.code for cause in causes_of(verb)), ""),
        )  # fmt: skip


def test_an_outside_providers_answers_are_recorded_by_the_areas_coordinator(
    people: People,
) -> None:
    request = carry(people, "open")
    request = propose_place(
        request=request, offer=None, outside="A clinic abroad", reply_by=REPLY_BY,
        actor=people.arranging, now=NOW,
    )  # fmt: skip
    place = place_at(request, "")
    accept = REQUESTS.step("matched", "accept")  # type: ignore[arg-type]
    assert may_take(viewer_of(people.arranging), request, accept, place)
    assert not may_take(viewer_of(people.accepting), request, accept, place)


def test_a_service_asks_permission_before_anything_else_and_leaves_no_trace(
    people: People,
) -> None:
    request = carry(people, "draft")
    for actor in (people.asking, people.arranging, people.accepting, System("tick")):
        with changes_recorded(), pytest.raises(PermissionMissing):
            clear_request(request=request, actor=actor, now=NOW)
    with changes_recorded(), pytest.raises(PermissionMissing):
        clear_request(request=request, actor=people.clearing, now=NOW, on_behalf_of=OTHER)
    request.refresh_from_db()
    assert (request.state, request.cleared_by) == ("draft", "")


def buttons(person: Person, request) -> dict[str, list[str]]:  # type: ignore[no-untyped-def]
    found = steps_for(viewer_of(person), request)
    return {step.transition.verb: [reason.code for reason in step.reasons] for step in found}


def test_buttons_are_what_the_services_would_allow(people: People) -> None:
    request = carry(people, "draft")
    assert buttons(people.clearing, request) == {"clear": [], "find_unsuitable": []}
    assert buttons(people.asking, request) == {"withdraw": []}
    assert buttons(people.arranging, request) == {}
    request = carry(people, "open", request=request)
    assert buttons(people.arranging, request) == {
        "propose": [], "widen": [], "close_without_place": ["SEARCH_CAN_WIDEN"],
    }  # fmt: skip
    assert buttons(people.accepting, request) == {}
    request = carry(people, "matched", request=request)
    assert buttons(people.accepting, request) == {"accept": [], "decline": []}
    assert buttons(people.accepting_elsewhere, request) == {}


def test_a_button_says_why_it_cannot_be_used(
    people: People, person_with: Callable[..., Person]
) -> None:
    both = person_with((Role.CLINICIAN, HOLDER), (Role.CLINICIAN, RECEIVER))
    request = clear_request(request=carry(people, "draft"), actor=both, now=NOW)
    request = carry(people, "matched", request=request)
    assert buttons(both, request)["accept"] == ["SAME_PERSON"]
    assert buttons(both, request)["decline"] == []
    request = carry(people, "agreed", request=request)
    assert buttons(people.asking, request)["send"] == ["MESSAGE_MISSING"]


def test_a_system_acts_within_the_role_and_organisation_of_its_token(
    people: People, person_with: Callable[..., Person], organisations
) -> None:  # type: ignore[no-untyped-def]
    administrator = person_with((Role.ADMINISTRATOR, RECEIVER))
    token = issue_token(
        organisation=organisations[RECEIVER], role=Role.CLINICIAN, label="Booking system",
        actor=administrator, now=NOW, expires_at=REPLY_BY,
    )[0]  # fmt: skip
    request = carry(people, "matched")
    viewer = viewer_of_token(token)
    assert {step.transition.verb for step in steps_for(viewer, request)} == {"accept", "decline"}
    with pytest.raises(PermissionMissing):
        open_request(request=request, actor=token, now=NOW)
    request = accept_place(request=request, place=place_at(request), actor=token, now=NOW)
    assert place_at(request).accepted_by == f"token:{token.pk}"
