"""Say what a file is, which period it tells of, how many rows it has, and all that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.contracts.contract_file import read_contract
from tidegate.exchange.contracts.demand_file import read_past_weeks
from tidegate.exchange.contracts.invoices import read_invoices
from tidegate.exchange.contracts.sizing_file import read_questions
from tidegate.exchange.contracts.use_returns import read_returns
from tidegate.exchange.directory.boundaries import read_boundaries
from tidegate.exchange.directory.readers import READERS
from tidegate.exchange.findings import Finding, Severity, UnusableInput, error
from tidegate.exchange.kinds import Kind
from tidegate.exchange.matching.criteria import inconsistencies
from tidegate.exchange.matching.input_tables import CRITERIA, TABLES, table_of
from tidegate.exchange.matching.raw_table import headings_of
from tidegate.exchange.matching.replies import read_replies
from tidegate.exchange.matching.typed_table import read_table
from tidegate.exchange.pressure.measures import shipped_measures
from tidegate.exchange.pressure.publications import PUBLICATIONS, read_publication
from tidegate.exchange.pressure.score_tables import read_score_table
from tidegate.exchange.pressure.series_kinds import TABLES as OF_FORECASTS
from tidegate.exchange.pressure.series_kinds import series_table
from tidegate.exchange.pressure.spc_file import read_spc_file
from tidegate.exchange.pressure.spc_tables import SERIES
from tidegate.exchange.recognise import recognise
from tidegate.exchange.sources import describe_source
from tidegate.exchange.transfers.outcomes import OUTCOMES, contradictions
from tidegate.exchange.waiting.rtt_codes import codes_not_listed
from tidegate.exchange.waiting.rtt_csv import read_rtt_month
from tidegate.exchange.waiting.rtt_overview import read_rtt_overview
from tidegate.exchange.waiting.rtt_workbook import read_rtt_workbook
from tidegate.exchange.waiting.waiting_file import read_waiting_file

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.exchange.directory.places import Places
    from tidegate.exchange.directory.reference import ReferenceTable
    from tidegate.exchange.waiting.rtt_month import RttMonth
    from tidegate.exchange.waiting.waiting_file import ReadWith


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of one file.

    Attributes:
        file: its name.
        kind: what it is.
        period: last day of the month, week or longer time it tells of, when it tells of one.
        revised: whether it is a revision of an earlier publication.
        rows: how many rows it has for us; None when it cannot be read.
        sha256: fingerprint of the file; empty when it cannot be read.
        findings: everything that is wrong or odd.
        begins: first day that it tells of, where that is not plain from the last.
    """

    file: str
    kind: Kind
    period: date | None = None
    revised: bool = False
    rows: int | None = None
    sha256: str = ""
    findings: tuple[Finding, ...] = ()
    begins: date | None = None

    @property
    def usable(self) -> bool:
        """Tell whether nothing stands in the way of using the file."""
        return all(finding.severity is not Severity.ERROR for finding in self.findings)


def check_file(
    path: Path, places: Places | None = None, read_with: ReadWith | None = None
) -> Checked:
    """Read a file as far as it can be read; what is wrong is in the answer, never raised.

    Given places, a month's codes are also looked up among the organisations known from them.
    ``read_with`` is what a weekly waiting list is read with.
    """
    kind = Kind.UNKNOWN
    try:
        kind = recognise(path).kind
        if kind in _MONTHS:
            return _month(_MONTHS[kind](path), places)
        if kind is Kind.WLMDS:
            return _weekly_list(path, read_with)
        if kind in PUBLICATIONS:
            return _publication(path, kind)
        if kind in _READERS:
            return _READERS[kind](path)
    except UnusableInput as problem:
        return Checked(path.name, kind, findings=problem.findings)
    known = "; ".join(known.label for known in Kind if known is not Kind.UNKNOWN)
    return Checked(
        path.name, kind, findings=(error("UNKNOWN_KIND", path.name, f"one of: {known}"),)
    )


