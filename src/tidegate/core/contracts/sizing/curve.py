"""What every number of committed units would cost, on average: the whole curve, at once.

With a week's demand D, the units used of N committed are min(D, N), whose mean is the sum of
P(D ≥ n) for n = 1 … N. All else follows from that sum: what is paid, what is idle, and what must
be bought beyond the commitment.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.contracts.sizing.demand import Floats, mean_of

if TYPE_CHECKING:
    from tidegate.core.contracts.sizing.demand import Demand
    from tidegate.core.contracts.sizing.prices import Prices

_MOST_POINTS = 4_000_000
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Question:
    """How many units a week to commit to, the same number in every week of the term.

    Attributes:
        prices: of a unit and week.
        weeks: the demand of each week of the term; a unit not used in its week is lost.
        interval: the chance with which the money idle lies in its stated interval.

    Raises:
        ValueError: no week, or an interval that is none.
    """

    prices: Prices
    weeks: tuple[Demand, ...]
    interval: float = 0.9

    def __post_init__(self) -> None:
        if not self.weeks:
            raise ValueError("at least one week")
        if not 0 < self.interval < 1:
            raise ValueError(f"an interval between 0 and 1, not {self.interval:g}")


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Means over the whole term for each number of committed units from 0; money in pence.

    Attributes:
        weeks: of the term.
        needed: the chance, over all weeks alike, that the last of so many units is wanted.
        used: units of the commitment used.
        paid: paid for the commitment.
        idle: paid of the guarantee for units that were not used.
        extra: units bought beyond the commitment under the same contract.
        overflow: units bought elsewhere, or waited for.
        exit_risk: the cost of an exit, times its chance.
        cost: all of it.
    """

    weeks: int
    needed: Floats
    used: Floats
    paid: Floats
    idle: Floats
    extra: Floats
    overflow: Floats
    exit_risk: Floats
    cost: Floats

    @property
    def most(self) -> int:
        """Return the largest number of units on the curve."""
        return len(self.cost) - 1


def curve_of(question: Question) -> Curve:
    """Reckon every number of committed units that could be best.

    Raises:
        ValueError: the guarantee is so small a share that there is no end of numbers to try.
    """
    prices = question.prices
    tails = [(week.survival(), times) for week, times in Counter(question.weeks).items()]
    most = _most_worth_trying(prices, max(len(tail) - 1 for tail, _ in tails))
    units = np.arange(most + 1, dtype=np.float64)
    totals = {name: np.zeros(most + 1) for name in ("needed", "used", "above", "beyond", "extra")}
    held = float(prices.guaranteed) * units
    idle_units = np.zeros(most + 1)
    for tail, times in tails:
        chance = np.zeros(most + 2)
        chance[: len(tail)] = tail[: most + 2]
        used = np.cumsum(chance) - chance[0]
        within = np.interp(held, np.arange(most + 2), used)  # E min(D, x), straight between units
        totals["needed"] += times * chance[:-1]
        totals["used"] += times * used[:-1]
        totals["above"] += times * (used[:-1] - within)
        idle_units += times * (held - within)
        totals["beyond"] += times * (mean_of(tail) - used[:-1])
        totals["extra"] += times * (_reach(prices, tail) - used[:-1])
    return _priced(prices, len(question.weeks), units, totals, idle_units)


def best_of(curve: Curve) -> int:
    """Return the number of units that costs least; of equally cheap ones the smallest."""
    cost = curve.cost
    return int(np.flatnonzero(cost <= cost.min() + slack(curve))[0])


def units_by_margin(needed: Floats, ratio: Fraction) -> int:
    """Return how many units the marginal rule buys: each while P(demand ≥ n) > price ratio.

    Args:
        needed: P(demand ≥ n) for n = 0, 1 …, over all weeks alike.
        ratio: the price of a committed unit over that of one beyond the commitment.
    """
    return int(np.count_nonzero(needed[1:] > float(ratio) * (1 + _EQUAL)))


def units_by_average(curve: Curve, prices: Prices) -> int | None:
    """Return the most units that still cost no more than committing to none; None: no end to it.

    This is the rule of thumb that a block pays while its use stays above the price ratio.
    """
    within = np.flatnonzero(curve.cost <= curve.cost[0] + slack(curve))
    last = int(within[-1])
    if last < curve.most or last == prices.most:
        return last
    each = float(prices.guaranteed * prices.block_pence + prices.exit_risk_pence) * curve.weeks
    if not each:
        return None
    further: int = last + math.floor((curve.cost[0] - curve.cost[-1]) / each * (1 + _EQUAL))
    return further if prices.most is None else min(further, prices.most)


def slack(curve: Curve) -> float:
    """Return the difference of costs below which they are equal, in pence: figures are rounded."""
    return _EQUAL * max(1.0, float(curve.cost[0]))


def _most_worth_trying(prices: Prices, wanted: int) -> int:
    """Return the last number that could be best: beyond it every unit only adds idle money."""
    most = wanted
    if prices.premium and prices.guaranteed:
        # Units that nobody will want may still pay: they raise what is had without the premium.
        most = math.ceil(wanted / prices.guaranteed)
    if prices.most is not None:
        most = min(most, prices.most)
    if most > _MOST_POINTS:
        raise ValueError(f"a guarantee that leaves fewer than {most:,} numbers to try")
    return most


def _reach(prices: Prices, tail: Floats) -> float:
    """Return the units that commitment and volume together can serve on average."""
    return mean_of(tail if prices.most is None else tail[: prices.most + 1])


def _priced(
    prices: Prices, weeks: int, units: Floats, totals: dict[str, Floats], idle_units: Floats
) -> Curve:
    block, premium = float(prices.block_pence), float(prices.premium)
    extra = np.zeros(len(units)) if prices.extra_pence is None else totals["extra"].clip(min=0)
    overflow = (totals["beyond"] - extra).clip(min=0)
    guarantee = float(prices.guaranteed) * units * weeks
    paid = block * (guarantee + (1 + premium) * totals["above"].clip(min=0))
    risk = float(prices.exit_risk_pence) * units * weeks
    beyond = float(prices.beyond_pence) * extra + float(prices.overflow_pence) * overflow
    return Curve(
        weeks=weeks,
        needed=totals["needed"] / weeks,
        used=totals["used"],
        paid=paid,
        idle=block * idle_units.clip(min=0),
        extra=extra,
        overflow=overflow,
        exit_risk=risk,
        cost=paid + risk + beyond,
    )
