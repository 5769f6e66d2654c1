"""Which pools each group of people can reach at all, nearest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.market.codes import distinct, numbers
from tidegate.core.matching.market.market import Roads

Shorts = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Groups:
    """What each group of people has in common.

    Attributes:
        specialty: place among ``specialties``; ascending.
        zone: place among ``zones``.
        people: where each group's people begin in ``People``, and where the last one's end.
        specialties: columns modality, tfc.
        zones: codes.
    """

    specialty: Shorts
    zone: Shorts
    people: Longs
    specialties: pl.DataFrame
    zones: pl.Series


class Journeys(NamedTuple):
    """Travel from each zone, one zone after another: site, and the row of the travel frame."""

    site: Shorts
    minutes: Singles
    miles: Singles
    row: Shorts


class Ends(NamedTuple):
    """What is filled in: see ``Roads``."""

    pool: Shorts
    minutes: Singles
    miles: Singles
    journey: Shorts


def make_roads(groups: Groups, pools: pl.DataFrame, travel: pl.DataFrame) -> Roads:
    """Join zones to the pools that serve each specialty there.

    Args:
        groups: whose roads they are.
        pools: pool, site, modality, tfcs.
        travel: zone, site, minutes, miles, in single precision, infinite where not known; a
            missing pair of zone and site has no road.
    """
    sites = distinct(pools["site"])
    by_zone, journeys = _journeys(travel, groups.zones, sites)
    site = journeys.site
    by_site, pool = _served(groups.specialties, sites, pools)
    here = groups.zone, groups.specialty, len(sites), by_zone, site, by_site
    start = np.zeros(len(groups.zone) + 1, np.int64)
    np.cumsum(_count(*here), out=start[1:])
    roads = Roads(
        start=start,
        pool=np.empty(start[-1], np.int32),
        minutes=np.empty(start[-1], np.float32),
        miles=np.empty(start[-1], np.float32),
        journey=np.empty(start[-1], np.int32),
        people=groups.people,
        specialty=groups.specialty,
        zone=groups.zone,
    )
    _lay(
        *here, pool, start, journeys,
        Ends(roads.pool, roads.minutes, roads.miles, roads.journey),
    )  # fmt: skip
    return roads


def _journeys(travel: pl.DataFrame, zones: pl.Series, sites: pl.Series) -> tuple[Longs, Journeys]:
    """Lay travel out by zone, nearest site first; also return where each zone begins."""
    frame = travel.select(
        pl.Series("zone", numbers(travel["zone"], zones)),
        pl.Series("site", numbers(travel["site"], sites)),
        "minutes",
        "miles",
    ).with_row_index("row")
    here = (pl.col("zone") >= 0) & (pl.col("site") >= 0) & pl.col("minutes").is_finite()
    frame = frame.filter(here).sort("zone", "minutes", "site")
    start = np.searchsorted(frame["zone"].to_numpy(), np.arange(len(zones) + 1)).astype(np.int64)
    return start, Journeys(
        site=frame["site"].to_numpy(),
        minutes=frame["minutes"].to_numpy(),
        miles=frame["miles"].to_numpy(),
        row=frame["row"].cast(pl.Int32).to_numpy(),
    )


def _served(
    specialties: pl.DataFrame, sites: pl.Series, pools: pl.DataFrame
) -> tuple[Longs, Shorts]:
    """List the pools of each specialty and site; also return where each pair begins."""
    pairs = (
        pools.select("pool", "site", "modality", tfc="tfcs")
        .explode("tfc")
        .join(specialties.with_row_index("specialty"), on=["modality", "tfc"])
    )
    key = pairs["specialty"].to_numpy().astype(np.int64) * len(sites)
    key += numbers(pairs["site"], sites)
    order = np.lexsort([pairs["pool"].to_numpy(), key])
    all_pairs = np.arange(specialties.height * len(sites) + 1)
    start = np.searchsorted(key[order], all_pairs).astype(np.int64)
    return start, pairs["pool"].to_numpy()[order].astype(np.int32)


@numba.njit(cache=True, nogil=True)
def _count(
    zone: Shorts, specialty: Shorts, sites: int, by_zone: Longs, site: Shorts, by_site: Longs
) -> Longs:
    many = np.zeros(len(zone), np.int64)
    for group in range(len(zone)):
        for journey in range(by_zone[zone[group]], by_zone[zone[group] + 1]):
            pair = specialty[group] * sites + site[journey]
            many[group] += by_site[pair + 1] - by_site[pair]
    return many


@numba.njit(cache=True, nogil=True)
def _lay(  # noqa: PLR0913, PLR0917 - a kernel is given arrays, not what holds them
    zone: Shorts, specialty: Shorts, sites: int, by_zone: Longs, site: Shorts, by_site: Longs,
    pool: Shorts, start: Longs, journeys: Journeys, ends: Ends,
) -> None:  # fmt: skip
    for group in range(len(zone)):
        end = start[group]
        for journey in range(by_zone[zone[group]], by_zone[zone[group] + 1]):
            pair = specialty[group] * sites + site[journey]
            for index in range(by_site[pair], by_site[pair + 1]):
                _insert(ends, start[group], end, journeys, journey, pool[index])
                end += 1


@numba.njit(cache=True, nogil=True)
def _insert(ends: Ends, first: int, end: int, journeys: Journeys, journey: int, pool: int) -> None:
    """Add a road after all shorter ones; roads equally long stand in order of their pools."""
    at = end
    while at > first and ends.minutes[at - 1] == journeys.minutes[journey]:
        if ends.pool[at - 1] < pool:
            break
        ends.pool[at], ends.minutes[at] = ends.pool[at - 1], ends.minutes[at - 1]
        ends.miles[at], ends.journey[at] = ends.miles[at - 1], ends.journey[at - 1]
        at -= 1
    ends.pool[at], ends.minutes[at] = pool, journeys.minutes[journey]
    ends.miles[at], ends.journey[at] = journeys.miles[journey], journeys.row[journey]
