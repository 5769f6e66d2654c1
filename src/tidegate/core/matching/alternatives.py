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

from tidegate.core.matching.advice.pick import NONE, pick
from tidegate.core.matching.advice.room import WHOLE, make_room
from tidegate.core.matching.advice.scene import Scene, make_scene
from tidegate.core.matching.result import ALTERNATIVES

if TYPE_CHECKING:
    from tidegate.core.matching.advice.terms import Choice
    from tidegate.core.matching.market.incumbents import Incumbents
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.market.matches import Matches
    from tidegate.core.matching.market.prices import Prices
    from tidegate.core.matching.problem import Problem

Shorts = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who is offered alternatives, in turn: their place among the people, cell, people, net."""

    person: Longs
    cell: Longs
    count: Longs
    net: Floats

    def only(self, which: Longs) -> _Asked:
        return _Asked(self.person[which], self.cell[which], self.count[which], self.net[which])


def alternatives(
    problem: Problem,
    market: Market,
    prices: Prices,
    matches: Matches,
    choice: Choice,
    promises: Incumbents | None = None,
) -> pl.DataFrame:
    """Find up to two alternatives for each pathway that has a slot and has not accepted it yet.

    The first is the best at another site, the second the best in another week at the same site;
    where there is none of the one kind, one of the other. Of a specialty, the longest wait chooses
    first. A row that stands for several people is asked once, for all of them, about the slot that
    most of them have.

    Args:
        problem: offers, lines and budgets.
        market: made from that problem.
        prices: final prices.
        matches: who has which slot.
        choice: how many are expected to decline, and to take an alternative.
        promises: what an earlier plan has promised, where there is one.

    Returns:
        Columns ``ALTERNATIVES``, in the order of ``People`` and rank: value and minutes of the
        alternative for one person, margin how many points less than their slot it gives at the
        final prices.
    """
    scene = make_scene(market, prices)
    maybe = np.ones(len(matches.person), np.bool_)
    if promises is not None:
        maybe = ~promises.accepted[matches.person]
    offers = problem.offers.height
    used = np.bincount(matches.offer, matches.count, offers).astype(np.int64)
    may_leave = np.bincount(matches.offer[maybe], matches.count[maybe], offers).astype(np.int64)
    room = make_room(problem, market, used, _thousandths(choice.decline) * may_leave)
    asked = _in_turn(problem, market, scene, matches, np.flatnonzero(maybe))
    none = np.full(len(asked.person), NONE, np.int32)
    parts = _thousandths(choice.first_alternative) * asked.count
    once = pick(scene, room, asked.person, parts, asked.cell, none, True)
    # A second is offered beside a first, never alone.
    has = np.flatnonzero(once[0] >= 0)
    still = asked.only(has)
    parts = _thousandths(choice.second_alternative) * still.count
    twice = pick(scene, room, still.person, parts, still.cell, once[0][has], False)
    return _named(problem, market, scene, (asked, once), (still, twice))


def _thousandths(share: float) -> int:
    return round(share * WHOLE)


def _in_turn(problem: Problem, market: Market, s: Scene, matches: Matches, which: Longs) -> _Asked:
    """List each pathway of these matches once, in turn, with the slot most of its people have."""
    offer, person, count = matches.offer[which], matches.person[which], matches.count[which]
    week = problem.offers["week"].to_numpy().astype(np.int64)[offer]
    cell = market.pools.offer_pool.astype(np.int64)[offer] * market.weeks + week
    order = np.lexsort([cell, -count, person])
    first = np.ones(len(order), np.bool_)
    first[1:] = person[order[1:]] != person[order[:-1]]
    main = order[first]
    people = person[main]
    together = np.add.reduceat(count[order], np.flatnonzero(first)) if len(order) else people
    waited = problem.pathways["weeks_waited"].to_numpy()[market.people.row[people]]
    group = market.people.group[people]
    place = people - market.roads.people[group]
    # Specialty by specialty, so that what is looked at stays near in memory.
    turn = np.lexsort([group, place, -waited, market.roads.specialty[group]])
    net = matches.value[which][main] - s.asked.ravel()[cell[main]]
    return _Asked(people, cell[main], together, net).only(turn)


def _named(
    problem: Problem, market: Market, s: Scene, *ranks: tuple[_Asked, tuple[Shorts, Shorts, Shorts]]
) -> pl.DataFrame:
    """Write down what was found, in the order of ``People``: value, minutes, how far behind."""
    got = [np.flatnonzero(found[0] >= 0) for _, found in ranks]
    people = [asked.only(which) for (asked, _), which in zip(ranks, got, strict=True)]
    person, net = (
        np.concatenate([getattr(each, name) for each in people]) for name in ("person", "net")
    )
    cell, offer, road = (
        np.concatenate([found[part][which] for (_, found), which in zip(ranks, got, strict=True)])
        for part in range(3)
    )
    rank = np.repeat(np.arange(1, len(got) + 1, dtype=np.int8), [len(which) for which in got])
    # Each rank is complete before the next, so that equals stay in order of rank.
    order = np.argsort(person, kind="stable")
    person, net, cell, offer, road = (each[order] for each in (person, net, cell, offer, road))
    minutes = problem.travel["minutes"].to_numpy()[market.roads.journey[road]]
    value = s.curves[s.kind[person], cell % market.weeks] - s.minute_points * minutes
    columns = {
        "pathway_id": problem.pathways["pathway_id"].gather(market.people.row[person]),
        "rank": rank[order],
        "offer_id": problem.offers["offer_id"].gather(offer),
        "value": value,
        "minutes": minutes,
        "margin": net - (value - s.asked.ravel()[cell]),
    }
    return pl.DataFrame(columns, schema_overrides=dict(ALTERNATIVES))
