"""Tell files that are known, and why they are not read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.waiting.sheets import find_row, read_sheet

if TYPE_CHECKING:
    import fastexcel

_R_MARKS = (b"RDX2\n", b"RDX3\n", b"RDA2\n", b"RDA3\n")
_MARK = 8  # bytes are enough to know one
_PACKED: Mapping[bytes, Callable[[Path], io.BufferedIOBase]] = {
    b"BZh": bz2.BZ2File,
    b"\x1f\x8b": gzip.GzipFile,
    b"\xfd7zXZ": lzma.LZMAFile,
}
_DELAYS = (
    ("month", "org_code", "perc_patients_delayed"),
    ("month", "org_code", "average_delay_los_minus_0_day_delay"),
    ("org_code", "Pre_delay", "Post_delay"),
)


def refuse_r_data(path: Path) -> None:
    """Refuse data that R has stored: the same tables are to be had as Parquet or CSV.

    Raises:
        UnusableInput: it is such data.
    """
    with path.open("rb") as file:
        head = file.read(_MARK)
    if _unpacked(path, head).startswith(_R_MARKS):
        expected = "the same table as Parquet or CSV; this is data stored by R"
        raise UnusableInput([error("R_DATA_FILE", path.name, expected)])


def refuse_derived(workbook: fastexcel.ExcelReader, path: Path) -> None:
    """Refuse a workbook of averages and medians that somebody computed from published figures.

    Raises:
        UnusableInput: it is such a workbook.
    """
    for sheet in workbook.sheet_names[1:4]:
        top = read_sheet(workbook, sheet, path, rows=5)
        if any(find_row(top, *headings) == 0 for headings in _DELAYS):
            expected = (
                "figures as their publisher issued them; these were computed from such, for charts"
            )
            raise UnusableInput([error("DERIVED_FIGURES", f"{path.name} › {sheet}", expected)])


def _unpacked(path: Path, head: bytes) -> bytes:
    """Return how a compressed file begins, unpacked; nothing where it is none, or damaged."""
    try:
        for mark, unpack in _PACKED.items():
            if head.startswith(mark):
                with unpack(path) as stream:
                    return stream.read(_MARK)
    except (OSError, EOFError, lzma.LZMAError, zlib.error):
        return b""
    return head[:_MARK]
