"""Read rows and headings as they came, before any column has its type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.blocks import read_blocks
from tidegate.exchange.findings import Finding, UnusableInput, error
from tidegate.exchange.sources import OpenedText, open_text, refuse_unless_file, refuse_unless_text

if TYPE_CHECKING:
    from pathlib import Path

ROW = "__row"
_HEAD_BYTES = 2**16


def headings_of(path: Path) -> list[str]:
    """Return the headings of a CSV or Parquet file without reading its rows.

    Raises:
        UnusableInput: nothing there, or not text and not Parquet.
    """
    refuse_unless_file(path)
    if _is_parquet(path):
        return list(_parquet_schema(path))
    with open_text(path) as opened:
        head = _head(opened)
    first = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0]
    line = first.decode("utf-8", "replace").strip("\r")
    return [heading.strip().strip('"') for heading in line.split(",")]


def read_raw(path: Path) -> tuple[pl.DataFrame, str | None]:
    """Read rows as they came, text from CSV and types from Parquet, and name the zip's member.

    A column ``ROW`` has the line number that a text editor would show (in Parquet, the row's).

    Raises:
        UnusableInput: not a readable table.
    """
    refuse_unless_file(path)
    if _is_parquet(path):
        return _read_parquet(path).with_row_index(ROW, offset=1), None
    with open_text(path) as opened:
        _head(opened)
    with open_text(path) as opened:
        text = b"".join(block.text for block in read_blocks(opened))
        name, member = opened.name, opened.member
    _refuse_repeated(text, name)
    try:
        frame = pl.read_csv(text, infer_schema=False, raise_if_empty=False)
    except pl.exceptions.PolarsError as problem:
        raise UnusableInput([_uneven(text, name)]) from problem
    frame.columns = [heading.strip() for heading in frame.columns]
    blank_is_null = pl.col(pl.String).str.strip_chars()
    return frame.with_columns(blank_is_null).with_row_index(ROW, offset=2), member


def _head(opened: OpenedText) -> bytes:
    """Return how a text begins, or refuse what is none."""
    head = opened.stream.read(_HEAD_BYTES)
    refuse_unless_text(head, opened.name)
    return head


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"PAR1"


def _parquet_schema(path: Path) -> pl.Schema:
    with _refusing_damage(path.name):
        return pl.Schema(pl.read_parquet_schema(path))


def _read_parquet(path: Path) -> pl.DataFrame:
    with _refusing_damage(path.name):
        return pl.read_parquet(path, glob=False)


@contextmanager
def _refusing_damage(name: str) -> Iterator[None]:
    try:
        yield
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as problem:
        expected = "a complete Parquet file"
        raise UnusableInput([error("BROKEN_PARQUET", name, expected)]) from problem


def _refuse_repeated(text: bytes, name: str) -> None:
    """Refuse a heading that stands twice: nobody can say which of the two columns is meant."""
    line = text.split(b"\n", 1)[0].decode("utf-8").replace("\r", " ")
    counted = Counter(heading.strip(' "') for heading in line.split(","))
    twice = [heading for heading, times in counted.items() if heading and times > 1]
    if twice:
        expected = "each heading once"
        raise UnusableInput(
            error("REPEATED_COLUMN", name, expected, row=1, column=heading) for heading in twice
        )


def _uneven(text: bytes, name: str) -> Finding:
    """Name the first line that has more cells than there are headings."""
    lines = text.decode("utf-8").splitlines()
    width = lines[0].count(",")
    for number, line in enumerate(lines[1:], 2):
        if '"' not in line and line.count(",") > width:
            expected = f"{width + 1} cells, one for each heading"
            value = f"{line.count(',') + 1} cells"
            return error("UNEVEN_ROW", name, expected, row=number, value=value)
    return error(
        "NOT_A_TABLE", name, "a table with one row of headings and cells set apart by commas"
    )
