"""Referral-to-treatment waiting times: weekly bands, the national thresholds, and figures."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence

BANDS = 105  # w000 to w104; the last is open-ended
WITHIN_WEEKS = 18  # the standard: treated within 18 weeks of referral
OVER_WEEKS = (52, 65, 78, 104)
NO_COMMISSIONER = "NONC"  # pathways that no English commissioner pays for
WAITING_PART = "2"
PARTS = MappingProxyType(
    {
        "1A": "Completed pathways with admission",
        "1B": "Completed pathways without admission",
        "2": "Waiting",
        "2A": "Waiting with a decision to admit",
        "3": "New clock starts",
    }
)
_DAYS = 7


def band_of_days(days: int) -> int:
    """Return the weekly band in which a wait of whole days is published.

    The first band takes days 0 to 7; every other takes seven more, its last day included; all
    waits beyond 104 weeks share band 104. Source: RTT recording and reporting guidance 5.0.

    Raises:
        ValueError: a wait that has not begun.
    """
    if days < 0:
        raise ValueError(f"a wait cannot be {days} days")
    return min(max(-(-days // _DAYS) - 1, 0), BANDS - 1)


def within_18_weeks(days: int) -> bool:
    """Tell whether a wait meets the 18-week standard: 126 days, the last included."""
    return days <= WITHIN_WEEKS * _DAYS


def over_weeks(days: int, weeks: int) -> bool:
    """Tell whether a wait counts as “over” so many weeks: from the day after they are full."""
    return days > weeks * _DAYS


def figures(
    frame: pl.DataFrame, by: Sequence[str] = (), *, part: str = WAITING_PART
) -> pl.DataFrame:
    """Sum up published figures: how many wait, how long, against the national thresholds.

    Args:
        frame: rows as the RTT reader gives them, with bands; those before April 2021 end at an
            open-ended ``w052``, so that longer thresholds are null.
        by: columns to group by, such as ``provider`` or ``tfc``; none gives one row for all.
        part: which part of the return, ``2`` being people who wait at the end of the month.

    Returns:
        The grouping columns, then ``waiting, within_18_weeks, share_within_18, over_52_weeks,
        over_65_weeks, over_78_weeks, over_104_weeks``: people, and a share from 0 to 1 of those
        whose clock start is known (null when there are none); the longest lists first.
    """
    rows = frame.lazy().filter(pl.col("part") == part)
    bands = sorted(name for name in frame.columns if name[0] == "w" and name[1:].isdigit())
    sums = [
        pl.col("total").sum().cast(pl.Int64).alias("waiting"),
        _sum_of(bands).alias("known"),
        _sum_of(bands[:WITHIN_WEEKS]).alias("within_18_weeks"),
        *(_over(bands, weeks).alias(f"over_{weeks}_weeks") for weeks in OVER_WEEKS),
    ]
    summed = rows.group_by(by).agg(sums) if by else rows.select(sums)
    known = pl.col("known")
    return (
        summed.select(
            *by,
            "waiting",
            "within_18_weeks",
            pl.when(known > 0).then(pl.col("within_18_weeks") / known).alias("share_within_18"),
            *(f"over_{weeks}_weeks" for weeks in OVER_WEEKS),
        )
        .sort("waiting", *by, descending=[True, *(False for _ in by)])
        .collect()
    )


def _sum_of(bands: Sequence[str]) -> pl.Expr:
    return pl.sum_horizontal(pl.col(bands).sum().cast(pl.Int64))


def _over(bands: Sequence[str], weeks: int) -> pl.Expr:
    """Add up the bands from ``weeks`` on; null where an open-ended band hides the threshold."""
    beyond = bands[weeks:]
    return _sum_of(beyond) if beyond else pl.lit(None, pl.Int64)
