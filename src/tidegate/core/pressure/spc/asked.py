"""How a series is to be charted: every choice is somebody's, with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Direction(StrEnum):
    """Which way of the plotted value is an improvement."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"


class Method(StrEnum):
    """Which chart: values as they are, or the time or the cases between rare events."""

    XMR = "xmr"
    T = "t"
    G = "g"


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided a thing about a chart, when, and why.

    Raises:
        ValueError: no reason or no author.
    """

    reason: str
    author: str
    decided: date

    def __post_init__(self) -> None:
        if not self.reason.strip() or not self.author.strip():
            raise ValueError("a decision about a chart names its reason and its author")


@dataclass(frozen=True, slots=True)
class Rebase:
    """From this day on, limits are reckoned anew; the earlier part stays on the chart as it was."""

    first: date
    decision: Decision


@dataclass(frozen=True, slots=True)
class Baseline:
    """Limits come from the first points of each part only, and are held over the rest."""

    points: int
    decision: Decision


@dataclass(frozen=True, slots=True)
class Lead:
    """What the first part of a chart goes by from before its first day.

    A chart that shows the last weeks of an older part has the limits of that part, wherever the
    chart begins: else limits would move with every day, and nobody would have decided it.

    Attributes:
        values: the first known values of the part, in order.
        begun_by: the decision that began it, if it was one.
    """

    values: tuple[float, ...] = ()
    begun_by: Rebase | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What is aimed at from a day on; ``value`` None ends the target before it."""

    value: float | None
    first: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a series.

    Attributes:
        direction: which way is better.
        method: which chart.
        screen: leave out moving ranges far beyond the average one, once, before limits are set.
            Making Data Count's workbook does not, its R package does: so each chart says which.
        baseline: points to hold limits from; else limits come from every point of a part.
        rebases: where parts begin. Limits are never reckoned anew without being told to.
        targets: each in force from its day until the next one's.
        lead: what the first part goes by from before the series.
    """

    direction: Direction = Direction.NEUTRAL
    method: Method = Method.XMR
    screen: bool = True
    baseline: Baseline | None = None
    rebases: tuple[Rebase, ...] = ()
    targets: tuple[Target, ...] = ()
    lead: Lead = Lead()


def target_on(targets: Sequence[Target], day: date) -> float | None:
    """Return the target in force on a day; of two from one day the later named one."""
    in_force = [each for each in targets if each.first is None or each.first <= day]
    if not in_force:
        return None
    return max(enumerate(in_force), key=lambda each: (each[1].first or date.min, each[0]))[1].value
