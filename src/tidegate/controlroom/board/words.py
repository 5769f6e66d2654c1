"""Numbers, money and dates as a person would say them; nothing here reads a clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
UNKNOWN = "Not known"

_MILLION = 1_000_000
_PENCE_PER_POUND = 100
_DAYS_PER_WEEK = 7
_DAYS_PER_MONTH = 30.44
_DAYS_SPOKEN_OF_AS_DAYS = 14
_DAYS_SPOKEN_OF_AS_WEEKS = 84
_MINUTES_PER_HOUR = 60
_HOURS_PER_DAY = 24


def whole(number: float | None) -> str:
    """Write a count with thousands separated, or say that it is not known."""
    return UNKNOWN if number is None else f"{round(number):,}"


def percent(share: float | None, places: int = 1) -> str:
    """Write a share between 0 and 1 as a percentage, or say that it is not known."""
    return UNKNOWN if share is None else f"{share:.{places}%}"


def counted(number: int, one: str, many: str = "") -> str:
    """Write a count with its noun: ``1 entry``, ``3,214 entries``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def pounds(pence: int | None) -> str:
    """Write pence as whole pounds, and large sums in millions."""
    if pence is None:
        return UNKNOWN
    amount = pence / _PENCE_PER_POUND
    if abs(amount) >= _MILLION:
        return f"£{amount / _MILLION:,.2f}m"
    return f"£{amount:,.0f}"


def change(now: float | None, before: float | None, since: str) -> str:
    """Say how a count moved since an earlier one: ``up 1,204 since December 2025``."""
    if now is None or before is None:
        return ""
    moved = round(now - before)
    if moved == 0:
        return f"unchanged since {since}"
    return f"{'up' if moved > 0 else 'down'} {abs(moved):,} since {since}"


def change_in_points(now: float | None, before: float | None, since: str) -> str:
    """Say how a share moved, in percentage points: ``down 0.4 percentage points since May``."""
    if now is None or before is None:
        return ""
    points = round((now - before) * 100, 1)
    if points == 0:
        return f"unchanged since {since}"
    return f"{'up' if points > 0 else 'down'} {abs(points):.1f} percentage points since {since}"


def day(when: date | datetime | None) -> str:
    """Write a date as ``31 January 2026``; a time is first moved to UK time."""
    if when is None:
        return UNKNOWN
    if isinstance(when, datetime):
        when = local_day(when)
    return f"{when.day} {when:%B %Y}"


def local_day(moment: datetime) -> date:
    """Return the day that a moment falls on in the UK, which in summer begins an hour sooner."""
    return moment.astimezone(LONDON).date()


def day_and_time(when: datetime | None) -> str:
    """Write a moment as ``31 January 2026 at 14:05``, UK time."""
    if when is None:
        return UNKNOWN
    return f"{day(when)} at {when.astimezone(LONDON):%H:%M}"


def month(when: date) -> str:
    """Write the month of a date as ``January 2026``."""
    return f"{when:%B %Y}"


def week_beginning(start: date, week: int) -> str:
    """Write the Monday of a plan's week as ``5 Jan``; week 0 begins at ``start``."""
    monday = start + timedelta(weeks=week)
    return f"{monday.day} {monday:%b}"


def age(as_of: date, today: date) -> str:
    """Say how old a figure is: ``today``, ``1 day old``, ``3 weeks old``, ``4 months old``."""
    days = (today - as_of).days
    if days <= 0:
        return "today"
    if days < _DAYS_SPOKEN_OF_AS_DAYS:
        return f"{counted(days, 'day')} old"
    if days < _DAYS_SPOKEN_OF_AS_WEEKS:
        return f"{counted(days // _DAYS_PER_WEEK, 'week')} old"
    return f"{counted(round(days / _DAYS_PER_MONTH), 'month')} old"


def ago(moment: datetime, now: datetime) -> str:
    """Say how long ago something happened: ``just now``, ``5 minutes ago``, ``2 days ago``."""
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < _MINUTES_PER_HOUR:
        return f"{counted(minutes, 'minute')} ago"
    hours = minutes // _MINUTES_PER_HOUR
    if hours < _HOURS_PER_DAY:
        return f"{counted(hours, 'hour')} ago"
    return f"{counted(hours // _HOURS_PER_DAY, 'day')} ago"


def listed(items: list[str]) -> str:
    """Join words as in a sentence: ``a``, ``a and b``, ``a, b and c``."""
    if len(items) <= 1:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
