"""The tables of a problem on published figures: counted classes and estimated units."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from tidegate.core.matching.spread import spread_units

_LETTER = {"admitted": "A", "non_admitted": "N"}


def pathways_of(
    classes: pl.DataFrame,
    zones: pl.DataFrame,
    priority: str,
    limit_miles: float | None,
) -> pl.DataFrame:
    """Give each counted class the columns of a pathway; what is not published stays null."""
    letter = pl.col("modality").replace_strict(_LETTER)
    weeks = pl.col("weeks_waited").cast(pl.String).str.zfill(3)
    return classes.join(
        zones.select("commissioner", "provider", "zone", "area"),
        on=["commissioner", "provider"],
        how="left",
        maintain_order="left",
    ).select(
        pathway_id=pl.concat_str("commissioner", "provider", "tfc", letter, weeks, separator="."),
        holder="provider",
        area="area",
        zone="zone",
        tfc="tfc",
        modality="modality",
        priority=pl.lit(priority),
        priority_flag=pl.lit("not published"),
        weeks_waited="weeks_waited",
        travel_max_miles=pl.lit(limit_miles, pl.Float64),
        consent=pl.lit(True),
        count="count",
    )


def offers_of(capacity: pl.DataFrame, block_weeks: Sequence[int]) -> pl.DataFrame:
    """Spread the estimate over the blocks of the horizon, as offers without any limit."""
    rates = (
        capacity.filter(pl.col("spare_per_month") > 0)
        .sort("provider", "admission", "tfc")
        .select("provider", "admission", "tfc", "spare_per_month")
    )
    week = (pl.col("week") + 1).cast(pl.String).str.zfill(2)
    letter = pl.col("admission").replace_strict(_LETTER)
    return spread_units(rates, block_weeks).select(
        offer_id=pl.concat_str("provider", "tfc", letter, pl.lit("w") + week, separator="."),
        site="provider",
        provider="provider",
        modality="admission",
        tfcs=pl.concat_list("tfc"),
        week="week",
        units="units",
    )