def _month(month: RttMonth, places: Places | None) -> Checked:
    source = month.source
    unlisted = () if places is None else codes_not_listed(month, places.codes, places.sites)
    return Checked(
        source.name,
        Kind(source.kind),
        month.period,
        month.revised,
        month.frame.height,
        source.sha256,
        (*month.findings, *unlisted),
    )


def _weekly_list(path: Path, read_with: ReadWith | None) -> Checked:
    """Read a weekly list; its rows for us are the open pathways of its newest week."""
    read = read_waiting_file(path, read_with)
    source, table = read.table.source, read.table
    rows, findings = table.frame.height, table.findings
    return Checked(source.name, Kind.WLMDS, read.as_of, False, rows, source.sha256, findings)


def _publication(path: Path, kind: Kind) -> Checked:
    """Read figures whole; its rows for us are the figures.

    Situation reports of measures that nobody knows may still be series to be charted.
    """
    try:
        read = read_publication(path, kind)
    except UnusableInput as problem:
        of_measures = all(finding.column == "measure" for finding in problem.findings)
        if kind is not Kind.SITUATION_REPORT or not of_measures or not _may_be_series(path):
            raise
        return _series(path)
    return Checked(
        read.source.name,
        kind,
        None if read.period is None else read.period[1],
        read.revised,
        read.frame.height,
        read.source.sha256,
        read.findings,
        None if read.period is None else read.period[0],
    )


def _own_table(path: Path) -> Checked:
    """Check every value of a table of a plan's inputs; the tables are compared when planning."""
    table = table_of(headings_of(path))
    assert table is not None  # noqa: S101 - it was recognised by these headings
    read = read_table(path, table)
    findings = list(read.findings)
    if table is CRITERIA and not findings:
        findings += inconsistencies(read.frame, read.source.name)
    return Checked(
        read.source.name,
        Kind(table.name),
        rows=read.frame.height,
        sha256=read.source.sha256,
        findings=tuple(findings),
    )


def _outcomes(path: Path) -> Checked:
    read = read_table(path, OUTCOMES)
    name = read.source.name
    return Checked(
        name,
        Kind.OUTCOMES,
        rows=read.frame.height,
        sha256=read.source.sha256,
        findings=(*read.findings, *contradictions(read.frame, name)),
    )


def _replies(path: Path) -> Checked:
    """Check a file of replies; what it says of a plan is compared when that plan is replaced."""
    read = read_replies(path)
    return Checked(
        read.source.name, Kind.REPLIES, rows=read.frame.height, sha256=read.source.sha256
    )


def _contract(path: Path) -> Checked:
    """Check a contract; its rows for us are its lines."""
    read = read_contract(path)
    source = read.source
    return Checked(source.name, Kind.CONTRACT, rows=len(read.contract.lines), sha256=source.sha256)


def _returns(path: Path) -> Checked:
    """Check returns of use; whether a contract has their lines is seen beside the contract."""
    read = read_returns(path)
    return Checked(
        read.source.name,
        Kind.RETURNS,
        rows=len(read.returns),
        sha256=read.source.sha256,
        findings=read.findings,
    )


def _invoices(path: Path) -> Checked:
    read = read_invoices(path)
    return Checked(
        read.source.name,
        Kind.INVOICES,
        rows=len(read.invoices),
        sha256=read.source.sha256,
        findings=read.findings,
    )


def _demand(path: Path) -> Checked:
    read = read_past_weeks(path)
    weeks = read.frame["week"].drop_nulls().to_list()
    return Checked(
        read.source.name,
        Kind.DEMAND,
        max(weeks) + timedelta(days=6) if weeks else None,
        rows=read.frame.height,
        sha256=read.source.sha256,
        findings=read.findings,
        begins=min(weeks, default=None),
    )


def _questions(path: Path) -> Checked:
    """Check questions and the files of demand that they name; its rows for us are the questions."""
    asked = read_questions(path)
    return Checked(
        path.name,
        Kind.SIZING,
        rows=len(asked),
        sha256=describe_source(path, Kind.SIZING).sha256,
        findings=tuple(finding for one in asked for finding in one.findings),
    )


