"""A step while it is taken: what it is about, what it changes, and the entries that it writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.refused import refuse
from tidegate.controlroom.transfers.services.end_place import end_place
from tidegate.controlroom.transfers.services.move_units import unit_of
from tidegate.core.log.kinds import kind_of
from tidegate.core.transfers.lifecycle.causes import CAUSES
from tidegate.core.transfers.lifecycle.places import PLACES
from tidegate.core.transfers.lifecycle.states import PlaceState

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.transfers.models import Message, Offer, Place, Request
    from tidegate.core.lifecycle import Transition
    from tidegate.core.transfers.lifecycle.states import RequestState


@dataclass(frozen=True, slots=True)
class Also:
    """An entry that a step writes besides its own: of what follows from it."""

    kind: str
    subject: str
    headline: str
    facts: Mapping[str, object]


@dataclass(slots=True)
class Underway:
    """A step while it is taken: the locked request, its places, and what is to be written.

    Attributes:
        request: locked until the transaction ends.
        places: all of them.
        row: the line of the table.
        place: the place that the step is about; for a step on the whole request, the chosen one.
        cause: code of the cause given.
        said_by: identity of the actor.
        now: when.
        next: where the request comes to; None: where its places then say.
        facts: what the step's entry says besides.
        rows: what is to be saved besides the request and its place.
        also: entries of what follows.
    """

    request: Request
    places: list[Place]
    row: Transition[RequestState]
    place: Place | None
    cause: str
    said_by: str
    now: datetime
    next: RequestState | None
    facts: dict[str, object] = field(default_factory=dict)
    rows: list[Place | Message] = field(default_factory=list)
    also: list[Also] = field(default_factory=list)

    def about(self) -> Place:
        """Return the place that the step is about.

        Raises:
            StepRefused: there is none.
        """
        if self.place is None:
            raise refuse("NO_SUCH_PLACE", "Say which place this is about.", place=None)
        return self.place

    def add(self, place: Place) -> None:
        """Make a new place the one that the step is about."""
        self.place = place
        self.places = [*self.places, place]
        self.rows.append(place)

    def end(self, place: Place, verb: str, cause: str) -> None:
        """End a place, give back the unit that it held, and tell so under the offer's subject."""
        known, held = CAUSES.get(self.cause), unit_of(place) is not None
        end_place(
            place, verb, cause=cause, said_by=self.said_by, at=self.now,
            counts_as=None if known is None else known.counts_as,
        )  # fmt: skip
        if held and place.offer is not None:
            self.also.append(unit_released(self.request, place, place.offer, cause))

    def end_others(self, verb: str, cause: str, states: frozenset[PlaceState]) -> None:
        """End each other place that stands in one of these states, each with its entry."""
        for place in self.places:
            if place is not self.place and PlaceState(place.state) in states:
                self.end(place, verb, cause)
                self.also.append(of_place(self.request, place, "place_lapsed", cause))

    def free_all(self) -> None:
        """End every place that is planned or lives, because the request ends.

        A place that held a unit keeps the cause by which the request ended: the unit is put down
        to it if nobody takes it afterwards.
        """
        for place in self.places:
            if PLACES.step(PlaceState(place.state), "free") is None:
                continue
            chosen = place.state == PlaceState.CHOSEN.value
            cause = self.cause if chosen and self.cause else "REQUEST_ENDED"
            self.end(place, "free", cause)
            self.also.append(of_place(self.request, place, "place_lapsed", cause))


def subject_of(request: Request) -> str:
    """Return the subject under which the record keeps all entries of a request."""
    return f"request:{request.reference}"


def facts_of_place(place: Place | None) -> dict[str, object]:
    """Return what an entry says of the place that it is about."""
    if place is None:
        return {}
    told: dict[str, object] = {"place": place.pk, "destination": place.destination}
    if place.offer is not None:
        told["offer"] = place.offer.offer_id
    if place.outside:
        told["outside"] = place.outside
    return told


def headline_of(underway: Underway) -> str:
    """Say what happened in one line that names no patient."""
    said = f"{underway.request.reference}: {kind_of(underway.row.kind).label.lower()}"
    if underway.place is not None:
        said += f", {underway.place.destination or underway.place.outside}"
    cause = CAUSES.get(underway.cause)
    return said if cause is None else f"{said}: {cause.label}"


def of_place(request: Request, place: Place, kind: str, cause: str = "") -> Also:
    """Return an entry of the request about one of its places."""
    where = place.destination or place.outside
    said = f"{request.reference}: {kind_of(kind).label.lower()}, {where}"
    known = CAUSES.get(cause)
    facts = facts_of_place(place) | ({"cause": cause} if cause else {})
    return Also(
        kind, subject_of(request), said if known is None else f"{said}: {known.label}", facts
    )


def unit_released(request: Request, place: Place, offer: Offer, cause: str) -> Also:
    """Return the entry of an offer that got a unit back."""
    facts = {"offer": offer.offer_id, "place": place.pk, "request": request.reference}
    said = f"A unit of {offer.offer_id} was given back"
    return Also("unit_released", f"offer:{offer.offer_id}", said, facts | {"cause": cause})
