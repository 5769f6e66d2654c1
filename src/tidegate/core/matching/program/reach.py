"""Who can travel where: minutes and miles between zones and sites, and limits on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Reach:
    """Travel as dense tables of zone × site; NaN where a pair is unreachable or not known.

    Attributes:
        zones: codes in the order of the rows.
        sites: codes in the order of the columns.
        minutes: shape (zones, sites).
        miles: shape (zones, sites).
    """

    zones: tuple[str, ...]
    sites: tuple[str, ...]
    minutes: Floats
    miles: Floats


def reach_of(travel: pl.DataFrame, zones: Sequence[str], sites: Sequence[str]) -> Reach:
    """Lay sparse travel rows out for the given zones and sites."""
    minutes = np.full((len(zones), len(sites)), np.nan)
    miles = minutes.copy()
    row = {zone: index for index, zone in enumerate(zones)}
    column = {site: index for index, site in enumerate(sites)}
    known = travel.filter(pl.col("zone").is_in(list(row)) & pl.col("site").is_in(list(column)))
    at = (
        [row[zone] for zone in known["zone"].to_list()],
        [column[site] for site in known["site"].to_list()],
    )
    minutes[at] = known["minutes"].to_numpy()
    miles[at] = known["miles"].to_numpy()
    return Reach(tuple(zones), tuple(sites), minutes, miles)


def within_limits(
    minutes: Floats, miles: Floats, max_minutes: Floats, max_miles: Floats
) -> Booleans:
    """Say which sites each pathway can reach; a limit on an unknown distance is not met.

    Args:
        minutes: shape (pathways, sites), NaN where unreachable.
        miles: the same shape, NaN where not known.
        max_minutes: the pathways' limits, shape (pathways,), NaN for none.
        max_miles: likewise.
    """
    in_time = (minutes <= max_minutes[:, None]) | np.isnan(max_minutes)[:, None]
    in_miles = (miles <= max_miles[:, None]) | np.isnan(max_miles)[:, None]
    return np.isfinite(minutes) & in_time & in_miles
