"""Matching people by auction: parts side by side, in rounds with a smaller ε each, and a bound."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.assemble import Solution
from tidegate.core.matching.auction.dual import THREADS, Sight
from tidegate.core.matching.auction.equals import by_turn
from tidegate.core.matching.auction.forced import Forced, forced
from tidegate.core.matching.auction.layout import Supply, steps_per_point, thinned
from tidegate.core.matching.auction.limits import Limits
from tidegate.core.matching.auction.parts import cut
from tidegate.core.matching.auction.repair import flatten, keep_budgets, keep_floors
from tidegate.core.matching.auction.sale import Sale
from tidegate.core.matching.auction.stalls import FAR
from tidegate.core.matching.market.matches import Placements
from tidegate.core.matching.market.prices import Prices
from tidegate.core.matching.payers import PENCE_PER_THOUSAND_POUNDS, make_payers

if TYPE_CHECKING:
    from tidegate.core.matching.auction.parts import Part
    from tidegate.core.matching.market.incumbents import Incumbents
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.previous import Previous
    from tidegate.core.matching.problem import Problem
    from tidegate.core.matching.stop import Stop

Longs = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

LADDER = (1, 4, 12)
"""The first ε is divided by these, round by round; finer ones follow while the gap asks for it."""
FALL = 3
"""Between rounds prices fall by this many of the last ε, since bids overshoot by about as much."""
FIRST = 1 / 16
"""The first ε as a share of what the best week is worth to the person in the middle."""
FINER = 2
MANY, EVERY = 100_000, 8
"""With so many people, what budgets and floors ask is learnt first from one in ``EVERY``."""


def solve_auction(
    problem: Problem,
    market: Market,
    policy: Policy,
    stop: Stop,
    promises: Incumbents | None = None,
    previous: Previous | None = None,
) -> Solution:
    """Match people one by one as well as the stop rule asks for, and prove how well that is.

    The answer does not depend on the number of threads: parts are independent, and each is sold
    in one order.

    Args:
        problem: what is to be matched.
        market: the same as arrays.
        policy: the weights.
        stop: when to end; ``rounds`` bounds how often ε is made smaller.
        promises: what an earlier plan has promised, by people of the market.
        previous: the same plan, for its prices.
    """
    out_of_time = _guard(stop)
    learnt: Limits | None = None
    coupled = policy.equity is not None or problem.budgets.height > 0
    if coupled and previous is None and market.people.count.sum() >= MANY:
        sample = Auction(problem, market, policy, promises, out_of_time, every=EVERY)
        learnt = sample.learn()
        del sample
    auction = Auction(problem, market, policy, promises, out_of_time)
    if learnt is not None:
        auction.limits.learn_from(learnt)
    return auction.run(stop, previous)


class Auction:
    """One auction of a whole market, or of one in ``every`` of its people and units."""

    def __init__(
        self,
        problem: Problem,
        market: Market,
        policy: Policy,
        promises: Incumbents | None,
        out_of_time: Callable[[], bool],
        *,
        every: int = 1,
    ) -> None:
        self.problem, self.market, self.policy = problem, market, policy
        self.payers = make_payers(problem)
        self.forced = forced(problem, market, promises)
        self.sight = Sight(problem, market, policy, promises)
        self.scale = steps_per_point(market, policy.stay_points)
        self.supply = _supply(market, self.payers.prepaid, self.payers.cap, self.forced)
        if every > 1:
            self.supply = thinned(self.supply, every)

        def lay(part: Part) -> Sale:
            stay = policy.stay_points
            return Sale(
                market, part, self.supply, self.sight.incumbent, scale=self.scale, stay=stay
            )

        with ThreadPoolExecutor(THREADS) as threads:
            self.sales = list(threads.map(lay, cut(market)))
        self.limits = Limits(
            market, policy, self.payers, self.forced, scale=self.scale, every=every
        )
        self.out_of_time = out_of_time

    def learn(self) -> Limits:
        """Find about what budgets and floors ask, in all rounds but the last."""
        fall = 0
        for number, epsilon in enumerate(self._rungs()[:-1]):
            self._sell(epsilon, fall, number)
            fall = FALL * epsilon
        return self.limits

    def run(self, stop: Stop, previous: Previous | None) -> Solution:
        """Sell everything, make it finer until the gap is small enough, and keep every limit."""
        rungs, fall = self._rungs(), 0
        if previous is not None and len(previous.prices):
            asks = _asks_before(self.problem, self.market, previous.prices, self.scale)
            self._each(lambda sale: sale.start_from(asks))
            self.limits.start_from(previous.prices, self.problem.budgets["area"])
            # Prices near the new ones are known: the coarse rounds are not needed.
            fall, rungs = FALL * rungs[-2], rungs[-1:]
        rounds, epsilon = 0, rungs[0]
        while True:
            epsilon = rungs[rounds] if rounds < len(rungs) else max(1, epsilon // FINER)
            self._sell(epsilon, fall, len(LADDER) - len(rungs) + rounds)
            rounds, fall = rounds + 1, FALL * epsilon
            if rounds < len(rungs) and not self.out_of_time():
                continue
            prices, empty = self._prices()
            # What stayed empty at too high a price is filled: the bound was closer before, the plan
            # is worth more after.
            with ThreadPoolExecutor(1) as threads:
                beside = threads.submit(self._fill, epsilon)
                bound = self._bound(prices, empty)
                beside.result()
            enough = bound - self._value() <= stop.gap * bound
            if enough or epsilon == 1 or rounds >= stop.rounds or self.out_of_time():
                break
        self._keep_limits()
        self._each(lambda sale: by_turn(sale.stalls))
        statistics = {"parts": len(self.sales), "rounds": rounds, "epsilon": epsilon / self.scale}
        return Solution(self._placements(), prices, bound, statistics)

    def _rungs(self) -> list[int]:
        """Return the first ε's, in steps: a share of what a slot is worth to people."""
        best = self.market.curves.max(axis=1, initial=0.0)
        many = np.bincount(self.market.people.kind, minlength=len(best))
        order = np.argsort(best, kind="stable")
        half = np.searchsorted(np.cumsum(many[order]), many.sum() / 2)
        middle = float(best[order[half]]) if len(best) else 1.0
        return [max(1, int(middle * FIRST * self.scale / divisor)) for divisor in LADDER]

    def _each(self, work: Callable[[Sale], object]) -> None:
        """Do something with every part, several at a time, the largest first."""
        with ThreadPoolExecutor(THREADS) as threads:
            list(threads.map(work, self.sales))

    def _sell(self, epsilon: int, fall: int, number: int) -> None:
        """Sell everything at this ε, and again while prices of limits are still being sought."""
        turns = self.limits.refine(number)
        before = self.limits.charges()
        for turn in range(turns + 1):
            dear, shift = self.limits.charges()
            if turn:
                # Where money or a floor asks less than before, prices may have to fall as far.
                less = max(_most(before[0] - dear), _most(before[1] - shift))
                fall = epsilon + min(less, FALL * FALL * epsilon)
            before = dear, shift

            def sell(
                sale: Sale, fall: int = fall, dear: Longs = dear, shift: Longs = shift
            ) -> None:
                sale.charge(dear, shift)
                sale.sell(epsilon, fall, self.out_of_time)

            self._each(sell)
            if turn == turns or self.out_of_time():
                break
            if not self.limits.turn(self.sales, self._value()):
                break

    def _fill(self, epsilon: int) -> None:
        self._each(lambda sale: sale.fill(epsilon, self.out_of_time))

    def _prices(self) -> tuple[Prices, Booleans]:
        """Read all prices in points: of cells apart from their lines, of lines, and of limits.

        Also say which cells have no units on sale, and no price yet.
        """
        pools, weeks = self.market.pools.units.shape
        whole, line = np.zeros((pools, weeks)), np.zeros(len(self.payers.prepaid))
        for sale in self.sales:
            asks, lines = sale.asked()
            whole[sale.part.pools] = np.where(asks < FAR, asks, 0) / self.scale
            # A line that nobody can use asks nothing: its units are worth nothing to anybody.
            line[sale.lines] = np.where(lines < FAR, lines, 0) / self.scale
        of_cell = np.append(line, 0.0)[self.market.pools.line]
        cell = np.maximum(whole - of_cell[:, None], 0.0)
        prices = Prices(cell, line, self.limits.money.price, self.limits.floors.price)
        empty = self.market.pools.listed & (self.supply.units == 0)
        cell[~self.market.pools.listed | empty] = 0.0
        return prices, empty

    def _bound(self, prices: Prices, empty: Booleans) -> float:
        """Price the cells without units, in place, and say what these prices prove."""
        best = self.sight.price_empty(prices, empty, self.forced.person) if empty.any() else None
        return self.sight.bound(prices, self.payers, self.forced, best)

    def _value(self) -> float:
        """Add up what the plan is worth now, in points, before any repair."""
        worth = sum(
            int(sale.stalls.people["worth"][sale.stalls.people["at"] >= 0].sum(dtype=np.int64))
            for sale in self.sales
        )
        every, used = self.limits.every, self.forced.line_use.copy()
        for sale in self.sales:
            used[sale.lines] += every * sale.stalls.lines["used"][:-1].astype(np.int64)
        spent = float(self.payers.spend_pence(used).sum()) / PENCE_PER_THOUSAND_POUNDS
        kept = float(self.forced.value @ self.market.people.count[self.forced.person])
        return every * worth / self.scale + kept - self.policy.thousand_pounds_points * spent

    def _keep_limits(self) -> None:
        """Let people give units back until weekly change, budgets and floors are all kept."""
        change = self.problem.lines["weekly_change"].fill_null(-1).to_numpy().astype(np.int64)
        unit, payer = self.payers.unit_pence, self.payers.payer
        again = True
        while again:
            forced_by_week = self._forced_by_week()
            flat = [flatten(sale, change, forced_by_week) for sale in self.sales]
            again = any(flat)
            again |= keep_budgets(self.sales, payer, unit, self.limits.room_pence(self.sales))
            short, _ = self.limits.short(self.sales)
            again |= keep_floors(self.sales, self.market.floor_share, short)

    def _forced_by_week(self) -> Longs:
        """Count units that accepted transfers use, by line and week."""
        use = np.zeros((len(self.payers.prepaid), self.market.weeks), np.int64)
        line = self.market.pools.line[self.forced.cell // self.market.weeks]
        count = self.market.people.count[self.forced.person]
        on = line >= 0
        np.add.at(use, (line[on], self.forced.cell[on] % self.market.weeks), count[on])
        return use

    def _placements(self) -> Placements:
        """Say who is placed where; several people of one row in one cell are one placement."""
        cells = self.market.pools.units.size
        keys = [self.forced.person * cells + self.forced.cell]
        counts = [self.market.people.count[self.forced.person].astype(np.int64)]
        while self.sales:  # each part is let go as soon as it is read
            sale = self.sales.pop()
            width = sale.stalls.price.shape[1]
            held = np.flatnonzero(sale.stalls.people["at"] >= 0)
            at = sale.stalls.people["at"][held]
            cell = sale.part.pools[at // width] * self.market.weeks + at % width
            keys.append(sale.rows[held].astype(np.int64) * cells + cell)
            counts.append(np.ones(len(held), np.int64))
        key, number = np.unique(np.concatenate(keys), return_inverse=True)
        count = np.bincount(number, np.concatenate(counts), len(key)).astype(np.int64)
        return Placements(key // max(1, cells), key % max(1, cells), count)


def _most(falls: Longs) -> int:
    return int(falls.max(initial=0))


def _supply(market: Market, prepaid: Longs, cap: Longs, kept: Forced) -> Supply:
    """Take accepted transfers off what is on sale and who bids for it."""
    people = market.people.count.copy()
    units = market.pools.units.astype(np.int64)
    np.subtract.at(units.reshape(-1), kept.cell, people[kept.person])
    people[kept.person] = 0
    return Supply(
        people,
        np.maximum(units, 0).astype(np.int32),
        np.maximum(prepaid - kept.line_use, 0),
        np.maximum(cap - kept.line_use, 0),
    )


def _asks_before(
    problem: Problem, market: Market, prices: pl.DataFrame, scale: float
) -> npt.NDArray[np.int32]:
    """Return what each cell asked in all in an earlier plan, in steps; 0 where it is new."""
    kinds = {
        kind: prices.filter(pl.col("kind") == kind).select("id", "price")
        for kind in ("offer", "line")
    }
    offers = problem.offers.select("offer_id", "line_id", "week")
    told = offers.join(
        kinds["offer"], left_on="offer_id", right_on="id", how="left", maintain_order="left"
    ).join(
        kinds["line"], left_on="line_id", right_on="id", how="left", maintain_order="left",
        suffix="_line",
    )  # fmt: skip
    asks = told["price"].fill_null(0.0) + told["price_line"].fill_null(0.0)
    steps = np.minimum(asks.to_numpy() * scale, FAR - 1).astype(np.int32)
    found = np.zeros(market.pools.units.shape, np.int32)
    np.maximum.at(found, (market.pools.offer_pool, told["week"].to_numpy()), steps)
    return found


def _guard(stop: Stop) -> Callable[[], bool]:
    if stop.seconds is None or stop.clock is None:
        return lambda: False
    clock, end = stop.clock, stop.clock() + stop.seconds
    return lambda: clock() > end
