"""Sheets of spreadsheet workbooks as tables of text, old format or new."""

from __future__ import annotations

from typing import TYPE_CHECKING

import fastexcel

from tidegate.exchange.blocks import MAX_FILE_BYTES
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.sources import is_archive, open_archive, refuse_unless_file

_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import polars as pl

    from tidegate.exchange.findings import Finding


def is_workbook(path: Path) -> bool:
    """Tell whether a file is a spreadsheet workbook, old format or new."""
    with path.open("rb") as file:
        if file.read(len(_OLD_WORKBOOK)) == _OLD_WORKBOOK:
            return True
    if not is_archive(path):
        return False
    with open_archive(path) as archive:
        return "[Content_Types].xml" in archive.namelist()


def open_workbook(path: Path) -> fastexcel.ExcelReader:
    """Open a workbook, refusing one that is damaged or unpacks to more than is reasonable.

    Raises:
        UnusableInput: not a workbook, or a damaged one.
    """
    refuse_unless_file(path)
    if is_archive(path):
        with open_archive(path) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
        if unpacked > MAX_FILE_BYTES:
            expected = f"at most {MAX_FILE_BYTES // 2**20} MB unpacked"
            raise UnusableInput([error("FILE_TOO_LARGE", path.name, expected)])
    try:
        return fastexcel.read_excel(path)
    except fastexcel.FastExcelError as problem:
        raise UnusableInput([_broken(path)]) from problem


def read_sheet(
    workbook: fastexcel.ExcelReader, sheet: str, path: Path, *, rows: int | None = None
) -> pl.DataFrame:
    """Read a sheet as text, from its first used cell; ``rows`` limits how far down.

    Raises:
        UnusableInput: the sheet cannot be read.
    """
    try:
        return workbook.load_sheet(sheet, header_row=None, n_rows=rows, dtypes="string").to_polars()
    except fastexcel.FastExcelError as problem:
        raise UnusableInput([_broken(path)]) from problem


def find_row(table: pl.DataFrame, *cells: str, within: int = 20) -> int | None:
    """Return the index of the first row among the top ones that holds all these cells."""
    for index, row in enumerate(table.head(within).iter_rows()):
        if set(cells) <= set(texts(row)):
            return index
    return None


def texts(row: Sequence[object]) -> list[str]:
    """Return a row's cells as single-spaced text, blanks as empty text."""
    return ["" if cell is None else " ".join(str(cell).split()) for cell in row]


def _broken(path: Path) -> Finding:
    return error("BROKEN_WORKBOOK", path.name, "a complete spreadsheet workbook")
