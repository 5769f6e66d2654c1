"""From a problem to a market: ``make_market(problem, policy, seed) -> Market``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.market import people as facts
from tidegate.core.matching.market.codes import numbers
from tidegate.core.matching.market.fitness import fitness
from tidegate.core.matching.market.floors import make_floors
from tidegate.core.matching.market.limits import in_single
from tidegate.core.matching.market.market import MOST_WEEKS, Market, People, Pools
from tidegate.core.matching.market.pools import Listing, make_listing
from tidegate.core.matching.market.roads import make_roads
from tidegate.core.matching.market.turns import in_turn

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem

Shorts = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

_STRANGER = -2  # holds no pathway; unlike nobody's, which is -1


def make_market(problem: Problem, policy: Policy, seed: int) -> Market:
    """Lay both sides of a problem out as arrays (meaning: ``Market``).

    Memory is that of the arrays and of a few columns more; no frame is sorted or copied whole.

    Raises:
        ValueError: the horizon is longer than ``MOST_WEEKS``, or offers exclude too many
            different conditions.
    """
    if problem.weeks > MOST_WEEKS:
        raise ValueError(f"a plan covers at most {MOST_WEEKS} weeks, not {problem.weeks}")
    pathways, rows = _inhabited(problem.pathways)
    listing = make_listing(problem.offers, problem.weeks)
    gathered = facts.gather(pathways)
    holder, holders = facts.holders(pathways)
    pools = _pools(problem, listing, holders)
    serves = _serves(listing.pools, gathered.specialties)
    staying = _staying(pools, serves, len(holders))
    moves = ~staying[holder, gathered.specialty[gathered.group]]
    order = in_turn(pathways, gathered.group, moves, seed)
    fit, fits = fitness(pathways, listing.profiles)
    kind, curves = facts.kinds(pathways, policy, problem.weeks)
    floors = make_floors(pathways, policy.equity)
    minutes, max_minutes = in_single(problem.travel["minutes"], pathways["travel_max_minutes"])
    miles, max_miles = in_single(problem.travel["miles"], pathways["travel_max_miles"])
    people = People(
        row=rows[order],
        count=pathways["count"].to_numpy()[order],
        group=gathered.group[order],
        kind=kind[order],
        closed=facts.closed(pathways, problem.weeks)[order],
        fitness=fit[order],
        holder=holder[order],
        free=facts.may_leave(pathways, require_consent=policy.require_consent)[order],
        max_minutes=max_minutes[order],
        max_miles=max_miles[order],
        floor=floors.floor[order],
        deprived=floors.deprived[order],
    )
    journeys = problem.travel.select(
        "zone", "site", minutes=pl.Series(minutes), miles=pl.Series(miles)
    )
    return Market(
        weeks=problem.weeks,
        people=people,
        roads=make_roads(gathered.groups(), listing.pools, journeys),
        pools=pools,
        fits=fits,
        curves=curves,
        minute_points=policy.minute_points,
        floors=floors.areas,
        floor_share=floors.share,
        specialties=tuple(gathered.specialties.iter_rows()),
        offered=np.any(serves[_with_units(pools)], axis=0),
    )


def _inhabited(pathways: pl.DataFrame) -> tuple[pl.DataFrame, Shorts]:
    """Leave out rows that stand for nobody; also return the rows of those that are left."""
    if pathways.select((pl.col("count") > 0).all()).item():
        return pathways, np.arange(pathways.height, dtype=np.int32)
    rows = pathways.select((pl.col("count") > 0).arg_true()).to_series()
    return pathways[rows], rows.to_numpy().astype(np.int32)


def _pools(problem: Problem, listing: Listing, holders: pl.Series) -> Pools:
    pools = listing.pools
    line_row = pl.DataFrame({"line_id": problem.lines["line_id"]}).with_row_index("line")
    line = pools.join(line_row, on="line_id", how="left", maintain_order="left")["line"]
    return Pools(
        site_holder=numbers(pools["site"], holders, absent=_STRANGER),
        provider_holder=numbers(pools["provider"], holders, absent=_STRANGER),
        profile=pools["profile"].cast(pl.Int32).to_numpy(),
        line=line.cast(pl.Int32).fill_null(-1).to_numpy(),
        units=listing.units,
        listed=listing.listed,
        offer_pool=listing.offer_pool,
        site=tuple(pools["site"]),
    )


def _serves(pools: pl.DataFrame, specialties: pl.DataFrame) -> Booleans:
    """Say which pools serve which specialties, shape (pools, specialties)."""
    serves = np.zeros((pools.height, specialties.height), np.bool_)
    pairs = (
        pools.select("pool", "modality", tfc="tfcs")
        .explode("tfc")
        .join(specialties.with_row_index("specialty"), on=["modality", "tfc"])
    )
    serves[pairs["pool"].to_numpy(), pairs["specialty"].to_numpy()] = True
    return serves


def _with_units(pools: Pools) -> Booleans:
    return np.asarray(np.any(pools.units > 0, axis=1), np.bool_)


def _staying(pools: Pools, serves: Booleans, holders: int) -> Booleans:
    """Say which holders have units of which specialty on offer; a last row stands for nobody."""
    staying = np.zeros((holders + 1, serves.shape[1]), np.bool_)
    units = _with_units(pools)
    for owner in (pools.site_holder, pools.provider_holder):
        known = units & (owner >= 0)
        np.logical_or.at(staying, owner[known], serves[known])
    return staying
