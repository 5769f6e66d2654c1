"""Files as they go wrong between a publisher and a desk, made from sound ones."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from tests.cli.own_files import LIST, OFFERS
from tests.exchange.waiting.rtt_files import MEMBER, rtt_lines, some_rows, spell

OWN, OFFERED = LIST.encode(), OFFERS.encode()
MONTH = spell(rtt_lines(some_rows(1)))
JUNK_BYTES = 24 * 2**20
PAGE = b"<!DOCTYPE html>\n<html><body>Sign in to download this file</body></html>"
NOISE = random.Random(1).randbytes(20_000)


@dataclass(frozen=True)
class Broken:
    """One broken file.

    Attributes:
        name: what it is called.
        content: its bytes; None for no file at all, an empty tuple for a folder.
        code: code of the finding.
        row, column, value: where the finding points, where it points at a cell.
    """

    name: str
    content: Callable[[], bytes] | tuple[()] | None
    code: str
    row: int | None = None
    column: str | None = None
    value: str | None = None

    def put(self, folder: Path) -> Path:
        """Put it into a folder and return where it is."""
        path = folder / self.name
        if self.content == ():
            path.mkdir()
        elif self.content is not None:
            path.write_bytes(self.content())
        return path


def zipped(*members: bytes) -> bytes:
    """Return a zip of these contents, as it is published."""
    import io

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, content in enumerate(members):
            archive.writestr(f"{number or ''}{MEMBER}", content)
    return buffer.getvalue()


def parquet(text: str) -> bytes:
    """Return a table of text as a Parquet file."""
    import io

    buffer = io.BytesIO()
    pl.read_csv(text.encode(), infer_schema=False).write_parquet(buffer)
    return buffer.getvalue()


def cell(content: bytes, row: int, column: str, value: str) -> bytes:
    """Return a CSV without quoted cells in this row, with one cell changed."""
    lines = content.split(b"\n")
    at = lines[0].decode().strip().split(",").index(column)
    cells = lines[row - 1].split(b",")
    at -= 0 if len(cells) == lines[0].count(b",") + 1 else lines[0].count(b",") + 1
    cells[at] = value.encode() + (b"\r" if cells[at].endswith(b"\r") else b"")
    lines[row - 1] = b",".join(cells)
    return b"\n".join(lines)


def again(content: bytes) -> bytes:
    """Return a CSV whose second line is there once more at the end."""
    return content + content.split(b"\n")[1] + b"\n"


def junk(content: bytes) -> bytes:
    """Return a CSV with a cell of tens of megabytes."""
    head, first, rest = content.split(b"\n", 2)
    return b"\n".join((head, first[:-1] + b"x" * JUNK_BYTES, rest))


# What may happen to any file, whatever it should have held.
ANY_FILE = {
    "no file": Broken("absent.zip", None, "MISSING_FILE"),
    "a folder": Broken("folder.csv", (), "NOT_A_FILE"),
    "an empty file": Broken("empty.csv", lambda: b"", "EMPTY_FILE"),
    "a web page": Broken("page.xlsx", lambda: PAGE, "HTML_PAGE", row=1),
    "noise": Broken("noise.csv", lambda: NOISE, "NOT_TEXT", row=1),
    "UTF-16": Broken("wide.csv", lambda: MONTH.decode().encode("utf-16"), "WRONG_ENCODING", row=1),
    "lines of an old Mac": Broken(
        "mac.csv", lambda: OWN.replace(b"\n", b"\r"), "WRONG_LINE_ENDS", row=1
    ),
    "a truncated zip": Broken("cut.zip", lambda: zipped(MONTH)[:-900], "BROKEN_ARCHIVE"),
    "a zip of two": Broken("two.zip", lambda: zipped(MONTH, MONTH), "SEVERAL_MEMBERS"),
    "Parquet cut short": Broken("cut.parquet", lambda: parquet(LIST)[:-40], "BROKEN_PARQUET"),
}

TOTAL, PROVIDER, TFC = "Total All", "Provider Org Code", "Treatment Function Code"
MONTHS = {
    "a missing column": Broken(
        "m.csv", lambda: MONTH.replace(b",Total All", b",", 1), "MISSING_COLUMN", 1, TOTAL
    ),
    "a renamed column": Broken(
        "m.csv", lambda: MONTH.replace(b"Total All", b"Totals all", 1), "MISSING_COLUMN", 1, TOTAL,
        "Totals all",
    ),
    "a negative count": Broken(
        "m.csv", lambda: cell(MONTH, 5, TOTAL, "-12"), "NEGATIVE_COUNT", 5, TOTAL, "-12"
    ),
    "a negative count in a zip": Broken(
        "m.zip", lambda: zipped(cell(MONTH, 5, TOTAL, "-12")), "NEGATIVE_COUNT", 5, TOTAL, "-12"
    ),
    "a count that is none": Broken(
        "m.csv", lambda: cell(MONTH, 5, TOTAL, "12.5"), "NOT_A_NUMBER", 5, TOTAL, "12.5"
    ),
    "a duplicate key": Broken(
        "m.csv", lambda: again(MONTH), "DUPLICATE_KEY", MONTH.count(b"\n") + 1, PROVIDER, "Z01"
    ),
    "no ODS code": Broken(
        "m.csv", lambda: MONTH.replace(b",Z01,", b",Z-1,", 1), "UNKNOWN_ODS_CODE", 2, PROVIDER,
        "Z-1",
    ),
    "an unknown treatment function": Broken(
        "m.csv", lambda: MONTH.replace(b",C_100,", b",C_987,", 1), "UNKNOWN_TREATMENT_FUNCTION", 2,
        TFC, "C_987",
    ),
    "Windows letters": Broken(
        "m.csv", lambda: MONTH.replace(b"NORTHMERE", b"NORTHM\xc9RE", 1), "WRONG_ENCODING", 2, None,
        "byte 0xC9",
    ),
    "a column of junk": Broken("m.csv", lambda: junk(MONTH), "LINES_TOO_LONG", 2),
    "a column of junk in a zip": Broken("m.zip", lambda: zipped(junk(MONTH)), "LINES_TOO_LONG", 2),
    "a cell too long to be shown": Broken(
        "m.csv", lambda: cell(MONTH, 5, TOTAL, "9" * 1000), "NOT_A_NUMBER", 5, TOTAL,
        "9" * 199 + "…",
    ),
    "headings alone": Broken("m.csv", lambda: MONTH.split(b"\n")[0] + b"\n", "NO_ROWS", 1),
}  # fmt: skip

LISTS = {
    "a missing column": Broken(
        "w.csv", lambda: OWN.replace(b",tfc,", b",,", 1), "MISSING_COLUMN", 1, "tfc"
    ),
    "a renamed column": Broken(
        "w.csv", lambda: OWN.replace(b",tfc,", b",TFC code,", 1), "MISSING_COLUMN", 1, "tfc"
    ),
    "a negative wait": Broken(
        "w.csv", lambda: cell(OWN, 3, "weeks_waited", "-1"), "NEGATIVE_VALUE", 3, "weeks_waited",
        "-1",
    ),
    "a wait beyond all measure": Broken(
        "w.csv", lambda: cell(OWN, 3, "weeks_waited", "1e300"), "VALUE_TOO_HIGH", 3, "weeks_waited",
        "1e300",
    ),
    "a wait that is none": Broken(
        "w.csv", lambda: cell(OWN, 3, "weeks_waited", "long"), "WRONG_FORM", 3, "weeks_waited",
        "long",
    ),
    "a duplicate key": Broken("w.csv", lambda: again(OWN), "DUPLICATE_KEY", 5, "pathway_id", "P1"),
    "an unknown treatment function": Broken(
        "w.csv", lambda: cell(OWN, 2, "tfc", "987"), "UNKNOWN_CODE", 2, "tfc", "987"
    ),
    "Windows letters": Broken(
        "w.csv", lambda: OWN.replace(b"P2,Z01", b"P\xc9,Z01", 1), "WRONG_ENCODING", 3, None,
        "byte 0xC9",
    ),
    "a column twice": Broken(
        "w.csv", lambda: OWN.replace(b",consent", b",tfc", 1), "REPEATED_COLUMN", 1, "tfc"
    ),
    "a column of junk": Broken("w.csv", lambda: junk(OWN), "LINES_TOO_LONG", 2),
    "Parquet with a damaged page": Broken(
        "w.parquet", lambda: b"PAR1" + b"\xff" * 60 + parquet(LIST)[64:], "BROKEN_PARQUET"
    ),
}  # fmt: skip
CAPACITIES = {
    "a missing column": Broken(
        "o.csv", lambda: OFFERED.replace(b",units", b",", 1), "MISSING_COLUMN", 1, "units"
    ),
    "negative units": Broken(
        "o.csv", lambda: cell(OFFERED, 2, "units", "-1"), "NEGATIVE_VALUE", 2, "units", "-1"
    ),
    "units beyond all measure": Broken(
        "o.csv", lambda: cell(OFFERED, 2, "units", "3000000000"), "VALUE_TOO_HIGH", 2, "units",
        "3000000000",
    ),
    "a week that is none": Broken(
        "o.csv", lambda: cell(OFFERED, 3, "week", "soon"), "WRONG_FORM", 3, "week", "soon"
    ),
    "a duplicate key": Broken("o.csv", lambda: again(OFFERED), "DUPLICATE_KEY", 4, "offer_id",
                              "O1"),
    "Windows letters": Broken(
        "o.csv", lambda: OFFERED.replace(b"O2", b"\xd6", 1), "WRONG_ENCODING", 3, None, "byte 0xD6"
    ),
}  # fmt: skip
