"""The transfer board: requests grouped by where they stand, and how many stand in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.board.paging import address
from tidegate.controlroom.transfers.turns import SIDES, WAY, next_step
from tidegate.core.lifecycle import Side
from tidegate.core.transfers.lifecycle.states import ENDED, REQUEST_LABELS, RequestState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tidegate.controlroom.transfers.presenters.cards import Card

PHASES = (
    ("Ask", "draft", "cleared"),
    ("Search", "consented", "open", "matched", "accepted"),
    ("Hand over", "agreed", "sent", "received"),
    ("Treat", "dated", "treated"),
)


@dataclass(frozen=True, slots=True)
class Group:
    """The requests in one state that this page shows, and how many there are in all."""

    name: str
    heading: str
    waits_for: str
    total: int
    cards: list[Card]


@dataclass(frozen=True, slots=True)
class Station:
    """One state on the way, with its count and the address that shows it alone."""

    text: str
    count: int
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Phase:
    """Some states that belong together, with how many requests stand in them."""

    text: str
    count: int
    stations: list[Station]


_SHORT = {
    RequestState.DRAFT: "To clear",
    RequestState.CLEARED: "To ask",
    RequestState.CONSENTED: "To open",
    RequestState.OPEN: "Looking",
    RequestState.MATCHED: "Proposed",
    RequestState.ACCEPTED: "Accepted",
    RequestState.AGREED: "To send",
    RequestState.SENT: "Sent",
    RequestState.RECEIVED: "To date",
    RequestState.DATED: "Dated",
    RequestState.TREATED: "Treated",
}


def phases(counts: Mapping[str, int], path: str, kept: Mapping[str, str]) -> list[Phase]:
    """Count the requests of each state on the way, so that a jam shows at a glance."""
    rest = {key: value for key, value in kept.items() if key != "state"}
    shown = []
    for text, *states in PHASES:
        stations = [
            Station(
                text=_SHORT[RequestState(state)],
                count=counts.get(state, 0),
                href=address(path, rest, state="" if kept.get("state") == state else state),
                current=kept.get("state") == state,
            )
            for state in states
        ]
        shown.append(Phase(text, sum(station.count for station in stations), stations))
    return shown


def groups(cards: Iterable[tuple[str, Card]], counts: Mapping[str, int]) -> list[Group]:
    """Group cards, given with their states, in the order of the way; ends come last."""
    found: dict[str, list[Card]] = {}
    for state, card in cards:
        found.setdefault(state, []).append(card)
    order = [*WAY, *sorted(ENDED - set(WAY))]
    return [
        Group(
            name=state.value,
            heading=REQUEST_LABELS[state],
            waits_for=_waits_for(state),
            total=counts.get(state.value, 0),
            cards=found[state.value],
        )
        for state in order
        if state.value in found
    ]


def said(total: int, first: int, last: int) -> str:
    """Say how many requests fit, and which of them are on this page."""
    if not total:
        return "No request fits."
    if last - first + 1 >= total:
        return f"{words.counted(total, 'request')}, urgent first, then the longest waits."
    span = f"{first:,} to {last:,} of {words.counted(total, 'request')}"
    return f"{span}, urgent first, then the longest waits."


def ordered(states: Sequence[str]) -> list[str]:
    """Sort states by how far along the way they are."""
    places = {state.value: number for number, state in enumerate([*WAY, *sorted(ENDED - set(WAY))])}
    return sorted(states, key=lambda state: places.get(state, len(places)))


def _waits_for(state: RequestState) -> str:
    step = next_step(state)
    if step is None:
        return ""
    who = SIDES[step.side] if step.side in SIDES else SIDES[Side.AREA]
    return f"{who}: {step.label[:1].lower()}{step.label[1:]}"
