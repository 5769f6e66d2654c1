"""Solving every independent part of a problem and putting flows and prices together."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.core.matching.program.parts import split
from tidegate.core.matching.program.pricing import Prices, no_prices, price_empty
from tidegate.core.matching.program.sift import Sifted, Sifter

if TYPE_CHECKING:
    from tidegate.core.matching.payers import Payers
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.program.blocks import Condensed
    from tidegate.core.matching.program.master import Flows, Part
    from tidegate.core.matching.stop import Stop

THREADS = 2
"""Parts solved at a time; each one's answer is its own, so that the number changes nothing."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the search found.

    Attributes:
        flows: by position of the block; blocks that nothing is on offer for are missing.
        prices: the best prices of every part.
        parts, rounds, columns: how many parts, the most rounds of any, columns in all.
    """

    flows: dict[int, Flows]
    prices: Prices
    parts: int
    rounds: int
    columns: int


def search(condensed: Condensed, payers: Payers, policy: Policy, stop: Stop, seed: int) -> Found:
    """Solve each part as exactly as the stop rule asks."""
    out_of_time = _guard(stop)

    def run(part: Part) -> Sifted:
        return Sifter(condensed, payers, policy, part, seed=seed).run(stop, out_of_time)

    parts = split(condensed, payers)
    with ThreadPoolExecutor(THREADS) as threads:
        sifted = list(threads.map(run, parts))
    prices = no_prices(condensed, payers)
    flows: dict[int, Flows] = {}
    for part, each in zip(parts, sifted, strict=True):
        flows.update(zip(part.blocks, each.flows, strict=True))
        prices.cell[part.cells] = each.prices.cell[part.cells]
        prices.line[part.lines] = each.prices.line[part.lines]
        prices.budget[part.budgets] = each.prices.budget[part.budgets]
    price_empty(condensed, prices)
    rounds = max((each.rounds for each in sifted), default=0)
    return Found(flows, prices, len(parts), rounds, sum(each.columns for each in sifted))


def _guard(stop: Stop) -> Callable[[], bool]:
    if stop.seconds is None or stop.clock is None:
        return lambda: False
    clock, end = stop.clock, stop.clock() + stop.seconds
    return lambda: clock() > end
