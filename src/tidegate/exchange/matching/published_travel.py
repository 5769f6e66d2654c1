"""Who can reach what, in a plan on published figures: straight lines, or the same board."""

from __future__ import annotations

import polars as pl

from tidegate.core.directory.distance import great_circle_miles


def within_miles(
    zones: pl.DataFrame,
    providers: pl.DataFrame,
    minutes_per_mile: float,
    limit_miles: float | None,
) -> pl.DataFrame:
    """Return travel from each zone to each provider's point within a limit.

    Straight-line miles; minutes are these times a stated factor, never a route. A zone or a
    provider without a point reaches nothing and is reached by nobody.
    """
    points = zones.select("zone", "latitude", "longitude").unique("zone").drop_nulls()
    sites = providers.select(site="provider", to_latitude="latitude", to_longitude="longitude")
    pairs = points.join(sites.drop_nulls(), how="cross")
    miles = great_circle_miles(
        pairs["latitude"].to_numpy(),
        pairs["longitude"].to_numpy(),
        pairs["to_latitude"].to_numpy(),
        pairs["to_longitude"].to_numpy(),
    )
    reached = pl.lit(True) if limit_miles is None else pl.col("miles") <= limit_miles
    return (
        pairs.with_columns(miles=pl.Series(miles, dtype=pl.Float64).round(1))
        .filter(reached)
        .select(
            "zone",
            "site",
            minutes=(pl.col("miles") * minutes_per_mile).round(1),
            miles="miles",
        )
        .sort("zone", "site")
    )


def within_board(zones: pl.DataFrame, providers: pl.DataFrame) -> pl.DataFrame:
    """Return travel where no reference file tells distances: within one board, at no cost.

    Args:
        zones: zone, area.
        providers: provider, provider_parent (the board's code).
    """
    boards = zones.select("zone", "area").drop_nulls().unique()
    sites = providers.select(site="provider", area="provider_parent")
    return (
        boards.join(sites, on="area")
        .select("zone", "site", minutes=pl.lit(0.0), miles=pl.lit(None, pl.Float64))
        .unique(["zone", "site"])
        .sort("zone", "site")
    )
