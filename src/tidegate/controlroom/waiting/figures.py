"""Waiting lists in figures: counts by any column of the list, and by weeks waited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

LAST_BAND = 104
"""Weeks from which on waits are counted together, as the published figures do."""

_WAITED, _COUNT = pl.col("weeks_waited"), pl.col("count")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many wait, and how many of them within 18 weeks and over 52 and 65."""

    waiting: int = 0
    within_18_weeks: int = 0
    over_52_weeks: int = 0
    over_65_weeks: int | None = 0  # unknown in months before April 2021

    @property
    def share_within_18(self) -> float | None:
        """The share who have waited less than 18 weeks; None when nobody waits."""
        return self.within_18_weeks / self.waiting if self.waiting else None


def count(frame: pl.DataFrame) -> Counts:
    """Count the pathways of a list; ``frame`` has ``weeks_waited`` and ``count``."""
    return Counts(*(int(value) for value in frame.select(*_aggregates()).row(0)))


def count_by(frame: pl.DataFrame, column: str) -> dict[str, Counts]:
    """Count the pathways of a list for each value of a column, the most waiting first."""
    grouped = frame.group_by(column).agg(*_aggregates())
    ordered = grouped.sort(["waiting", column], descending=[True, False])
    return {str(row[0]): Counts(*(int(value) for value in row[1:])) for row in ordered.iter_rows()}


def by_weeks_waited(frame: pl.DataFrame) -> list[int]:
    """Count people by whole weeks waited, 0 to 104; the last holds everybody beyond, too."""
    band = _WAITED.clip(0, LAST_BAND)
    counted = dict(frame.group_by(band).agg(_COUNT.sum()).iter_rows())
    return [int(counted.get(week, 0)) for week in range(LAST_BAND + 1)]


def values(frame: pl.DataFrame, columns: Sequence[str]) -> dict[str, list[str]]:
    """List the values that each column takes, sorted, for the filter to offer."""
    return {
        column: [str(value) for value in frame[column].unique().drop_nulls().sort()]
        for column in columns
    }


def _aggregates() -> list[pl.Expr]:
    return [
        _COUNT.sum().alias("waiting"),
        _COUNT.filter(_WAITED < 18).sum().alias("within_18_weeks"),  # noqa: PLR2004
        _COUNT.filter(_WAITED >= 52).sum().alias("over_52_weeks"),  # noqa: PLR2004
        _COUNT.filter(_WAITED >= 65).sum().alias("over_65_weeks"),  # noqa: PLR2004
    ]
