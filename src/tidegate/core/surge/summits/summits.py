"""The lifecycle of a risk summit, and how summits are counted by what triggered them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tidegate.core.lifecycle import Lifecycle, Side, Transition

SUMMIT = "surge.summit"


class SummitState(StrEnum):
    """Where a risk summit stands."""

    CALLED = "called"
    HELD = "held"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"


class Needs(StrEnum):
    """What a step asks for besides a yes."""

    MOMENT = "when it was held"
    BODIES = "bodies that came"
    REASON = "reason"
    ACTION = "action, owner and day"
    DAY = "day"
    OUTCOME = "outcome"


SUMMIT_LABELS: dict[SummitState, str] = {
    SummitState.CALLED: "Called",
    SummitState.HELD: "Held",
    SummitState.CONCLUDED: "Concluded",
    SummitState.CANCELLED: "Cancelled",
}

S = SummitState
Row = Transition[SummitState]
SUMMITS: Lifecycle[SummitState] = Lifecycle(
    "summit",
    (
        Row(S.CALLED, "hold", S.HELD, SUMMIT, Side.AREA, "summit_held", "Say that it was held",
            (Needs.MOMENT, Needs.BODIES)),
        Row(S.CALLED, "cancel", S.CANCELLED, SUMMIT, Side.AREA, "summit_cancelled", "Cancel it",
            (Needs.REASON,)),
        Row(S.HELD, "add_action", S.HELD, SUMMIT, Side.AREA, "summit_action_added",
            "Add an action", (Needs.ACTION,)),
        *(
            Row(state, "finish_action", state, SUMMIT, Side.AREA, "summit_action_done",
                "Say that an action is done", (Needs.DAY,))
            for state in (S.HELD, S.CONCLUDED)
        ),
        Row(S.HELD, "conclude", S.CONCLUDED, SUMMIT, Side.AREA, "summit_concluded", "Conclude it",
            (Needs.OUTCOME,)),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SummitTerms:
    """The terms of one edition: what may trigger a summit, and where its codes come from."""

    name: str
    version: str
    author: str
    in_force: date
    source: str
    triggers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Counted:
    """Summits counted: all of them once, and each under every one of its triggers."""

    summits: int
    by_trigger: tuple[tuple[str, int], ...]


def count(triggers: Iterable[Iterable[str]]) -> Counted:
    """Count summits by trigger, the most common first.

    A summit with several triggers counts once in the total and once under each, so the rows may add
    up to more than the total.
    """
    found = [frozenset(one) for one in triggers]
    counted = Counter(code for one in found for code in one)
    return Counted(len(found), tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0]))))
