"""Read the winter's daily situation reports: a workbook with a sheet for each subject."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.findings import UnusableInput, error, warning
from tidegate.exchange.kinds import Kind
from tidegate.exchange.pressure.days import spelled_day
from tidegate.exchange.pressure.figures import Figures, as_figures, with_codes
from tidegate.exchange.pressure.publication import Publication, level_of, publication
from tidegate.exchange.pressure.sheet import Sheet, labelled, take_apart
from tidegate.exchange.waiting.sheets import open_workbook, read_sheet

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from tidegate.exchange.findings import Finding

TITLE = "Daily Hospital Situation Report"
_HEADINGS = ("NHS England Region", "Code", "Name")
# What a sheet's title says → what its columns count, by heading; a sheet whose headings are days
# themselves has one measure.
_SUBJECTS: Mapping[str, str | Mapping[str, str]] = {
    "A&E Closures": "ed_closures",
    "A&E Diverts": "ed_diverts",
    "General and Acute Beds": {
        "Core Beds Open": "ga_beds_core",
        "Escalation Beds Open": "escalation_beds_open",
        "Total Beds Open": "ga_beds_open",
        "Total beds occ'd": "ga_beds_occupied",
    },
    "stays of 7, 14 or 21 days": {
        "> 7 days": "long_stay_over_7",
        "> 14 days": "long_stay_over_14",
        "> 21 days": "long_stay_over_21",
    },
    "D&V/norovirus": {
        "Beds closed": "beds_closed_norovirus",
        "Beds closed unocc": "beds_closed_norovirus_empty",
    },
    "Adult Critical Care": {"CC Adult Open": "cc_adult_open", "CC Adult Occ": "cc_adult_occupied"},
    "Paediatric Intensive Care": {
        "Paed Int Care Open": "picu_open",
        "Paed Int Care Occ": "picu_occupied",
    },
    "Neonatal Intensive Care": {
        "Neo Int Care Open": "nicu_open",
        "Neo Int Care Occ": "nicu_occupied",
    },
    "Arriving By Ambulance": {
        "Arriving by ambulance": "ambulance_arrivals",
        "Delay 30-60 mins": "handover_30_to_60",
        "Delay >60 mins": "handover_over_60",
    },
}
_NOT_TAKEN = ("occupancy rate",)  # made again of the beds
_LONG = ("handover_30_to_60", "handover_over_60")


def read_winter_sitrep(path: Path) -> Publication:
    """Read every sheet of a winter's workbook; shares are left to be made of the beds.

    Sheets and columns of subjects that are not known are left out with a warning. The number of
    handovers over 30 minutes is the sum of the two that the file has.

    Raises:
        UnusableInput: not such a workbook, a sheet without days, or cells that are no figures.
    """
    workbook = open_workbook(path)
    frames, findings, revised = [], [], False
    for name in workbook.sheet_names:
        sheet = take_apart(read_sheet(workbook, name, path), f"{path.name} › {name}", *_HEADINGS)
        if sheet is None:
            continue
        frame, found = _subject(sheet)
        frames.append(frame)
        findings += found
        revised |= sheet.revised
    if not frames:
        expected = f"sheets titled “{TITLE} - …” with the headings {', '.join(_HEADINGS)}"
        raise UnusableInput([error("MISSING_SHEET", path.name, expected)])
    frame = pl.concat(frames, how="diagonal")
    both = pl.concat([frame, over_30(frame)], how="diagonal")
    return publication(both, Kind.WINTER_SITREP, path, findings=findings, revised=revised)


def over_30(frame: pl.DataFrame) -> pl.DataFrame:
    """Add up the handovers of 30 to 60 minutes and those over 60, where both are told."""
    return (
        frame.filter(pl.col("measure").is_in(_LONG))
        .group_by("organisation", "name", "level", "start", "end", maintain_order=True)
        .agg(pl.col("value").sum(), pl.len())
        .filter(pl.col("len") == len(_LONG))
        .drop("len")
        .with_columns(measure=pl.lit("handover_over_30"))
    )


def _subject(sheet: Sheet) -> tuple[pl.DataFrame, list[Finding]]:
    title = sheet.title.get("Title", "")
    subject = next(
        (s for words, s in _SUBJECTS.items() if words.casefold() in title.casefold()), None
    )
    if subject is None:
        expected = f"a title with one of: {', '.join(_SUBJECTS)}; the sheet was not read"
        return pl.DataFrame(), [warning("SHEET_NOT_READ", sheet.name, expected, value=title)]
    columns, findings = _columns(sheet, subject)
    if not columns:
        return pl.DataFrame(), findings
    rows = labelled(sheet, sheet.place("Code"), sheet.place("Name"))
    rows, strange = with_codes(rows, sheet.name)
    rows = rows.with_columns(level=level_of(pl.col("organisation")))
    frame, wrong = as_figures(rows, columns, sheet.name)
    return frame, [*findings, *strange, *wrong]


def _columns(sheet: Sheet, subject: str | Mapping[str, str]) -> tuple[list[Figures], list[Finding]]:
    columns, strange = [], dict[str, int]()
    for n, (heading, block) in enumerate(zip(sheet.headings, sheet.blocks, strict=True)):
        if isinstance(subject, str):
            day, measure = spelled_day(heading), subject
        else:
            day, measure = spelled_day(block), _spelled(subject, heading)
        if day is not None and measure:
            columns.append(Figures(f"c{n}", measure, _one(day), heading=f"{heading}, {day}"))
        elif day is not None and heading.casefold() not in _NOT_TAKEN:
            strange[heading] = strange.get(heading, 0) + 1
    expected = "a heading that is known in this sheet; the column was not read"
    findings = [
        warning("COLUMN_NOT_READ", sheet.name, expected, column=heading, count=count)
        for heading, count in strange.items()
    ]
    if not columns:
        findings.append(error("MISSING_COLUMN", sheet.name, "columns of days"))
    return columns, findings


def _spelled(subject: Mapping[str, str], heading: str) -> str:
    known = {spelled.casefold(): measure for spelled, measure in subject.items()}
    return known.get(heading.casefold(), "")


def _one(day: date) -> tuple[date, date]:
    return day, day
