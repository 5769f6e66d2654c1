"""Published months in their order: read what is needed of each, and no month twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.kinds import Kind
from tidegate.exchange.recognise import recognise
from tidegate.exchange.waiting.rtt_csv import RttMonth, read_rtt_month

if TYPE_CHECKING:
    from pathlib import Path


def read_months(paths: Sequence[Path], *, bands: bool = True) -> list[RttMonth]:
    """Read several RTT months; with ``bands``, the newest one's weekly bands too.

    Only the newest month's waits are planned; of the others the completions count, which are
    read faster without bands.
    """
    for path in paths:
        _refuse_unless_month(path)
    months = [read_rtt_month(path, bands=False) for path in paths]
    if not bands or not months:
        return months
    newest = max(range(len(months)), key=lambda at: (months[at].period, months[at].revised))
    months[newest] = read_rtt_month(paths[newest])
    return months


def _refuse_unless_month(path: Path) -> None:
    """Say what a file is that is no month of figures, before any is read."""
    recognised = recognise(path)
    if recognised.kind is not Kind.RTT_FULL_CSV:
        expected = f"an RTT full CSV; this is {recognised.kind.label}"
        raise UnusableInput([error("NOT_AN_RTT_FILE", recognised.name, expected)])


def newest_first(months: Sequence[RttMonth]) -> list[RttMonth]:
    """Put months in order, newest first; a revision takes the place of what it revises.

    Raises:
        UnusableInput: no month at all, or one month twice with no way to tell which is right.
    """
    if not months:
        raise UnusableInput([error("NO_MONTH", "RTT files", "at least one month's full CSV")])
    chosen: dict[date, RttMonth] = {}
    for month in months:
        other = chosen.get(month.period)
        if other is not None and other.revised == month.revised:
            expected = f"each month once; {other.source.name} is the same month"
            raise UnusableInput([error("MONTH_TWICE", month.source.name, expected)])
        if other is None or month.revised:
            chosen[month.period] = month
    return [chosen[period] for period in sorted(chosen, reverse=True)]
