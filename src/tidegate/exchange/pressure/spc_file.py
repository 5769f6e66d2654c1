"""Read the series of a file, or of observations, that are to be charted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.pressure.spc.asked import Target
from tidegate.core.pressure.spc.series import Series, UnusableSeries, days_between
from tidegate.exchange.findings import Finding, UnusableInput, error, refuse_errors, warning
from tidegate.exchange.matching.raw_table import ROW, headings_of
from tidegate.exchange.matching.typed_table import read_table
from tidegate.exchange.pressure.publications import PUBLICATIONS, read_publication
from tidegate.exchange.pressure.series_kinds import series_table
from tidegate.exchange.pressure.spc_tables import OBSERVED, SERIES
from tidegate.exchange.recognise import recognise

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.exchange.matching.input_tables import Table
    from tidegate.exchange.sources import Source

_TEXTS = ("organisation", "level", "measure", "name")
_OF_SERIES = ("organisation", "level", "measure")


@dataclass(frozen=True, slots=True)
class Plotted:
    """One series and what its file says of it.

    Attributes:
        measure, organisation, name: what is measured and whose it is; empty where the file has
            one series only and does not say.
        series: its values.
        events: whether they are days between events, which the file lists.
        targets: those that the file gives beside the values.
    """

    measure: str
    organisation: str
    name: str
    series: Series
    events: bool = False
    targets: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class SpcFile:
    """A file of series: all that can be charted, by measure and organisation, and what is odd."""

    source: Source
    plotted: tuple[Plotted, ...]
    findings: tuple[Finding, ...]


def read_spc_file(path: Path) -> SpcFile:
    """Read a file of series: our own columns, those of observations, or a known publication.

    Raises:
        UnusableInput: no such table, a value that does not fit, two values for one day, or no
            series with a value.
    """
    table = _own_table(path)
    if table is None:
        kind = recognise(path).kind
        if kind in PUBLICATIONS:
            published = read_publication(path, kind)
            plotted = series_of_observations(published.frame, published.source.name)
            return _of_series_found(published.source, plotted, published.findings)
        table = SERIES
    read = read_table(path, table)
    found = refuse_errors(read.findings)
    frame = read.frame.rename({"start": "date"}) if table is OBSERVED else read.frame
    events = "value" not in frame.columns
    plotted, odd = _series_of(_completed(frame), read.source.name, events=events)
    return _of_series_found(read.source, plotted, (*found, *refuse_errors(odd)))


def _own_table(path: Path) -> Table | None:
    """Return which of our own tables a file is, where its headings leave no doubt."""
    try:
        return series_table(headings_of(path))
    except UnusableInput:  # a workbook perhaps; recognition says what it is, or what is wrong
        return None


def _of_series_found(
    source: Source, plotted: tuple[Plotted, ...], findings: tuple[Finding, ...]
) -> SpcFile:
    if not plotted:
        raise UnusableInput([*findings, error("NO_VALUES", source.name, "a value in some row")])
    return SpcFile(source, plotted, findings)


def series_of_observations(frame: pl.DataFrame, file: str = "observations") -> tuple[Plotted, ...]:
    """Return one series for each organisation, level and measure of a frame of ``OBSERVATIONS``.

    A week or a month stands on its first day; figures of which nobody knows the day are left out.

    Raises:
        UnusableInput: a measure is given both by day and by week, so that two values share a day.
    """
    dated = frame.drop_nulls("start").rename({"start": "date"}).with_row_index(ROW, offset=1)
    plotted, found = _series_of(_completed(dated), file, events=False)
    refuse_errors(found)
    return plotted


def _completed(frame: pl.DataFrame) -> pl.DataFrame:
    """Add the columns that a file need not have."""
    missing = [pl.lit("").alias(name) for name in _TEXTS if name not in frame.columns]
    there = [pl.col(name).fill_null("") for name in _TEXTS if name in frame.columns]
    numbers = [
        pl.lit(None, pl.Float64).alias(name)
        for name in ("value", "target")
        if name not in frame.columns
    ]
    return frame.with_columns(*missing, *there, *numbers)


def _series_of(
    frame: pl.DataFrame, file: str, *, events: bool
) -> tuple[tuple[Plotted, ...], list[Finding]]:
    findings = list(_two_a_day(frame, file))
    if findings:
        return (), findings
    plotted = []
    ordered = frame.sort("measure", "organisation", "level", "date")
    for rows in ordered.partition_by(_OF_SERIES, maintain_order=True):
        try:
            plotted.append(_plotted(rows, events=events))
        except UnusableSeries as unusable:
            said = warning if unusable.code == "NO_VALUES" else error
            told = " ".join(filter(None, (rows["measure"][0], rows["organisation"][0]))) or None
            findings.append(
                said(unusable.code, file, f"a series that can be charted: {unusable}",
                     row=int(rows[ROW][0]), value=told)
            )  # fmt: skip
    return tuple(plotted), findings


def _two_a_day(frame: pl.DataFrame, file: str) -> list[Finding]:
    """Find rows of a series whose day an earlier row has already."""
    again = frame.filter(~pl.struct(*_OF_SERIES, "date").is_first_distinct())
    if again.is_empty():
        return []
    expected = "one row for each day of a series"
    return [
        error("TWO_VALUES_A_DAY", file, expected, row=int(again[ROW][0]), column="date",
              value=str(again["date"][0]), count=again.height)
    ]  # fmt: skip


def _plotted(rows: pl.DataFrame, *, events: bool) -> Plotted:
    days = tuple(rows["date"])
    series = days_between(days) if events else Series(days, tuple(rows["value"]))
    return Plotted(
        measure=rows["measure"][0],
        organisation=rows["organisation"][0],
        name=rows["name"][0],
        series=series,
        events=events,
        targets=_targets(rows),
    )


def _targets(rows: pl.DataFrame) -> tuple[Target, ...]:
    """Return a target for each day on which it changes."""
    changed: list[Target] = []
    for day, value in rows.select("date", "target").iter_rows():
        before = changed[-1].value if changed else None
        if value != before:
            changed.append(Target(value, day, "the file’s own column"))
    return tuple(changed)
