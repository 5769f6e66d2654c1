"""Figures for the form out of a file of situation reports, in our own schema."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl

from tidegate.controlroom.pressure.terms import TERMS
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.pressure.situation_report import read_situation_report

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.core.files.uploadedfile import UploadedFile

LARGEST = 2_000_000  # bytes; a year of one trust's reports is less


@dataclass(frozen=True, slots=True)
class FromFile:
    """What a file has for one report.

    Attributes:
        name: of the file.
        values: its figures by measure.
        notes: what of the file was passed over, in words.
    """

    name: str
    values: Mapping[str, float]
    notes: tuple[str, ...]


def figures_in(sent: UploadedFile | None, organisation: str, day: date) -> FromFile:
    """Read the figures of one provider's report of a day; each figure by the day it describes.

    Raises:
        UnusableInput: no file, too large a file, one that is no situation report, or one without
            a figure for this report.
    """
    name = Path((sent.name if sent else "") or "file").name
    if sent is None or not sent.size:
        raise UnusableInput([error("NO_FILE", name, "a file, CSV or Parquet")])
    if sent.size > LARGEST:
        raise UnusableInput([error("FILE_TOO_LARGE", name, "a file of at most 2 MB")])
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(sent.read())
        read = read_situation_report(path)
    own = read.frame.filter(
        (pl.col("organisation") == organisation) & (pl.col("level") == "provider")
    )
    figures = own.select("measure", "end", "value").iter_rows()
    known = {(measure, end): value for measure, end, value in figures}
    values = {
        measure: known[measure, described]
        for measure in TERMS.lines
        if (described := TERMS.described(measure, day)) and (measure, described) in known
    }
    if not values:
        expected = f"figures of {organisation} for the report of {day.isoformat()}"
        raise UnusableInput([error("NO_FIGURES", name, expected)])
    left = read.frame.height - len(values)
    notes = [finding.sentence() for finding in read.findings]
    if left:
        notes.append(f"{left:,} other figures of the file are not part of this report.")
    return FromFile(name, values, tuple(notes))
