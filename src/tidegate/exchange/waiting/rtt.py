"""Read a month of RTT figures from whatever the publisher put them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.kinds import Kind
from tidegate.exchange.recognise import recognise
from tidegate.exchange.waiting.rtt_csv import read_rtt_month
from tidegate.exchange.waiting.rtt_workbook import read_rtt_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.exchange.waiting.rtt_month import RttMonth


def read_rtt(path: Path, *, bands: bool = True) -> RttMonth:
    """Read a full CSV, zipped or bare, or a monthly workbook; recognised by content.

    Raises:
        UnusableInput: another kind of file, or anything that would make a figure wrong.
    """
    recognised = recognise(path)
    if recognised.kind is Kind.RTT_FULL_CSV:
        return read_rtt_month(path, bands=bands)
    if recognised.kind is Kind.RTT_WORKBOOK:
        return read_rtt_workbook(path)
    expected = f"an RTT full CSV or monthly workbook; this is {recognised.kind.label}"
    raise UnusableInput([error("NOT_AN_RTT_FILE", recognised.name, expected)])
