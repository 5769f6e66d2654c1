"""Read the time series of A&E attendances of England, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.pressure.observations import Level
from tidegate.exchange.findings import Finding, error, warning
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
_ROUNDING = 0.5
_LESS, _GREATER = "A&E attendances less than", "A&E attendances greater than"


def read_ae_series(path: Path) -> Publication:
    """Read the sheets of activity and of performance; figures until 2015 are estimates of months.

    Where performance leaves out providers (those that tried other standards, 2019 to 2023), its
    figures are no part of the attendances, and are left out with a warning.

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
    whole, partial = _of_all(frames[0], frames[1], performance.name)
    frame = pl.concat([frames[0], whole])
    return publication(frame, Kind.AE_SERIES, path, findings=[*findings, *partial])


def _of_all(
    activity: pl.DataFrame, performance: pl.DataFrame, file: str
) -> tuple[pl.DataFrame, list[Finding]]:
    """Keep performance of months in which it covers every attendance."""
    all_types = performance.filter(pl.col("measure").is_in(["ed_within_4h", "ed_over_4h"]))
    told = all_types.group_by("start").agg(told=pl.col("value").sum())
    whole = activity.filter(measure="ed_attendances").select("start", whole="value")
    beside = told.join(whole, on="start", how="left")
    apart = beside.filter((pl.col("told") - pl.col("whole")).abs() > _ROUNDING).sort("start")
    if apart.is_empty():
        return performance, []
    first = apart.row(0, named=True)
    expected = f"{first['whole']:,.0f}, all attendances: the month's performance was left out"
    value = f"{first['start']}: {first['told']:,.0f}"
    found = warning("PERFORMANCE_OF_SOME", file, expected, value=value, count=apart.height)
    return performance.join(apart, on="start", how="anti"), [found]


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
