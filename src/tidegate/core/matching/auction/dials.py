"""Turning a price up or down until its limit is just kept: one dial per budget and floor."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_NEAR, _WIDE = 0.02, 0.98


class Dials:
    """Prices of limits that couple everything, each found by bracketing.

    A price too low leaves its limit overstepped, a high one leaves room. Any prices of at least 0
    prove a bound, so that these need not be exact; a limit whose price is 0 and that is kept needs
    none.

    Attributes:
        price: the prices to try next.
    """

    def __init__(self, count: int, first: float) -> None:
        self.price = np.zeros(count)
        self._first, self._factor = first, 2.0
        self._low = np.zeros(count)
        self._high = np.full(count, np.inf)
        self._over = np.full(count, np.nan)
        self._under = np.full(count, np.nan)

    def refine(self, factor: float) -> None:
        """Forget the brackets, since finer bids change them, and search near the prices found."""
        self._factor = factor
        self._low[:], self._high[:] = 0.0, np.inf
        self._over[:], self._under[:] = np.nan, np.nan

    def turn(self, over: Floats, spare: float) -> bool:
        """Note by how much each limit is overstepped (below 0: kept) and set the next prices.

        ``spare`` is what a limit may leave unused, in points at its price. Returns whether any
        price is changed.
        """
        broken = over > 0
        self._low = np.where(broken, np.maximum(self._low, self.price), self._low)
        self._over = np.where(broken, over, self._over)
        self._high = np.where(broken, self._high, np.minimum(self._high, self.price))
        self._under = np.where(broken, self._under, over)
        # A bracket that has closed on itself is opened again on the side where it failed.
        crossed = self._low >= self._high
        self._high = np.where(crossed & broken, np.inf, self._high)
        self._low = np.where(crossed & ~broken, 0.0, self._low)
        before = self.price
        self.price = np.where(broken | (before * -over > spare), self._next(broken), before)
        return bool((self.price != before).any())

    def _next(self, broken: npt.NDArray[np.bool_]) -> Floats:
        known = np.isfinite(self._high) & np.isfinite(self._over) & np.isfinite(self._under)
        with np.errstate(invalid="ignore", divide="ignore"):
            share = self._over / (self._over - self._under)
            width = self._high - self._low
            inside = self._low + np.clip(np.nan_to_num(share), _NEAR, _WIDE) * width
        up = np.maximum(self.price * self._factor, self._first)
        down = self.price / self._factor
        down = np.where(down < self._first / 64, 0.0, down)
        outside = np.where(broken, np.where(np.isfinite(self._high), inside, up), down)
        return np.where(known, inside, outside)
