"""One chart with its words and its table, all from one result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.board.tables import Table, label, number_columns, text_columns
from tidegate.controlroom.pressure.forms import sentence_case
from tidegate.controlroom.pressure.terms import MEASURES
from tidegate.exchange.pressure.spc_chart import icons_in_words, render_chart
from tidegate.exchange.pressure.spc_export import points_table
from tidegate.exchange.pressure.spc_words import decisions, method_words, sentence

if TYPE_CHECKING:
    from markupsafe import Markup

    from tidegate.exchange.pressure.spc_charted import Charted


@dataclass(frozen=True, slots=True)
class ChartShown:
    """A figure over time; ``drawing`` is None where too little was reported to draw it."""

    heading: str
    definition: str
    drawing: Markup | None = None
    sentence: str = ""
    icons: str = ""
    notes: tuple[str, ...] = ()
    method: str = ""
    table: Table | None = None


def chart_shown(measure: str, charted: Charted | None) -> ChartShown:
    """Write a chart with everything that belongs beside it."""
    one = MEASURES[measure]
    heading = sentence_case(one.label)
    if charted is None:
        return ChartShown(heading, one.definition)
    return ChartShown(
        heading,
        one.definition,
        render_chart(charted),
        sentence(charted),
        icons_in_words(charted),
        (*(note.detail for note in charted.result.notes), *decisions(charted)),
        method_words(charted),
        _points(charted),
    )


def _points(charted: Charted) -> Table:
    """Return every point, the newest first."""
    points = points_table(charted)
    columns = tuple(
        column
        for heading in points.columns
        for column in (
            number_columns((heading.heading,)) if heading.figures else text_columns(heading.heading)
        )
    )
    rows = tuple(tuple(label(text) for text in row) for row in reversed(points.rows))
    return Table(points.caption, columns, rows)
