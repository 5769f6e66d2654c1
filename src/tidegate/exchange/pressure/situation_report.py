"""Read situation reports of somebody's own: a row for each figure, or a column for each measure."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.pressure.observations import Level
from tidegate.exchange.findings import UnusableInput, error, refuse_errors, warning
from tidegate.exchange.kinds import Kind
from tidegate.exchange.matching.input_tables import Column, Form, Table
from tidegate.exchange.matching.raw_table import headings_of
from tidegate.exchange.matching.typed_table import read_table
from tidegate.exchange.pressure.figures import Figures, as_figures
from tidegate.exchange.pressure.measures import shipped_measures
from tidegate.exchange.pressure.publication import Publication, publication

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.core.pressure.measure import Measure
    from tidegate.exchange.findings import Finding
    from tidegate.exchange.matching.typed_table import TypedTable

LEVELS = (Level.PROVIDER.value, Level.SITE.value)
_CODE = 12  # characters that the directory has room for
_WHOSE = (
    Column("organisation", Form.TEXT, "ODS code of who reports", needed=True, longest=_CODE),
    Column("date", Form.DAY, "day that the figures are of", needed=True),
)
_LEVEL = Column("level", Form.TEXT, "what it is; blank is a provider", codes=LEVELS)


@cache
def long_table() -> Table:
    """Describe situation reports with a row for each figure."""
    described = (
        *_WHOSE,
        Column(
            "measure", Form.TEXT, "what is counted, by its id", needed=True,
            codes=tuple(_reported()),
        ),
        Column("value", Form.NUMBER, "the figure; leave a row out where there is none",
               needed=True, least=0),
        _LEVEL,
    )  # fmt: skip
    return Table(
        "situation-reports", "one figure of one organisation and day", described,
        ("organisation", "date", "measure"),
    )  # fmt: skip


@cache
def wide_table() -> Table:
    """Describe situation reports with a column for each measure."""
    figures = (
        Column(key, Form.NUMBER, f"{measure.definition}; blank is not reported", least=0)
        for key, measure in _reported().items()
    )
    return Table(
        "situation-reports-wide", "one organisation's report of one day",
        (*_WHOSE, _LEVEL, *figures), ("organisation", "date"),
    )  # fmt: skip


def is_situation_report(headings: Iterable[str]) -> bool:
    """Tell whether a file with these headings holds situation reports, in either form."""
    there = set(headings)
    if set(long_table().needed) <= there:
        return True
    return set(wide_table().needed) <= there and not there.isdisjoint(_reported())


def read_situation_report(path: Path) -> Publication:
    """Read situation reports, CSV or Parquet, in either form.

    Raises:
        UnusableInput: with every value that does not fit, and figures or reports that stand twice.
    """
    headings = headings_of(path)
    if not is_situation_report(headings):
        expected = "the columns organisation, date, measure and value, or organisation, date and "
        expected += f"at least one measure, such as {next(iter(_reported()))}"
        raise UnusableInput([error("MISSING_COLUMN", path.name, expected, row=1)])
    long = set(long_table().needed) <= set(headings)
    read = read_table(path, long_table() if long else wide_table())
    warnings = [*refuse_errors(read.findings), *_not_read(read, headings)]
    rows = read.frame.with_columns(
        name=pl.lit(""),
        level=(pl.col("level") if "level" in read.frame.columns else pl.lit(None, pl.String))
        .fill_null(Level.PROVIDER.value),
        start="date",
        end="date",
    )  # fmt: skip
    if not long:
        there = [key for key in _reported() if key in rows.columns]
        rows, _ = as_figures(rows, [Figures(key, key) for key in there], read.source.name)
    return publication(
        rows, Kind.SITUATION_REPORT, path, findings=warnings,
        member=_member(read, path),
    )  # fmt: skip


def _not_read(read: TypedTable, headings: Iterable[str]) -> list[Finding]:
    """Warn of each further column: a measure that is misspelt must not vanish unseen."""
    known = {column.name for column in read.table.columns}
    expected = "the id of a measure that is reported; the column was not read"
    return [
        warning("COLUMN_NOT_READ", read.source.name, expected, row=1, column=heading)
        for heading in headings
        if heading and heading not in known
    ]


def _member(read: TypedTable, path: Path) -> str | None:
    return (
        read.source.name.removeprefix(f"{path.name} › ") if read.source.name != path.name else None
    )


def _reported() -> dict[str, Measure]:
    """Return the measures that are reported; those that are made of two others are not."""
    return {key: each for key, each in shipped_measures().items() if not each.denominator}
