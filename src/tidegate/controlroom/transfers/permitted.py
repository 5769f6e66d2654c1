"""Who may take which step: the permission of the lifecycle's table, within its side's reach.

Buttons, queues and services ask here, so that what is shown and what is allowed are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.caller import Caller
from tidegate.controlroom.directory.models import Token
from tidegate.controlroom.directory.viewer import NOBODY, Viewer, viewer_of, viewer_of_token
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.transfers.queries import identities, places_of, standing
from tidegate.controlroom.transfers.standing import chosen_of, why_not_by_search
from tidegate.core.lifecycle import Side
from tidegate.core.log.entry import System
from tidegate.core.transfers.lifecycle.causes import causes_of
from tidegate.core.transfers.lifecycle.guards import Step, refusals
from tidegate.core.transfers.lifecycle.needs import Needs
from tidegate.core.transfers.lifecycle.places import PLACES
from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import PlaceState, RequestState

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Place, Request
    from tidegate.core.lifecycle import Transition
    from tidegate.core.reasons import Reason

ARRANGE = "transfers.arrange"


@dataclass(frozen=True, slots=True)
class StepOffered:
    """A step that someone may take, and why it cannot be taken now where that is so.

    Attributes:
        transition: the row of the table.
        place: which place it is about, where it is about one.
        reasons: why not now; empty when it can be taken.
    """

    transition: Transition[RequestState]
    place: Place | None = None
    reasons: tuple[Reason, ...] = ()


def asked_of(
    request: Request, transition: Transition[RequestState], place: Place | None
) -> tuple[str, str]:
    """Return the permission that a step asks for, and the organisation it must hold in.

    An outside provider has not signed in: its answers are recorded by the area's coordinator.
    """
    if transition.side is Side.HOLDER:
        return transition.permission, request.holder
    if transition.side is Side.RECEIVER and place is not None and place.destination:
        return transition.permission, place.destination
    return ARRANGE, request.area


def may_take(
    viewer: Viewer,
    request: Request,
    transition: Transition[RequestState],
    place: Place | None = None,
) -> bool:
    """Say whether someone may take a step at all, whatever the request's state allows.

    Args:
        viewer: who.
        request: of which request.
        transition: a row of ``REQUESTS``.
        place: the place that it is about; a receiver's step on the whole request is about the
            place that was chosen.
    """
    if transition.side is Side.CLOCK:
        return False
    permission, organisation = asked_of(request, transition, place)
    return viewer.may(permission, organisation)


def steps_for(
    viewer: Viewer, request: Request, *, now: datetime | None = None
) -> tuple[StepOffered, ...]:
    """Return the steps that someone may take from where a request stands, in the table's order.

    ``now`` is the day on which a message would be sent; today unless given.
    """
    facts = standing(viewer, request, now or timezone.now())
    places = places_of(viewer, request)
    same = identities(viewer)
    actor = min(same, default="")
    found = []
    for row in REQUESTS.steps_from(facts.state):
        for place in _concerned(row, places):
            if not may_take(viewer, request, row, place):
                continue
            about = place if Needs.PLACE in row.needs else None
            number = None if about is None else about.pk
            step = Step(row.verb, actor, number, _any_cause(row.verb), same)
            reasons = refusals(facts, step) + why_not_by_search(request, row.verb)
            found.append(StepOffered(row, about, reasons))
    return tuple(found)


def _concerned(row: Transition[RequestState], places: Sequence[Place]) -> Iterator[Place | None]:
    """Yield each place that a step may be about; for one on the whole request, the chosen one."""
    if Needs.PLACE in row.needs and row.verb != "propose":
        yield from (one for one in places if PLACES.step(PlaceState(one.state), row.verb))
    else:
        yield chosen_of(places)


def _any_cause(verb: str) -> str:
    return next((cause.code for cause in causes_of(verb)), "")


def viewer_for(actor: Actor) -> Viewer:
    """Return what an actor may see and do; a run of the software may do nothing of its own."""
    if isinstance(actor, Person):
        return viewer_of(actor)
    if isinstance(actor, Token):
        return viewer_of_token(actor)
    if isinstance(actor, Caller):
        return viewer_of_token(actor.token, decided_by=actor.decided_by)
    return NOBODY


def hold_to_permission(
    actor: Actor,
    on_behalf_of: str,
    request: Request,
    transition: Transition[RequestState],
    place: Place | None,
) -> str:
    """Return on whose behalf a step is taken, once it is clear that the actor may take it.

    Raises:
        PermissionMissing: the actor may not, or not for that organisation; or a person does what
            only time does, or the software what only a person does.
    """
    permission, organisation = asked_of(request, transition, place)
    if transition.side is Side.CLOCK:
        if not isinstance(actor, System):
            raise PermissionMissing(ARRANGE)
        return on_behalf_of or request.holder
    viewer = viewer_for(actor)
    acted_for = on_behalf_of or organisation
    if not (viewer.may(permission, organisation) and viewer.may(permission, acted_for)):
        raise PermissionMissing(permission)
    return acted_for
