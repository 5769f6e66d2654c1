"""``england(seed, people)``: a whole problem at patient level, the same for the same seed."""

from __future__ import annotations

from datetime import date

import numpy as np
from bench.england.capacity import WEEKS, budgets_of, lines_of, offers
from bench.england.country import make_country, roads
from bench.england.patients import waiting_list, who_and_where

from tidegate.core.matching.problem import Problem, make_problem

MONDAY = date(2026, 1, 5)
BOARD, REGION, COUNTRY = 150_000, 1_000_000, 7_400_000
SIZES = {"board": BOARD, "region": REGION, "england": COUNTRY}
"""People of an integrated care board, of a region of seven, and of England's 42."""


def england(
    seed: int, people: int = COUNTRY, *, with_lines: bool = True, with_budgets: bool = True
) -> Problem:
    """Make single patients and uneven capacity over 13 weeks; nobody is real.

    Args:
        seed: draws everything.
        people: pathways; there is one board for every 150,000 of them, up to 42.
        with_lines: whether independent sites work under contract lines, with a minimum take and a
            cap; without them the problem is a plain assignment.
        with_budgets: whether boards have too little money to use the lines up to their caps.
    """
    random = np.random.default_rng(seed)
    country = make_country(random, people)
    who = who_and_where(random, country, people)
    pathways = waiting_list(random, country, *who)
    offered = offers(random, country, *who)
    del who
    lines = lines_of(country, offered) if with_lines else None
    return make_problem(
        MONDAY,
        WEEKS,
        pathways=pathways,
        offers=offered if with_lines else offered.drop("line_id"),
        travel=roads(country),
        lines=lines,
        budgets=budgets_of(lines) if lines is not None and with_budgets else None,
    )
