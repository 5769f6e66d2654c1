"""The numbers of performance management: which step is due when, and how much may be withheld."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tidegate.core.contracts.performance.states import OPEN, PerformanceState

if TYPE_CHECKING:
    from tidegate.core.contracts.working_days import WorkingDays

WHOLE = 1000


@dataclass(frozen=True, slots=True)
class PerformanceTerms:
    """What a contract says of them; the shipped ones are to be replaced by its own.

    Attributes:
        name, version, source, author, in_force: where they come from and since when.
        operational_days: state → in how many operational days the next step is due; a state that is
            not in it has no clock.
        withhold_per_mille: the most that a breached milestone costs, of a month's value.
        cap_per_mille: the most that all of them cost together in a month.
    """

    name: str
    version: str
    source: str
    author: str
    in_force: date
    operational_days: Mapping[PerformanceState, int]
    withhold_per_mille: int
    cap_per_mille: int

    def __post_init__(self) -> None:
        if not 0 <= self.withhold_per_mille <= self.cap_per_mille <= WHOLE:
            raise ValueError("a milestone costs no more than the cap, and that no more than all")
        if closed := set(self.operational_days) - OPEN:
            raise ValueError(f"no clock runs in {sorted(closed)}")
        if any(days < 1 for days in self.operational_days.values()):
            raise ValueError("a deadline is at least one operational day away")

    @property
    def rules(self) -> str:
        """Name and version, as reasons carry them."""
        return f"{self.name} {self.version}"


def due_on(
    state: PerformanceState, since: date, calendar: WorkingDays, terms: PerformanceTerms
) -> date | None:
    """Return the day on which the next step is due; None where no clock runs.

    An operational day is a weekday that is no bank holiday in England; the day on which a step was
    taken is not counted, so a notice on a Friday with one day to go is due on Monday.

    Raises:
        ValueError: the days lie outside those whose bank holidays are known.
    """
    days = terms.operational_days.get(state)
    return None if days is None else calendar.nth_after(since, days)


def is_overdue(due: date | None, today: date) -> bool:
    """Say whether a step should have been taken before today; on its day it is still in time."""
    return due is not None and today > due
