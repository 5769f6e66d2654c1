"""Reference tables: what each reader returns, and how their text is read."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.findings import Finding, UnusableInput, error
from tidegate.exchange.sources import Source, open_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MAX_REFERENCE_BYTES = 64 * 2**20  # the largest known, all practices of England, has 4 MB


@dataclass(frozen=True, slots=True)
class ReferenceTable:
    """A reference file, read and checked.

    Attributes:
        frame: its rows, under our column names.
        source: the file, fingerprinted; its kind says which columns to expect.
        findings: what is odd, yet does not spoil the table.
    """

    frame: pl.DataFrame
    source: Source
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceText:
    """The whole text of a small reference file, with the names by which findings call it."""

    name: str
    member: str | None
    text: str


def read_text(path: Path, encodings: Sequence[str] = ("utf-8-sig",)) -> ReferenceText:
    """Read a reference file whole, in the first of the encodings that fits.

    Raises:
        UnusableInput: not readable, too large, or in none of the encodings.
    """
    with open_text(path) as opened:
        content = opened.stream.read(MAX_REFERENCE_BYTES + 1)
    if len(content) > MAX_REFERENCE_BYTES:
        expected = f"at most {MAX_REFERENCE_BYTES // 2**20} MB"
        raise UnusableInput([error("FILE_TOO_LARGE", opened.name, expected)])
    for encoding in encodings:
        try:
            return ReferenceText(opened.name, opened.member, content.decode(encoding))
        except UnicodeDecodeError as problem:
            row, value = content.count(b"\n", 0, problem.start) + 1, content[problem.start]
    expected = f"text in {' or '.join(encodings)}"
    raise UnusableInput(
        [error("WRONG_ENCODING", opened.name, expected, row=row, value=f"byte 0x{value:02X}")]
    )


def parse_table(
    text: str, file: str, *, separator: str = ",", columns: Sequence[str] | None = None
) -> pl.DataFrame:
    """Parse delimited text into strings, blanks as empty text.

    Args:
        text: the whole table.
        file: name for findings.
        separator: one ASCII character.
        columns: names to give, for a table without headings; None when its first row has them.

    Raises:
        UnusableInput: rows that do not have the table's number of cells.
    """
    try:
        frame = pl.read_csv(
            io.StringIO(text),
            separator=separator,
            has_header=columns is None,
            new_columns=columns,
            infer_schema=False,
        )
    except pl.exceptions.PolarsError as problem:
        expected = "a table with as many cells in every row"
        raise UnusableInput([error("UNREADABLE_ROWS", file, expected)]) from problem
    return frame.with_columns(pl.all().fill_null(""))


def require_columns(found: Sequence[str], wanted: Sequence[str], file: str) -> None:
    """Raise ``UnusableInput`` naming every wanted column that is not there."""
    missing = [name for name in wanted if name not in found]
    if missing:
        raise UnusableInput(
            error("MISSING_COLUMN", file, f"a column “{name}”", row=1, column=name)
            for name in missing
        )
