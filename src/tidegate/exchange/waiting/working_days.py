"""Working days of a month in England: weekdays that are no bank holiday."""

from __future__ import annotations

from datetime import date, timedelta


def working_days(month_end: date) -> int:
    """Count the weekdays of the month that ends on ``month_end`` that are no holiday in England.

    Bank holidays are those of the ``holidays`` library, substitute days and one-off days included.
    """
    import holidays  # noqa: PLC0415 - its tables take a while to import, and few verbs need them

    closed = holidays.country_holidays("GB", subdiv="ENG", years=month_end.year)
    days = (month_end.replace(day=1) + timedelta(n) for n in range(month_end.day))
    return sum(1 for day in days if day.weekday() < 5 and day not in closed)  # noqa: PLR2004 - Saturday is 5
