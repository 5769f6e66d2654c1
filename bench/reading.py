"""Reading one RTT month and its figures, beside polars parsing the same file and nothing more."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import polars as pl
from bench.measure import measure

from tidegate.core.waiting.rtt import figures
from tidegate.exchange.waiting.rtt_csv import read_rtt_month

REPEATS = 3


def ours(path: Path) -> int:
    """Read, check and summarise a month."""
    return int(figures(read_rtt_month(path).frame)["waiting"][0])


def polars_alone(path: Path) -> int:
    """Unzip the file and parse all its columns; no check, no figure."""
    with zipfile.ZipFile(path) as archive:
        text = archive.read(archive.namelist()[0])
    return pl.read_csv(io.BytesIO(text), infer_schema_length=10_000).height


def rows(path: Path) -> list[tuple[str, ...]]:
    """Return table rows: what, seconds, peak, and how it compares."""
    peer = measure(polars_alone, path, repeats=REPEATS)
    own = measure(ours, path, repeats=REPEATS)
    table = []
    for name, run in (("polars parsing all columns", peer), ("read, check and summarise", own)):
        ratio = f"{run.seconds / peer.seconds:.2f} of polars' time"
        ratio += f", {run.cpu_seconds / peer.cpu_seconds:.2f} of its processor time"
        times = (f"{run.seconds:.2f} s", f"{run.cpu_seconds:.2f} s")
        table.append((name, *times, f"{run.peak_mib:,.0f} MiB", ratio))
    return table
