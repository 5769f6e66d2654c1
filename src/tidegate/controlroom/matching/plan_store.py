"""Where this control room keeps its plans, and reading them back."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from tidegate.exchange.matching.plan_folder import read_plan

if TYPE_CHECKING:
    from tidegate.exchange.matching.plan_folder import Plan

KEPT_IN_MEMORY = 3


def plans_folder() -> Path:
    """Return the folder of plans under ``TIDEGATE_HOME``."""
    return Path(settings.TIDEGATE_HOME) / "plans"


def kept_plan(folder: Path) -> Plan:
    """Read a plan's folder; the last few stay in memory, because a plan never changes.

    Raises:
        UnusableInput: its files are missing or damaged.
    """
    summary = folder / "summary.json"
    return _read(folder, summary.stat().st_mtime_ns if summary.is_file() else 0)


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _read(folder: Path, _written_at: int) -> Plan:
    return read_plan(folder)
