"""Where published figures happen: a point on the ground for each provider and each commissioner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.directory.distance import great_circle_miles

if TYPE_CHECKING:
    from tidegate.exchange.directory.places import Places

AT_HOLDER = "at:"


def locate_providers(providers: pl.DataFrame, places: Places) -> pl.DataFrame:
    """Give each provider one point, and say how it was found.

    An independent hospital's code in the RTT file is mostly that of one site. A trust's is not,
    and the file does not say at which of its sites it treats whom: it stands where a table of
    trusts puts it (its head office, mostly the main hospital), else at its most central site, the
    one with the least summed distance to its others. A provider that no file knows stands at its
    integrated care board's centre of population.

    Args:
        providers: provider, provider_parent (the board's code).
        places: what the reference files say.

    Returns:
        One row per provider: provider, latitude, longitude (degrees, null where nothing is known),
        located_by ("site", "trust", "board" or "nowhere").
    """
    sites = places.sites.filter(pl.col("latitude").is_not_null())
    trust = pl.col("site") == pl.col("provider").fill_null("")
    own = sites.select(
        "latitude",
        "longitude",
        provider="site",
        by=pl.when(trust).then(pl.lit("trust")).otherwise(pl.lit("site")),
    )
    central = _most_central(sites.filter(pl.col("sector") == "nhs"))
    points = pl.concat([own, central.select(own.columns)]).unique(
        "provider", keep="first", maintain_order=True
    )
    boards = board_centres(places).rename({"area": "provider_parent"})
    return (
        providers.join(points, on="provider", how="left")
        .join(boards, on="provider_parent", how="left", suffix="_board")
        .select(
            "provider",
            pl.coalesce("latitude", "latitude_board"),
            pl.coalesce("longitude", "longitude_board"),
            located_by=pl.when(pl.col("by").is_not_null())
            .then("by")
            .when(pl.col("latitude_board").is_not_null())
            .then(pl.lit("board"))
            .otherwise(pl.lit("nowhere")),
        )
        .sort("provider")
    )


def _most_central(sites: pl.DataFrame) -> pl.DataFrame:
    """Return for each provider the point of its site nearest to all its sites, ties by code."""
    owned = sites.filter(pl.col("provider").is_not_null() & (pl.col("provider") != "")).select(
        "provider", "site", "latitude", "longitude"
    )
    pairs = owned.join(owned, on="provider", suffix="_other")
    miles = great_circle_miles(
        pairs["latitude"].to_numpy(),
        pairs["longitude"].to_numpy(),
        pairs["latitude_other"].to_numpy(),
        pairs["longitude_other"].to_numpy(),
    )
    return (
        pairs.with_columns(miles=pl.Series(miles).round(6))
        .group_by("provider", "site")
        .agg(pl.col("latitude").first(), pl.col("longitude").first(), pl.col("miles").sum())
        .sort("provider", "miles", "site")
        .unique("provider", keep="first", maintain_order=True)
        .with_columns(by=pl.lit("trust"))
    )


def board_centres(places: Places) -> pl.DataFrame:
    """Return area, latitude, longitude: each board's centre, its zones weighted by population."""
    zones = places.zones.filter(pl.col("latitude").is_not_null() & pl.col("area").is_not_null())
    weight = pl.col("population").fill_null(1.0).clip(lower_bound=1.0)
    return (
        zones.with_columns(weight=weight)
        .group_by("area")
        .agg(
            latitude=(pl.col("latitude") * pl.col("weight")).sum() / pl.col("weight").sum(),
            longitude=(pl.col("longitude") * pl.col("weight")).sum() / pl.col("weight").sum(),
        )
        .sort("area")
    )


def locate_zones(classes: pl.DataFrame, providers: pl.DataFrame, places: Places) -> pl.DataFrame:
    """Give each pair of commissioner and holder a zone: where the people of that list live.

    A sub-ICB location is a zone with its centre of population. Other commissioners (regional
    hubs for specialised care, justice, the armed forces) have no place on the map: their people
    are taken to live where their holder is.

    Args:
        classes: provider (the holder), provider_parent, commissioner, commissioner_parent.
        providers: result of ``locate_providers``.
        places: what the reference files say.

    Returns:
        commissioner, provider, zone, area, latitude, longitude; zone is the commissioner's code or
        ``at:`` and the holder's.
    """
    pairs = classes.select(
        "commissioner", "commissioner_parent", "provider", "provider_parent"
    ).unique(["commissioner", "provider"], keep="first", maintain_order=True)
    zones = places.zones.filter(pl.col("latitude").is_not_null()).select(
        commissioner="zone", zone_area="area", latitude="latitude", longitude="longitude"
    )
    holders = providers.select("provider", holder_latitude="latitude", holder_longitude="longitude")
    known = pl.col("zone_area").is_not_null() | pl.col("latitude").is_not_null()
    return (
        pairs.join(zones, on="commissioner", how="left")
        .join(holders, on="provider", how="left")
        .select(
            "commissioner",
            "provider",
            zone=pl.when(known)
            .then("commissioner")
            .otherwise(pl.concat_str(pl.lit(AT_HOLDER), "provider")),
            area=pl.coalesce(
                "zone_area",
                pl.col("commissioner_parent").replace("", None),
                pl.col("provider_parent"),
            ),
            latitude=pl.coalesce("latitude", "holder_latitude"),
            longitude=pl.coalesce("longitude", "holder_longitude"),
        )
        .sort("commissioner", "provider")
    )
