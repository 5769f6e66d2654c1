"""Days that people type: near enough to now that a slip of the finger shows."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

import typer

Day = TypeVar("Day", bound=date)
_EARLIEST, _LATEST = 2000, 2099


def plausible(day: Day | None) -> Day | None:
    """Return a day as it is, or refuse one of another century; a callback of typer options."""
    if day is not None and not _EARLIEST <= day.year <= _LATEST:
        raise typer.BadParameter(f"a day between {_EARLIEST} and {_LATEST}, not {day:%Y-%m-%d}")
    return day
