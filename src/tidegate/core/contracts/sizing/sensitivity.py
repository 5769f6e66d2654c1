"""Whether the answer stands when demand, prices or the chance of finding a unit are not as said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from tidegate.core.contracts.sizing.curve import Question, best_of, curve_of
from tidegate.core.contracts.sizing.outlook import outlook
from tidegate.core.contracts.sizing.prices import to_the_penny

_DEMANDS = (-0.2, -0.1, 0.1, 0.2)
_BLOCKS = (Fraction(-1, 10), Fraction(-1, 20), Fraction(1, 20), Fraction(1, 10))
_NO_SPOTS = (Fraction(-1, 10), Fraction(-1, 20), Fraction(1, 20), Fraction(1, 10))


class Varied(StrEnum):
    """What is taken to be otherwise than said."""

    DEMAND = "demand"
    BLOCK_PRICE = "block price"
    NO_SPOT = "chance that there is no unit elsewhere"


@dataclass(frozen=True, slots=True)
class Case:
    """One thing otherwise, and what that does.

    Attributes:
        varied: what.
        by: as a share of what was said; of a chance, what is added to it.
        best: units that would be best.
        cost_pence: what those cost over the term, on average.
        regret_pence: how much more the units cost that are best as said.
    """

    varied: Varied
    by: float
    best: int
    cost_pence: float
    regret_pence: float


def sensitivity(question: Question, best: int) -> tuple[Case, ...]:
    """Try each change by itself.

    Args:
        question: as said.
        best: the units that are best as said.
    """
    found = []
    for varied, by, changed in _changes(question):
        curve = curve_of(changed)
        other = best_of(curve)
        cost = float(curve.cost[other])
        regret = outlook(changed, curve, best).cost_pence - cost
        found.append(Case(varied, by, other, cost, max(0.0, regret)))
    return tuple(found)


def _changes(question: Question) -> Iterator[tuple[Varied, float, Question]]:
    prices = question.prices
    for by in _DEMANDS:
        weeks = tuple(week.scaled(1 + by) for week in question.weeks)
        yield Varied.DEMAND, by, replace(question, weeks=weeks)
    for share in _BLOCKS:
        other = replace(prices, block_pence=to_the_penny(prices.block_pence * (1 + share)))
        yield Varied.BLOCK_PRICE, float(share), replace(question, prices=other)
    if prices.delay_pence is None:
        return
    for more in _NO_SPOTS:
        chance = prices.no_spot + more
        if 0 <= chance <= 1:
            changed = replace(prices, no_spot=chance)
            yield Varied.NO_SPOT, float(more), replace(question, prices=changed)
