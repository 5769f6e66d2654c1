"""Read winters of daily situation reports stacked in one table, a row for each provider and day."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.pressure.measure import Unit
from tidegate.core.pressure.observations import Level
from tidegate.exchange.findings import warning
from tidegate.exchange.kinds import Kind
from tidegate.exchange.pressure.figures import Figures, as_figures, with_codes
from tidegate.exchange.pressure.measures import shipped_measures
from tidegate.exchange.pressure.parquet import read_parquet
from tidegate.exchange.pressure.publication import ENGLAND, Publication, level_of, publication
from tidegate.exchange.pressure.winter_sitrep import over_30

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.exchange.findings import Finding

HEADINGS = ("Code", "Name", "Date", "Diverts", "Closures", "winter")
_COLUMNS = {
    "Diverts": "ed_diverts",
    "Closures": "ed_closures",
    "A&E Attendances": "ed_attendances",
    "G&A Beds Open": "ga_beds_open",
    "G&A beds occ'd": "ga_beds_occupied",
    "CC Adult Open": "cc_adult_open",
    "CC Adult Occ": "cc_adult_occupied",
    "No. beds closed due to norovirus etc.": "beds_closed_norovirus",
    "No. unoccupied beds closed due to norovirus etc.": "beds_closed_norovirus_empty",
    "Delays30": "handover_30_to_60",
    "Delays60": "handover_over_60",
    "No. beds occupied by long-stay patients (> 7 days)": "long_stay_over_7",
    "No. beds occupied by long-stay patients (> 21 days)": "long_stay_over_21",
    "No. beds occupied by flu patients (G&A)": "flu_beds_ga",
    "No. beds occupied by flu patients (Critical Care)": "flu_beds_cc",
}
_RATES = {
    "Occupancy rate": ("G&A beds occ'd", "G&A Beds Open"),
    "Critical care beds occupancy rate": ("CC Adult Occ", "CC Adult Open"),
}
_ROUNDED = 0.006  # a rate rounded to two figures is this far from its beds


def read_winter_series(path: Path) -> Publication:
    """Read the table; a provider's day that stands twice counts once, by its first row.

    England stands in it with the code “-” and, in some winters, twice: of all trusts, which is
    taken, and of those with a type 1 department. A rate that its beds do not bear out, as where it
    was cut to 0 or 1, is not used: shares are made of the beds.

    Raises:
        UnusableInput: not such a table, or codes that are none.
    """
    given = read_parquet(path, HEADINGS)
    england = pl.col("Code") == "-"
    of_some = england & pl.col("Name").str.contains("(?i)type 1")
    rows = given.filter(~of_some).with_columns(
        organisation=pl.when(england).then(pl.lit(ENGLAND)).otherwise(pl.col("Code")),
        name=pl.when(england).then(pl.lit("England")).otherwise(pl.col("Name")),
        start=pl.col("Date").cast(pl.Date),
        end=pl.col("Date").cast(pl.Date),
    )
    rows, findings = with_codes(rows, path.name)
    once = rows.unique(["organisation", "start"], keep="first", maintain_order=True)
    findings += [*_twice(rows, once, path.name), *_rates(once, path.name)]
    once = once.with_columns(level=level_of(pl.col("organisation"), Level.PROVIDER))
    columns = [Figures(column, measure) for column, measure in _COLUMNS.items() if column in once]
    frame, wrong = as_figures(once, columns, path.name)
    frame, together = _days_together(frame, once, path.name)
    both = pl.concat([frame, over_30(frame)], how="diagonal")
    findings += [*wrong, *together]
    return publication(both, Kind.WINTER_SERIES, path, findings=findings)


def _days_together(
    frame: pl.DataFrame, rows: pl.DataFrame, file: str
) -> tuple[pl.DataFrame, list[Finding]]:
    """Let counts stand for the days after theirs that the winter leaves out.

    Until 2016 a Friday's row told of the whole weekend: its attendances are those of three days.
    The last day of a winter is taken to stand for as many as the same weekday mostly does.
    """
    days = rows.select("start", winter=pl.col("winter")).unique().sort("start")
    gap = (pl.col("start").shift(-1).over("winter") - pl.col("start")).dt.total_days()
    weekday = pl.col("start").dt.weekday()
    days = days.with_columns(gap=gap).with_columns(
        gap=pl.col("gap").fill_null(pl.col("gap").median().over("winter", weekday)).fill_null(1)
    )
    until = pl.col("start") + pl.duration(days=pl.col("gap") - 1)
    days = days.filter(pl.col("gap") > 1).select("start", until=until)
    if days.is_empty():
        return frame, []
    counts = [key for key, each in shipped_measures().items() if each.unit is Unit.COUNT]
    longer = pl.col("measure").is_in(counts) & pl.col("until").is_not_null()
    told = frame.join(days, on="start", how="left", maintain_order="left")
    told = told.with_columns(end=pl.when(longer).then("until").otherwise("end"))
    expected = "a row for each day: counts are taken to tell of the days left out after it"
    value, count = str(days["start"][0]), days.height
    found = warning("DAYS_TOGETHER", file, expected, column="Date", value=value, count=count)
    return told.drop("until"), [found]


def _twice(rows: pl.DataFrame, once: pl.DataFrame, file: str) -> list[Finding]:
    if rows.height == once.height:
        return []
    first = rows.filter(~pl.struct("organisation", "start").is_first_distinct()).row(0, named=True)
    expected = "each provider once a day: the first row is kept"
    value = f"{first['organisation']}, {first['start']}"
    count = rows.height - once.height
    return [warning("DUPLICATE_ROWS", file, expected, value=value, count=count)]


def _rates(rows: pl.DataFrame, file: str) -> list[Finding]:
    found = []
    for rate, (part, whole) in _RATES.items():
        if not {rate, part, whole} <= set(rows.columns):
            continue
        made = pl.col(part) / pl.col(whole)
        apart = rows.filter((pl.col(whole) > 0) & ((made - pl.col(rate)).abs() > _ROUNDED))
        if not apart.is_empty():
            first = apart.row(0, named=True)
            expected = f"{part} ÷ {whole}, {first[part] / first[whole]:.3f}; the rate is not used"
            found.append(
                warning("RATE_NOT_BORNE_OUT", file, expected, column=rate,
                        value=f"{first['organisation']}, {first['start']}: {first[rate]:g}",
                        count=apart.height)
            )  # fmt: skip
    return found
