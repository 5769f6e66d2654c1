"""What no plan can exceed, by the prices alone (spec: matching 3, certificate)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tidegate.core.matching.certificate.asked import Asked, common_terms
from tidegate.core.matching.certificate.gains import gains
from tidegate.core.matching.certificate.numbers import Array, Book, people_of
from tidegate.core.matching.certificate.shelves import make_shelves

if TYPE_CHECKING:
    from tidegate.core.matching.certificate.pairs import Promises
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem

_AT_ONCE = 250_000


def bound(
    problem: Problem, policy: Policy, book: Book, asked: Asked, held: Promises, floor: pl.DataFrame
) -> float:
    """Add up what people could gain at these prices and what units, lines and money are worth."""
    on = make_shelves(book, asked.slot)
    known, forced = _held(problem, asked, held)
    total = common_terms(problem, policy, asked)
    for start in range(0, problem.pathways.height, _AT_ONCE):
        part, here = problem.pathways.slice(start, _AT_ONCE), slice(start, start + _AT_ONCE)
        people, closed = people_of(book, part)
        people["known"], people["forced"] = known[here], forced[here]
        people["shift"] = _shift(policy, asked, floor, part)
        total += gains(people, closed, book.curves, book.roads, on.aisles, on.shelves, on.asked)
    return total


def _held(problem: Problem, asked: Asked, held: Promises) -> tuple[Array, Array]:
    """Return what each pathway's promised offer gives beyond its price, and if it is settled."""
    known = np.full(problem.pathways.height, -np.inf)
    forced = np.zeros(problem.pathways.height, np.bool_)
    if held.frame.height:
        row, offer = held.frame["row"].to_numpy(), held.frame["offer"].to_numpy()
        known[row] = held.value - asked.slot[offer]
        forced[row] = held.frame["accepted"].to_numpy()
    return known, forced


def _shift(policy: Policy, asked: Asked, floor: pl.DataFrame, part: pl.DataFrame) -> Array:
    """Return what treating somebody is worth besides, by the equity price of their area."""
    if policy.equity is None or asked.equity.is_empty():
        return np.zeros(part.height)
    prices = floor.join(asked.equity, left_on="area", right_on="id")
    deprived = pl.col("imd_quintile").is_in(policy.equity.quintiles).cast(pl.Float64)
    worth = pl.col("price") * (deprived - pl.col("share"))
    shift = part.join(prices, on="area", how="left", maintain_order="left").select(worth)
    return shift.to_series().fill_null(0.0).to_numpy(writable=True)
