"""One chart with its words and its table, all from one result, and who renewed its limits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.board import words
from tidegate.controlroom.board.tables import Table, label, number_columns, text_columns
from tidegate.controlroom.pressure.forms import sentence_case
from tidegate.controlroom.pressure.terms import CHARTS, MEASURES
from tidegate.core.pressure.spc.asked import Method
from tidegate.core.pressure.spc.shifts import lasting_shift
from tidegate.exchange.pressure.spc_chart import icons_in_words, render_chart
from tidegate.exchange.pressure.spc_export import points_table
from tidegate.exchange.pressure.spc_words import (
    decisions,
    method_words,
    sentence,
    sentence_of_shift,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from markupsafe import Markup

    from tidegate.controlroom.pressure.models import Rebase
    from tidegate.exchange.pressure.spc_charted import Charted


TOO_LITTLE = "Too little has been reported yet to draw a chart."


@dataclass(frozen=True, slots=True)
class ChartShown:
    """A figure over time; ``drawing`` is None where too little was reported to draw it.

    ``shift`` says that the latest values have stood on one side for long, and ``shifted`` since
    which day: empty where they have not.
    """

    heading: str
    definition: str
    drawing: Markup | None = None
    sentence: str = ""
    icons: str = ""
    notes: tuple[str, ...] = ()
    method: str = ""
    table: Table | None = None
    shift: str = ""
    shifted: str = ""
    nothing: str = ""


def chart_shown(
    measure: str,
    charted: Charted | None,
    today: date,
    name: str = "spc",
    events: Sequence[date] = (),
) -> ChartShown:
    """Write a chart with everything that belongs beside it.

    Args:
        measure: id of the measure.
        charted: the result; None where there is too little to chart.
        today: for saying how long ago something was.
        name: unique in the page.
        events: days on which something rare happened.
    """
    one = MEASURES[measure]
    heading = sentence_case(one.label)
    if charted is None:
        nothing = _too_rare(events) if measure in CHARTS.rare else TOO_LITTLE
        return ChartShown(heading, one.definition, nothing=nothing)
    shift = lasting_shift(charted.result)
    return ChartShown(
        heading,
        one.definition,
        render_chart(charted, name),
        sentence(charted),
        icons_in_words(charted),
        (
            *_since_the_last(charted, today),
            *(note.detail for note in charted.result.notes),
            *decisions(charted),
        ),
        method_words(charted),
        _points(charted),
        sentence_of_shift(shift, charted) if shift else "",
        shift.first.isoformat() if shift else "",
    )


def _too_rare(events: Sequence[date]) -> str:
    if not events:
        return "It was not reported to have happened yet."
    days = words.listed([words.day(day) for day in events])
    return f"It happened on {days}: on too few days to chart the time between them."


def _since_the_last(charted: Charted, today: date) -> tuple[str, ...]:
    """Say what a chart of days between events cannot draw: how long it has been by now."""
    if charted.result.asked.method is not Method.T:
        return ()
    last = charted.result.last.day
    since = words.counted((today - last).days, "day")
    said = (
        "It happens rarely here, so the days between are charted, not how often it happened. "
        f"The last time was on {words.day(last)}, {since} ago."
    )
    return (said,)


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


@dataclass(frozen=True, slots=True)
class RecalculationShown:
    """One recalculation in words; ``href`` withdraws it, empty where that cannot be done."""

    day: str
    who: str
    reason: str
    withdrawn: str
    href: str


def recalculations_shown(rows: Iterable[Rebase], *, may: bool) -> list[RecalculationShown]:
    """Write the recalculations of a chart, withdrawn ones with who withdrew them and why."""
    return [
        RecalculationShown(
            words.day(row.from_day),
            f"{row.made_by_name}, {words.day_and_time(row.made_at)}",
            row.reason,
            f"Withdrawn by {row.withdrawn_by_name}, {words.day_and_time(row.withdrawn_at)}: "
            f"{row.withdrawn_reason}"
            if row.withdrawn_at
            else "",
            reverse("pressure:withdraw_rebase", args=[row.organisation, row.measure, row.pk])
            if may and not row.withdrawn_at
            else "",
        )
        for row in rows
    ]
