"""The list of plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.board.tables import (
    Cell,
    Table,
    label,
    number,
    number_columns,
    text_columns,
)
from tidegate.exchange.matching.report.words import percent_of_gap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tidegate.controlroom.matching.models import Plan


def plans(
    rows: Iterable[Plan], named: Callable[[str], str], address: Callable[[Plan], str]
) -> Table:
    """List plans with what each achieves and how good it is proven to be."""
    return Table(
        "Plans, newest first",
        (
            *text_columns("Plan", "Area"),
            *number_columns(("People treated", "Waiting", "Units unused")),
            *text_columns("Best possible is better by at most", "Made"),
        ),
        tuple(
            (
                Cell(
                    f"{words.counted(row.weeks, 'week')} from {words.day(row.start)}",
                    href=address(row),
                ),
                label(named(row.area)),
                number(row.matched),
                number(row.waiting),
                number(row.units - row.units_used),
                label(percent_of_gap(row.gap)),
                label(f"{words.day_and_time(row.made_at)} by {row.made_by}"),
            )
            for row in rows
        ),
    )
