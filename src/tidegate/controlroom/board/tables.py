"""Tables and the charts drawn from them: the table is the truth, the chart is a picture of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tidegate.controlroom.board import words


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the words shown, the number behind them and where they lead.

    ``place`` is what a chart puts on its axis instead of the words, such as an ISO date.
    """

    text: str
    value: float | None = None
    href: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, whether it holds numbers, and whether a chart draws it."""

    name: str
    numeric: bool = False
    drawn: bool = False
    sort_href: str = ""
    sorted: str = ""  # "", "ascending" or "descending"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; every row has as many cells as there are columns."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: str = ""  # what was left out, in words

    def __post_init__(self) -> None:
        ragged = [row for row in self.rows if len(row) != len(self.columns)]
        if ragged:
            raise ValueError(f"{self.caption}: a row has {len(ragged[0])} cells")


class ChartKind(StrEnum):
    """The few shapes that our questions need; ``charts.js`` draws each from its table."""

    BARS = "bars"  # a bar for each row; several drawn columns give bars in pairs
    STACKS = "stacks"  # a bar for each row, the drawn columns laid end to end
    COLUMNS = "columns"  # an upright bar for each row, in the table's order
    LINES = "lines"  # a line over time for each drawn column; the first column holds dates
    FANS = "fans"  # a band and its middle line over time for each of ``options["fans"]``
    GRID = "grid"  # a shaded cell for each row and drawn column


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with the sentence that says what it shows, and the table that it is drawn from.

    Attributes:
        mark: a labelled reference line, as (value, words); for columns, the label of a row.
        starts_at_zero: false for a trend whose movement would vanish beside zero.
    """

    name: str
    kind: ChartKind
    heading: str
    sentence: str
    table: Table
    unit: str = ""
    mark: tuple[str, str] | None = None
    starts_at_zero: bool = True
    options: dict[str, object] = field(default_factory=dict)

    def settings(self) -> dict[str, object]:
        """Return what the drawing script needs beside the table."""
        return {
            "kind": self.kind.value,
            "unit": self.unit,
            "mark": list(self.mark) if self.mark else None,
            "zero": self.starts_at_zero,
            **self.options,
        }


def label(text: str, href: str = "") -> Cell:
    """Make a cell of words, leading somewhere when ``href`` is given."""
    return Cell(text, href=href)


def number(value: float | None) -> Cell:
    """Make a cell of a whole number."""
    return Cell(words.whole(value), value)


def share(value: float | None) -> Cell:
    """Make a cell of a percentage."""
    return Cell(words.percent(value), value)


def money(pence: int | None) -> Cell:
    """Make a cell of a sum of money."""
    return Cell(words.pounds(pence), None if pence is None else pence / 100)


def text_columns(*names: str) -> tuple[Column, ...]:
    """Make columns of words."""
    return tuple(Column(name) for name in names)


def number_columns(names: Iterable[str], drawn: Sequence[str] = ()) -> tuple[Column, ...]:
    """Make columns of numbers, of which those named in ``drawn`` are shown by the chart."""
    return tuple(Column(name, numeric=True, drawn=name in drawn) for name in names)
