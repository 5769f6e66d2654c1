"""Sums of the capacity estimate that people read: by sector, by specialty, by provider."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

_FIGURES = ("now_per_month", "shown_per_month", "spare_per_month", "chance_per_month")


def capacity_by(estimate: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """Add the estimate up by some of its columns, largest spare first.

    Args:
        estimate: result of ``estimate_capacity``.
        keys: its columns to keep, such as ``("sector", "admission")``.

    Returns:
        The keys, ``providers`` (how many), the monthly figures of the estimate, and
        ``spare_share`` (spare as a share of now; null where nothing is done now).
    """
    spare, now = pl.col("spare_per_month"), pl.col("now_per_month")
    return (
        estimate.group_by(keys)
        .agg(pl.col("provider").n_unique().alias("providers"), pl.col(_FIGURES).sum())
        .with_columns(spare_share=pl.when(now > 0).then(spare / now))
        .sort(["spare_per_month", *keys], descending=[True, *(False for _ in keys)])
    )
