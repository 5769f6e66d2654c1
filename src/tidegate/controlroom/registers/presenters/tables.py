"""Rows of a register as a table, and one row as a list of its columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.board.tables import Cell, Column, Table
from tidegate.controlroom.registers.shape import Show

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from tidegate.controlroom.registers import shape

NUMERIC = (Show.MONEY, Show.NUMBER)


def said(column: shape.Column, row: object, names: Mapping[str, str]) -> str:
    """Write the value of a row, an organisation by its name where that is known."""
    text = column.text(row)
    return names.get(text, text) if column.show is Show.CODE else text


def table(register: shape.Register, rows: Sequence[Any], names: Mapping[str, str]) -> Table:
    """Return rows with the columns that a list has room for; the first leads to the row."""
    return _table(
        register.title,
        [column for column in register.columns if column.listed],
        rows,
        [reverse("registers:row", args=[register.slug, row.pk]) for row in rows],
        names,
    )


def whole_table(
    caption: str, columns: Sequence[shape.Column], rows: Sequence[Any], names: Mapping[str, str]
) -> Table:
    """Return rows with all these columns, leading nowhere."""
    return _table(caption, columns, rows, [""] * len(rows), names)


def _table(
    caption: str,
    columns: Sequence[shape.Column],
    rows: Sequence[Any],
    hrefs: Sequence[str],
    names: Mapping[str, str],
) -> Table:
    return Table(
        caption,
        tuple(Column(each.label, numeric=each.show in NUMERIC) for each in columns),
        tuple(
            tuple(
                Cell(said(each, row, names), href=href if place == 0 else "")
                for place, each in enumerate(columns)
            )
            for row, href in zip(rows, hrefs, strict=True)
        ),
    )


def facts(register: shape.Register, row: object, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return every column of a row but the first with what it says; empty ones are left out."""
    told = [(column.label, said(column, row, names)) for column in register.columns[1:]]
    return [(label, text) for label, text in told if text]
