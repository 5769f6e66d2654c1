"""What became of the lists: every figure of every run, and what is said of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.waiting.simulation.scenario import last_day

if TYPE_CHECKING:
    from numpy.typing import NDArray

INTERVAL = 0.9
"""The share of runs that an interval holds, the outer ones left out evenly on both sides."""
_BOUNDS = (0.05, 0.5, 0.95)


class Measure(StrEnum):
    """What is counted at the end of each week, in the order of the kernel's columns."""

    WAITING = "waiting"
    OVER_18 = "over_18_weeks"
    OVER_52 = "over_52_weeks"
    OVER_65 = "over_65_weeks"
    OVER_78 = "over_78_weeks"
    OVER_104 = "over_104_weeks"
    PAST_DEADLINE = "past_deadline"
    WEEKS_WAITED = "weeks_waited"  # by all who wait, together
    TREATED = "treated"
    REMOVED = "removed"
    JOINED = "joined"
    MISSED = "missed"
    SLOTS = "slots"


COLUMN = {measure: place for place, measure in enumerate(Measure)}


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over all runs: its middle and the bounds that hold ``INTERVAL`` of the runs."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """The runs of several scenarios, which share their chances run by run.

    Attributes:
        start: the day that the lists describe.
        people: who waited then.
        scenarios: their names, in the order in which they were given.
        found: figures by scenario, run, week and measure (``COLUMN``).
        seed: what the chances came from.
    """

    start: date
    people: int
    scenarios: tuple[str, ...]
    found: NDArray[np.int64]
    seed: int

    @property
    def runs(self) -> int:
        """How many runs."""
        return int(self.found.shape[1])

    @property
    def weeks(self) -> int:
        """How many weeks."""
        return int(self.found.shape[2])

    @property
    def days(self) -> list[date]:
        """The last day of each week."""
        return [last_day(self.start, week + 1) for week in range(self.weeks)]

    def figures(self, measure: Measure, scenario: int) -> NDArray[np.float64]:
        """Return a measure by run and week."""
        return self.found[scenario, :, :, COLUMN[measure]].astype(float)

    def mean_wait(self, scenario: int) -> NDArray[np.float64]:
        """Return the mean weeks waited so far, by run and week; 0 where nobody waits."""
        waiting = self.figures(Measure.WAITING, scenario)
        return self.figures(Measure.WEEKS_WAITED, scenario) / np.maximum(waiting, 1)

    def utilisation(self, scenario: int) -> NDArray[np.float64]:
        """Return the share of slots to which somebody came, by run and week; 1 without slots."""
        treated = self.figures(Measure.TREATED, scenario)
        slots = self.figures(Measure.SLOTS, scenario)
        return np.where(slots > 0, treated / np.maximum(slots, 1), 1.0)

    def at(self, measure: Measure, scenario: int, week: int = -1) -> Spread:
        """Return a measure at the end of a week, the last if none is named."""
        return spread(self.figures(measure, scenario)[:, week])

    def difference(
        self, measure: Measure, scenario: int, against: int = 0, week: int = -1
    ) -> Spread:
        """Return how much more there is in a scenario than in another, run by run.

        Both meet the same chances, so that most of what chance does falls out.
        """
        one, other = self.figures(measure, scenario), self.figures(measure, against)
        return spread(one[:, week] - other[:, week])


def spread(values: NDArray[np.float64]) -> Spread:
    """Return the middle and the interval of one figure over runs."""
    low, middle, high = quantiles(values)
    return Spread(float(low), float(middle), float(high))


def quantiles(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return low, middle and high over runs, which are the first axis."""
    return np.quantile(values, _BOUNDS, axis=0)
