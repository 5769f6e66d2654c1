"""The same problem as a network that any min-cost flow solver reads, exact but for side rows.

Arcs from every patient to every slot would be millions for one board. But what a slot is worth
falls by the same points from week to week for everybody of one rate: such people share, for each
pool, one chain of weeks that they enter when they can first come and leave where there is a slot.
A limit that would pass in the horizon is a second, shorter chain that pays for being in time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl
from numba import njit

if TYPE_CHECKING:
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_ENDLESS = 1 << 40
_PENCE_PER_THOUSAND_POUNDS = 100_000


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes 0 … nodes - 1; the first ones are the market's people, the last is the sink.

    Attributes:
        nodes: how many there are.
        supply: people at each of the first nodes.
        tail, head, capacity: of each arc.
        value: points for each unit of flow.
        dear: arc of each of the problem's lines for units beyond the prepaid ones.
    """

    nodes: int
    supply: Longs
    tail: Longs
    head: Longs
    capacity: Longs
    value: Floats
    dear: Longs


def make_network(problem: Problem, policy: Policy, market: Market) -> Network:
    """Lay the problem out; budgets and floors are left to whoever can read them."""
    person, road = _reach(
        market.people.group, market.people.fitness, market.people.holder, market.people.free,
        market.people.max_minutes, market.people.max_miles, market.roads.start,
        market.roads.pool, market.roads.minutes, market.roads.miles, market.fits,
        market.pools.profile, market.pools.site_holder, market.pools.provider_holder,
    )  # fmt: skip
    minutes = problem.travel["minutes"].to_numpy()[market.roads.journey[road]]
    build = _Builder(market)
    build.people(person, market.roads.pool[road].astype(np.int64), minutes * market.minute_points)
    dear = build.units(problem, policy)
    columns = [np.concatenate(parts) for parts in zip(*build.arcs, strict=True)]
    return Network(build.nodes, market.people.count.astype(np.int64), *columns, dear)


class _Builder:
    """Adds arcs part by part: tail, head, capacity, value."""

    def __init__(self, market: Market) -> None:
        self.market = market
        self.people_count = len(market.people.row)
        self.cells = self.people_count
        self.nodes = self.cells + market.pools.units.size
        self.arcs: list[tuple[Longs, Longs, Longs, Floats]] = []

    def add(self, tail: Longs, head: Longs, capacity: object, value: object) -> None:
        shape = tail.shape
        self.arcs.append(
            (
                tail.ravel(),
                np.broadcast_to(head, shape).ravel(),
                np.broadcast_to(np.asarray(capacity, np.int64), shape).ravel(),
                np.broadcast_to(np.asarray(value, np.float64), shape).ravel(),
            )
        )

    def people(self, person: Longs, pool: Longs, lost: Floats) -> None:
        """Let people enter chains; those with odd weeks away go to their slots directly."""
        market, weeks = self.market, self.market.weeks
        rate, step, due, bonus, plain = _shapes(market.curves)
        closed, kind = market.people.closed[person], market.people.kind[person]
        first = _first_open(closed, weeks)
        odd = (closed != _all_before(first)) | ~plain[kind]
        self._direct(person[odd], pool[odd], lost[odd])
        kept = ~odd & (first < weeks)
        person, pool, lost, kind, first = (each[kept] for each in (person, pool, lost, kind, first))
        value = market.curves[kind, first] - lost
        late = value - np.where(first < due[kind], bonus[kind], 0.0)
        in_time = (due[kind] < weeks) & (first < due[kind]) & (bonus[kind] > 0)
        ends = [np.full(len(person), weeks), due[kind][in_time]]
        sets = [np.ones(len(person), np.bool_), in_time]
        key = np.concatenate(
            [(step[kind][some] * (weeks + 1) + end) * len(market.pools.line) + pool[some]
             for some, end in zip(sets, ends, strict=True)]
        )  # fmt: skip
        chains, chain = np.unique(key, return_inverse=True)
        start = self.nodes + chain * weeks
        who, when = (np.concatenate([each[some] for some in sets]) for each in (person, first))
        worth = np.concatenate([late, value[in_time]])
        self.add(who, start + when, market.people.count[who], worth)
        self._chains(chains, rate)

    def _direct(self, person: Longs, pool: Longs, lost: Floats) -> None:
        people, weeks = self.market.people, self.market.weeks
        week = np.arange(weeks)[None]
        shut = (people.closed[person][:, None] >> week.astype(np.uint64)) & np.uint64(1)
        entry, week = np.nonzero((shut == 0) & (self.market.pools.units[pool] > 0))
        worth = self.market.curves[people.kind[person[entry]], week] - lost[entry]
        cell = self.cells + pool[entry] * weeks + week
        self.add(person[entry], cell, people.count[person[entry]], worth)

    def _chains(self, chains: Longs, rate: Floats) -> None:
        weeks, pools = self.market.weeks, len(self.market.pools.line)
        pool, rest = chains % pools, chains // pools
        end, step = rest % (weeks + 1), rest // (weeks + 1)
        node = self.nodes + np.arange(len(chains) * weeks).reshape(-1, weeks)
        week = np.broadcast_to(np.arange(weeks), node.shape)
        on = week[:, :-1] + 1 < end[:, None]
        falls = np.broadcast_to(-rate[step][:, None], on.shape)
        self.add(node[:, :-1][on], node[:, 1:][on], _ENDLESS, falls[on])
        units = self.market.pools.units[pool]
        off = (week < end[:, None]) & (units > 0)
        cell = self.cells + pool[:, None] * weeks + week
        self.add(node[off], cell[off], units[off], 0.0)
        self.nodes += node.size

    def units(self, problem: Problem, policy: Policy) -> Longs:
        """Lead slots to their lines, and lines to the sink: prepaid units first, then dear ones."""
        pools, weeks = self.market.pools, self.market.weeks
        lines = problem.lines.height
        sink = self.nodes + lines
        pool, week = np.nonzero(pools.units)
        line = pools.line[pool]
        to = np.where(line >= 0, self.nodes + line, sink)
        self.add(self.cells + pool * weeks + week, to, pools.units[pool, week], 0.0)
        prepaid = problem.lines["minimum_take"].cast(pl.Int64)
        cap = problem.lines["cap"].cast(pl.Int64).fill_null(_ENDLESS)
        price = problem.lines["unit_price_pence"].to_numpy() / _PENCE_PER_THOUSAND_POUNDS
        nodes, first = self.nodes + np.arange(lines), np.minimum(prepaid, cap).to_numpy()
        self.add(nodes, np.full(lines, sink), first, 0.0)
        dear = sum(len(part[0]) for part in self.arcs) + np.arange(lines)
        points = -policy.thousand_pounds_points * price
        self.add(nodes, np.full(lines, sink), cap.to_numpy() - first, points)
        self.nodes = sink + 1
        return dear


