"""What happens to a plan before it is made again: people leave, lists are cancelled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tidegate.core.matching.previous import Previous

if TYPE_CHECKING:
    from tidegate.core.matching.problem import Problem
    from tidegate.core.matching.result import Result

LEAVE, CANCELLED, ACCEPTED = 0.01, 0.02, 0.1
"""Shares of the people, of the offers, and of the matches that patients have accepted."""


@dataclass(frozen=True, slots=True)
class Shock:
    """A problem after a change, and what the plan before it had promised."""

    problem: Problem
    previous: Previous


def shaken(problem: Problem, earlier: Result, seed: int) -> Shock:
    """Take people and lists away at random; some of the earlier matches are accepted."""
    random = np.random.default_rng(seed)
    stay = pl.Series(random.random(problem.pathways.height) >= LEAVE)
    kept = pl.Series(random.random(problem.offers.height) >= CANCELLED)
    accepted = pl.Series(random.random(earlier.assignments.height) < ACCEPTED)
    matches = earlier.assignments.select("pathway_id", "offer_id").with_columns(accepted=accepted)
    changed = replace(
        problem, pathways=problem.pathways.filter(stay), offers=problem.offers.filter(kept)
    )
    return Shock(changed, Previous(matches, earlier.prices))


def moved(shock: Shock, result: Result) -> float:
    """Return the share of bookings, still possible after the change, that are not as before."""
    valid = shock.previous.matches.join(
        shock.problem.pathways.select("pathway_id"), on="pathway_id", how="semi"
    ).join(shock.problem.offers.select("offer_id"), on="offer_id", how="semi")
    same = valid.join(result.assignments, on=["pathway_id", "offer_id"], how="semi")
    return 1 - same.height / max(valid.height, 1)
