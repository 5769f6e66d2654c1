"""The assumptions of a plan on published figures: a versioned table that one may replace."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from tidegate.core.matching.problem import PRIORITIES
from tidegate.core.matching.spread import WEEKS_PER_MONTH
from tidegate.core.waiting.capacity import CapacityRule
from tidegate.exchange.findings import UnusableInput, error

DEFAULT = "published-2026"
_SECTIONS = {
    "capacity": {"standard_month_days", "freak_ratio", "recent_months", "months_per_beaten"},
    "waiting": {"floor_weeks", "priority"},
    "offers": {"block_weeks"},
    "travel": {"limit_miles"},
}


@dataclass(frozen=True, slots=True)
class PublishedAssumptions:
    """What stands in for what published figures do not say.

    Attributes:
        name: name and version of the table, such as ``published-2026 version 1``.
        author: who answers for it.
        in_force: from when.
        source: why these values.
        capacity: the numbers of the estimate of spare capacity.
        floor_weeks: who has waited less is not planned.
        priority: the clinical priority that everybody is given.
        block_weeks: the blocks that the horizon is made of, in weeks.
        limit_miles: how far everybody would go, straight-line miles; None is no limit.
    """

    name: str
    author: str
    in_force: date
    source: str
    capacity: CapacityRule
    floor_weeks: int
    priority: str
    block_weeks: tuple[int, ...]
    limit_miles: float | None

    def __post_init__(self) -> None:
        weeks = [self.floor_weeks, *self.block_weeks]
        if any(type(number) is not int for number in weeks):
            raise ValueError("floor_weeks and block_weeks are whole numbers of weeks")
        if self.priority not in PRIORITIES:
            raise ValueError(f"priority is one of {', '.join(PRIORITIES)}, not {self.priority}")
        if type(self.in_force) is not date:
            raise ValueError(f"in_force is a day such as 2026-01-01, not {self.in_force}")
        if not 0 <= self.floor_weeks <= 104:  # noqa: PLR2004 - the published bands end at 104 weeks
            raise ValueError("floor_weeks lies between 0 and 104")
        if not self.block_weeks or min(self.block_weeks) < 1:
            raise ValueError("block_weeks holds at least one block of at least one week")
        if self.limit_miles is not None and not 0 < self.limit_miles < float("inf"):
            raise ValueError("limit_miles is positive, or 0 in the table for no limit")

    @property
    def weeks(self) -> int:
        """Length of the horizon in weeks."""
        return sum(self.block_weeks)

    def with_weeks(self, weeks: int) -> PublishedAssumptions:
        """Return the same assumptions over another horizon, in blocks of about a month."""
        blocks = max(1, round(weeks / WEEKS_PER_MONTH))
        ends = [round(weeks * (block + 1) / blocks) for block in range(blocks)]
        lengths = tuple(end - start for start, end in zip([0, *ends], ends, strict=False))
        return replace(self, block_weeks=lengths)

    def with_limit(self, limit_miles: float | None) -> PublishedAssumptions:
        """Return the same assumptions with another willingness to travel."""
        return replace(self, limit_miles=limit_miles)


def load_assumptions(name_or_path: str | Path = DEFAULT) -> PublishedAssumptions:
    """Read a table of assumptions: one shipped with the program by name, else a file by path.

    Raises:
        UnusableInput: there is no such table, or it is not one.
    """
    path = Path(name_or_path)
    shipped = resources.files("tidegate.exchange.matching") / "tables" / f"{name_or_path}.toml"
    if path.is_file():
        text = path.read_bytes()
    elif path.name == str(name_or_path) and shipped.is_file():
        text = shipped.read_bytes()
    else:
        raise UnusableInput([error("MISSING_TABLE", str(name_or_path), "a table of assumptions")])
    try:
        return _parse(tomllib.loads(text.decode("utf-8")))
    except KeyError as missing:
        problem = error("MISSING_KEY", path.name, "every key of the table", column=str(missing))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, TypeError, ValueError) as wrong:
        problem = error("BAD_TABLE", path.name, f"a valid table of assumptions: {wrong}")
    raise UnusableInput([problem])


def _parse(table: dict[str, Any]) -> PublishedAssumptions:
    for section, keys in _SECTIONS.items():
        unknown = set(table[section]) - keys
        if unknown:
            raise ValueError(f"unknown key in [{section}]: {min(unknown)}")
    name = f"{table['name']} version {table['version']}"
    return PublishedAssumptions(
        name=name,
        author=table["author"],
        in_force=table["in_force"],
        source=table["source"],
        capacity=CapacityRule(name, **table["capacity"]),
        floor_weeks=table["waiting"]["floor_weeks"],
        priority=table["waiting"]["priority"],
        block_weeks=tuple(table["offers"]["block_weeks"]),
        limit_miles=float(table["travel"]["limit_miles"]) or None,
    )
