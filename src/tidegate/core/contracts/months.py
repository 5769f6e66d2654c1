"""Days so many calendar months apart; a day that a shorter month lacks becomes its last."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

_IN_A_YEAR = 12


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or earlier where ``months`` is below zero."""
    whole = day.year * _IN_A_YEAR + day.month - 1 + months
    year, month = whole // _IN_A_YEAR, whole % _IN_A_YEAR + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
