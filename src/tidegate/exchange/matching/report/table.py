"""A table as the page writes it: words only, every figure already in its final form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, whether it holds figures, whether the rows are sorted by it."""

    heading: str
    figures: bool = False
    sorted_by: str = ""
    """``descending`` or ``ascending`` when the rows stand in its order."""


@dataclass(frozen=True, slots=True)
class Table:
    """A captioned table; the first cell of each row names the row.

    Attributes:
        name: what the page calls it, unique in the page.
        caption: what it shows, with the unit where all figures share one.
        total: a last row that adds the others up, where there is one.
        more: what was left out, and where it is; empty when nothing was.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    more: str = ""
    total: tuple[str, ...] = ()


def words(heading: str, sorted_by: str = "") -> Column:
    """Make a column of words."""
    return Column(heading, figures=False, sorted_by=sorted_by)


def figures(heading: str, sorted_by: str = "") -> Column:
    """Make a column of figures, set to the right."""
    return Column(heading, figures=True, sorted_by=sorted_by)


def capped(
    rows: Sequence[Sequence[str]], most: int, file: str, total: int | None = None
) -> tuple[tuple[tuple[str, ...], ...], str]:
    """Keep the first ``most`` rows, and say how many more there are in which file."""
    left = (len(rows) if total is None else total) - min(len(rows), most)
    kept = tuple(tuple(row) for row in rows[:most])
    return kept, f"{left:,} more in {file}" if left > 0 else ""
