"""Working days: weekdays that are no bank holiday, and how many of them a period takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The working days of a country between two days.

    Attributes:
        holidays: its bank holidays, substitute and one-off days included.
        first, last: the days between which the holidays are known; a count that leaves them is
            refused, because a holiday that nobody announced yet would be counted as a working day.
    """

    holidays: frozenset[date]
    first: date
    last: date

    def is_working(self, day: date) -> bool:
        """Say whether a day is a working day.

        Raises:
            ValueError: the day lies outside those whose holidays are known.
        """
        if not self.first <= day <= self.last:
            raise ValueError(f"bank holidays are known from {self.first} to {self.last}, not {day}")
        return day.weekday() < _SATURDAY and day not in self.holidays

    def nth_from(self, day: date, number: int) -> date:
        """Return the ``number``-th working day of a period that begins with ``day`` itself."""
        if number < 1:
            raise ValueError("a period has at least one working day")
        while True:
            number -= self.is_working(day)
            if number == 0:
                return day
            day += _ONE_DAY

    def nth_after(self, day: date, number: int) -> date:
        """Return the ``number``-th working day after ``day``, which is not counted itself."""
        return self.nth_from(day + _ONE_DAY, number)

    def between(self, after: date, until: date) -> int:
        """Count the working days after one day, up to and including another."""
        days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
        return sum(1 for day in days if self.is_working(day))


def end_of(day: date) -> datetime:
    """Return midnight at the end of a day in England: the first moment that is no longer in it."""
    return datetime.combine(day + _ONE_DAY, time(), LONDON)


def day_of(moment: datetime) -> date:
    """Return the day in England that a moment falls on."""
    return moment.astimezone(LONDON).date()
