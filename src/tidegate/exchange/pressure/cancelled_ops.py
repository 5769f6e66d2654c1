"""Read a quarter of operations cancelled at the last minute, by provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.kinds import Kind
from tidegate.exchange.pressure.figures import Figures, as_figures, with_codes
from tidegate.exchange.pressure.publication import Publication, level_of, publication
from tidegate.exchange.pressure.sheet import labelled, sheet_with
from tidegate.exchange.waiting.sheets import open_workbook

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "Cancelled Operations"
_MEASURES = {
    "Number of last minute elective operations cancelled for non clinical reasons": "ops_cancelled",
    "Number of patients not treated within 28 days of last minute elective cancellation": (
        "ops_not_within_28_days"
    ),
}


def read_cancelled_ops(path: Path) -> Publication:
    """Read the sheet by provider; of its two rows of England the one with all rows' sum counts.

    Raises:
        UnusableInput: not this workbook, or cells that are no figures.
    """
    workbook = open_workbook(path)
    labels = ("Organisation Code", "Organisation Name")
    sheet = sheet_with(workbook, path, *labels, *_MEASURES, titled=TITLE)
    columns = [
        Figures(sheet.place(heading), measure, sheet.period, heading=heading)
        for heading, measure in _MEASURES.items()
    ]
    rows = labelled(sheet, *map(sheet.place, labels))
    rows = rows.filter(~pl.col("name").str.contains(r"(?i)excluding independent"))
    rows, findings = with_codes(rows, sheet.name)
    rows = rows.with_columns(level=level_of(pl.col("organisation")))
    frame, wrong = as_figures(rows, columns, sheet.name)
    findings += wrong
    return publication(frame, Kind.CANCELLED_OPS, path, findings=findings, revised=sheet.revised)
