"""Turning a rate per month into whole units in the weeks of a plan, losing none on the way."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

WEEKS_PER_MONTH = 365.25 / 7 / 12


def spread_units(rates: pl.DataFrame, block_weeks: Sequence[int]) -> pl.DataFrame:
    """Spread each row's ``spare_per_month`` over blocks of weeks, as whole units.

    A published month says nothing of its weeks, so units are placed at the last week of their
    block: late rather than early. Fractions are carried from each row and block to the next in
    the order given and a unit appears where they add up to one, so that the units of any run of
    rows (a provider's, England's) differ from its rates by less than one. No randomness.

    Args:
        rates: rows with ``spare_per_month``; all other columns are kept.
        block_weeks: length of each block in weeks; the horizon is their sum.

    Returns:
        One row per input row and block with at least one unit: the input's columns without
        ``spare_per_month``, ``week`` (index of the block's last week, Int32) and ``units`` (Int32).
    """
    if not block_weeks or min(block_weeks) < 1:
        raise ValueError("a horizon is made of blocks of at least one week")
    blocks = pl.DataFrame({"length": list(block_weeks)}, schema={"length": pl.Int32}).select(
        week=pl.col("length").cum_sum() - 1, months=pl.col("length") / WEEKS_PER_MONTH
    )
    due = (pl.col("spare_per_month") * pl.col("months")).cum_sum()
    # A tiny nudge up keeps a sum that is whole on paper from falling short in binary.
    whole = (due + 1e-9).floor()
    return (
        rates.join(blocks, how="cross", maintain_order="left_right")
        .with_columns(units=(whole - whole.shift(1, fill_value=0)).cast(pl.Int32))
        .filter(pl.col("units") > 0)
        .drop("spare_per_month", "months")
    )
