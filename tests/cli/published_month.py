"""Fictional months in the layout that NHS England publishes, for tests of the verbs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from tidegate.core.demo.months import BANDS, PublishedMonth
from tidegate.exchange.demo.rtt_file import write_rtt_month


def a_month(folder: Path, period: date, waiting: int = 3, provider: str = "Z01") -> Path:
    """Write a month in which ``waiting`` people wait for one trust, all of them three weeks."""
    bands = {f"w{band:03}": [waiting if band == 3 else 0] for band in range(BANDS)}
    counts = pl.DataFrame(bands | {"total": [waiting]}, strict=True).cast(pl.Int32)
    keys = {"provider": provider, "commissioner": "ZC1", "part": "2", "tfc": "110"}
    frame = counts.select(*(pl.lit(value).alias(name) for name, value in keys.items()), pl.all())
    folder.mkdir(exist_ok=True)
    return write_rtt_month(PublishedMonth(period, frame), folder)
