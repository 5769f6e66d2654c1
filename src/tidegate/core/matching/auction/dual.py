"""What prices prove: no plan is worth more than the bound, whatever the prices are.

Counted in points and exact minutes over all people and offers, as the certificate does it again.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from tidegate.core.matching.auction.layout import usual_weeks
from tidegate.core.matching.auction.stalls import POOL
from tidegate.core.matching.njit_loop import njit_loop
from tidegate.core.matching.payers import PENCE_PER_THOUSAND_POUNDS

if TYPE_CHECKING:
    from tidegate.core.matching.auction.forced import Forced
    from tidegate.core.matching.market.incumbents import Incumbents
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.market.prices import Prices
    from tidegate.core.matching.payers import Payers
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
THREADS = 2
_AT_ONCE, _FEW = 1 << 18, 32


class View(NamedTuple):
    """What is looked at, by its name in ``Market``; the rest in points."""

    group: npt.NDArray[np.int32]
    kind: npt.NDArray[np.int32]
    closed: npt.NDArray[np.uint64]
    fitness: npt.NDArray[np.int32]
    holder: npt.NDArray[np.int32]
    free: npt.NDArray[np.bool_]
    max_minutes: npt.NDArray[np.float32]
    max_miles: npt.NDArray[np.float32]
    floor: npt.NDArray[np.int32]
    deprived: npt.NDArray[np.bool_]
    incumbent: npt.NDArray[np.int32]
    start: Longs
    pool: npt.NDArray[np.int32]
    minutes: npt.NDArray[np.float32]
    miles: npt.NDArray[np.float32]
    cost: Floats  # roads: what travel costs, from exact minutes
    least: npt.NDArray[np.float32]  # roads: see ``_look_ahead``
    fits: npt.NDArray[np.int8]
    pools: npt.NDArray[np.void]
    curves: Floats
    top: Floats
    lead: Floats  # kinds: most by which any week is worth more than usual
    asks: Floats  # pools × weeks: price of a cell and its line; inf where nothing is listed
    low: Floats  # pools: least by which any week asks more than usual
    shift: Floats
    stay: float


class Sight:
    """People's best gains at given prices, over a whole market."""

    def __init__(
        self, problem: Problem, market: Market, policy: Policy, promises: Incumbents | None
    ) -> None:
        self.problem, self.market, self.policy, self.promises = problem, market, policy, promises
        pools = market.pools
        self.pools = np.zeros(len(pools.line), POOL)
        for name in ("profile", "site_holder", "provider_holder"):
            self.pools[name] = getattr(pools, name)
        cells = np.full(len(market.people.row), -1, np.int64)
        if promises is not None:
            cells = np.where(promises.accepted, -1, promises.cells(problem, market))
        self.incumbent = cells.astype(np.int32)

    def gains(self, prices: Prices, without: Booleans | None = None) -> Floats:
        """Return what the best slot gives each person at these prices, or 0 where none gives more.

        Cells of ``without`` are not looked at.
        """
        view = self._view(prices, without)
        best = np.empty(len(view.group))

        def piece(begin: int) -> None:
            _best(view, begin, min(begin + _AT_ONCE, len(best)), best)

        with ThreadPoolExecutor(THREADS) as threads:
            list(threads.map(piece, range(0, len(best), _AT_ONCE)))
        return best

    def bound(
        self, prices: Prices, payers: Payers, forced: Forced, best: Floats | None = None
    ) -> float:
        """Add up what people gain and what units, lines and money are worth at these prices.

        ``best`` is what each person gains, where that is known already; it is changed.
        """
        best = self.gains(prices) if best is None else best
        best[forced.person] = forced.gains(self.market, prices)
        people = float(best @ self.market.people.count)
        units = float((self.market.pools.units * prices.cell).sum())
        money = float((payers.budget_pence / PENCE_PER_THOUSAND_POUNDS) @ prices.budget)
        return people + units + money + float(line_terms(payers, self.policy, prices).sum())

    def price_empty(self, prices: Prices, cells: Booleans, left_out: Longs) -> Floats:
        """Price cells without units, in place: what one unit there would be worth to anybody.

        People of ``left_out`` (who have accepted a transfer) do not count. Returns what all others
        gain at these prices: as much as without those cells.
        """
        best = self.gains(prices, cells)
        best[left_out] = np.inf
        view, usual = self._view(prices), usual_weeks(self.market)
        pool, week = np.nonzero(cells)
        first = np.searchsorted(pool, np.arange(len(cells) + 1))
        table, step = np.zeros(cells.shape), -(-len(best) // THREADS)

        def piece(thread: int, every: int, low: Floats, table: Floats) -> Floats:
            end = min((thread + 1) * step, len(best))
            _envy(view, thread * step, end, every, best, first, week, low, table)
            return table

        # A few people first: most others would give less, which is seen at once then.
        for every in (_FEW, 1):
            low = np.where(cells, table + view.asks - usual, np.inf).min(axis=1, initial=np.inf)
            work = [(thread, every, low, table.copy()) for thread in range(THREADS)]
            with ThreadPoolExecutor(THREADS) as threads:
                table = np.maximum.reduce(list(threads.map(piece, *zip(*work, strict=True))))
        prices.cell[cells] += table[cells]
        return best

    def _view(self, prices: Prices, without: Booleans | None = None) -> View:
        market, people = self.market, self.market.people
        seen = market.pools.listed if without is None else market.pools.listed & ~without
        asks = np.where(seen, prices.at_cells(market), np.inf)
        minutes = self.problem.travel["minutes"].to_numpy()
        cost = (market.minute_points * minutes)[market.roads.journey]
        usual = usual_weeks(market)
        low = (asks - usual).min(axis=1, initial=np.inf)
        return View(
            people.group, people.kind, people.closed, people.fitness, people.holder, people.free,
            people.max_minutes, people.max_miles, people.floor, people.deprived, self.incumbent,
            market.roads.start, market.roads.pool, market.roads.minutes, market.roads.miles, cost,
            _look_ahead(market.roads.start, market.roads.pool, cost, low),
            market.fits, self.pools, market.curves,
            market.curves.max(axis=1, initial=-np.inf),
            (market.curves - usual).max(axis=1, initial=-np.inf),
            asks, low,
            prices.shift(market), float(self.policy.stay_points),
        )  # fmt: skip


def line_terms(payers: Payers, policy: Policy, prices: Prices) -> Floats:
    """Value each line's capacity at its price: prepaid units free, further ones at their cost."""
    points = policy.thousand_pounds_points + np.append(prices.budget, 0.0)[payers.payer]
    further = prices.line - payers.unit_thousands * points
    prepaid = payers.prepaid * prices.line
    return np.maximum(0.0, np.maximum(prepaid, prepaid + (payers.cap - payers.prepaid) * further))


@njit(cache=True, nogil=True)
def _look_ahead(start, pool, cost, low):
    """Return for each road the least that it or a longer one of its group asks more than usual.

    With the journey; a little less in single precision, so that nothing is overlooked.
    """
    least = np.empty(len(pool), np.float32)
    for group in range(len(start) - 1):
        so_far = np.inf
        for at in range(start[group + 1] - 1, start[group] - 1, -1):
            so_far = min(so_far, cost[at] + low[pool[at]])
            least[at] = so_far - 1e-6 * abs(so_far) if so_far < np.inf else so_far
    return least


@njit_loop
def _welcome(v, person, at, fitness, holder, free):
    pool = v.pools[v.pool[at]]
    if v.fits[fitness, pool.profile] != 0:
        return False
    if not free and holder != pool.site_holder and holder != pool.provider_holder:
        return False
    return v.minutes[at] <= v.max_minutes[person] and v.miles[at] <= v.max_miles[person]


@njit_loop
def _best(v, begin, end, best):
    pools, fits, asks, low, curves = v.pools, v.fits, v.asks, v.low, v.curves
    end_of, far, long, cost, least = v.pool, v.minutes, v.miles, v.cost, v.least
    for person in range(begin, end):
        kind, group, shut = v.kind[person], v.group[person], v.closed[person]
        fitness, holder, free = v.fitness[person], v.holder[person], v.free[person]
        minutes, miles, stay = v.max_minutes[person], v.max_miles[person], v.incumbent[person]
        shift = v.shift[v.floor[person], np.int64(v.deprived[person])]
        more = v.stay if stay >= 0 else 0.0
        most, top, lead = -shift, v.top[kind] + more, v.lead[kind] + more
        for at in range(v.start[group], v.start[group + 1]):
            here = end_of[at]
            if top - cost[at] <= most or lead - least[at] <= most or far[at] > minutes:
                break
            pool = pools[here]
            if lead - cost[at] - low[here] <= most or fits[fitness, pool.profile] != 0:
                continue
            if not free and holder != pool.site_holder and holder != pool.provider_holder:
                continue
            if long[at] > miles:
                continue
            for week in range(asks.shape[1]):
                gain = curves[kind, week] - cost[at] - asks[here, week]
                if stay == here * asks.shape[1] + week:
                    gain += v.stay
                if gain > most and not (shut >> np.uint64(week)) & np.uint64(1):
                    most = gain
        best[person] = most + shift


@njit_loop
def _envy(
    v, begin, end, every, best, first, week_of, low, table,
):  # fmt: skip
    """Raise the price of each cell asked for to what anybody would gain by it beyond their best.

    The weeks asked for of pool p are ``week_of[first[p]:first[p + 1]]``; ``low`` is by how much
    more than usual the cheapest of them is taken to be worth at least.
    """
    asks, curves, end_of, cost = v.asks, v.curves, v.pool, v.cost
    for person in range(begin, end, every):
        kind, group, shut = v.kind[person], v.group[person], v.closed[person]
        fitness, holder, free = v.fitness[person], v.holder[person], v.free[person]
        shift, stay = v.shift[v.floor[person], np.int64(v.deprived[person])], v.incumbent[person]
        more = (v.stay if stay >= 0 else 0.0) + shift - best[person]
        most, lead = v.top[kind] + more, v.lead[kind] + more
        for at in range(v.start[group], v.start[group + 1]):
            pool = end_of[at]
            if most <= cost[at] or v.minutes[at] > v.max_minutes[person]:
                break
            if lead - cost[at] <= low[pool]:
                continue
            here = first[pool], first[pool + 1]
            if not _welcome(v, person, at, fitness, holder, free):
                continue
            for week in week_of[here[0] : here[1]]:
                gain = curves[kind, week] + shift - cost[at] - asks[pool, week] - best[person]
                if stay == pool * asks.shape[1] + week:
                    gain += v.stay
                if gain > table[pool, week] and not (shut >> np.uint64(week)) & np.uint64(1):
                    table[pool, week] = gain
