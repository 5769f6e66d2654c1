"""A standstill as its page shows it: in sentences, and as a calendar that says each day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.core.contracts.procurement.regimes import Regime
from tidegate.core.contracts.procurement.signature import clear_at
from tidegate.core.contracts.working_days import day_of

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.contracts.procurement.signature import SelectionFacts
    from tidegate.core.contracts.procurement.standstill import Standstill

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of the calendar of a standstill: its number, its words and its kind."""

    number: str
    month: str
    note: str
    kind: str


def standstill_words(seen: SelectionFacts, standstill: Standstill, now: datetime) -> list[str]:
    """Say in sentences when a standstill ends and what holds it."""
    last, published = _with_weekday(standstill.last_day), _with_weekday(standstill.published)
    if seen.regime is Regime.PSR:
        starts = _with_weekday(standstill.starts)
        said = [f"Published on {published}, so the standstill starts on {starts}."]
        days = seen.terms.psr_working_days
        until = f"Representations may be made until midnight at the end of {last}: "
        said.append(f"{until}{days} working days after the day on which it starts.")
    elif seen.regime is Regime.PA23:
        days = seen.terms.pa23_working_days
        until = f"The standstill runs to midnight at the end of {last}: {days} working days, "
        said = [f"{until}of which the day of publication, {published}, is the first."]
    else:
        said = [f"The standstill runs to midnight at the end of {last}."]
    return [*said, _free(seen, now)]


def _free(seen: SelectionFacts, now: datetime) -> str:
    clear = clear_at(seen)
    if clear is None:
        return "Nothing is awarded or signed while a representation waits for its answer."
    if now >= clear:
        return f"It has been over since {_moment(clear)}."
    return f"Nothing is awarded or signed before {_moment(clear)}."


def _moment(when: datetime) -> str:
    local = when.astimezone(words.LONDON)
    return f"{local:%H:%M} on {_with_weekday(local.date())}"


def _with_weekday(day: date) -> str:
    return f"{day:%A} {words.day(day)}"


def calendar(seen: SelectionFacts, standstill: Standstill, today: date) -> list[list[CalendarDay]]:
    """Return the weeks of a standstill, Monday to Sunday, each day with what it counts for."""
    clear = clear_at(seen)
    end = max(standstill.last_day, day_of(clear) if clear else standstill.last_day)
    day = standstill.published - timedelta(days=standstill.published.weekday())
    weeks: list[list[CalendarDay]] = []
    count = 0
    while day <= end or day.weekday():
        if not day.weekday():
            weeks.append([])
        counts = _counts(seen, standstill, day)
        count += counts
        weeks[-1].append(_calendar_day(seen, standstill, day, count if counts else 0, today))
        day += _ONE_DAY
    return weeks


def _counts(seen: SelectionFacts, standstill: Standstill, day: date) -> bool:
    """Say whether a day is one of the working days that the standstill counts."""
    first = standstill.starts + (_ONE_DAY if seen.regime is Regime.PSR else timedelta())
    return first <= day <= standstill.last_day and seen.calendar.is_working(day)


def _calendar_day(
    seen: SelectionFacts, standstill: Standstill, day: date, number: int, today: date
) -> CalendarDay:
    notes = []
    if day == standstill.published:
        notes.append("published")
    if day == standstill.starts and standstill.starts != standstill.published:
        notes.append("starts")
    if number and seen.regime is not Regime.PREVIOUS:
        notes.append(f"working day {number}")
    if day == standstill.last_day:
        notes.append("last day")
    closed = not seen.calendar.is_working(day)
    if closed and day.weekday() < _SATURDAY:
        notes.append("bank holiday")
    if day == today:
        notes.append("today")
    within = standstill.starts <= day <= standstill.last_day
    kind = "last" if day == standstill.last_day else "within" if within else "outside"
    return CalendarDay(
        str(day.day), f"{day:%b}", ", ".join(notes), f"{kind} closed" if closed else kind
    )
