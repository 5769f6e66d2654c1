"""Up to two alternatives for each patient with a slot, such that what they choose is there.

A patient is free to say no. Those who do set their slots free, and some of them take another that
they were offered beside it: as many alternatives are offered as those slots and the unused ones are
expected to hold, on each cell, contract line and budget.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl
from numba import njit

from tidegate.core.matching.advice.pick import NONE, pick
from tidegate.core.matching.advice.room import WHOLE, make_room
from tidegate.core.matching.advice.scene import Scene, make_scene
from tidegate.core.matching.result import ALTERNATIVES

if TYPE_CHECKING:
    from tidegate.core.matching.advice.placed import Placed
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.market.prices import Prices
    from tidegate.core.matching.problem import Problem

Longs = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Choice:
    """How patients are expected to answer, as shares of those who are offered a slot.

    Attributes:
        decline: do not take the slot that the plan gives them; their unit is free again.
        first_alternative, second_alternative: of all who are offered one, those who take it.
        author, source, in_force: who says so, from what, since when (a day).
    """

    decline: float
    first_alternative: float
    second_alternative: float
    author: str = ""
    source: str = ""
    in_force: str = ""

    def __post_init__(self) -> None:
        for name in ("decline", "first_alternative", "second_alternative"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} must be a share from 0 to 1")
        if self.first_alternative + self.second_alternative > self.decline:
            raise ValueError("no more can take an alternative than decline their slot")


def alternatives(
    problem: Problem, market: Market, prices: Prices, placed: Placed, choice: Choice
) -> pl.DataFrame:
    """Find up to two alternatives for each pathway that has a slot.

    The first is the best at another site, the second the best in another week at the same site;
    where there is none of the one kind, one of the other. The longest wait chooses first. A row
    that stands for several people is asked once, for all of them, about the slot most of them have.

    Args:
        problem: offers, lines and budgets.
        market: made from that problem.
        prices: final prices.
        placed: who has which slot.
        choice: how many are expected to decline, and to take an alternative.

    Returns:
        Columns ``ALTERNATIVES``: value and minutes of the alternative for one person, margin how
        many points less than their slot it gives at the final prices.
    """
    slots = problem.offers.height
    used = np.bincount(placed.offer, placed.count, minlength=slots).astype(np.int64)
    room = make_room(problem, market, used, _thousandths(choice.decline))
    scene = make_scene(market, prices)
    people, own, count = _in_turn(problem, market, placed)
    none = np.full(len(people), NONE, np.int64)
    shares = (choice.first_alternative, choice.second_alternative)
    once = pick(scene, room, people, _parts(shares[0], count), own, none, True)
    one = _rows(problem, scene, people, own, once, 1)
    # A second is offered beside a first, never alone.
    then = np.flatnonzero(once[0] >= 0)
    again = pick(
        scene, room, people[then], _parts(shares[1], count[then]), own[then], once[0][then],
        False,
    )  # fmt: skip
    two = _rows(problem, scene, people[then], own[then], again, 2)
    frame = pl.concat([one, two])
    names = problem.pathways["pathway_id"].gather(market.people.row[frame["person"].to_numpy()])
    return (
        frame.with_columns(pathway_id=names).select(list(ALTERNATIVES)).sort("pathway_id", "rank")
    )


def _thousandths(share: float) -> int:
    return round(share * WHOLE)


def _parts(share: float, count: Longs) -> Longs:
    return _thousandths(share) * count


def _in_turn(problem: Problem, market: Market, placed: Placed) -> tuple[Longs, Longs, Longs]:
    """List each pathway with a slot once, longest wait first, with its cell and its people."""
    week = problem.offers["week"].to_numpy().astype(np.int64)[placed.offer]
    cell = market.pools.offer_pool.astype(np.int64)[placed.offer] * market.weeks + week
    order = np.lexsort([cell, -placed.count, placed.person])
    first = np.ones(len(order), np.bool_)
    first[1:] = placed.person[order[1:]] != placed.person[order[:-1]]
    main = order[first]
    people = placed.person[main]
    count = np.add.reduceat(placed.count[order], np.flatnonzero(first)) if len(order) else people
    waited = problem.pathways["weeks_waited"].to_numpy()[market.people.row[people]]
    group = market.people.group[people]
    place = people - market.roads.people[group]
    turn = np.lexsort([group, place, -waited, market.roads.specialty[group]])
    return people[turn], cell[main][turn], count[turn]


def _rows(
    problem: Problem,
    s: Scene,
    people: Longs,
    own: Longs,
    found: tuple[Longs, Longs, Longs],
    rank: int,
) -> pl.DataFrame:
    """Write down what was found: value, minutes and how far it is behind what each has."""
    cell, offer, road = (each[found[0] >= 0] for each in found)
    who, has = people[found[0] >= 0], own[found[0] >= 0]
    weeks = s.asked.shape[1]
    kind = s.kind[who]
    minutes = s.road_minutes[road].astype(np.float64)
    value = s.curves[kind, cell % weeks] - s.minute_points * minutes
    there = s.road_minutes[_roads_to(s, who, has // weeks)].astype(np.float64)
    now = s.curves[kind, has % weeks] - s.minute_points * there
    margin = (now - s.asked.ravel()[has]) - (value - s.asked.ravel()[cell])
    return pl.DataFrame(
        {
            "person": who,
            "rank": np.full(len(who), rank, np.int8),
            "offer_id": problem.offers["offer_id"].gather(offer),
            "value": value,
            "minutes": minutes,
            "margin": margin,
        }
    )


@njit(cache=True, nogil=True)
def _roads_to(s: Scene, people: Longs, pools: Longs) -> Longs:
    """Find the road that each person takes to a pool that they use."""
    roads = np.empty(len(people), np.int64)
    for index in range(len(people)):
        road = s.road_start[s.group[people[index]]]
        while s.road_pool[road] != pools[index]:
            road += 1
        roads[index] = road
    return roads
