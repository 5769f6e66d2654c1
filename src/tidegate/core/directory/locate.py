"""Where providers are, and where the people of a zone live on average."""

from __future__ import annotations

import polars as pl

from tidegate.core.directory.grid import to_wgs84


def locate_providers(providers: pl.Series, sites: pl.DataFrame) -> pl.DataFrame:
    """Find coordinates for provider codes as published figures spell them.

    A code that is a site's own is placed there; any other is placed at the median of the sites
    that name it as their provider. Codes found neither way are left out: never guessed.

    Args:
        providers: codes, repeated or not.
        sites: columns ``site, provider, latitude, longitude``.

    Returns:
        Columns ``provider, latitude, longitude, located_by`` (``site`` or ``its sites``), sorted.
    """
    codes = providers.unique().rename("provider").to_frame()
    own = codes.join(sites.drop("provider"), left_on="provider", right_on="site").select(
        "provider", "latitude", "longitude", located_by=pl.lit("site")
    )
    grouped = (
        codes.join(own, on="provider", how="anti")
        .join(sites, on="provider")
        .group_by("provider")
        .agg(pl.col("latitude").median(), pl.col("longitude").median())
        .with_columns(located_by=pl.lit("its sites"))
    )
    return pl.concat([own, grouped]).sort("provider")


def zone_centres(small_areas: pl.DataFrame) -> pl.DataFrame:
    """Find where the people of each zone live on average.

    Args:
        small_areas: one row for each small area, with columns ``zone, name, area, easting,
            northing`` (British National Grid metres), ``population`` (null counts as one person)
            and ``imd_decile`` (1 most deprived; may be null).

    Returns:
        Columns ``zone, name, area, latitude, longitude, population, mean_imd_decile``, sorted by
        zone; the mean is weighted by people and null where no small area has a decile.
    """
    people = pl.col("population").fill_null(1.0)
    ranked = people.filter(pl.col("imd_decile").is_not_null())
    zones = (
        small_areas.group_by("zone")
        .agg(
            pl.col("name").first(),
            pl.col("area").first(),
            (pl.col("easting") * people).sum() / people.sum(),
            (pl.col("northing") * people).sum() / people.sum(),
            pl.col("population").sum(),
            mean_imd_decile=(pl.col("imd_decile") * people).sum() / ranked.sum(),
        )
        .sort("zone")
    )
    latitude, longitude = to_wgs84(zones["easting"].to_numpy(), zones["northing"].to_numpy())
    return zones.select(
        "zone",
        "name",
        "area",
        pl.Series("latitude", latitude),
        pl.Series("longitude", longitude),
        "population",
        pl.col("mean_imd_decile").fill_nan(None),
    )
