"""Read NHS England's RTT overview time series: the national totals, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.directory.reference import ReferenceTable
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.kinds import Kind
from tidegate.exchange.sources import describe_source
from tidegate.exchange.waiting.sheets import find_row, open_workbook, read_sheet, texts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import fastexcel

# Our column → the block of columns it is in, and its heading there.
_WAITING, _ADMITTED = "Incomplete RTT pathways", "admitted (unadjusted)"
_COLUMNS = {
    "waiting": (_WAITING, "Total waiting (mil)"),
    "within_18_weeks": (_WAITING, "No. within 18 weeks"),
    "over_52_weeks": (_WAITING, "No. > 52 weeks"),
    "over_65_weeks": (_WAITING, "No. > 65 weeks"),
    "over_78_weeks": (_WAITING, "No. > 78 weeks"),
    "over_104_weeks": (_WAITING, "No. > 104 weeks"),
    "completed_admitted": (_ADMITTED, "No. of pathways (all)"),
    "completed_non_admitted": ("non-admitted", "No. of pathways (all)"),
    "new_periods": ("New RTT periods", "No. of new RTT periods"),
}
_REQUIRED = ("waiting", "within_18_weeks", "over_52_weeks")


def is_rtt_overview(workbook: fastexcel.ExcelReader, path: Path) -> bool:
    """Tell whether a workbook is the overview time series, by the blocks of its columns."""
    top = read_sheet(workbook, workbook.sheet_names[0], path, rows=20)
    return find_row(top, "Month", _WAITING) is not None


def read_rtt_overview(path: Path) -> ReferenceTable:
    """Read the time series: for England, without pathways that no English commissioner pays for.

    Returns:
        ``month`` (its last day), then people: ``waiting, within_18_weeks, over_52_weeks``,
        ``over_65_weeks`` and more where the edition has them, ``completed_admitted,
        completed_non_admitted, new_periods``; null where nothing was published. Figures are as
        collected, without the estimates for missing trusts.

    Raises:
        UnusableInput: not this workbook.
    """
    workbook = open_workbook(path)
    sheet = workbook.sheet_names[0]
    table = read_sheet(workbook, sheet, path)
    blocks = find_row(table, "Month", _WAITING)
    if blocks is None:
        expected = "the RTT overview time series"
        raise UnusableInput([error("NOT_AN_RTT_FILE", path.name, expected)])
    places = _places(texts(table.row(blocks)), texts(table.row(blocks + 1)))
    missing = [name for name in _REQUIRED if name not in places]
    if missing:
        raise UnusableInput(
            error("MISSING_COLUMN", path.name, f"a column “{_COLUMNS[name][1]}”")
            for name in missing
        )
    month = table.columns[texts(table.row(blocks)).index("Month")]
    columns = {name: table.columns[place] for name, place in places.items()}
    frame = _figures(table.slice(blocks + 2), month, columns)
    return ReferenceTable(frame, describe_source(path, Kind.RTT_OVERVIEW, sheet))


def _figures(body: pl.DataFrame, month: str, columns: Mapping[str, str]) -> pl.DataFrame:
    """Keep the months that have figures; a dash is a figure that was not published."""
    day = pl.col(month).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    people = (
        pl.col(column).cast(pl.Float64, strict=False).cast(pl.Int64).alias(name)
        for name, column in columns.items()
    )
    published = pl.any_horizontal(pl.exclude("month").is_not_null())
    rows = body.select(day.dt.month_end().alias("month"), *people)
    return rows.filter(pl.col("month").is_not_null() & published)


def _places(blocks: list[str], headings: list[str]) -> dict[str, int]:
    """Find each column under its block; a block's title stands over its first column only."""
    places: dict[str, int] = {}
    block = ""
    for place, (title, heading) in enumerate(zip(blocks, headings, strict=True)):
        block = title or block
        for name, (wanted_block, wanted) in _COLUMNS.items():
            if heading == wanted and _is_block(wanted_block, block):
                places.setdefault(name, place)
    return places


def _is_block(wanted: str, title: str) -> bool:
    folded = title.lower()
    if wanted == _ADMITTED:
        return wanted in folded and "non-admitted" not in folded
    return wanted.lower() in folded
