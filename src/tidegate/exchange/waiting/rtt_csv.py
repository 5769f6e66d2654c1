"""Read one month of NHS England's referral-to-treatment figures, the “full CSV data file”."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.blocks import Block, read_blocks
from tidegate.exchange.findings import UnusableInput, error, refuse_errors
from tidegate.exchange.kinds import Kind
from tidegate.exchange.sources import OpenedText, describe_source, open_text
from tidegate.exchange.waiting.rtt_checks import IS_TOTAL, RttChecks
from tidegate.exchange.waiting.rtt_layout import Layout, period_end, read_layout
from tidegate.exchange.waiting.rtt_month import RttMonth
from tidegate.exchange.waiting.rtt_rows import TEXTS, parse_block, with_sums

__all__ = ["RttMonth", "read_rtt_month"]

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_IN_FLIGHT = 2  # blocks being parsed while the next is inflated: bounds memory
_NO_NAME = "#N/A"  # a spreadsheet's missing look-up, published as a name


def read_rtt_month(path: Path, *, bands: bool = True) -> RttMonth:
    """Read a month from the publisher's zip, or from the CSV inside it.

    The zip is never unpacked to disk: blocks of whole lines are parsed while the next are being
    inflated. Without ``bands`` the weekly bands are neither parsed nor checked, which is faster.

    Raises:
        UnusableInput: anything that would make a figure wrong, each naming row, column, value.
    """
    with open_text(path) as opened:
        layout, used, frame = _read_rows(opened, bands=bands)
    findings = [*layout.findings, *RttChecks(frame, layout, used, opened.name).findings()]
    warnings = refuse_errors(findings)
    period = period_end(frame["period"][0])
    assert period is not None  # noqa: S101 - the checks refuse any other period
    return RttMonth(
        period=period,
        revised="revised" in opened.name.lower(),
        source=describe_source(path, Kind.RTT_FULL_CSV, opened.member),
        frame=_settle(frame, used),
        findings=warnings,
    )


def _read_rows(opened: OpenedText, *, bands: bool) -> tuple[Layout, tuple[str, ...], pl.DataFrame]:
    blocks = read_blocks(opened)
    first = next(blocks, Block(1, b"", 0))
    layout = read_layout(first, opened.name)
    used = layout.bands if bands else ()
    frames = list(_parsed(_data_blocks(first, blocks, layout), layout, used, opened.name))
    if sum(frame.height for frame in frames) == 0:
        expected = "rows below the headings"
        raise UnusableInput([error("NO_ROWS", opened.name, expected, row=layout.header_line)])
    return layout, used, with_sums(pl.concat(frames), used)


def _data_blocks(first: Block, rest: Iterator[Block], layout: Layout) -> Iterator[Block]:
    cut, above = 0, layout.header_line - first.first_line + 1
    for _ in range(above):
        cut = first.text.index(b"\n", cut) + 1
    yield Block(layout.header_line + 1, first.text[cut:], first.lines - above)
    yield from rest


def _parsed(
    blocks: Iterator[Block], layout: Layout, bands: tuple[str, ...], file: str
) -> Iterator[pl.DataFrame]:
    with ThreadPoolExecutor(max_workers=1) as parser:
        waiting: deque[Future[pl.DataFrame]] = deque()
        for block in blocks:
            waiting.append(parser.submit(parse_block, block, layout, bands, file))
            if len(waiting) > _IN_FLIGHT:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _settle(frame: pl.DataFrame, bands: tuple[str, ...]) -> pl.DataFrame:
    """Drop the total rows, the blanks and the prefixes, now that they have been checked."""
    name = pl.col("commissioner_name")
    return (
        frame.lazy()
        .filter(~IS_TOTAL)
        .with_columns(
            part=pl.col("part").str.strip_prefix("Part_"),
            tfc=pl.col("tfc").str.strip_prefix("C_"),
            commissioner_name=pl.when(name != _NO_NAME).then(name),
        )
        .select(pl.col(TEXTS).fill_null(""), *bands, "unknown_start", "total")
        .collect()
    )
