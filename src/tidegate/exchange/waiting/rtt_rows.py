"""Parse blocks of the RTT full CSV into rows, and point at the cells that cannot be parsed."""

from __future__ import annotations

import csv
import io
import re
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tidegate.exchange.findings import Finding, UnusableInput, error

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tidegate.exchange.blocks import Block
    from tidegate.exchange.waiting.rtt_layout import Layout

TEXTS = (
    "provider_parent",
    "provider",
    "provider_name",
    "commissioner_parent",
    "commissioner",
    "commissioner_name",
    "part",
    "tfc",
)
TOTALS = ("banded", "unknown_start", "total")
_BEYOND = "beyond the last column"
_COUNT = re.compile(r"-?\d{1,10}")
_MOST = 2**31 - 1


def parse_block(block: Block, layout: Layout, bands: Sequence[str], file: str) -> pl.DataFrame:
    """Parse whole lines into our columns, blank as null, with ``row`` as an editor counts it.

    Raises:
        UnusableInput: a count that is not a whole number, or a row with too many cells.
    """
    wanted = ["period", *TEXTS, *bands, *TOTALS]
    names = [f"column {place + 1}" for place in range(len(layout.headings))]
    for name in wanted:
        names[layout.columns[name]] = name
    try:
        frame = pl.read_csv(
            ",".join([*names, _BEYOND]).encode() + b"\n" + block.text,
            columns=[*wanted, _BEYOND],
            schema_overrides=dict.fromkeys([*bands, *TOTALS], pl.Int32),
            infer_schema=False,
        )
    except pl.exceptions.PolarsError as problem:
        raise UnusableInput(_unparsable_cells(block, layout, file)) from problem
    if frame[_BEYOND].null_count() < frame.height:
        raise UnusableInput(_unparsable_cells(block, layout, file))
    if frame.height == block.lines:
        rows = pl.int_range(frame.height, dtype=pl.UInt32, eager=True) + block.first_line
    else:
        rows = pl.Series(_starts(block, frame.height), dtype=pl.UInt32)
    frame = frame.select(wanted).with_columns(row=rows)
    if frame["total"].null_count() == 0:
        return frame
    return frame.filter(pl.any_horizontal(pl.exclude("row").is_not_null()))  # blank lines


def with_sums(frame: pl.DataFrame, bands: Sequence[str]) -> pl.DataFrame:
    """Put 0 for blank bands and unknown starts, and add what the checks compare.

    ``in_bands`` is the sum of the bands; ``weeks`` weighs each with its place, so that one figure
    tells two rows' bands apart.
    """
    frame = frame.rechunk().with_columns(pl.col(*bands, "unknown_start").fill_null(0))
    # From the last band down, a running sum holds band k and all above it. The sum of those is
    # each band times its place, without a multiplication: five times faster than as expressions.
    in_bands, weeks = np.zeros(frame.height, np.int64), np.zeros(frame.height, np.int64)
    for band in reversed(bands):
        in_bands += frame[band].to_numpy()
        weeks += in_bands
    return frame.with_columns(pl.Series("in_bands", in_bands), pl.Series("weeks", weeks))


def _records(block: Block) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the number of the line that it starts on, as far as there are any."""
    reader = csv.reader(io.StringIO(block.text.decode("utf-8"), newline=""))
    line = 0
    with suppress(csv.Error):  # a cell longer than any table's
        for cells in reader:
            yield block.first_line + line, cells
            line = reader.line_num


def _starts(block: Block, height: int) -> list[int]:
    """Return the line that each record starts on, in a block where that is not one line each."""
    starts = [line for line, _ in _records(block)]
    return (starts + [starts[-1]] * height)[:height]


def _unparsable_cells(block: Block, layout: Layout, file: str) -> list[Finding]:
    """Name the first bad cell of each column, and how many rows of the block share its fault."""
    width = len(layout.headings)
    counted = [place for name, place in layout.columns.items() if name in TOTALS or _band(name)]
    first: dict[tuple[str, str | None], tuple[int, str, str]] = {}
    seen: dict[tuple[str, str | None], int] = {}
    key: tuple[str, str | None]
    for line, cells in _records(block):
        if len(cells) > width:
            key = ("TOO_MANY_CELLS", None)
            first.setdefault(key, (line, f"{len(cells)} cells", f"{width} cells, as in the header"))
            seen[key] = seen.get(key, 0) + 1
            continue
        for place in counted:
            if place >= len(cells) or not cells[place] or _is_count(cells[place]):
                continue
            key = ("NOT_A_NUMBER", layout.headings[place])
            first.setdefault(key, (line, cells[place], "a whole number, or blank for none"))
            seen[key] = seen.get(key, 0) + 1
    return [
        error(code, file, expected, row=row, column=column, value=value, count=seen[code, column])
        for (code, column), (row, value, expected) in first.items()
    ] or [error("UNREADABLE_ROWS", file, "rows of comma-separated values", row=block.first_line)]


def _is_count(cell: str) -> bool:
    text = cell.strip(" ")
    return _COUNT.fullmatch(text) is not None and abs(int(text)) <= _MOST


def _band(name: str) -> bool:
    return re.fullmatch(r"w\d{3}", name) is not None
