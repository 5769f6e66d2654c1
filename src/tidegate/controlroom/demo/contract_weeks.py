"""When things happen to the demo's contracts: moments told by the weeks of their term."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tidegate.core.demo.contracted import WEEKS
from tidegate.core.demo.days import at

Due = tuple[datetime, Callable[[datetime], None]]
"""A deed and its moment."""
WEEKS_OF_AWARD = 5
"""Weeks from the first draft to the first day of service, a standstill at Christmas included."""


@dataclass(frozen=True, slots=True)
class Weeks:
    """The weeks of the contracts; all of them start on one day.

    Attributes:
        today: the day on which the demo stands.
        people: how many wait.
        seed: from which every draw follows.
    """

    today: date
    people: int
    seed: int

    @property
    def first(self) -> date:
        """The Monday on which they start."""
        return self.today - timedelta(days=self.today.weekday(), weeks=WEEKS)

    @property
    def drafted(self) -> date:
        """The Monday of the week in which they are drafted."""
        return self.first - timedelta(weeks=WEEKS_OF_AWARD)

    def before(self, day: int, hour: int, minute: int = 0) -> datetime:
        """Return a moment so many days after the Monday of the drafts."""
        return at(self.drafted + timedelta(days=day), hour, minute)

    def in_week(self, number: int, day: int, hour: int, minute: int = 0) -> datetime:
        """Return a moment of a week of the term, counted from 1; day 0 is its Monday."""
        return at(self.first + timedelta(weeks=number - 1, days=day), hour, minute)

    def monday(self, number: int) -> date:
        """Return the Monday of a week of the term, counted from 1."""
        return self.first + timedelta(weeks=number - 1)
