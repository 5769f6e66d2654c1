"""Read daily beds of one sort as others have re-saved them: a row or a column for each day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.directory.reference import parse_table, read_text
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.kinds import Kind
from tidegate.exchange.pressure.days import serial_day
from tidegate.exchange.pressure.figures import Figures, as_figures, with_codes
from tidegate.exchange.pressure.publication import ENGLAND, Publication, level_of, publication
from tidegate.exchange.waiting.sheets import is_workbook, open_workbook, read_sheet, texts

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LONG = ("Code", "Name", "Date", "Open", "Occupied", "Occupied_rate")
_SERIAL = re.compile(r"(.+)_(\d{5})")
_MEASURES = {"CC Adult Open": "cc_adult_open", "CC Adult Occ": "cc_adult_occupied"}


def has_serial_days(headings: Iterable[str]) -> bool:
    """Tell whether a table has columns of days that are counted as a spreadsheet does."""
    found = (_SERIAL.fullmatch(heading) for heading in headings)
    return any(each and each[1] in _MEASURES and serial_day(each[2]) for each in found)


def read_daily_beds(path: Path) -> Publication:
    """Read one of three: general and acute beds by row, critical care beds by column, or its sheet.

    The rates are not used, for they are rounded in some copies: shares are made of the beds.

    Raises:
        UnusableInput: not such a table, or cells that are no figures.
    """
    table, member = _table(path)
    england = pl.col("Code").str.strip_chars() == "-"
    rows = table.with_columns(
        organisation=pl.when(england).then(pl.lit(ENGLAND)).otherwise(pl.col("Code")),
        name=pl.when(england).then(pl.lit("England")).otherwise(pl.col("Name")),
    )
    rows, findings = with_codes(rows, path.name)
    rows = rows.with_columns(level=level_of(pl.col("organisation")))
    if "Date" in rows.columns:
        day = pl.col("Date").str.to_date("%Y-%m-%d", strict=False)
        rows = rows.with_columns(start=day, end=day)
        if rows["start"].null_count():
            findings.append(error("BAD_DATE", path.name, "a day (2019-12-02)", column="Date"))
        columns = [Figures("Open", "ga_beds_open"), Figures("Occupied", "ga_beds_occupied")]
    else:
        columns = _of_days(rows.columns)
    frame, wrong = as_figures(rows, columns, path.name)
    return publication(frame, Kind.DAILY_BEDS, path, findings=[*findings, *wrong], member=member)


def _of_days(headings: Iterable[str]) -> list[Figures]:
    columns = []
    for heading in headings:
        found = _SERIAL.fullmatch(heading)
        day = serial_day(found[2]) if found else None
        if found and day and found[1] in _MEASURES:
            columns.append(Figures(heading, _MEASURES[found[1]], (day, day)))
    return columns


def _table(path: Path) -> tuple[pl.DataFrame, str | None]:
    if not is_workbook(path):
        text = read_text(path)
        table, member = parse_table(text.text, text.name), text.member
    else:
        book = open_workbook(path)
        member = book.sheet_names[0]
        cells = read_sheet(book, member, path)
        table = cells.slice(1).rename(dict(zip(cells.columns, texts(cells.row(0)), strict=True)))
    if not has_serial_days(table.columns) and not set(LONG) <= set(table.columns):
        expected = "daily beds, by row or by column"
        raise UnusableInput([error("MISSING_COLUMN", path.name, expected, row=1)])
    return table, member
