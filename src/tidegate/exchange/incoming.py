"""Facts that have been read and checked, on their way into the store of snapshots."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.directory.boundaries import read_boundaries
from tidegate.exchange.directory.readers import READERS
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.kinds import Kind
from tidegate.exchange.matching.kept_table import SCHEMAS, read_kept_table
from tidegate.exchange.pressure.publications import PUBLICATIONS, read_publication
from tidegate.exchange.recognise import recognise
from tidegate.exchange.waiting.pathways import read_pathways
from tidegate.exchange.waiting.rtt import read_rtt
from tidegate.exchange.waiting.rtt_overview import read_rtt_overview

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from tidegate.exchange.findings import Finding
    from tidegate.exchange.sources import Source
    from tidegate.exchange.waiting.rtt_month import RttMonth
    from tidegate.exchange.waiting.waiting_file import ReadWith

_REFERENCE_READERS = {**READERS, Kind.RTT_OVERVIEW: read_rtt_overview}
_MONTHS = (Kind.RTT_FULL_CSV, Kind.RTT_WORKBOOK)
_LISTS = (Kind.PATHWAYS, Kind.WLMDS)
# Kinds whose rows say themselves whose they are, and the column that says it.
_WHOSE: Mapping[str, str] = {Kind.PATHWAYS: "holder", Kind.SITUATION_REPORT: "organisation"}
OF_AN_ORGANISATION = tuple(map(Kind, SCHEMAS))
LOADABLE = (
    *_MONTHS, *_REFERENCE_READERS, Kind.AREA_BOUNDARIES, *_LISTS, *OF_AN_ORGANISATION,
    *PUBLICATIONS,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file's worth of checked facts.

    Attributes:
        source: the file, fingerprinted; its kind is the kind of the snapshot.
        as_of: the day that the facts describe, such as the end of the month.
        frame: the facts, as the reader of that kind documents them.
        findings: what is odd, yet does not spoil them; kept with the snapshot.
        organisation: ODS code of the organisation whose facts these are; empty when published.
    """

    source: Source
    as_of: date
    frame: pl.DataFrame
    findings: tuple[Finding, ...] = ()
    organisation: str = ""


def read_incoming(
    path: Path, as_of: date | None = None, read_with: ReadWith | None = None
) -> Incoming:
    """Recognise a file, read and check it.

    Args:
        path: the file.
        as_of: the day that it describes; a file that says so itself is taken at its word.
        read_with: what a waiting list is read with; other files have no use for it.

    Raises:
        UnusableInput: not a file that can be loaded, not usable, or its day is not known.
    """
    kind = recognise(path).kind
    if kind in _MONTHS:
        return _month(read_rtt(path))
    if kind is Kind.SCORE_TABLE:
        expected = "to be copied into the folder score-tables beneath TIDEGATE_HOME, not loaded"
        raise UnusableInput([error("NOT_LOADABLE", path.name, expected)])
    if kind not in LOADABLE:
        raise UnusableInput([error("NOT_LOADABLE", path.name, _what_can_be_loaded())])
    if kind in _LISTS:
        listed = read_pathways(path, as_of, read_with)
        return Incoming(listed.source, listed.as_of, listed.frame, listed.findings)
    if kind in PUBLICATIONS:
        return _figures(path, kind, as_of)
    if as_of is None:
        raise _undated(path)
    if kind is Kind.AREA_BOUNDARIES:
        return _boundaries(path, as_of)
    if kind in OF_AN_ORGANISATION:
        kept = read_kept_table(path, kind.value, as_of)
        return Incoming(kept.source, as_of, kept.frame, kept.findings)
    table = _REFERENCE_READERS[kind](path)
    return Incoming(table.source, as_of, table.frame, table.findings)


def by_organisation(incoming: Incoming, organisation: str = "") -> list[Incoming]:
    """Say whose the facts are; what is published stays everyone's.

    Args:
        incoming: what was read. A waiting list and situation reports say themselves whose each row
            is, and each provider is given its own part.
        organisation: whose the offers are, and the lines, budgets and journeys that go with them.

    Raises:
        UnusableInput: offers and the like without an organisation.
    """
    kind = incoming.source.kind
    whose = _WHOSE.get(kind)
    if whose is not None:
        parts = incoming.frame.partition_by(whose, as_dict=True)
        return [
            replace(incoming, frame=frame, organisation=str(holder))
            for (holder,), frame in sorted(parts.items())
        ]
    if kind not in OF_AN_ORGANISATION:
        return [incoming]
    if not organisation:
        expected = "--organisation CODE, because this file does not say whose it is"
        raise UnusableInput([error("ORGANISATION_NEEDED", incoming.source.name, expected)])
    return [replace(incoming, organisation=organisation)]


def _month(month: RttMonth) -> Incoming:
    """Keep workbooks of one month apart: each holds other parts, by provider or commissioner."""
    source = month.source
    if source.kind == Kind.RTT_WORKBOOK:
        by = "provider" if (month.frame["provider"] != "").any() else "commissioner"
        parts = "-".join(month.frame["part"].unique().sort())
        source = replace(source, kind=f"{source.kind}-{by}-{parts}")
    return Incoming(source, month.period, month.frame, month.findings)


def _figures(path: Path, kind: Kind, as_of: date | None) -> Incoming:
    """Read published figures; daily beds of one sort are kept apart from those of another."""
    read = read_publication(path, kind, as_of)
    if read.period is None:
        raise _undated(path)
    source = read.source
    if kind is Kind.DAILY_BEDS:
        source = replace(source, kind=f"{kind}-{read.frame['measure'][0].partition('_')[0]}")
    return Incoming(source, read.period[1], read.frame, read.findings)


def _undated(path: Path) -> UnusableInput:
    expected = "--as-of DATE, because this file does not say which day it describes"
    return UnusableInput([error("AS_OF_NEEDED", path.name, expected)])


def _boundaries(path: Path, as_of: date) -> Incoming:
    read = read_boundaries(path)
    rows = [
        {"area": outline.area, "name": outline.name, "rings": outline.rings}
        for outline in read.outlines
    ]
    degrees = pl.List(pl.List(pl.List(pl.Float64)))
    frame = pl.DataFrame(rows, {"area": pl.String, "name": pl.String, "rings": degrees})
    return Incoming(read.source, as_of, frame, read.findings)


def _what_can_be_loaded() -> str:
    return "one of: " + "; ".join(kind.label for kind in LOADABLE)
