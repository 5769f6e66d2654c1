"""Figures in the words of a board paper: dates, money, weeks, and how good the plan is."""

from __future__ import annotations

from datetime import date, timedelta
from math import ceil

ROUTINE_WEEK = 100
"""Points of the policy's unit: one week sooner for one routine patient."""

NO_GAP = 1e-9
"""A gap this small is rounding in the arithmetic, not a better plan."""

_POUND = 100
_MILLION = 1_000_000
_THOUSAND = 1_000


def day(iso: str | date) -> str:
    """Write a day as ``31 January 2026``."""
    on = iso if isinstance(iso, date) else date.fromisoformat(iso)
    return f"{on.day} {on:%B %Y}"


def monday(start: str, index: int) -> str:
    """Name week ``index`` of a plan by its Monday: ``2 March 2026``."""
    return day(date.fromisoformat(start) + timedelta(weeks=index))


def age(days: int | None) -> str:
    """Say how old a figure was when the plan was made."""
    if days is None:
        return "age not known"
    if days == 0:
        return "of the day when this was made"
    return plural(days, "day") + " old when this was made"


def plural(number: int, one: str, many: str | None = None) -> str:
    """Write a number with its noun: ``1 week``, ``1,200 weeks``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def size(count: int) -> str:
    """Write the size of a file: ``812 bytes``, ``14 kB``, ``2.1 MB``."""
    if count < _THOUSAND:
        return plural(count, "byte")
    if count < _MILLION:
        return f"{count / _THOUSAND:.0f} kB"
    return f"{count / _MILLION:.1f} MB"


def money(pence: int) -> str:
    """Write pence as pounds, millions to two places: ``£1.25m``, ``£48,200``."""
    pounds = pence / _POUND
    if abs(pounds) >= _MILLION:
        return f"£{pounds / _MILLION:,.2f}m"
    return f"£{pounds:,.0f}"


def points(price: float) -> str:
    """Write points of the policy without false precision: ``1,240``, ``3.2``."""
    return f"{price:,.0f}" if abs(price) >= ROUTINE_WEEK / 10 else f"{price:,.1f}"


def weeks_worth(price: float) -> str:
    """Say what points of the policy amount to: ``34 weeks`` sooner for one routine patient."""
    weeks = price / ROUTINE_WEEK
    if weeks >= ROUTINE_WEEK / 10:
        return plural(round(weeks), "week")
    return f"{weeks:,.1f} weeks"


def percent_of_gap(gap: float) -> str:
    """Write a small gap with the figures that count, rounded up so that it never flatters."""
    if gap <= NO_GAP:
        return "0%"
    percent = gap * 100
    for places in (2, 3, 4):
        units = ceil(percent * 10**places - NO_GAP)
        if percent >= 10**-places:
            return f"{units / 10**places:.{places}f}%"
    return "0.0001%"


def how_good(gap: float, treated: int = 1) -> str:
    """Say how far a plan is from the best possible, for somebody who never met the word gap."""
    if treated == 0:
        return "On these figures nobody can be placed."
    if gap <= NO_GAP:
        return "No better plan exists on these figures: this one is proven best."
    return (
        f"No plan on these figures could be more than {percent_of_gap(gap)} better than this one."
    )
