"""Read one table of a plan's inputs, CSV or Parquet, and give each column its type.

Every value that does not fit is found before anything is used; one finding stands for all the rows
with the same fault and names the first. A file is read in parts, each typed before the next is
parsed, so that memory grows with what is kept and not with what is spelled out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.directory.identifying import says_who
from tidegate.core.matching.keys import any_repeated
from tidegate.exchange.findings import Finding, UnusableInput, error, warning
from tidegate.exchange.matching.forms import TYPES, read_form
from tidegate.exchange.matching.input_tables import Column, Form, Table
from tidegate.exchange.matching.parts import in_turn, together
from tidegate.exchange.matching.raw_table import ROW, RawPart, read_parts
from tidegate.exchange.sources import Source, describe_source

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_MOST_PEOPLE = 10_000_000  # or units, or weeks: more than wait in England
_MOST_PENCE = 10**14  # a trillion pounds
_NARROW = ((2**7 - 1, pl.Int8()), (2**15 - 1, pl.Int16()), (2**31 - 1, pl.Int32()))


@dataclass(frozen=True, slots=True)
class TypedTable:
    """A table whose columns have their types.

    Attributes:
        table: which table it is.
        source: the file, fingerprinted.
        frame: described columns typed, further columns as they came, and ``ROW``, the line number
            that a text editor would show (in Parquet, the row's number). Of a table of patients,
            columns that would say who they are have been left out.
        findings: every value that does not fit, and every column that was left out.
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
    numbers = {
        column.name: TYPES[column.form]
        for column in table.columns
        if column.form in {Form.WHOLE, Form.NUMBER}
    }
    frames: list[pl.DataFrame] = []
    faults: list[Finding] = []
    parts = read_parts(path, numbers)
    first = next(parts)
    _refuse_missing(first.frame, table, path.name)
    typed = partial(_typed_part, table=table, name=path.name)
    for frame, found in in_turn(typed, chain([first], parts)):
        frames.append(frame)
        faults += found
    source = describe_source(path, table.name, first.member)
    faults += _left_out(first.frame.columns, table, path.name)
    frame = pl.concat(frames)
    findings = [replace(finding, file=source.name) for finding in together(faults)]
    findings += _repeated(frame, table, source.name)
    return TypedTable(table, source, frame, tuple(findings))


def fault(code: str, name: str, column: str, expected: str, rows: pl.DataFrame) -> Finding:
    """Make one finding of all rows with a fault; ``rows`` has ``ROW`` and the column's value."""
    value = rows[column][0]
    return error(
        code, name, expected, row=int(rows[ROW][0]), column=column,
        value=None if value is None else str(value), count=rows.height,
    )  # fmt: skip


def _typed_part(part: RawPart, table: Table, name: str) -> tuple[pl.DataFrame, list[Finding]]:
    """Type one part; where anything does not fit, once more with every cell as it is spelled."""
    frame, findings = _typed_frame(part.frame, table, name)
    if findings:
        return _typed_frame(part.as_spelled(), table, name)
    return frame, findings


def _typed_frame(raw: pl.DataFrame, table: Table, name: str) -> tuple[pl.DataFrame, list[Finding]]:
    findings: list[Finding] = []
    typed = [pl.col(ROW)]
    for column in table.columns:
        if column.name in raw.columns:
            values, faults = _typed(raw, column, name)
            findings += faults
            typed.append(pl.lit(values).alias(column.name))
    known = {column.name for column in table.columns} | {ROW}
    out = {finding.column for finding in _left_out(raw.columns, table, name)}
    further = [pl.col(each) for each in raw.columns if each not in known and each not in out]
    return raw.select(*typed, *further).rechunk(), findings


def _left_out(headings: Iterable[str], table: Table, name: str) -> list[Finding]:
    """Warn of each further column of a table of patients that would say who they are."""
    if not table.of_patients:
        return []
    known = {column.name for column in table.columns}
    expected = "nothing that says who a patient is: the column was left out"
    return [
        warning("SAYS_WHO", name, expected, row=1, column=heading)
        for heading in headings
        if heading not in known and says_who(heading)
    ]


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
    values = read_form(column.form, given)
    faults = [
        fault(code, name, column.name, _expected(code, column), rows)
        for code, wrong in _checks(given, values, column).items()
        if wrong is not None
        and (rows := raw.select(ROW, column.name).filter(wrong.fill_null(False))).height
    ]
    return values.cast(_type_of(column), strict=False), faults


def _checks(given: pl.Series, values: pl.Series, column: Column) -> dict[str, pl.Series | None]:
    """Mark the rows in which a value does not fit, by code; None where that need not be looked at.

    Whole columns are asked first whether anything can be wrong: mostly nothing is.
    """
    checks: dict[str, pl.Series | None] = {}
    empty = values.is_null()
    if column.form is Form.LIST and column.needed:
        empty |= (values.list.len() == 0).fill_null(False)
    if empty.any():
        blank = given.is_null() | ((given == "") if given.dtype == pl.String else False)
        checks["BLANK_VALUE"] = blank if column.needed else None
        checks["WRONG_FORM"] = empty & ~blank
    if column.form in {Form.WHOLE, Form.NUMBER}:
        checks |= _out_of_range(values, column)
    if column.form is Form.TEXT and not column.codes and _longest(values) > column.longest:
        checks["VALUE_TOO_LONG"] = values.str.len_chars() > column.longest
    if column.codes:
        checks["UNKNOWN_CODE"] = _unknown(values, column)
    return checks


def _out_of_range(values: pl.Series, column: Column) -> dict[str, pl.Series | None]:
    low, high = values.min(), values.max()
    checks: dict[str, pl.Series | None] = {}
    if column.least is not None and low is not None and low < column.least:  # type: ignore[operator]
        checks["NEGATIVE_VALUE" if column.least == 0 else "VALUE_TOO_LOW"] = values < column.least
    if high is not None and high > _most(column):  # type: ignore[operator]
        checks["VALUE_TOO_HIGH"] = values > _most(column)
    return checks


def _longest(values: pl.Series) -> int:
    longest = values.str.len_bytes().max()
    return longest if isinstance(longest, int) else 0


def _expected(code: str, column: Column) -> str:
    if code == "VALUE_TOO_LONG":
        return column.length
    if code == "VALUE_TOO_HIGH" and column.most is None:
        return f"{column.expected}, at most {_most(column):,.0f}"
    return column.expected


def _most(column: Column) -> float:
    """Return the largest number that a column may hold, where its description names none."""
    if column.most is not None:
        return column.most
    if column.form is Form.NUMBER:
        return float("inf")
    return _MOST_PENCE if column.name.endswith("pence") else _MOST_PEOPLE


def _type_of(column: Column) -> pl.DataType:
    """Return the narrowest type that holds whatever the column may hold."""
    if column.form is not Form.WHOLE:
        return TYPES[column.form]
    return next((kind for most, kind in _NARROW if _most(column) <= most), pl.Int64())


def _unknown(values: pl.Series, column: Column) -> pl.Series | None:
    """Mark codes that are not known, having looked at each distinct one first."""
    known = list(column.codes)
    if column.form is not Form.LIST:
        strange = values.unique().drop_nulls()
        strange = strange.filter(~strange.is_in(known))
        return values.is_in(strange.to_list()) if len(strange) else None
    strange = values.explode().unique().drop_nulls()
    strange = strange.filter(~strange.is_in(known))
    if strange.is_empty():
        return None
    return values.list.eval(pl.element().is_in(strange.to_list())).list.any()


def _repeated(frame: pl.DataFrame, table: Table, name: str) -> list[Finding]:
    """Find rows whose identity an earlier row has already."""
    if any(key not in frame.columns for key in table.identity):
        return []
    if not any_repeated(frame, table.identity):
        return []
    again = frame.filter(~pl.struct(table.identity).is_first_distinct())
    first = ", ".join(str(again[key][0]) for key in table.identity)
    expected = f"each {' and '.join(table.identity)} once"
    return [
        error("DUPLICATE_KEY", name, expected, row=int(again[ROW][0]),
              column=", ".join(table.identity), value=first, count=again.height)
    ]  # fmt: skip
