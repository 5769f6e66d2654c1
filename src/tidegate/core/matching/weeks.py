"""From which day the weeks of a plan count."""

from __future__ import annotations

from datetime import date, timedelta


def week_zero(as_of: date) -> date:
    """Return the first Monday after a day: where plans begin that know what stood on that day."""
    return as_of + timedelta(days=7 - as_of.weekday())
