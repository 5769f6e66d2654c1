"""Read one table of a plan's inputs, CSV or Parquet, and give each column its type.

Every value that does not fit is found before anything is used; one finding stands for all the rows
with the same fault and names the first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.findings import Finding, UnusableInput, error
from tidegate.exchange.matching.input_tables import Column, Form, Table
from tidegate.exchange.matching.raw_table import ROW, read_raw
from tidegate.exchange.sources import Source, describe_source

if TYPE_CHECKING:
    from pathlib import Path

_MOST_PEOPLE = 10_000_000  # or units, or weeks: more than wait in England
_MOST_PENCE = 10**14  # a trillion pounds
_YEARS = (1950, 2099)
_EXACT = 2**53  # up to which every whole number is told from the next
_YES_NO = {"yes": True, "true": True, "y": True, "1": True,
           "no": False, "false": False, "n": False, "0": False}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TypedTable:
    """A table whose columns have their types.

    Attributes:
        table: which table it is.
        source: the file, fingerprinted.
        frame: described columns typed, further columns as they came, and ``ROW``, the line number
            that a text editor would show (in Parquet, the row's number).
        findings: every value that does not fit.
    """

    table: Table
    source: Source
    frame: pl.DataFrame
    findings: tuple[Finding, ...]


def read_table(path: Path, table: Table) -> TypedTable:
    """Read a file as the given table.

    Raises:
        UnusableInput: not a readable table at all, or a needed column is missing; wrong values are
            findings of the result, so that the reader of several files can report them together.
    """
    raw, member = read_raw(path)
    source = describe_source(path, table.name, member)
    _refuse_missing(raw, table, source.name)
    findings: list[Finding] = []
    typed = [pl.col(ROW)]
    for column in table.columns:
        if column.name in raw.columns:
            values, faults = _typed(raw, column, source.name)
            findings += faults
            typed.append(pl.lit(values).alias(column.name))
    known = {column.name for column in table.columns} | {ROW}
    further = [pl.col(name) for name in raw.columns if name not in known]
    frame = raw.select(*typed, *further)
    findings += _repeated(frame, table, source.name)
    return TypedTable(table, source, frame, tuple(findings))


def fault(code: str, name: str, column: str, expected: str, rows: pl.DataFrame) -> Finding:
    """Make one finding of all rows with a fault; ``rows`` has ``ROW`` and the column's value."""
    value = rows[column][0]
    return error(
        code, name, expected, row=int(rows[ROW][0]), column=column,
        value=None if value is None else str(value), count=rows.height,
    )  # fmt: skip


def _refuse_missing(raw: pl.DataFrame, table: Table, name: str) -> None:
    missing = [column for column in table.needed if column not in raw.columns]
    if missing:
        found = ", ".join(column for column in raw.columns if column != ROW)
        raise UnusableInput(
            [
                error("MISSING_COLUMN", name, f"a column “{column}” in the table of {table.name}",
                      row=1, column=column, value=found)
                for column in missing
            ]
        )  # fmt: skip


def _typed(raw: pl.DataFrame, column: Column, name: str) -> tuple[pl.Series, list[Finding]]:
    """Give one column its type, with a finding for each way in which values do not fit."""
    given = raw[column.name]
    values = _READ[column.form](given)
    blank = given.is_null() | ((given == "") if given.dtype == pl.String else False)
    checks = {"BLANK_VALUE": blank & column.needed, "WRONG_FORM": values.is_null() & ~blank}
    if column.form is Form.LIST:
        nothing = (values.list.len() == 0).fill_null(False)
        checks["WRONG_FORM"] = nothing & ~blank & column.needed
    if column.least is not None:
        below = values < column.least
        negative = column.least == 0
        checks["NEGATIVE_VALUE" if negative else "VALUE_TOO_LOW"] = below.fill_null(False)
    if column.most is not None or column.form is Form.WHOLE:
        checks["VALUE_TOO_HIGH"] = (values > _most(column)).fill_null(False)
    if column.form is Form.TEXT and not column.codes:
        checks["VALUE_TOO_LONG"] = (values.str.len_chars() > column.longest).fill_null(False)
    if column.codes:
        checks["UNKNOWN_CODE"] = _unknown(values, column).fill_null(False) & ~blank
    here = raw.select(ROW, column.name)
    high = column.expected
    if column.most is None and column.form is Form.WHOLE:
        high += f", at most {_most(column):,.0f}"
    expected = {"VALUE_TOO_HIGH": high, "VALUE_TOO_LONG": column.length}
    return values, [
        fault(code, name, column.name, expected.get(code, column.expected), here.filter(wrong))
        for code, wrong in checks.items()
        if wrong.any()
    ]


def _most(column: Column) -> float:
    """Return the largest number that a column may hold, where its description names none."""
    if column.most is not None:
        return column.most
    return _MOST_PENCE if column.name.endswith("pence") else _MOST_PEOPLE


def _unknown(values: pl.Series, column: Column) -> pl.Series:
    if column.form is Form.LIST:
        known = pl.Series(list(column.codes))
        return values.list.set_difference(pl.Series([known] * len(values))).list.len() > 0
    return ~values.is_in(list(column.codes))


def _text(given: pl.Series) -> pl.Series:
    text = given.cast(pl.String)
    return text.set(text == "", None)


def _number(given: pl.Series) -> pl.Series:
    number = given.cast(pl.Float64, strict=False)
    return number.set(number.is_nan() | number.is_infinite(), None)


def _whole(given: pl.Series) -> pl.Series:
    number = _number(given)
    whole = number.set(number != number.round(0), None)
    return whole.clip(-_EXACT, _EXACT).cast(pl.Int64)  # what is beyond is too high all the same


def _yes_no(given: pl.Series) -> pl.Series:
    if given.dtype == pl.Boolean:
        return given
    return given.cast(pl.String).str.to_lowercase().replace_strict(_YES_NO, default=None)


def _list(given: pl.Series) -> pl.Series:
    """Blank is not known; “none” and, in Parquet, an empty text are known to be none."""
    if given.dtype == pl.List(pl.String):
        return given
    parts = given.cast(pl.String).str.split(";").list.eval(pl.element().str.strip_chars())
    return parts.list.eval(pl.element().filter((pl.element() != "") & (pl.element() != "none")))


def _day(given: pl.Series) -> pl.Series:
    if given.dtype == pl.Date:
        return _of_our_time(given)
    text = given.cast(pl.String).str.head(10)
    return _of_our_time(text.str.to_date("%Y-%m-%d", strict=False))


def _of_our_time(days: pl.Series) -> pl.Series:
    """Put null for a day that a slip or a spreadsheet made, such as 1900-01-01."""
    return days.set(~days.dt.year().is_between(*_YEARS), None)


def _week(given: pl.Series) -> pl.Series:
    """Return the Monday of each week; a day that is not a Monday does not name a week."""
    days = _day(given)
    if given.dtype != pl.Date:
        named = given.cast(pl.String).str.to_date("%G-W%V-%u", strict=False)
        iso = (given.cast(pl.String) + "-1").str.to_date("%G-W%V-%u", strict=False)
        weeks = _of_our_time(iso.zip_with(iso.is_not_null(), named))
        days = days.zip_with(days.is_not_null(), weeks)
    return days.set(days.dt.weekday() != 1, None)


_READ: dict[Form, Callable[[pl.Series], pl.Series]] = {
    Form.TEXT: _text,
    Form.WHOLE: _whole,
    Form.NUMBER: _number,
    Form.YES_NO: _yes_no,
    Form.LIST: _list,
    Form.WEEK: _week,
    Form.DAY: _day,
}


def _repeated(frame: pl.DataFrame, table: Table, name: str) -> list[Finding]:
    """Find rows whose identity an earlier row has already."""
    if any(key not in frame.columns for key in table.identity):
        return []
    again = frame.filter(~pl.struct(table.identity).is_first_distinct())
    if again.is_empty():
        return []
    first = ", ".join(str(again[key][0]) for key in table.identity)
    expected = f"each {' and '.join(table.identity)} once"
    return [
        error("DUPLICATE_KEY", name, expected, row=int(again[ROW][0]),
              column=", ".join(table.identity), value=first, count=again.height)
    ]  # fmt: skip