def _shapes(curves: Floats) -> tuple[Floats, Longs, Longs, Floats, npt.NDArray[np.bool_]]:
    """Take curves apart: points a week, a limit's week and its points; whether that is all."""
    falls = -np.diff(curves, axis=1)
    rate = falls.min(axis=1)
    extra = falls - rate[:, None]
    due = np.where(extra.max(axis=1) > 0, extra.argmax(axis=1) + 1, curves.shape[1])
    rates, step = np.unique(rate, return_inverse=True)
    return rates, step, due, extra.max(axis=1), (extra > 0).sum(axis=1) <= 1


def _all_before(first: Longs) -> npt.NDArray[np.uint64]:
    return (np.uint64(1) << first.astype(np.uint64)) - np.uint64(1)


def _first_open(closed: npt.NDArray[np.uint64], weeks: int) -> Longs:
    first = np.full(len(closed), weeks, np.int64)
    for week in range(weeks - 1, -1, -1):
        first[(closed >> np.uint64(week)) & np.uint64(1) == 0] = week
    return first


@njit(cache=True, nogil=True)
def _reach(  # noqa: PLR0913, PLR0917 - a kernel is given arrays, not what holds them
    group, fitness, holder, free, max_minutes, max_miles, start, road_pool, minutes, miles, fits,
    profile, site_holder, provider_holder,
):  # fmt: skip
    """Write out who can use which road: two lists, person and road."""
    person, road, made = np.empty(1024, np.int64), np.empty(1024, np.int64), 0
    for i in range(len(group)):
        for r in range(start[group[i]], start[group[i] + 1]):
            pool = road_pool[r]
            if minutes[r] > max_minutes[i]:
                break
            own = holder[i] in (site_holder[pool], provider_holder[pool])
            if miles[r] > max_miles[i] or not (free[i] or own):
                continue
            if fits[fitness[i], profile[pool]] != 0:
                continue
            if made == len(person):
                person = np.append(person, np.empty(made, np.int64))
                road = np.append(road, np.empty(made, np.int64))
            person[made], road[made] = i, r
            made += 1
    return person[:made], road[:made]
