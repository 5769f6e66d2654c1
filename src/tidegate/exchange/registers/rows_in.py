"""Read a CSV file of rows of a register: which columns it has, and each row with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tidegate.exchange.findings import UnusableInput, error

MOST_ROWS = 20_000
LONGEST_CELL = 4_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line as a text editor counts it, and what stands in each column."""

    line: int
    values: Mapping[str, str]


def read_rows(
    content: bytes, file: str, needed: Sequence[str], optional: Sequence[str] = ()
) -> list[Row]:
    """Read the rows of a file; nothing of it is used where any of it cannot be read.

    Args:
        content: the file, CSV in UTF-8; lines before the header that begin with # are passed over.
        file: its name, for findings.
        needed: columns that must be there.
        optional: columns that may be.

    Raises:
        UnusableInput: naming row, column and what was expected.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise UnusableInput([error("NOT_UTF8", file, "text in UTF-8")]) from problem
    if "\0" in text:
        raise UnusableInput([error("NOT_TEXT", file, "text without a NUL byte")])
    skipped = _notes_before(text)
    reader = csv.reader(io.StringIO(text.split("\n", skipped)[skipped] if skipped else text))
    header = [cell.strip() for cell in next(reader, [])]
    _refuse_header(header, file, needed, optional)
    rows, findings = [], []
    for cells in reader:
        line = skipped + reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            expected = f"{len(header)} columns, as the header has"
            findings.append(error("RAGGED_ROW", file, expected, row=line, value=str(len(cells))))
        elif any(len(cell) > LONGEST_CELL for cell in cells):
            findings.append(error("CELL_TOO_LONG", file, "shorter cells", row=line))
        else:
            values = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
            rows.append(Row(line, values))
    if len(rows) > MOST_ROWS:
        findings.append(error("TOO_MANY_ROWS", file, f"at most {MOST_ROWS:,} rows"))
    if not rows and not findings:
        findings.append(error("NO_ROWS", file, "at least one row under the header"))
    if findings:
        raise UnusableInput(findings)
    return rows


def _notes_before(text: str) -> int:
    notes = 0
    for line in text.split("\n"):
        if not line.startswith("#"):
            break
        notes += 1
    return notes


def _refuse_header(
    header: Sequence[str], file: str, needed: Sequence[str], optional: Sequence[str]
) -> None:
    findings = [
        error("COLUMN_MISSING", file, f"a column “{name}”", row=1)
        for name in needed
        if name not in header
    ]
    known = {*needed, *optional}
    findings += [
        error("COLUMN_UNKNOWN", file, f"one of: {', '.join(sorted(known))}", row=1, value=name)
        for name in header
        if name not in known
    ]
    if len(set(header)) != len(header):
        findings.append(error("COLUMN_TWICE", file, "each column once", row=1))
    if findings:
        raise UnusableInput(findings)
