"""Read the time series of A&E attendances of England, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.pressure.observations import Level
from tidegate.exchange.findings import Finding, error
from tidegate.exchange.kinds import Kind
from tidegate.exchange.pressure.days import month_end, spelled_day
from tidegate.exchange.pressure.figures import Figures, as_figures
from tidegate.exchange.pressure.publication import ENGLAND, Publication, publication
from tidegate.exchange.pressure.sheet import Sheet, sheet_with
from tidegate.exchange.waiting.sheets import open_workbook

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "A&E Attendances & Emergency Admission statistics"
_TYPE_1 = "Type 1 Departments - Major A&E"
_ACTIVITY = {
    _TYPE_1: "ed_attendances_type1",
    "Type 2 Departments - Single Specialty": "ed_attendances_type2",
    "Type 3 Departments - Other A&E/Minor Injury Unit": "ed_attendances_other",
    "Total Attendances": "ed_attendances",
    "Total Emergency Admissions via A&E": "emergency_admissions_ed",
    "Other Emergency Admissions (i.e not via A&E)": "emergency_admissions_other",
    "Total Emergency Admissions": "emergency_admissions",
    "Number of patients spending >4 hours from decision to admit to admission": "dta_over_4h",
    "Number of patients spending >12 hours from decision to admit to admission": "dta_over_12h",
}
_LESS, _GREATER = "A&E attendances less than", "A&E attendances greater than"


def read_ae_series(path: Path) -> Publication:
    """Read the sheets of activity and of performance; figures until 2015 are estimates of months.

    Raises:
        UnusableInput: not this workbook, months that are none, or cells that are no figures.
    """
    workbook = open_workbook(path)
    activity = sheet_with(workbook, path, "Period", "Total Attendances", titled=TITLE)
    performance = sheet_with(workbook, path, "Period", "Total Attendances < 4 hours", titled=TITLE)
    first = [Figures(activity.place(words), key, heading=words) for words, key in _ACTIVITY.items()]
    second = [
        Figures(performance.place("Total Attendances < 4 hours"), "ed_within_4h"),
        Figures(performance.place("Total Attendances > 4 hours"), "ed_over_4h"),
        Figures(performance.place(_TYPE_1, block=_LESS), "ed_within_4h_type1"),
        Figures(performance.place(_TYPE_1, block=_GREATER), "ed_over_4h_type1"),
    ]
    frames, findings = [], []
    for sheet, columns in ((activity, first), (performance, second)):
        rows, wrong = _months(sheet)
        frame, strange = as_figures(rows, columns, sheet.name)
        frames.append(frame)
        findings += [*wrong, *strange]
    return publication(pl.concat(frames), Kind.AE_SERIES, path, findings=findings)


def _months(sheet: Sheet) -> tuple[pl.DataFrame, list[Finding]]:
    """Date each row by its month; what stands below the months is no row."""
    place = sheet.place("Period")
    rows = sheet.body.filter(pl.col(place).fill_null("").str.contains(r"^\d{4}-\d\d"))
    days = [day for each in rows[place] if (day := spelled_day(each))]
    found = []
    if len(days) != rows.height:
        found.append(error("BAD_DATE", sheet.name, "the first day of a month", column="Period"))
        rows = rows.clear()
        days = []
    return rows.with_columns(
        organisation=pl.lit(ENGLAND),
        name=pl.lit("England"),
        level=pl.lit(Level.NATION.value),
        start=pl.Series([day.replace(day=1) for day in days], dtype=pl.Date),
        end=pl.Series([month_end(day.year, day.month) for day in days], dtype=pl.Date),
    ), found
