"""What is plotted: one value, or a known gap, for each day in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import isfinite

_FEWEST_EVENTS = 2


class UnusableSeries(ValueError):  # noqa: N818 - it names a state of the input
    """A series, or what is asked of it, makes no sense; the code is stable."""

    def __init__(self, code: str, detail: str) -> None:
        self.code = code
        super().__init__(detail)


@dataclass(frozen=True, slots=True)
class Series:
    """Values by day.

    Attributes:
        days: strictly rising; of a week, a month or an interval, one day that stands for it.
        values: one for each day; None is a day of which the value is not known. It keeps its
            place on the chart, has no part in limits, and no rule counts it.
    """

    days: tuple[date, ...]
    values: tuple[float | None, ...]

    def __post_init__(self) -> None:
        if len(self.days) != len(self.values):
            raise UnusableSeries("LENGTHS_DIFFER", "as many values as days are needed")
        for before, after in pairwise(self.days):
            if before == after:
                raise UnusableSeries("TWO_VALUES_A_DAY", f"two values for {after}")
            if before > after:
                raise UnusableSeries("OUT_OF_ORDER", f"{after} comes after {before}")
        known = [value for value in self.values if value is not None]
        if not known:
            raise UnusableSeries("NO_VALUES", "no value is known")
        if not all(isfinite(value) for value in known):
            raise UnusableSeries("NOT_FINITE", "each value is a finite number, or not known")

    @property
    def known(self) -> tuple[int, ...]:
        """Positions of the points whose value is known."""
        return tuple(n for n, value in enumerate(self.values) if value is not None)


def days_between(events: Sequence[date]) -> Series:
    """Turn the days of rare events into days since the event before, for a T chart.

    Each point stands on the day of the later event. Two events on one day are refused: whether they
    are one event, or hours apart, is for whoever keeps the list to say.

    Raises:
        UnusableSeries: fewer than two events, or two on one day.
    """
    ordered = sorted(events)
    if len(ordered) < _FEWEST_EVENTS:
        raise UnusableSeries("TOO_FEW_EVENTS", "two events are needed to tell a time between them")
    gaps = [(after - before) // timedelta(days=1) for before, after in pairwise(ordered)]
    if 0 in gaps:
        same = ordered[gaps.index(0)]
        raise UnusableSeries("EVENTS_ON_ONE_DAY", f"two events on {same}: combine them into one")
    return Series(tuple(ordered[1:]), tuple(float(gap) for gap in gaps))
