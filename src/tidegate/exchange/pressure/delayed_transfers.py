"""Read a month of delayed transfers of care, by local authority."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.pressure.observations import Level
from tidegate.exchange.kinds import Kind
from tidegate.exchange.pressure.figures import Figures, as_figures, with_codes
from tidegate.exchange.pressure.publication import Publication, level_of, publication
from tidegate.exchange.pressure.sheet import Sheet, labelled, sheet_with
from tidegate.exchange.waiting.sheets import open_workbook

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "Delayed Transfer"
_DAYS = "Delayed Days"
_CARE = {
    "Acute": "dtoc_days_acute",
    "Non-Acute": "dtoc_days_non_acute",
    "Total": "dtoc_days",
}
_WHO = {
    "NHS": "dtoc_days_nhs",
    "Social Care": "dtoc_days_social_care",
    "Both": "dtoc_days_both",
}
_LABELS = ("Region", "Code", "Name")


def read_delayed_transfers(path: Path) -> Publication:
    """Read days of delay by type of care and by who answers for it.

    Average numbers of people are the days over the days of the month, and left out.

    Raises:
        UnusableInput: not this workbook, or cells that are no figures.
    """
    workbook = open_workbook(path)
    frames, findings, revised = [], [], False
    for measures in (_CARE, _WHO):
        sheet = sheet_with(workbook, path, *_LABELS, *measures, titled=TITLE)
        columns = [
            Figures(_days(sheet, heading), measure, sheet.period, heading=heading)
            for heading, measure in measures.items()
        ]
        rows = labelled(sheet, sheet.place("Code"), sheet.place("Name"))
        rows, strange = with_codes(rows, sheet.name)
        rows = rows.with_columns(level=level_of(pl.col("organisation"), Level.AUTHORITY))
        frame, wrong = as_figures(rows, columns, sheet.name)
        frames.append(frame)
        findings += [*strange, *wrong]
        revised |= sheet.revised
    frame = pl.concat(frames)
    return publication(frame, Kind.DELAYED_TRANSFERS, path, findings=findings, revised=revised)


def _days(sheet: Sheet, heading: str) -> str:
    """Find the column of days, which stands left of that of people."""
    return sheet.find(heading, block=_DAYS) or sheet.place(heading)
