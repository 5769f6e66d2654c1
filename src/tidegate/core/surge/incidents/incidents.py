"""The lifecycle of an incident, its levels and how long it was at each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tidegate.core.lifecycle import Lifecycle, Side, Transition
from tidegate.core.surge.closures.durations import Spell

COMMAND = "surge.command"


class IncidentState(StrEnum):
    """Where an incident stands."""

    DECLARED = "declared"
    STOOD_DOWN = "stood_down"
    CLOSED = "closed"


class Needs(StrEnum):
    """What a step asks for besides a yes."""

    LEVEL = "level"
    MOMENT = "when it happened"
    REASON = "reason"
    CLOSURE = "closure"
    OUTCOME = "outcome"


INCIDENT_LABELS: dict[IncidentState, str] = {
    IncidentState.DECLARED: "Declared",
    IncidentState.STOOD_DOWN: "Stood down",
    IncidentState.CLOSED: "Closed, its lessons written",
}

S = IncidentState
Row = Transition[IncidentState]
INCIDENTS: Lifecycle[IncidentState] = Lifecycle(
    "incident",
    (
        Row(S.DECLARED, "raise", S.DECLARED, COMMAND, Side.AUTHORITY, "incident_raised",
            "Raise its level", (Needs.LEVEL, Needs.MOMENT, Needs.REASON)),
        Row(S.DECLARED, "lower", S.DECLARED, COMMAND, Side.AUTHORITY, "incident_lowered",
            "Lower its level", (Needs.LEVEL, Needs.MOMENT, Needs.REASON)),
        Row(S.DECLARED, "link", S.DECLARED, COMMAND, Side.AUTHORITY, "incident_linked",
            "Link a closure", (Needs.CLOSURE,)),
        Row(S.DECLARED, "stand_down", S.STOOD_DOWN, COMMAND, Side.AUTHORITY,
            "incident_stood_down", "Stand down", (Needs.MOMENT, Needs.REASON)),
        Row(S.STOOD_DOWN, "resume", S.DECLARED, COMMAND, Side.AUTHORITY, "incident_resumed",
            "Take it up again", (Needs.MOMENT, Needs.REASON)),
        Row(S.STOOD_DOWN, "close", S.CLOSED, COMMAND, Side.AUTHORITY, "incident_closed",
            "Close it with its lessons", (Needs.OUTCOME,)),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class IncidentLevel:
    """A level: its number, its words, and the kind of organisation at which it is led."""

    level: int
    words: str
    led_at: str
    source: str


@dataclass(frozen=True, slots=True)
class IncidentTerms:
    """The terms of one edition: kinds of incident and levels."""

    name: str
    version: str
    author: str
    in_force: date
    source: str
    kinds: Mapping[str, str]
    levels: Mapping[int, IncidentLevel]


def at_levels(
    moved: Sequence[tuple[datetime, int]], ended_at: datetime | None
) -> tuple[tuple[int, Spell], ...]:
    """Return from when to when an incident was at each level, in their order.

    Args:
        moved: when it came to which level, the earliest first.
        ended_at: when it was stood down.
    """
    ends = [at for at, _ in moved[1:]] + [ended_at]
    return tuple(
        (level, Spell(start, end)) for (start, level), end in zip(moved, ends, strict=True)
    )
