"""How long the fictional roads take: by road, over the river and over the pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tidegate.core.demo.geography import RIVER_KM_EAST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidegate.core.demo.organisations import DemoSite

KM_PER_MILE = 1.609344
WINDING = 1.3  # a road is this much longer than the straight line
MINUTES_PER_ROAD_KM = 1.18  # about 51 km/h, door to door
MINUTES_TO_SET_OUT = 8
PASS_MINUTES = 25  # the road to Fellgarth climbs over a pass
FERRY_MINUTES = 12  # what crossing the river Tarrow adds
FURTHEST_MINUTES = 150  # pairs beyond it are left out of the travel table: nobody is asked to go


def travel_table(zones: pl.DataFrame, sites: Sequence[DemoSite]) -> pl.DataFrame:
    """Work out how long each journey takes: ``zone, site, minutes, miles`` (by road).

    Journeys of more than two and a half hours are left out: the table is sparse, and a missing
    pair is out of reach.
    """
    start = zones.select("east_km", "north_km").to_numpy()[:, None, :]
    end = np.array([(site.place.east, site.place.north) for site in sites])[None, :, :]
    road_km = WINDING * np.hypot(*np.moveaxis(start - end, 2, 0))
    crosses = (start[..., 0] < RIVER_KM_EAST) != (end[..., 0] < RIVER_KM_EAST)
    climbs = _beyond_the_pass(start) != _beyond_the_pass(end)
    minutes = (
        MINUTES_TO_SET_OUT
        + MINUTES_PER_ROAD_KM * road_km
        + FERRY_MINUTES * crosses
        + PASS_MINUTES * climbs
    )
    many = len(sites)
    return pl.DataFrame(
        {
            "zone": np.repeat(zones["zone"].to_numpy(), many),
            "site": np.tile(np.array([site.site for site in sites]), zones.height),
            "minutes": np.round(minutes.ravel(), 1),
            "miles": np.round(road_km.ravel() / KM_PER_MILE, 1),
        }
    ).filter(pl.col("minutes") <= FURTHEST_MINUTES)


def _beyond_the_pass(place: np.ndarray) -> np.ndarray:
    return np.asarray((place[..., 0] > 100) & (place[..., 1] > 66))  # noqa: PLR2004 - the ridge
