"""The one result from which drawing, table, export and icons are all made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tidegate.core.pressure.spc.asked import Asked, Rebase
    from tidegate.core.pressure.spc.icons import Assurance, PointType, Variation
    from tidegate.core.pressure.spc.limits import Limits
    from tidegate.core.pressure.spc.rules import Rule, RuleSet, Side


class NoteCode(StrEnum):
    """What whoever reads a chart must know of it."""

    TRIAL_LIMITS = "TRIAL_LIMITS"
    ONE_POINT = "ONE_POINT"
    NO_VARIATION = "NO_VARIATION"
    SCREENED = "SCREENED"
    MISSING_VALUES = "MISSING_VALUES"
    ZERO_INTERVALS = "ZERO_INTERVALS"
    RARE_EVENTS = "RARE_EVENTS"
    NO_LOWER_SIGNAL = "NO_LOWER_SIGNAL"


@dataclass(frozen=True, slots=True)
class Note:
    """A caution, coded, in one sentence."""

    code: NoteCode
    detail: str


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the chart with limits of its own.

    Attributes:
        first, last: its first and last day.
        limits: its lines.
        trial: whether they come from fewer points than a baseline needs.
        rebase: the decision that began it; None for the first part.
    """

    first: date
    last: date
    limits: Limits
    trial: bool
    rebase: Rebase | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """One day of the chart; without a value it has no signal and no type.

    Attributes:
        part: index of the part that it belongs to.
        target: the target in force on the day.
        rule, side: the first rule that makes it special, and towards which side.
        label: that signal in the words of NHS charts; empty where there is none.
    """

    day: date
    value: float | None
    part: int
    target: float | None
    rule: Rule | None
    side: Side | None
    label: str
    type: PointType | None


@dataclass(frozen=True, slots=True)
class Result:
    """What a series shows.

    Attributes:
        points: one a day, in order.
        parts: one, and one more for each rebase.
        variation: icon of the last known point.
        assurance: icon of the latest limits against the target in force at the last point.
        asked, rules: what it was made with.
        notes: what must be said beside it.
    """

    points: tuple[Point, ...]
    parts: tuple[Part, ...]
    variation: Variation
    assurance: Assurance | None
    asked: Asked
    rules: RuleSet
    notes: tuple[Note, ...]

    @property
    def last(self) -> Point:
        """The last point whose value is known: that which the icon speaks of."""
        return next(point for point in reversed(self.points) if point.value is not None)

    @property
    def latest(self) -> Part:
        """The part whose limits hold now."""
        return self.parts[-1]
