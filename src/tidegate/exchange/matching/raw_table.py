"""Read rows and headings as they came, in parts, before any column has its final type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tidegate.exchange.blocks import read_blocks
from tidegate.exchange.findings import Finding, UnusableInput, error
from tidegate.exchange.sources import OpenedText, open_text, refuse_unless_file, refuse_unless_text

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.exchange.blocks import Block

ROW = "__row"
MOST_BYTES = 8 * 2**30  # England's list, person by person, is about 1 GB
_HEAD_BYTES = 2**16
_MARK = b"\xef\xbb\xbf"
_BLANK = b" \t"
_EDGE = np.isin(np.arange(256), list(b',"\r\n'))  # of a cell, inside its quotes or not


@dataclass(frozen=True, slots=True)
class RawPart:
    """Some rows of a table, in order.

    Attributes:
        member: name of the zip's member that they come from, if any.
        frame: the columns of the file, text from CSV and types from Parquet, after ``ROW``: the
            line number that a text editor would show (in Parquet, the row's number).
        as_spelled: makes the same frame with numbers as the file spells them.
    """

    member: str | None
    frame: pl.DataFrame
    as_spelled: Callable[[], pl.DataFrame]


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
    first = head.removeprefix(_MARK).split(b"\n", 1)[0]
    line = first.decode("utf-8", "replace").strip("\r")
    return [heading.strip().strip('"') for heading in line.split(",")]


def read_parts(path: Path, numbers: Mapping[str, pl.DataType]) -> Iterator[RawPart]:
    """Yield the rows of a table as they came; at least one part, be it without rows.

    Args:
        path: a CSV, zipped or not, or Parquet.
        numbers: types of columns that are mostly numbers: a part in which all of them can be read
            so has them typed, which is fast; otherwise it has them as text.

    Raises:
        UnusableInput: not a readable table.
    """
    refuse_unless_file(path)
    if _is_parquet(path):
        frame = _read_parquet(path).with_row_index(ROW, offset=1)
        yield RawPart(None, frame, lambda: frame)
        return
    with open_text(path) as opened:
        _head(opened)
    with open_text(path) as opened:
        header = b""
        for block in read_blocks(opened, most=MOST_BYTES):
            if not header:
                header = block.text[: block.text.index(b"\n") + 1]
                _refuse_repeated(header, opened.name)
            frame_with = partial(_frame_of, block, header, opened.name)
            yield RawPart(opened.member, frame_with(numbers), partial(frame_with, {}))


def _frame_of(
    block: Block, header: bytes, name: str, numbers: Mapping[str, pl.DataType]
) -> pl.DataFrame:
    first = block.first_line == 1
    text = block.text if first else header + block.text
    frame = _parsed(text, numbers)
    if frame is None:
        raise UnusableInput([_uneven(text, name, 1 if first else block.first_line - 1)])
    frame.columns = [heading.strip() for heading in frame.columns]
    if not block.text.isascii() or _has_blanks_around_cells(block.text):
        frame = frame.with_columns(pl.col(pl.String).str.strip_chars())
    return frame.with_row_index(ROW, offset=2 if first else block.first_line)


def _has_blanks_around_cells(text: bytes) -> bool:
    """Tell whether any cell may begin or end with a blank; mostly none does, and none is cut."""
    byte = np.frombuffer(text, np.uint8)
    blank = np.flatnonzero((byte == _BLANK[0]) | (byte == _BLANK[1]))
    beside = (np.maximum(blank - 1, 0), np.minimum(blank + 1, len(byte) - 1))
    return any(bool(_EDGE[byte[place]].any()) for place in beside)


def _parsed(text: bytes, numbers: Mapping[str, pl.DataType]) -> pl.DataFrame | None:
    """Parse cells, as numbers where they all are; None when they are no table."""
    first = text[: text.index(b"\n")].decode("utf-8")
    headings = [heading.strip(' "\r') for heading in first.split(",")]
    typed = {name: kind for name, kind in numbers.items() if name in headings}
    for types in (typed, {}) if typed else ({},):
        try:
            return pl.read_csv(
                text, infer_schema=False, schema_overrides=types, raise_if_empty=False
            )
        except pl.exceptions.PolarsError:
            continue
    return None


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


def _refuse_repeated(header: bytes, name: str) -> None:
    """Refuse a heading that stands twice: nobody can say which of the two columns is meant."""
    line = header.decode("utf-8").replace("\r", " ")
    counted = Counter(heading.strip(' "\n') for heading in line.split(","))
    twice = [heading for heading, times in counted.items() if heading and times > 1]
    if twice:
        expected = "each heading once"
        raise UnusableInput(
            error("REPEATED_COLUMN", name, expected, row=1, column=heading) for heading in twice
        )


def _uneven(text: bytes, name: str, first_line: int) -> Finding:
    """Name the first line that has more cells than there are headings, which stand above it."""
    lines = text.decode("utf-8").splitlines()
    width = lines[0].count(",")
    for number, line in enumerate(lines[1:], first_line + 1):
        if '"' not in line and line.count(",") > width:
            expected = f"{width + 1} cells, one for each heading"
            value = f"{line.count(',') + 1} cells"
            return error("UNEVEN_ROW", name, expected, row=number, value=value)
    return error(
        "NOT_A_TABLE", name, "a table with one row of headings and cells set apart by commas"
    )
