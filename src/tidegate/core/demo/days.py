"""The demo's days: working hours in England, and deeds done one after the other in their order."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ENGLAND = ZoneInfo("Europe/London")
_OPENS, _CLOSES = time(8, 30), time(17, 30)
_SATURDAY = 5

Deed = Callable[[datetime], None]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a moment of a day in England."""
    return datetime.combine(day, time(hour, minute), ENGLAND)


def working_day(day: date) -> date:
    """Return a day, or the Monday after it where it is a Saturday or Sunday."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= _SATURDAY else day


def in_working_hours(moment: datetime) -> datetime:
    """Return a moment if people are at work then; else the same minutes into the next morning."""
    local = moment.astimezone(ENGLAND)
    day = local.date()
    if local.time() > _CLOSES:
        day += timedelta(days=1)
    if (later := working_day(day)) != local.date() or local.time() < _OPENS:
        return at(later, _OPENS.hour, _OPENS.minute) + timedelta(minutes=local.minute)
    return local


@dataclass(slots=True)
class Days:
    """Deeds waiting for their moment; what would happen after the last moment is left out.

    Attributes:
        until: the last moment.
    """

    until: datetime
    _waiting: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _count: int = 0

    def put(self, moment: datetime, deed: Deed) -> None:
        """Let a deed be done at a moment; of several at one moment, the first put comes first."""
        self._count += 1
        heapq.heappush(self._waiting, (moment, self._count, deed))

    def pass_by(self) -> datetime | None:
        """Do every deed in order, those included that deeds put; return when the last was done."""
        now = None
        while self._waiting:
            moment, _, deed = heapq.heappop(self._waiting)
            if moment > self.until:
                break
            now = moment if now is None else max(now, moment)
            deed(now)
        return now
