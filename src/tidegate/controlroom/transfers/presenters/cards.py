"""A request as a card of a board or a queue: enough to know whether to open it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.transfers.turns import SIDES, next_step
from tidegate.core.directory.treatment_functions import treatment_function_name
from tidegate.core.transfers.lifecycle.causes import CAUSES
from tidegate.core.transfers.lifecycle.states import (
    LIVE_PLACES,
    REQUEST_LABELS,
    PlaceState,
    RequestState,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tidegate.controlroom.transfers.models import Place, Request

URGENT = ("P1", "P1a", "P1b", "P2")
DAYS_A_WEEK = 7
LONG_WAIT = 52
STANDING_LONG = 14
_WELL = frozenset({RequestState.DATED, RequestState.TREATED, RequestState.CLOSED})


@dataclass(frozen=True, slots=True)
class Card:
    """One request.

    Attributes:
        route: holder and receiver, in words.
        waited, stands: weeks since the clock started; days since it came to where it stands.
        late: whether it has stood there for long, which is worth a look.
        long: whether the wait is over a year.
        reply_by: by when the receiver must answer, while one has not.
    """

    reference: str
    href: str
    specialty: str
    priority: str
    urgent: bool
    waited: int
    long: bool
    stands: int
    late: bool
    holder: str
    receiver: str
    reason: str
    state: str
    turn: str
    reply_by: str


def card(
    request: Request,
    places: Sequence[Place],
    named: Callable[[str], str],
    href: str,
    today: date,
) -> Card:
    """Say what a board shows of a request."""
    state = RequestState(request.state)
    step = next_step(state)
    stands = max(0, (today - words.local_day(request.moved_at)).days)
    waited = weeks_waited(request.clock_start, today)
    return Card(
        reference=request.reference,
        href=href,
        specialty=treatment_function_name(request.tfc),
        priority=request.priority,
        urgent=request.priority in URGENT,
        waited=waited,
        long=waited >= LONG_WAIT,
        stands=stands,
        late=step is not None and stands >= STANDING_LONG,
        holder=named(request.holder),
        receiver=receivers(places, named),
        reason=last_reason(request),
        state=REQUEST_LABELS[state],
        turn="" if step is None else SIDES.get(step.side, ""),
        reply_by=_reply_by(places),
    )


def weeks_waited(clock_start: date, on: date) -> int:
    """Return whole weeks since the clock started, which no step of a transfer ever changes."""
    return max(0, (on - clock_start).days // DAYS_A_WEEK)


def receivers(places: Sequence[Place], named: Callable[[str], str]) -> str:
    """Name where a request is going: the chosen place, else every place that is still live."""
    chosen = [place for place in places if place.state in {PlaceState.CHOSEN, PlaceState.USED}]
    live = chosen or [place for place in places if place.state in LIVE_PLACES]
    return words.listed([where(place, named) for place in live])


def where(place: Place, named: Callable[[str], str]) -> str:
    """Name the provider of a place: its site where there is an offer, else the one outside."""
    if place.offer is not None:
        return named(place.offer.site)
    return place.outside or named(place.destination)


def last_reason(request: Request) -> str:
    """Say why a request went back or ended, as long as nothing better has come of it since."""
    return "" if request.state in _WELL else reason_said(request.reason)


def reason_said(code: str) -> str:
    """Write a coded reason as its words; nothing for none."""
    if not code:
        return ""
    return CAUSES[code].label if code in CAUSES else code


def _reply_by(places: Sequence[Place]) -> str:
    waiting: list[datetime] = [
        place.reply_by for place in places if place.state == PlaceState.PROPOSED
    ]
    return words.day(min(waiting)) if waiting else ""
