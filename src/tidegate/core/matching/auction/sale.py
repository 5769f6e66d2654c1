"""Selling one part of a market: rounds of bids with a smaller ε each, then what stayed empty."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tidegate.core.matching.auction.forward import bid
from tidegate.core.matching.auction.layout import Supply, lay_out
from tidegate.core.matching.auction.opening import (
    forget,
    judge,
    look_ahead,
    lower,
    move_in,
    reopen,
    reprice_all,
)
from tidegate.core.matching.auction.reverse import seek
from tidegate.core.matching.auction.stalls import FAR

if TYPE_CHECKING:
    from tidegate.core.matching.auction.parts import Part
    from tidegate.core.matching.market.market import Market

Shorts = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_BIDS_AT_ONCE = 1 << 14
"""Bids between two looks at the clock, and at what lies ahead."""
_LEAST_LOOKS, _CELLS_PER_LOOK = 500, 80
"""Looks for people that empty cells may make: a few more would find little for much time."""


class Sale:
    """One part on sale.

    Attributes:
        part: which groups and pools.
        stalls: prices, bids and people.
        lines: the market's line of each of the stalls' lines.
        rows: place in ``People`` of each of the stalls' people.
    """

    def __init__(
        self,
        market: Market,
        part: Part,
        supply: Supply,
        incumbent: Shorts,
        *,
        scale: float,
        stay: float,
    ) -> None:
        self.part, self.weeks = part, market.weeks
        self.stalls, self.lines, self.rows = lay_out(
            market, part, supply, incumbent, scale=scale, stay=stay
        )
        people = len(self.stalls.people)
        self._queue = np.empty(people, np.int32)
        # One list serves for what each would stay at, and later for who bids in the next turn.
        self._later = self._level = np.empty(people, np.int32)
        specialty = self.stalls.groups["specialty"][:-1]
        first = np.flatnonzero(np.diff(specialty, prepend=-1))
        self._groups = np.append(first, len(specialty))
        self._bounds = self.stalls.groups["person"][self._groups]
        reprice_all(self.stalls)

    def charge(self, dear: Longs, shift: Longs) -> None:
        """Set what a unit above the prepaid ones costs, by line of the market, and the floors."""
        self.stalls.lines["dear"][:-1] = np.minimum(dear[self.lines], FAR)
        self.stalls.shift[:] = shift

    def start_from(self, asks: Shorts) -> None:
        """Start from an earlier plan: its prices by pool and week of the market, and its people."""
        stalls, weeks = self.stalls, self.weeks
        open_cells = stalls.price[:, :weeks] < FAR
        stalls.price[:, :weeks][open_cells] = asks[self.part.pools][open_cells]
        stalls.pools["low"] = (stalls.price - stalls.usual).min(axis=1, initial=FAR)
        move_in(stalls)

    def sell(self, epsilon: int, fall: int, out_of_time: Callable[[], bool]) -> None:
        """Let prices fall by ``fall``, and people bid until nobody can do better by ``epsilon``."""
        lower(self.stalls, fall)
        look_ahead(self.stalls, 0, len(self.stalls.groups) - 1)
        judge(self.stalls, self._level, 0, len(self._level), epsilon)
        waiting = reopen(self.stalls, self._level, self._queue)
        self.let_bid(waiting, epsilon, out_of_time)

    def let_bid(self, waiting: int, epsilon: int, out_of_time: Callable[[], bool]) -> None:
        """Let the first people of the queue bid, those who wait for one kind of care at a time.

        Who is put out by others on a contract line may wait for other care, and bids in the next
        turn.
        """
        queue = np.sort(self._queue[:waiting])
        while len(queue) and not out_of_time():
            many = 0
            bounds = np.searchsorted(queue, self._bounds)
            for care, (first, end) in enumerate(pairwise(bounds.tolist())):
                waiting = end - first
                self._queue[:waiting] = queue[first:end]
                while waiting and not out_of_time():
                    look_ahead(self.stalls, *self._groups[care : care + 2].tolist())
                    waiting, many = bid(
                        self.stalls, self._queue, waiting, epsilon, _BIDS_AT_ONCE,
                        self._later, many,
                    )  # fmt: skip
            queue = np.sort(self._later[:many])

    def fill(self, epsilon: int, out_of_time: Callable[[], bool]) -> None:
        """Let empty cells that ask too much look for people, those that ask most first."""
        if out_of_time():
            return
        stalls = self.stalls
        asks = stalls.lines["asks"][stalls.pools["line"]]
        cells = stalls.cells.reshape(stalls.price.shape)
        dear = (cells["held"] < cells["units"]) & (cells["reserve"] > asks[:, None] + epsilon)
        found = np.flatnonzero(dear.ravel())
        found = found[np.argsort(stalls.cells["reserve"][found], kind="stable")]
        if not len(found):
            return
        stalls.cells["waiting"] = 0
        stalls.cells["waiting"][found] = 1
        empty = np.empty(len(stalls.cells), np.int64)
        empty[: len(found)] = found
        ways, starts = self._ways()
        forget(stalls)
        looks = _LEAST_LOOKS + len(empty) // _CELLS_PER_LOOK
        seek(stalls, ways, starts, empty, len(found), self._queue, epsilon, looks)

    def asked(self) -> tuple[Shorts, Shorts]:
        """Return what cells ask in all, by pool and week, and what lines ask, in steps."""
        stalls = self.stalls
        lines = stalls.lines["asks"].copy()
        whole = np.maximum(stalls.price, lines[stalls.pools["line"]][:, None])
        return whole[:, : self.weeks], lines[:-1]

    def _ways(self) -> tuple[Shorts, Longs]:
        """List the roads that end at each pool, with the groups that they come from."""
        stalls = self.stalls
        pool = stalls.roads["pool"]
        order = np.argsort(pool, kind="stable")
        groups = np.arange(len(stalls.groups) - 1, dtype=np.int32)
        group = np.repeat(groups, np.diff(stalls.groups["road"]))
        starts = np.searchsorted(pool[order], np.arange(len(stalls.pools) + 1))
        return np.stack([group[order], order.astype(np.int32)], axis=1), starts
