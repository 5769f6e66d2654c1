"""Read beds open overnight (KH03): one quarter's workbook, or quarters in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.pressure.observations import Level
from tidegate.exchange.findings import error, warning
from tidegate.exchange.kinds import Kind
from tidegate.exchange.pressure.days import Span, quarter_span
from tidegate.exchange.pressure.figures import Figures, as_figures, with_codes
from tidegate.exchange.pressure.parquet import read_parquet
from tidegate.exchange.pressure.publication import Publication, level_of, publication
from tidegate.exchange.pressure.sheet import labelled, sheet_with
from tidegate.exchange.waiting.sheets import open_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.exchange.findings import Finding

TITLE = "Average daily number of available and occupied beds open overnight"
SERIES = (
    "quarter", "period_start", "period_end", "org_code", "org_name", "specialty_group",
    "available_total", "occupied_total", "occupied",
)  # fmt: skip
_SECTORS = {
    "Total": "kh03",
    "General & Acute": "kh03_ga",
    "Learning Disabilities": "kh03_ld",
    "Maternity": "kh03_maternity",
    "Mental Illness": "kh03_mi",
}
_GROUPS = {
    "general_and_acute": "kh03_ga",
    "learning_disabilities": "kh03_ld",
    "maternity": "kh03_maternity",
    "mental_illness": "kh03_mi",
}
_BLOCKS = {"Available": "open", "Occupied": "occupied"}
_ROUNDING = 0.5


def read_kh03(path: Path) -> Publication:
    """Read the sheet by trust and sector of a quarter; beds are averages, so they have fractions.

    Raises:
        UnusableInput: not this workbook, or cells that are no figures.
    """
    workbook = open_workbook(path)
    sheet = sheet_with(workbook, path, "Org Code", "Org Name", *_SECTORS, titled=TITLE)
    columns = [
        Figures(sheet.place(sector, block=block), f"{stem}_{end}", sheet.period, heading=sector)
        for sector, stem in _SECTORS.items()
        for block, end in _BLOCKS.items()
    ]
    rows = labelled(sheet, sheet.place("Org Code"), sheet.place("Org Name"))
    rows, findings = with_codes(rows, sheet.name)
    rows = rows.with_columns(level=level_of(pl.col("organisation")))
    frame, wrong = as_figures(rows, columns, sheet.name)
    findings += wrong
    return publication(frame, Kind.KH03, path, findings=findings, revised=sheet.revised)


def read_kh03_series(path: Path) -> Publication:
    """Read quarters by trust, sector and specialty: the beds of each sector.

    Quarters are dated by their names. A copy of this table that is around dates each last quarter
    of a financial year a year too early, as if January came before the April of the same year.

    Raises:
        UnusableInput: not this table, or sectors or quarters that are not known.
    """
    given = read_parquet(path, SERIES)
    spans = {name: quarter_span(name) for name in given["quarter"].unique().sort()}
    findings = [*_unknown(given, spans, path.name), *_misdated(given, spans, path.name)]
    rows = given.rename({"org_code": "organisation", "org_name": "name"})
    key = ["organisation", "name", "quarter", "specialty_group"]
    beds = rows.group_by(key, maintain_order=True).agg(
        pl.col("available_total", "occupied_total").first(), specialties=pl.col("occupied").sum()
    )
    findings += _parts(beds, path.name)
    beds = _dated(beds, spans).with_columns(level=pl.lit(Level.PROVIDER.value))
    beds, strange = with_codes(beds, path.name)
    frames = []
    for (group,), some in beds.partition_by("specialty_group", as_dict=True).items():
        stem = _GROUPS.get(str(group), "")
        columns = [
            Figures("available_total", f"{stem}_open"),
            Figures("occupied_total", f"{stem}_occupied"),
        ]
        frame, wrong = as_figures(some, columns, path.name)
        frames.append(frame)
        findings += wrong
    findings += strange
    return publication(pl.concat(frames), Kind.KH03_SERIES, path, findings=findings)


def _dated(beds: pl.DataFrame, spans: dict[str, Span | None]) -> pl.DataFrame:
    days = pl.DataFrame(
        [(name, *span) for name, span in spans.items() if span],
        {"quarter": pl.String, "start": pl.Date, "end": pl.Date},
        orient="row",
    )
    return beds.join(days, on="quarter", how="left", maintain_order="left")


def _unknown(given: pl.DataFrame, spans: dict[str, Span | None], file: str) -> list[Finding]:
    strange = [group for group in given["specialty_group"].unique() if group not in _GROUPS]
    expected = f"one of {', '.join(_GROUPS)}"
    found = [error("UNKNOWN_CODE", file, expected, column="specialty_group", value=group)
             for group in strange]  # fmt: skip
    expected = "a quarter such as 2020-21 Q4"
    bad = [name for name, span in spans.items() if span is None]
    return found + [error("BAD_DATE", file, expected, column="quarter", value=name) for name in bad]


def _misdated(given: pl.DataFrame, spans: dict[str, Span | None], file: str) -> list[Finding]:
    quarters = given.select("quarter", "period_start", "period_end").unique().sort("quarter")
    apart = [row for row in quarters.iter_rows() if spans[row[0]] not in {None, row[1:]}]
    if not apart:
        return []
    name, start, _ = apart[0]
    expected = (
        f"the days of {name}, from {(spans[name] or ('',))[0]}: the name of the quarter counts"
    )
    return [warning("MISDATED_QUARTER", file, expected, column="period_start", value=str(start),
                    count=len(apart))]  # fmt: skip


def _parts(beds: pl.DataFrame, file: str) -> list[Finding]:
    apart = beds.filter((pl.col("specialties") - pl.col("occupied_total")).abs() > _ROUNDING)
    if apart.is_empty():
        return []
    first = apart.row(0, named=True)
    expected = f"{first['occupied_total']:g}, the sector's beds occupied"
    value = f"{first['organisation']}, {first['quarter']}: specialties {first['specialties']:g}"
    return [warning("PARTS_DO_NOT_ADD_UP", file, expected, value=value, count=apart.height)]
