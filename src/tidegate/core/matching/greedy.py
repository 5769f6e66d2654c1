"""Practice today, as plain rules of thumb: take people in order, give each the nearest slot left.

These are the peers that a plan is measured against: valued by the same policy, kept to the same
constraints, and looking at one person at a time, as a booking team with a list has to. Beside them
stands the best that such a rule can do: always the most valuable match that is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.market.make import make_market
from tidegate.core.matching.practice.best_first import book_best_first
from tidegate.core.matching.practice.desk import PENCE_PER_THOUSAND_POUNDS, Desk, make_desk
from tidegate.core.matching.practice.nearest import book_in_order
from tidegate.core.matching.practice.queue import in_order, people_of, roads_of
from tidegate.core.matching.problem import PRIORITIES
from tidegate.core.matching.result import ASSIGNMENTS

if TYPE_CHECKING:
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem

Array = npt.NDArray[Any]


class Practice(StrEnum):
    """In which order people are taken; each then goes to the nearest site with a unit left."""

    LONGEST_WAIT = "longest_wait"
    PRIORITY_THEN_WAIT = "priority_then_wait"
    BEST_VALUE = "best_value"

    @property
    def words(self) -> str:
        """Say the rule."""
        return {
            Practice.LONGEST_WAIT: "longest wait first, nearest site with a unit left",
            Practice.PRIORITY_THEN_WAIT: "priority, then wait, nearest site with a unit left",
            Practice.BEST_VALUE: "most valuable match first, whoever it is for",
        }[self]


@dataclass(frozen=True, slots=True)
class GreedyPlan:
    """What a rule of thumb reaches.

    Attributes:
        practice: the rule.
        objective: its value by the policy, in points, as in ``Result.objective``.
        treated: how many people have a slot.
        assignments: columns as in ``Result.assignments``, in the order of booking.
    """

    practice: Practice
    objective: float
    treated: int
    assignments: pl.DataFrame

    def summary(self) -> dict[str, object]:
        """Return what a plan's readers are told of it."""
        return {
            "rule": self.practice.words,
            "objective": self.objective,
            "treated": self.treated,
        }


def greedy(
    problem: Problem, policy: Policy, practice: Practice, market: Market | None = None
) -> GreedyPlan:
    """Match by a rule of thumb, under the constraints and the value of the real thing.

    Equal people are taken in the order of their identifiers; at a site the earliest week goes
    first. Nothing is ever taken back. Equity floors and weekly bounds on a line are not looked at.

    Args:
        problem: who waits and what is on offer.
        policy: the weights.
        practice: the rule.
        market: the problem as arrays, where they are made already.
    """
    if market is None:
        market = make_market(problem, policy, 0)
    rank = problem.pathways["priority"].replace_strict(
        {code: number for number, code in enumerate(PRIORITIES)}, return_dtype=pl.Int64
    )
    order = in_order(problem, market, None if practice is Practice.LONGEST_WAIT else rank)
    people, roads = people_of(market, order), roads_of(problem, market)
    desk = make_desk(problem, policy, market)
    start, fits = market.roads.start, market.fits
    if practice is Practice.BEST_VALUE:
        booked = book_best_first(people, start, roads, market.curves, fits, desk)
    else:
        booked = book_in_order(people, start, roads, fits, desk)
    who, slot, road, count = booked
    kind, week = people["kind"][who], desk.slots["week"][slot]
    worth = market.curves[kind, week] - roads["cost"][road]
    minutes = problem.travel["minutes"].gather(market.roads.journey[road])
    frame = pl.DataFrame(
        {
            "pathway_id": problem.pathways["pathway_id"].gather(market.people.row[order[who]]),
            "offer_id": problem.offers["offer_id"].gather(desk.slots["offer"][slot]),
            "count": pl.Series(count, dtype=pl.Int32),
            "value": pl.Series(worth, dtype=pl.Float64),
            "minutes": minutes,
        },
        schema_overrides=dict(ASSIGNMENTS),
    )
    spent = policy.thousand_pounds_points * _spent_pence(desk) / PENCE_PER_THOUSAND_POUNDS
    return GreedyPlan(practice, float(worth @ count) - spent, int(count.sum()), frame)


def _spent_pence(desk: Desk) -> int:
    beyond = np.maximum(desk.lines["used"] - desk.lines["prepaid"], 0)
    return int((beyond * desk.lines["pence"]).sum())
