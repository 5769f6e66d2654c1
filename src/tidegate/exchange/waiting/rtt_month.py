"""One month of published waiting times, as every RTT reader returns it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from tidegate.exchange.findings import Finding
    from tidegate.exchange.sources import Source


@dataclass(frozen=True, slots=True)
class RttMonth:
    """One month of published waiting times, checked.

    Attributes:
        period: last day of the month.
        revised: whether the publisher names the file as a revision of an earlier one.
        source: the file, fingerprinted.
        frame: one row for each provider, commissioner, part and treatment function, with columns
            ``provider_parent, provider, provider_name, commissioner_parent, commissioner,
            commissioner_name, part, tfc``, weekly bands ``w000`` to ``w104`` (``w052`` is the last,
            open-ended band before April 2021), ``unknown_start`` and ``total``; people, Int32.
            The published totals over treatment functions (C_999) are checked and left out.
        findings: what is odd, yet does not spoil the figures.
    """

    period: date
    revised: bool
    source: Source
    frame: pl.DataFrame
    findings: tuple[Finding, ...]
