"""Counts of who spoke up, as a table of regions and one of what cases are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.board.tables import Cell, Column, Table
from tidegate.core.registers.speak_up import CONCERNS, REGIONS

if TYPE_CHECKING:
    from tidegate.core.registers.speak_up import Counts

HIDDEN = "Hidden"


def tables(counts: Counts) -> tuple[Table, Table]:
    """Return the two tables; a case stands in one region and under everything it is about."""
    regions = [(REGIONS[region], count) for region, count in counts.regions.items()]
    return (
        _table("Cases by region", [*regions, ("All regions", counts.total)]),
        _table(
            "Cases by what they are about",
            [(CONCERNS[concern], count) for concern, count in counts.concerns.items()],
        ),
    )


def rows(counts: Counts) -> list[dict[str, object]]:
    """Return the same for files: a row for each region, the total, and each concern."""
    by_region = [("region", region, count) for region, count in counts.regions.items()]
    by_concern = [("concern", concern.value, count) for concern, count in counts.concerns.items()]
    told = [*by_region, ("all", "all", counts.total), *by_concern]
    return [{"by": by, "name": name, "cases": count} for by, name, count in told]


def _table(caption: str, lines: list[tuple[str, int | None]]) -> Table:
    cells = tuple(
        (Cell(name), Cell(HIDDEN if count is None else words.whole(count), count))
        for name, count in lines
    )
    return Table(
        caption,
        (Column(caption.split(" by ")[1].capitalize()), Column("Cases", numeric=True)),
        cells,
    )
