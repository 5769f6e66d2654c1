"""Let the demo's control room forecast through its days, and see how its forecasts fared."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tidegate.controlroom.pressure.forecast_day import forecast_day
from tidegate.core.demo.days import at

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.core.demo.days import Days

# Days before today: twice a week is enough to see how they fare, every day would take too long. The
# last two make sure that there is one of today or yesterday, whatever the hour.
_AGO = (28, 25, 21, 18, 14, 11, 8, 4, 1, 0)
_HOUR = 12


def forecast_winter(*, days: Days, today: date, since: date) -> None:
    """Put the forecasts of some days among the demo's days, each after its reports.

    Args:
        days: the demo's days.
        today: the day on which the demo stands.
        since: the first day of the control room.
    """
    for ago in _AGO:
        day = today - timedelta(days=ago)
        if day >= since:
            days.put(at(day, _HOUR), _of_day)


def _of_day(now: datetime) -> None:
    forecast_day(now=now)
