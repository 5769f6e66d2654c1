"""Does a waiting list add up from one month to the next?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

# MBI Health found 3.3 % of the national list leaving in March 2025 with no recorded clock stop.
NOTABLE_SHARE = 0.03
_DECEMBER = 12


def consecutive(earlier: date, later: date) -> bool:
    """Tell whether one month follows directly on another."""
    follows = (
        (earlier.year + 1, 1) if earlier.month == _DECEMBER else (earlier.year, earlier.month + 1)
    )
    return (later.year, later.month) == follows


def roll_forward(
    earlier: pl.DataFrame, later: pl.DataFrame, by: Sequence[str] = ()
) -> pl.DataFrame:
    """Compare a month's list with what the month before, clock starts and clock stops make of it.

    Those who waited, plus new clock starts, less completed pathways, should wait now. A positive
    gap is people who left the list without a recorded clock stop; a negative one is people who
    joined it without a start. It cannot tell true removals from errors of recording.

    Args:
        earlier: RTT rows of one month; only ``part`` and ``total`` are needed, and the groups.
        later: RTT rows of the month that follows.
        by: columns to group by; a group found in one month only has 0 in the other.

    Returns:
        The grouping columns, then ``before, starts, stops, expected, after, gap`` (people),
        ``gap_share`` (of those who waited before; null when nobody did) and ``notable``
        (more than 3 % either way); the widest gaps first.
    """
    before = _sums(earlier, by, before=("2",))
    now = _sums(later, by, starts=("3",), stops=("1A", "1B"), after=("2",))
    joined = (
        before.join(now, on=list(by), how="full", coalesce=True)
        if by
        else before.join(now, how="cross")
    )
    share = pl.col("gap") / pl.col("before")
    return (
        joined.with_columns(pl.col("before", "starts", "stops", "after").fill_null(0))
        .with_columns(expected=pl.col("before") + pl.col("starts") - pl.col("stops"))
        .with_columns(gap=pl.col("expected") - pl.col("after"))
        .with_columns(gap_share=pl.when(pl.col("before") > 0).then(share))
        .with_columns(notable=(pl.col("gap_share").abs() > NOTABLE_SHARE).fill_null(value=False))
        .sort(pl.col("gap").abs(), *by, descending=[True, *(False for _ in by)])
        .select(
            *by, "before", "starts", "stops", "expected", "after", "gap", "gap_share", "notable"
        )
        .collect()
    )


def _sums(frame: pl.DataFrame, by: Sequence[str], **parts: tuple[str, ...]) -> pl.LazyFrame:
    sums = [
        pl.col("total").filter(pl.col("part").is_in(wanted)).sum().cast(pl.Int64).alias(name)
        for name, wanted in parts.items()
    ]
    rows = frame.lazy()
    return rows.group_by(by).agg(sums) if by else rows.select(sums)
