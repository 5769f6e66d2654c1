"""Read a month of critical care beds and urgent operations cancelled (MSitRep)."""

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

TITLE = "Critical Care, NHS organisations in England"
_BEDS = {
    "Number of Adult critical care beds": "cc_adult",
    "Number of Paediatric intensive care beds": "picu",
    "Number of Neonatal critical care cots (or beds)": "nicu",
}
_BLOCKS = {"Open": "open", "Occupied": "occupied"}
_OPERATIONS = {
    "Urgent Operations Cancelled": "urgent_ops_cancelled",
    "Urgent Operations Cancelled for the 2nd or more time": "urgent_ops_cancelled_again",
}


def read_critical_care(path: Path) -> Publication:
    """Read both sheets: beds on the last Thursday of the month, operations of the month.

    Beds are dated to the whole month, as published; percentages are left to be made of the beds.

    Raises:
        UnusableInput: not this workbook, or cells that are no figures.
    """
    workbook = open_workbook(path)
    beds = sheet_with(workbook, path, "Region", "Code", "Name", next(iter(_BEDS)))
    operations = sheet_with(workbook, path, "Region", "Code", "Name", *_OPERATIONS)
    columns = {
        beds.name: [
            Figures(beds.place(heading, block=block), f"{stem}_{end}", beds.period, heading=heading)
            for heading, stem in _BEDS.items()
            for block, end in _BLOCKS.items()
        ],
        operations.name: [
            Figures(operations.place(heading), measure, operations.period, heading=heading)
            for heading, measure in _OPERATIONS.items()
        ],
    }
    frames, findings = [], []
    for sheet in (beds, operations):
        rows = labelled(sheet, sheet.place("Code"), sheet.place("Name"))
        rows, strange = with_codes(rows, sheet.name)
        rows = rows.with_columns(level=level_of(pl.col("organisation")))
        frame, wrong = as_figures(rows, columns[sheet.name], sheet.name)
        frames.append(frame)
        findings += [*strange, *wrong]
    return publication(
        pl.concat(frames), Kind.CRITICAL_CARE, path, findings=findings, revised=beds.revised
    )
