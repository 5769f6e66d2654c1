"""Facts that have been read and checked, on their way into the store of snapshots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from tidegate.exchange.findings import Finding
    from tidegate.exchange.sources import Source


@dataclass(frozen=True, slots=True)
class Incoming:
    """One file's worth of checked facts.

    Attributes:
        source: the file, fingerprinted; its kind is the kind of the snapshot.
        as_of: the day that the facts describe, such as the end of the month.
        frame: the facts, as the reader of that kind documents them.
        findings: what is odd, yet does not spoil them; kept with the snapshot.
    """

    source: Source
    as_of: date
    frame: pl.DataFrame
    findings: tuple[Finding, ...] = ()