def _of_table(read: Callable[[Path], ReferenceTable]) -> Callable[[Path], Checked]:
    def check(path: Path) -> Checked:
        table = read(path)
        return Checked(
            table.source.name,
            Kind(table.source.kind),
            rows=table.frame.height,
            sha256=table.source.sha256,
            findings=table.findings,
        )

    return check


def _boundaries(path: Path) -> Checked:
    read = read_boundaries(path)
    return Checked(
        read.source.name,
        Kind(read.source.kind),
        rows=len(read.outlines),
        sha256=read.source.sha256,
        findings=read.findings,
    )


def _score_table(path: Path) -> Checked:
    """Check a score table; its rows for us are the figures that make the score."""
    read = read_score_table(path, shipped_measures())
    table = read.table
    return Checked(
        path.name,
        Kind.SCORE_TABLE,
        table.in_force_until,
        rows=sum(len(pillar.parameters) for pillar in table.pillars),
        sha256=describe_source(path, Kind.SCORE_TABLE).sha256,
        findings=read.findings,
        begins=table.in_force_from,
    )


def _may_be_series(path: Path) -> bool:
    return series_table(headings_of(path)) is not None


def _series(path: Path) -> Checked:
    """Read the series that a chart would be made of; its rows for us are their values."""
    read = read_spc_file(path)
    days = [day for each in read.plotted for day in each.series.days]
    kind = Kind.SERIES if series_table(headings_of(path)) is SERIES else Kind.OBSERVATIONS
    return Checked(
        read.source.name, kind, max(days), rows=len(days), sha256=read.source.sha256,
        findings=read.findings, begins=min(days),
    )  # fmt: skip


def _of_forecast(path: Path) -> Checked:
    """Check every value of a table of a forecast; a folder's tables are compared when it is read.

    The period is that of the days observed or forecast.
    """
    kind = recognise(path).kind
    read = read_table(path, OF_FORECASTS[kind])
    days: list[date] = []
    dated = next((name for name in _DATED if name in read.frame.columns), None)
    if dated is not None and read.frame.schema[dated] == pl.Date:
        days = read.frame[dated].drop_nulls().to_list()
    return Checked(
        read.source.name, kind, max(days, default=None), rows=read.frame.height,
        sha256=read.source.sha256, findings=read.findings, begins=min(days, default=None),
    )  # fmt: skip


def _overview(path: Path) -> Checked:
    table = read_rtt_overview(path)
    return Checked(
        table.source.name,
        Kind.RTT_OVERVIEW,
        table.frame["month"][-1],
        rows=table.frame.height,
        sha256=table.source.sha256,
        findings=table.findings,
    )


_DATED = ("date", "target_end_date", "reference_date")
_MONTHS: Mapping[Kind, Callable[[Path], RttMonth]] = {
    Kind.RTT_FULL_CSV: read_rtt_month,
    Kind.RTT_WORKBOOK: read_rtt_workbook,
}
_READERS: Mapping[Kind, Callable[[Path], Checked]] = {
    **{kind: _of_table(read) for kind, read in READERS.items()},
    Kind.RTT_OVERVIEW: _overview,
    Kind.AREA_BOUNDARIES: _boundaries,
    Kind.OUTCOMES: _outcomes,
    Kind.REPLIES: _replies,
    Kind.CONTRACT: _contract,
    Kind.RETURNS: _returns,
    Kind.INVOICES: _invoices,
    Kind.DEMAND: _demand,
    Kind.SIZING: _questions,
    **dict.fromkeys(map(Kind, TABLES), _own_table),
    Kind.SCORE_TABLE: _score_table,
    **dict.fromkeys((Kind.SERIES, Kind.OBSERVATIONS), _series),
    **dict.fromkeys(OF_FORECASTS, _of_forecast),
}
