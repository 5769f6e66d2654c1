"""Tell what a file is from what is in it; its name and extension do not count."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.contracts.contract_file import is_contract
from tidegate.exchange.contracts.demand_file import is_demand
from tidegate.exchange.contracts.invoices import is_invoices
from tidegate.exchange.contracts.sizing_file import is_questions
from tidegate.exchange.contracts.use_returns import is_returns
from tidegate.exchange.directory.boundaries import has_boundaries
from tidegate.exchange.directory.hospitals import HEADINGS as HOSPITAL_HEADINGS
from tidegate.exchange.directory.ods import WIDTH as ODS_WIDTH
from tidegate.exchange.directory.ods import kind_of_codes
from tidegate.exchange.directory.organisations import is_organisation_list
from tidegate.exchange.directory.small_areas import kind_of_headings
from tidegate.exchange.directory.trust_points import is_trust_points
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.kinds import Kind
from tidegate.exchange.matching.input_tables import table_of
from tidegate.exchange.matching.replies import is_replies
from tidegate.exchange.pressure.not_read import refuse_r_data
from tidegate.exchange.pressure.publications import table_kind, workbook_kind
from tidegate.exchange.pressure.score_tables import is_score_table
from tidegate.exchange.pressure.series_kinds import series_kind
from tidegate.exchange.sources import (
    open_text,
    refuse_unless_file,
    refuse_unless_text,
)
from tidegate.exchange.transfers.outcomes import is_outcomes
from tidegate.exchange.waiting.rtt_layout import find_header
from tidegate.exchange.waiting.rtt_overview import is_rtt_overview
from tidegate.exchange.waiting.rtt_workbook import is_rtt_workbook
from tidegate.exchange.waiting.sheets import is_workbook, open_workbook
from tidegate.exchange.waiting.wlmds_columns import is_wlmds

if TYPE_CHECKING:
    from pathlib import Path

_HEAD_BYTES = 2**16
_GEOJSON_FEATURE = re.compile(r'"properties"\s*:\s*(\{[^{}]*\})')
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is.

    Attributes:
        kind: one of the kinds that Tidegate reads, or unknown.
        name: the file, with its member when it is an archive.
    """

    kind: Kind
    name: str


def recognise(path: Path) -> Recognised:
    """Tell what a file is, reading no more than its beginning.

    Raises:
        UnusableInput: nothing there to recognise: missing, empty, a folder, a broken archive,
            a web page saved under another name, or no text that can be read; or it is known, and
            known not to be what Tidegate reads, such as data stored by R.
    """
    refuse_unless_file(path)
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head.startswith(b"PAR1"):
        return Recognised(_parquet_kind(path), path.name)
    if is_workbook(path):
        return Recognised(_workbook_kind(path), path.name)
    refuse_r_data(path)
    with open_text(path) as opened:
        head = opened.stream.read(_HEAD_BYTES)
    refuse_unless_text(head, opened.name)
    return Recognised(_text_kind(head.removeprefix(_BOM)), opened.name)


def _workbook_kind(path: Path) -> Kind:
    workbook = open_workbook(path)
    if is_rtt_overview(workbook, path):
        return Kind.RTT_OVERVIEW
    if is_rtt_workbook(workbook, path):
        return Kind.RTT_WORKBOOK
    return workbook_kind(workbook, path) or Kind.UNKNOWN


def _parquet_kind(path: Path) -> Kind:
    try:
        headings = list(pl.read_parquet_schema(path))
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as problem:
        raise UnusableInput(
            [error("BROKEN_PARQUET", path.name, "a complete Parquet file")]
        ) from problem
    return kind_of_headings(headings) or table_kind(headings) or _own_kind(headings)


def _text_kind(head: bytes) -> Kind:
    if find_header(head) is not None:
        return Kind.RTT_FULL_CSV
    text = head.decode("utf-8", "replace")
    if is_contract(text):
        return Kind.CONTRACT
    if is_questions(text):
        return Kind.SIZING
    if text.lstrip().startswith("{"):
        return _json_kind(text)
    if is_score_table(text):
        return Kind.SCORE_TABLE
    lines = text.splitlines()
    first = head.split(b"\n", 1)[0].decode("cp1252", "replace")
    separator = "¬" if "¬" in first else ","
    headings = [heading.strip('", \r') for heading in first.split(separator)]
    if set(HOSPITAL_HEADINGS) <= set(headings):
        return Kind.HOSPITALS
    if is_trust_points(headings):
        return Kind.TRUST_POINTS
    published = kind_of_headings(headings) or table_kind(headings) or _ods_kind(lines)
    return published if published is not Kind.UNKNOWN else _own_kind(headings)


def _own_kind(headings: list[str]) -> Kind:
    """Recognise a table of somebody's own by the columns that it needs."""
    if is_organisation_list(headings):
        return Kind.ORGANISATIONS
    if is_outcomes(headings):
        return Kind.OUTCOMES
    if is_replies(headings):
        return Kind.REPLIES
    if is_invoices(headings):
        return Kind.INVOICES
    if is_returns(headings):
        return Kind.RETURNS
    if is_demand(headings):
        return Kind.DEMAND
    if is_wlmds(headings):
        return Kind.WLMDS
    table = table_of(headings)
    if table is not None:
        return Kind(table.name)
    return series_kind(headings) or Kind.UNKNOWN


def _json_kind(text: str) -> Kind:
    for match in _GEOJSON_FEATURE.finditer(text):
        try:
            properties = json.loads(match[1])
        except ValueError:
            continue
        if has_boundaries(properties):
            return Kind.AREA_BOUNDARIES
    return Kind.UNKNOWN


def _ods_kind(lines: list[str]) -> Kind:
    """Recognise an ODS file by its rows: 27 cells, an ODS code first, a date eleventh."""
    rows = list(csv.reader(lines[:200]))
    rows = rows[:-1] if len(rows) > 1 else rows  # the last may be cut
    if not rows or any(len(row) != ODS_WIDTH for row in rows):
        return Kind.UNKNOWN
    if not all(re.fullmatch(r"[A-Z0-9]{3,6}", row[0]) for row in rows):
        return Kind.UNKNOWN
    return kind_of_codes([row[0] for row in rows])
