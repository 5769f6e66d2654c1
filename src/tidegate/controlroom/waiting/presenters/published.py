"""NHS England's published months: the trend, and the roll-forward from one month to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.board.tables import (
    Cell,
    Chart,
    ChartKind,
    Table,
    label,
    number,
    number_columns,
    share,
    text_columns,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tidegate.controlroom.waiting.published import Month, Step

STANDARD = "The standard is 92%."


def waiting_trend(months: Sequence[Month]) -> Chart:
    """Show how many waited at the end of each month."""
    first, last = months[0], months[-1]
    since = words.month(first.period)
    said = f"{words.whole(last.counts.waiting)} in {words.month(last.period)}"
    if len(months) > 1:
        said += f", {words.change(last.counts.waiting, first.counts.waiting, since)}"
    points = [(month.period, number(month.counts.waiting)) for month in months]
    return _trend("waiting-trend", "People waiting, month by month", f"{said}.", points, "people")


def within_18_trend(months: Sequence[Month]) -> Chart:
    """Show the share within 18 weeks at the end of each month."""
    first, last = months[0].counts.share_within_18, months[-1].counts.share_within_18
    said = f"{words.percent(last)} in {words.month(months[-1].period)}"
    if len(months) > 1:
        said += f", {words.change_in_points(last, first, words.month(months[0].period))}"
    points = [(month.period, share(month.counts.share_within_18)) for month in months]
    heading = "Within 18 weeks, month by month"
    return _trend("within-18-trend", heading, f"{said}. {STANDARD}", points, "%")


def roll_forward(steps: Sequence[Step]) -> Table:
    """Say how each month's list follows from the one before, and what remains unexplained."""
    return Table(
        "How the list rolls forward from month to month",
        (
            *text_columns("Month"),
            *number_columns(
                ("Waiting before", "Began", "Completed", "Waiting after", "Left without a reason")
            ),
        ),
        tuple(
            (
                label(words.month(step.period)),
                number(step.before),
                number(step.starts),
                number(step.stops),
                number(step.after),
                number(step.gap),
            )
            for step in steps
        ),
    )


def roll_forward_sentence(steps: Sequence[Step]) -> str:
    """Say how many left the list in the newest step without a recorded reason."""
    if not steps:
        return "Two consecutive months are needed to see how the list rolls forward."
    newest = steps[-1]
    of_all = abs(newest.gap) / newest.before if newest.before else None
    verb = "left the list" if newest.gap >= 0 else "joined the list"
    return (
        f"In {words.month(newest.period)}, {words.counted(abs(newest.gap), 'person', 'people')} "
        f"({words.percent(of_all)} of the list) {verb} without a recorded reason: mostly "
        "corrections of the list. A plan that trusts an uncorrected list wastes appointments."
    )


def _trend(
    name: str, heading: str, sentence: str, points: Sequence[tuple[date, Cell]], unit: str
) -> Chart:
    column = heading.partition(",")[0]
    return Chart(
        name=name,
        kind=ChartKind.LINES,
        heading=heading,
        sentence=sentence,
        table=Table(
            heading,
            (*text_columns("Month"), *number_columns((column,), drawn=(column,))),
            tuple(
                (Cell(words.month(period), place=period.isoformat()), cell)
                for period, cell in points
            ),
        ),
        unit=unit,
        starts_at_zero=False,
    )
