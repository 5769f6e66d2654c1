"""Read the ambulance systems indicators (AmbSYS): the flat CSV, or the workbook's own figures."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.directory.reference import parse_table, read_text, require_columns
from tidegate.exchange.findings import Finding, UnusableInput, error
from tidegate.exchange.kinds import Kind
from tidegate.exchange.pressure.days import month_end
from tidegate.exchange.pressure.figures import Figures, as_figures, with_codes
from tidegate.exchange.pressure.publication import ENGLAND, Publication, level_of, publication
from tidegate.exchange.waiting.sheets import find_row, is_workbook, open_workbook, read_sheet, texts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

TITLE = "About the Ambulance Quality Indicators"
HEADINGS = ("Year", "Month", "Region", "Org Code", "Org Name", "A0", "A7")
_RAW = ("Year", "Month", "Area", "Trust", "A0", "A7")
_SECONDS = 60
_MONTHS = {name.upper(): number for number, name in enumerate(calendar.month_name) if name}
_APRIL = 4


@dataclass(frozen=True, slots=True)
class _Item:
    """One item: what it counts, the item whose 0 means that it was not collected, its unit."""

    measure: str
    counted_by: str
    per: float = 1


_ITEMS: Mapping[str, _Item] = {
    "A1": _Item("ambulance_calls", "A1"),
    "A7": _Item("ambulance_incidents", "A7"),
    "A53": _Item("ambulance_conveyed_ed", "A53"),
    "A8": _Item("ambulance_c1", "A8"),
    "A25": _Item("ambulance_c1_mean", "A8", _SECONDS),
    "A26": _Item("ambulance_c1_90th", "A8", _SECONDS),
    "A10": _Item("ambulance_c2", "A10"),
    "A31": _Item("ambulance_c2_mean", "A10", _SECONDS),
    "A32": _Item("ambulance_c2_90th", "A10", _SECONDS),
    "A11": _Item("ambulance_c3", "A11"),
    "A34": _Item("ambulance_c3_mean", "A11", _SECONDS),
    "A35": _Item("ambulance_c3_90th", "A11", _SECONDS),
    "A12": _Item("ambulance_c4", "A12"),
    "A37": _Item("ambulance_c4_mean", "A12", _SECONDS),
    "A38": _Item("ambulance_c4_90th", "A12", _SECONDS),
    "A140": _Item("handovers_timed", "A140"),
    "A142": _Item("handover_mean", "A140", _SECONDS),
    "A143": _Item("handover_90th", "A140", _SECONDS),
    "A144": _Item("handover_over_15", "A140"),
    "A145": _Item("handover_over_30", "A140"),
    "A146": _Item("handover_over_60", "A140"),
}


def read_ambulance(path: Path) -> Publication:
    """Read calls, incidents, response times and handovers of services, regions and England.

    Times become minutes. Where a service counts no call, incident or handover at all in a month,
    the 0 stands for nothing collected and is no figure.

    Raises:
        UnusableInput: neither the CSV nor the workbook, months that are none, or cells that are no
            figures.
    """
    rows, findings, member = _raw_sheet(path) if is_workbook(path) else _flat(path)
    code = pl.col("organisation").str.strip_chars().str.to_uppercase()
    rows = rows.with_columns(
        organisation=pl.when(code == "ENG").then(pl.lit(ENGLAND)).otherwise(code)
    )
    rows, strange = with_codes(rows, path.name)
    rows = rows.with_columns(level=level_of(pl.col("organisation")))
    there = {item: each for item, each in _ITEMS.items() if item in rows.columns}
    rows = rows.with_columns(
        pl.when(pl.col(each.counted_by) != "0").then(pl.col(item)).alias(item)
        for item, each in there.items()
        if each.counted_by in rows.columns
    )
    columns = [Figures(item, each.measure, per=each.per) for item, each in there.items()]
    frame, wrong = as_figures(rows, columns, path.name)
    findings = [*findings, *strange, *wrong]
    return publication(frame, Kind.AMBULANCE, path, findings=findings, member=member)


def _flat(path: Path) -> tuple[pl.DataFrame, list[Finding], str | None]:
    text = read_text(path)
    table = parse_table(text.text, text.name)
    require_columns(table.columns, HEADINGS, text.name)
    rows = table.with_columns(organisation=pl.col("Org Code"), name=pl.col("Org Name"))
    return *_dated(rows, text.name), text.member


def _raw_sheet(path: Path) -> tuple[pl.DataFrame, list[Finding], str | None]:
    """Find the sheet with the figures; the others show what a selector picks from it."""
    workbook = open_workbook(path)
    for name in workbook.sheet_names:
        table = read_sheet(workbook, name, path)
        header = find_row(table, *_RAW)
        if header is not None:
            headings = texts(table.row(header))
            places: dict[str, str] = {}
            for heading, column in zip(headings, table.columns, strict=True):
                places.setdefault(heading, column)  # years and months repeat to the right
            wanted = [heading for heading in (*_RAW, *_ITEMS) if heading in places]
            body = table.slice(header + 1).select(
                pl.col(places[heading]).alias(heading) for heading in dict.fromkeys(wanted)
            )
            rows = body.filter(pl.col("Area").is_not_null() & pl.col("Year").is_not_null())
            told = rows.with_columns(organisation="Area", name=pl.col("Trust").fill_null(""))
            return *_dated(told, f"{path.name} › {name}"), name
    expected = f"a sheet with the headings {', '.join(_RAW)}"
    raise UnusableInput([error("MISSING_SHEET", path.name, expected)])


def _dated(rows: pl.DataFrame, file: str) -> tuple[pl.DataFrame, list[Finding]]:
    """Make days of year and month: 2024 and 1, or 2017-18 and AUGUST of that financial year."""
    said = rows.select("Year", "Month").unique(maintain_order=True)
    days, findings = [], []
    for year, month in said.iter_rows():
        first = _first(str(year), str(month))
        if first is None:
            expected = "a year and a month"
            findings.append(error("BAD_DATE", file, expected, value=f"{year}, {month}"))
        else:
            days.append((year, month, first, month_end(first.year, first.month)))
    schema = {"Year": pl.String, "Month": pl.String, "start": pl.Date, "end": pl.Date}
    known = pl.DataFrame(days, schema, orient="row")
    return rows.join(known, on=["Year", "Month"], how="left", maintain_order="left"), findings


def _first(year: str, month: str) -> date | None:
    number = int(month) if month.isdigit() else _MONTHS.get(month.upper(), 0)
    found = re.fullmatch(r"(\d{4})(-\d\d)?", year)
    if found is None or number not in range(1, 13):
        return None
    financial = found[2] is not None  # such a year begins in April
    return date(int(found[1]) + (financial and number < _APRIL), number, 1)
