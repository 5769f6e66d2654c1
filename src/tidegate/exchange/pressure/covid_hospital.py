"""Read the weekly file of COVID-19 hospital activity: a sheet a subject, a column a day."""

from __future__ import annotations

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
    from pathlib import Path

    from tidegate.exchange.findings import Finding

TITLE = "COVID-19 daily situation report"
_HEADINGS = ("NHS England Region", "Code", "Name")
REGIONS = {
    "London": "Y56",
    "South West": "Y58",
    "South East": "Y59",
    "Midlands": "Y60",
    "East of England": "Y61",
    "North West": "Y62",
    "North East and Yorkshire": "Y63",
}
"""NHS England's regions, which these sheets name without their codes."""
# Beginning of a sheet's summary → measure; the longest that fits counts.
_SUBJECTS = {
    "Total reported admissions to hospital and diagnoses": "covid_admissions",
    "Estimated new hospital cases": "covid_cases_new",
    "Estimated new admissions to hospital from the community": "covid_admissions_community",
    "Estimated new hospital admissions from the community with": "covid_admissions_lagged",
    "Total reported hospital admissions and diagnoses from a care": "covid_admissions_care_home",
    "Total beds - occupied by confirmed": "covid_beds",
    "Mechanical Ventilation beds - occupied by confirmed": "covid_beds_ventilated",
    "Adult General and Acute beds - occupied by confirmed": "covid_beds_adult_ga",
    "Adult General and Acute beds - occupied by non": "non_covid_beds_adult_ga",
    "Adult General and Acute beds - Unoccupied (": "adult_ga_beds_empty",
    "Adult General and Acute beds - Unoccupied, available": "adult_ga_beds_empty_non_covid",
    "Adult Critical Care beds - occupied by confirmed": "covid_beds_adult_cc",
    "Adult Critical Care beds - occupied by non": "non_covid_beds_adult_cc",
    "Adult Critical Care beds - Unoccupied (": "cc_adult_empty",
    "Adult Critical Care beds - Unoccupied, available": "cc_adult_empty_non_covid",
}


def read_covid_hospital(path: Path) -> Publication:
    """Read every sheet; its formatted empty rows are no rows, and a blank is not a 0.

    A sheet whose subject is not known is left out with a warning.

    Raises:
        UnusableInput: not this file, or cells that are no figures.
    """
    workbook = open_workbook(path)
    frames, findings = [], []
    for name in workbook.sheet_names:
        sheet = take_apart(read_sheet(workbook, name, path), f"{path.name} › {name}", *_HEADINGS)
        if sheet is not None:
            frame, found = _subject(sheet)
            frames.append(frame)
            findings += found
    if not frames:
        expected = f"sheets titled “{TITLE} …” with the headings {', '.join(_HEADINGS)}"
        raise UnusableInput([error("MISSING_SHEET", path.name, expected)])
    frame = pl.concat(frames, how="diagonal")
    return publication(frame, Kind.COVID_HOSPITAL, path, findings=findings)


def _subject(sheet: Sheet) -> tuple[pl.DataFrame, list[Finding]]:
    summary = sheet.title.get("Summary", "").casefold()
    fits = {words: key for words, key in _SUBJECTS.items() if summary.startswith(words.casefold())}
    if not fits:
        expected = f"a summary such as “{next(iter(_SUBJECTS))} …”; the sheet was not read"
        found = warning("SHEET_NOT_READ", sheet.name, expected, value=summary)
        return pl.DataFrame(), [found]
    measure = fits[max(fits, key=len)]
    days = {n: day for n, heading in enumerate(sheet.headings) if (day := spelled_day(heading))}
    columns = [Figures(f"c{n}", measure, (day, day), heading=str(day)) for n, day in days.items()]
    if not columns:
        return pl.DataFrame(), [error("MISSING_COLUMN", sheet.name, "columns of days")]
    code, name = sheet.place("Code"), sheet.place("Name")
    region = pl.col(name).str.strip_chars().replace_strict(REGIONS, default=None)
    body = sheet.body.with_columns(pl.coalesce(pl.col(code), region).alias(code))
    told = Sheet(sheet.name, sheet.title, sheet.blocks, sheet.headings, body)
    rows, strange = with_codes(labelled(told, code, name), sheet.name)
    rows = rows.with_columns(level=level_of(pl.col("organisation")))
    frame, wrong = as_figures(rows, columns, sheet.name)
    return frame, [*strange, *wrong]
