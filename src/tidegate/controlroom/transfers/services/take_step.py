"""Take one step of a request: the one way from where it stands to where it stands next.

Each verb of the lifecycle has a service of its own beside this one, which says what it changes
besides; this module asks the permission and the guards, moves the request by the table and writes
the entry that the table names.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.directory.one_actor import same_actor_as
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.transfers.models import Place, Request
from tidegate.controlroom.transfers.permitted import hold_to_permission
from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.controlroom.transfers.standing import chosen_of, facts_of
from tidegate.controlroom.transfers.underway import (
    Also,
    Underway,
    facts_of_place,
    headline_of,
    subject_of,
)
from tidegate.core.transfers.lifecycle.guards import Step, refusals
from tidegate.core.transfers.lifecycle.needs import Needs
from tidegate.core.transfers.lifecycle.places import PLACES
from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import PlaceState, RequestState, standing

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.lifecycle import Transition
    from tidegate.core.reasons import Reason

Deed = Callable[[Underway], None]


def nothing_else(_underway: Underway) -> None:
    """Change nothing besides the state."""


def take_step(  # noqa: PLR0913 - all by keyword: what a step may be about
    *,
    request: Request,
    verb: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str,
    place: Place | None = None,
    cause: str = "",
    deed: Deed = nothing_else,
    message_faults: Callable[[Request, Place | None], tuple[Reason, ...]] | None = None,
) -> Request:
    """Take a step of the table, in one transaction with its entry.

    Args:
        request: which request.
        verb: of ``REQUESTS``.
        actor: who takes it.
        now: when.
        on_behalf_of: ODS code of the organisation acted for; empty: the one whose step it is.
        place: which place, where it is about one.
        cause: code of the cause, where one is owed; elsewhere it is not kept.
        deed: what else changes, asked once the guards have agreed.
        message_faults: says what is wrong with the message, where that matters.

    Returns:
        The request as it now stands.

    Raises:
        PermissionMissing: the actor may not.
        StepRefused: the lifecycle does not allow it now; nothing was changed.
    """
    try:
        with transaction.atomic():
            underway = _begin(request, verb, actor, now, place, cause)
            acted_for = hold_to_permission(
                actor, on_behalf_of, underway.request, underway.row, underway.place
            )
            faults = message_faults(underway.request, underway.place) if message_faults else ()
            _ask_the_guards(underway, place, faults)
            deed(underway)
            _write(underway, actor, acted_for)
    except StepRefused as refused:
        if "SAME_PERSON" in refused.codes:
            _record_the_attempt(request, verb, actor, now, on_behalf_of, refused)
        raise
    return underway.request


def _begin(
    request: Request, verb: str, actor: Actor, now: datetime, place: Place | None, cause: str
) -> Underway:
    """Lock the request and find its line of the table."""
    locked = Request.objects.select_for_update().get(pk=request.pk)
    places = list(Place.objects.filter(request=locked).select_related("offer").order_by("id"))
    for one in places:
        one.request = locked
    about = chosen_of(places)
    if place is not None:
        about = next((one for one in places if one.pk == place.pk), None)
    # From another state the verb asks for the same permission; the guards then refuse it.
    row = REQUESTS.step(RequestState(locked.state), verb) or _elsewhere(verb)
    owed = cause if Needs.REASON in row.needs else ""
    return Underway(locked, places, row, about, owed, identify(actor)[0], now, row.next)


def _elsewhere(verb: str) -> Transition[RequestState]:
    return next(row for row in REQUESTS.rows if row.verb == verb)


def _ask_the_guards(
    underway: Underway, place: Place | None, message_faults: tuple[Reason, ...]
) -> None:
    step = Step(
        underway.row.verb,
        underway.said_by,
        None if place is None else place.pk,
        underway.cause,
        same_actor_as(underway.said_by),
    )
    found = refusals(facts_of(underway.request, underway.places, message_faults), step)
    if found:
        raise StepRefused(found)


def _write(underway: Underway, actor: Actor, acted_for: str) -> None:
    """Move the place and the request by their tables, save both, and write the entries."""
    request, place, row = underway.request, underway.place, underway.row
    before = request.state
    if place is not None:
        _move_place(underway, place)
    for other in underway.rows:
        other.save()
    if row.next is None:
        underway.next = standing([PlaceState(one.state) for one in underway.places])
    request.state = (underway.next or RequestState(before)).value
    if request.state != before:
        request.moved_at = underway.now
    if underway.cause:
        request.reason = underway.cause
    request.save()
    facts = {"from": before, "to": request.state} | facts_of_place(place) | underway.facts
    if underway.cause:
        facts["cause"] = underway.cause
    own = Also(row.kind, subject_of(request), headline_of(underway), facts)
    for entry in (own, *underway.also):
        record(
            kind=entry.kind,
            actor=actor,
            subject=entry.subject,
            headline=entry.headline,
            facts=entry.facts,
            on_behalf_of=acted_for,
            now=underway.now,
        )


def _move_place(underway: Underway, place: Place) -> None:
    """Let the place go the same step, where its own table has one."""
    step = PLACES.step(PlaceState(place.state), underway.row.verb)
    if step is None:
        return
    if Needs.REASON in step.needs:
        underway.end(place, underway.row.verb, underway.cause)
        return
    if step.next is not None:
        place.state, place.decided_at = step.next.value, underway.now
        place.save()


def _record_the_attempt(
    request: Request, verb: str, actor: Actor, now: datetime, on_behalf_of: str, why: StepRefused
) -> None:
    """Keep that somebody tried to take a step that has to be another's; nothing else changed."""
    with transaction.atomic():
        record(
            kind="step_refused",
            actor=actor,
            subject=subject_of(request),
            headline=f"{request.reference}: “{verb}” refused, it needs another person",
            facts={"verb": verb, "codes": list(why.codes)},
            on_behalf_of=on_behalf_of or request.holder,
            now=now,
        )
