"""Bank holidays in England: days on which hospitals do what they do on no other day."""

from __future__ import annotations

from datetime import date
from functools import cache


def named_days(first: date, last: date) -> dict[date, str]:
    """Return the bank holidays of every year from that of ``first`` to that of ``last``, by day.

    They are those of the ``holidays`` library, substitute days and one-off days included.
    """
    return dict(pair for year in range(first.year, last.year + 1) for pair in _of_year(year))


@cache
def _of_year(year: int) -> tuple[tuple[date, str], ...]:
    import holidays  # noqa: PLC0415 - its tables take a while to import, and few verbs need them

    return tuple(holidays.country_holidays("GB", subdiv="ENG", years=year).items())
