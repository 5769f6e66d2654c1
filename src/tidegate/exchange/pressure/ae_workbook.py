"""Read a month of A&E by provider from its workbook, or from a CSV that was saved from it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.pressure.observations import Level
from tidegate.exchange.directory.reference import read_text
from tidegate.exchange.findings import Finding, UnusableInput, error, warning
from tidegate.exchange.kinds import Kind
from tidegate.exchange.pressure.days import month_end
from tidegate.exchange.pressure.figures import Figures, as_figures, with_codes
from tidegate.exchange.pressure.publication import Publication, level_of, publication
from tidegate.exchange.pressure.sheet import Sheet, find_sheet, labelled, sheet_with, take_apart
from tidegate.exchange.waiting.sheets import open_workbook

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from tidegate.exchange.pressure.days import Span

TITLE = "A&E Attendances & Emergency Admission monthly statistics"
_TYPE_1 = "Type 1 Departments - Major A&E"
_TOTALS = {
    "Total attendances": "ed_attendances",
    "Total Attendances < 4 hours": "ed_within_4h",
    "Total Attendances > 4 hours": "ed_over_4h",
}
SAVED = ("Code", "Region", "Name", _TYPE_1, *_TOTALS)
_ONE_TYPE = ("_type1", "_type2", "_other")  # the columns before each total, in order
_KEPT = {  # what is taken of them
    "ed_attendances_type1", "ed_attendances_type2", "ed_attendances_other",
    "ed_within_4h_type1", "ed_over_4h_type1",
}  # fmt: skip
_PLAIN = {
    "Total Emergency Admissions via A&E": "emergency_admissions_ed",
    "Other Emergency admissions (i.e not via A&E)": "emergency_admissions_other",
    "Total Emergency Admissions": "emergency_admissions",
    "Number of patients spending >4 hours from decision to admit to admission": "dta_over_4h",
    "Number of patients spending >12 hours from decision to admit to admission": "dta_over_12h",
}


def read_ae_workbook(path: Path) -> Publication:
    """Read the sheet by provider of a month's workbook, and that by system where there is one.

    Raises:
        UnusableInput: not this workbook, or cells that are no figures.
    """
    workbook = open_workbook(path)
    providers = sheet_with(workbook, path, "Code", "Region", "Name", *_TOTALS, titled=TITLE)
    systems = find_sheet(workbook, path, "Code", "System", *_TOTALS, titled=TITLE)
    span = providers.period
    frame, findings = _read(providers, "Name", span, Level.PROVIDER)
    if systems is not None:
        boards, strange = _read(systems, "System", span, Level.ICB)
        boards = boards.filter(pl.col("level") == Level.ICB.value)  # England stands in both
        frame = pl.concat([frame, boards])
        findings += strange
    return publication(frame, Kind.AE, path, findings=findings, revised=providers.revised)


def read_saved_ae(path: Path, as_of: date | None = None) -> Publication:
    """Read a CSV that somebody saved from the sheet by provider: headings repeat, no month is said.

    Args:
        path: the file.
        as_of: a day of the month that it tells of; without it the figures have no days.

    Raises:
        UnusableInput: not such a file, or cells that are no figures.
    """
    text = read_text(path)
    lines = list(csv.reader(io.StringIO(text.text)))
    width = max(map(len, lines))
    cells = [line + [""] * (width - len(line)) for line in lines]
    table = pl.DataFrame(cells, [f"c{n}" for n in range(width)], orient="row")
    sheet = take_apart(table, text.name, *SAVED)
    if sheet is None:
        expected = f"the headings {', '.join(SAVED)}"
        raise UnusableInput([error("MISSING_COLUMN", text.name, expected, row=1)])
    span = (as_of.replace(day=1), month_end(as_of.year, as_of.month)) if as_of else None
    frame, findings = _read(sheet, "Name", span, Level.PROVIDER)
    if span is None:
        findings.append(_no_month(text.name))
    return publication(frame, Kind.AE, path, findings=findings, member=text.member)


def _no_month(file: str) -> Finding:
    expected = "the month, which the file does not say: name a day of it with --as-of"
    return warning("PERIOD_NOT_SAID", file, expected)


def _read(
    sheet: Sheet, name: str, span: Span | None, level: Level
) -> tuple[pl.DataFrame, list[Finding]]:
    """Read the counts; shares are left to be made of them."""
    rows, findings = with_codes(labelled(sheet, sheet.place("Code"), sheet.place(name)), sheet.name)
    no_day = pl.lit(None, pl.Date)
    rows = rows.with_columns(
        level=level_of(pl.col("organisation"), level), start=no_day, end=no_day
    )
    columns = [replace(each, span=span) for each in _columns(sheet)]
    frame, wrong = as_figures(rows, columns, sheet.name)
    return frame, [*findings, *wrong]


def _columns(sheet: Sheet) -> list[Figures]:
    columns = [
        Figures(sheet.place(words), measure, heading=words) for words, measure in _PLAIN.items()
    ]
    for words, measure in _TOTALS.items():
        total = sheet.place(words)
        columns.append(Figures(total, measure, heading=words))
        for back, ending in enumerate(reversed(_ONE_TYPE), 1):
            if measure + ending in _KEPT:
                place = int(total.removeprefix("c")) - back
                heading = f"{sheet.headings[place]}, of {words}"
                columns.append(Figures(f"c{place}", measure + ending, heading=heading))
    return columns
