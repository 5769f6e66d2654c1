"""England's working days, for the clocks of contracts and selections."""

from __future__ import annotations

from datetime import date
from functools import cache

from tidegate.core.contracts.working_days import WorkingDays

FIRST_YEAR, LAST_YEAR = 2010, 2045
"""Years whose bank holidays are taken as known; one-off days yet to be announced cannot be."""


@cache
def england_working_days(first: int = FIRST_YEAR, last: int = LAST_YEAR) -> WorkingDays:
    """Return England's working days from the start of one year to the end of another.

    Bank holidays are those of the ``holidays`` library, substitute days and one-off days included.
    """
    import holidays  # noqa: PLC0415 - its tables take a while to import, and few verbs need them

    closed = holidays.country_holidays("GB", subdiv="ENG", years=range(first, last + 1))
    return WorkingDays(frozenset(closed), date(first, 1, 1), date(last, 12, 31))
