"""The geometry of a chart of paired bars, so that its template only writes it down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_LABEL, _BAR, _BETWEEN, _AFTER = 22, 16, 2, 14
_WIDEST = 80.0
"""Percent of the chart's width that the longest bar takes; its figure stands in the rest."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What one row compares: its label, the value before and the value after; None is hidden."""

    label: str
    before: int | None
    after: int | None
    before_text: str
    after_text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row drawn: offsets and heights in pixels, widths in percent of the chart."""

    label: str
    label_y: int
    before_y: int
    before_width: float
    before_text: str
    after_y: int
    after_width: float
    after_text: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A whole chart: its height in pixels, the height of one bar, its rows."""

    height: int
    bar: int
    rows: tuple[Row, ...]


def paired_bars(pairs: Sequence[Pair]) -> Bars:
    """Lay out pairs of bars under their labels, all to one scale."""
    longest = max((value or 0 for pair in pairs for value in (pair.before, pair.after)), default=0)
    step = _LABEL + 2 * _BAR + _BETWEEN + _AFTER

    def width(value: int | None) -> float:
        return round(_WIDEST * (value or 0) / max(longest, 1), 2)

    rows = tuple(
        Row(
            label=pair.label,
            label_y=step * index + _LABEL - 6,
            before_y=step * index + _LABEL,
            before_width=width(pair.before),
            before_text=pair.before_text,
            after_y=step * index + _LABEL + _BAR + _BETWEEN,
            after_width=width(pair.after),
            after_text=pair.after_text,
        )
        for index, pair in enumerate(pairs)
    )
    return Bars(height=step * len(rows), bar=_BAR, rows=rows)
