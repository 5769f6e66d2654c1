"""Read a month of virtual wards, by integrated care board and, since April 2025, by provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.pressure.observations import OBSERVATIONS, Level
from tidegate.exchange.kinds import Kind
from tidegate.exchange.pressure.figures import Figures, as_figures, with_codes
from tidegate.exchange.pressure.publication import Publication, level_of, publication
from tidegate.exchange.pressure.sheet import labelled, sheet_with, take_apart
from tidegate.exchange.waiting.sheets import open_workbook, read_sheet

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "Virtual Ward"
_CAPACITY, _PATIENTS = "Virtual Ward Capacity", "Patients in a Virtual Ward"
_BOARD, _PROVIDER = "ICB code", "Provider code"


def read_virtual_ward(path: Path) -> Publication:
    """Read capacity and patients; shares, which the file caps at “100%*”, are made of them.

    The providers' sheet is read beside the boards' where there is one. It has a provider once for
    each region in which it has wards: these are added up.

    Raises:
        UnusableInput: not this workbook, or cells that are no figures.
    """
    workbook = open_workbook(path)
    boards = sheet_with(workbook, path, "Name", _BOARD, _CAPACITY, _PATIENTS, titled=TITLE)
    sheets = [(boards, _BOARD, Level.ICB)]
    for name in workbook.sheet_names:
        table = read_sheet(workbook, name, path)
        sheet = take_apart(table, f"{path.name} › {name}", "Name", _PROVIDER, _CAPACITY)
        if sheet is not None:
            sheets.append((sheet, _PROVIDER, Level.PROVIDER))
    frames, findings = [], []
    for sheet, code, level in sheets:
        columns = [
            Figures(sheet.place(_CAPACITY), "virtual_ward_capacity", boards.period),
            Figures(sheet.place(_PATIENTS), "virtual_ward_occupied", boards.period),
        ]
        rows = labelled(sheet, sheet.place(code), sheet.place("Name"))
        rows, strange = with_codes(rows, sheet.name)
        rows = rows.with_columns(level=level_of(pl.col("organisation"), level))
        if sheet is not boards:
            rows = rows.filter(pl.col("level") == level.value)
        frame, wrong = as_figures(rows, columns, sheet.name)
        frames.append(frame)
        findings += [*strange, *wrong]
    index = [name for name in OBSERVATIONS if name != "value"]
    frame = pl.concat(frames).group_by(index, maintain_order=True).agg(pl.col("value").sum())
    return publication(frame, Kind.VIRTUAL_WARD, path, findings=findings, revised=boards.revised)
