"""NHS England's published months in figures; computed once for each month and filter, then kept.

What is published is open to everyone who may see waiting lists, whatever their organisation.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl
from django.conf import settings

from tidegate.controlroom.waiting import queries
from tidegate.controlroom.waiting.figures import Counts
from tidegate.controlroom.waiting.store import store
from tidegate.core.waiting import rtt
from tidegate.core.waiting.rollforward import consecutive, roll_forward
from tidegate.exchange.kinds import Kind
from tidegate.exchange.matching.display_name import display_name

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.waiting.models import Snapshot

KIND = Kind.RTT_FULL_CSV.value
MOST_MONTHS = 36
KEPT_IN_MEMORY = 256
EVERYONE = "all providers"  # not England: some of their patients have no English commissioner
_COMPLETED, _STARTED = ("1A", "1B"), "3"


def publisher() -> str:
    """Name who published the months; those of the demonstration were made up."""
    return "Made up in the layout of NHS England" if settings.TIDEGATE_DEMO else "NHS England"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which part of the published figures is meant; empty is all."""

    provider: str = ""
    tfc: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """One published month: its last day and its counts."""

    period: date
    counts: Counts


@dataclass(frozen=True, slots=True)
class Step:
    """From one month to the next: people before, starts, stops, after, and the gap between."""

    period: date
    before: int
    starts: int
    stops: int
    after: int
    gap: int


def months(viewer: Viewer) -> list[Snapshot]:
    """Return the months that were loaded, the oldest first, three years at most."""
    return list(queries.snapshots(viewer, KIND)[:MOST_MONTHS])[::-1]


def trend(snapshots: Sequence[Snapshot], part: Narrowed) -> list[Month]:
    """Return the counts of each month."""
    return [Month(snapshot.as_of, _counts(snapshot.sha256, part)) for snapshot in snapshots]


def steps(snapshots: Sequence[Snapshot], part: Narrowed) -> list[Step]:
    """Roll each month forward to the one that follows it directly; other pairs are left out."""
    return [
        Step(later.as_of, *_step(earlier.sha256, later.sha256, part))
        for earlier, later in pairwise(snapshots)
        if consecutive(earlier.as_of, later.as_of)
    ]


def counts_by(snapshot: Snapshot, part: Narrowed, column: str) -> dict[str, Counts]:
    """Count one month by ``provider`` or ``tfc``, the most waiting first."""
    return _counts_by(snapshot.sha256, part, column)


def by_weeks_waited(snapshot: Snapshot, part: Narrowed) -> list[int]:
    """Count those who wait by weekly band, 0 to 104."""
    return list(_bands(snapshot.sha256, part))


def rows_of(snapshot: Snapshot, providers: Collection[str]) -> pl.DataFrame:
    """Read the rows of some providers in a month: part, treatment function, bands and total."""
    columns = pl.col("part", "provider", "tfc", "total", "^w[0-9]{3}$")
    rows = _rows(snapshot.sha256, Narrowed()).filter(pl.col("provider").is_in(list(providers)))
    return rows.select(columns).collect()


@lru_cache(maxsize=KEPT_IN_MEMORY)
def provider_names(sha256: str) -> dict[str, str]:
    """Return code and name of every provider with people waiting in a month."""
    rows = _rows(sha256, Narrowed()).filter(pl.col("part") == rtt.WAITING_PART)
    named = rows.select("provider", "provider_name").unique("provider").collect()
    return {code: display_name(name) for code, name in named.iter_rows()}


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _counts(sha256: str, part: Narrowed) -> Counts:
    row = rtt.figures(_waiting(sha256, part)).row(0, named=True)
    return _as_counts(row)


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _counts_by(sha256: str, part: Narrowed, column: str) -> dict[str, Counts]:
    rows = rtt.figures(_waiting(sha256, part), [column]).iter_rows(named=True)
    return {row[column]: _as_counts(row) for row in rows if row["waiting"]}


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _bands(sha256: str, part: Narrowed) -> tuple[int, ...]:
    frame = _waiting(sha256, part)
    summed = frame.select(pl.col("^w[0-9]{3}$").sum().cast(pl.Int64)).row(0)
    return (*summed, *[0] * (rtt.BANDS - len(summed)))


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _step(earlier: str, later: str, part: Narrowed) -> tuple[int, int, int, int, int]:
    before, after = (
        _rows(sha256, part).select("part", "total").collect() for sha256 in (earlier, later)
    )
    row = roll_forward(before, after).row(0, named=True)
    return row["before"], row["starts"], row["stops"], row["after"], row["gap"]


def _waiting(sha256: str, part: Narrowed) -> pl.DataFrame:
    columns = pl.col("part", "provider", "tfc", "total", "^w[0-9]{3}$")
    rows = _rows(sha256, part).filter(pl.col("part") == rtt.WAITING_PART)
    return rows.select(columns).collect()


def _rows(sha256: str, part: Narrowed) -> pl.LazyFrame:
    rows = pl.scan_parquet(_checked(sha256))
    if part.provider:
        rows = rows.filter(pl.col("provider") == part.provider)
    if part.tfc:
        rows = rows.filter(pl.col("tfc") == part.tfc)
    return rows


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _checked(sha256: str) -> str:
    """Compare a file with its hash, once in the life of this process, and return where it is."""
    return str(store().check(sha256))


def _as_counts(row: dict[str, int | None]) -> Counts:
    return Counts(
        waiting=row["waiting"] or 0,
        within_18_weeks=row["within_18_weeks"] or 0,
        over_52_weeks=row["over_52_weeks"] or 0,
        over_65_weeks=row["over_65_weeks"],
    )
