"""What a day asks of forecasts: score earlier ones first, then issue those of the day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.pressure.services.issue_forecasts import (
    TICK,
    forecasts_due,
    issue_forecasts,
)
from tidegate.controlroom.pressure.services.score_forecasts import score_forecasts

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor


@dataclass(frozen=True, slots=True)
class ForecastDay:
    """What was done: series forecast, days of earlier forecasts scored, and scored again."""

    series: int
    days: int
    again: int


def forecast_day(*, now: datetime, actor: Actor = TICK) -> ForecastDay | None:
    """Score and issue once a day; None where nothing was due, or there is nothing to forecast.

    Earlier forecasts are scored before the new ones are made, from the same reports.
    """
    if not forecasts_due(now):
        return None
    scored = score_forecasts(now=now, actor=actor)
    issued = issue_forecasts(now=now, actor=actor)
    if issued is None:
        return None
    return ForecastDay(issued.series, scored.days if scored else 0, scored.again if scored else 0)
