"""From a problem to a market: ``make_market(problem, policy, seed) -> Market``."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.market import people as facts
from tidegate.core.matching.market.codes import numbers
from tidegate.core.matching.market.fitness import fitness
from tidegate.core.matching.market.floors import Floors, make_floors
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
    with ThreadPoolExecutor(max_workers=2) as threads:
        beside = threads.submit(_traits, problem, pathways, listing, policy)
        gathered = facts.gather(pathways)
        holder, holders = facts.holders(pathways)
        pools = _pools(problem, listing, holders)
        serves = _serves(listing.pools, gathered.specialties)
        staying = _staying(pools, serves, len(holders))
        moves = ~staying[holder, gathered.specialty[gathered.group]]
        order = in_turn(pathways, gathered.group, moves, seed)
        traits = beside.result()
        columns = traits.columns
        columns.update(row=rows, group=gathered.group, holder=holder)
        del rows, holder
        # Each column is let go as soon as it stands in order, so that few are held twice.
        people = People(
            **dict(threads.map(lambda name: (name, columns.pop(name)[order]), list(columns)))
        )
    return Market(
        weeks=problem.weeks,
        people=people,
        roads=make_roads(gathered.groups(), listing.pools, traits.journeys),
        pools=pools,
        fits=traits.fits,
        curves=traits.curves,
        minute_points=policy.minute_points,
        floors=traits.floors.areas,
        floor_share=traits.floors.share,
        specialties=tuple(gathered.specialties.iter_rows()),
        offered=np.any(serves[_with_units(pools)], axis=0),
    )


class _Traits(NamedTuple):
    """What does not depend on groups and turns.

    ``columns`` are those of ``People`` by name, in the order of the rows; ``journeys`` is travel
    in single precision.
    """

    columns: dict[str, npt.NDArray[Any]]
    fits: npt.NDArray[np.int8]
    curves: npt.NDArray[np.float64]
    floors: Floors
    journeys: pl.DataFrame


def _traits(problem: Problem, pathways: pl.DataFrame, listing: Listing, policy: Policy) -> _Traits:
    fit, fits = fitness(pathways, listing.profiles)
    kind, curves = facts.kinds(pathways, policy, problem.weeks)
    floors = make_floors(pathways, policy.equity)
    travel = problem.travel
    minutes, max_minutes = in_single(travel["minutes"], pathways["travel_max_minutes"])
    miles, max_miles = in_single(travel["miles"], pathways["travel_max_miles"])
    columns = {
        "count": pathways["count"].to_numpy(),
        "kind": kind,
        "closed": facts.closed(pathways, problem.weeks),
        "fitness": fit,
        "free": facts.may_leave(pathways, require_consent=policy.require_consent),
        "max_minutes": max_minutes,
        "max_miles": max_miles,
        "floor": floors.floor,
        "deprived": floors.deprived,
    }
    journeys = travel.select("zone", "site", minutes=pl.Series(minutes), miles=pl.Series(miles))
    return _Traits(columns, fits, curves, floors, journeys)


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
