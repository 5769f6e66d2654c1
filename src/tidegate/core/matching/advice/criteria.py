"""Which single limit keeps a patient out of a site, and would not were it a step looser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.advice.levers import Lever
from tidegate.core.matching.eligibility import ACCEPT, CRITERIA, REFER, REFUSE
from tidegate.core.matching.market.fitness import fitness
from tidegate.core.matching.market.pools import make_listing

if TYPE_CHECKING:
    from tidegate.core.matching.advice.terms import Steps
    from tidegate.core.matching.problem import Problem

Bytes = npt.NDArray[np.int8]
Shorts = npt.NDArray[np.int32]
Small = npt.NDArray[np.int16]
Change = tuple[Lever, str]
"""A lever, and the condition that it concerns."""

NOTHING = -1


@dataclass(frozen=True, slots=True)
class Loosened:
    """Patients judged as a site does, and as it would with one limit a step looser.

    Attributes:
        fitness: class of each of the problem's pathways.
        fits: verdicts by class and profile.
        opens: the change among ``changes`` that alone would let a class in, or ``NOTHING``;
            int16 by class and profile.
        changes: pre-assessment first.
    """

    fitness: Shorts
    fits: Bytes
    opens: Small
    changes: tuple[Change, ...]


def loosened(problem: Problem, steps: Steps) -> Loosened:
    """Judge all pathways against the offers' limits, as they are and one by one a step looser."""
    profiles = make_listing(problem.offers, problem.weeks).profiles
    looser = [
        (row, change, profile)
        for row, limits in enumerate(profiles.to_dicts())
        for change, profile in _looser(limits, steps)
    ]
    changes = ((Lever.PRE_ASSESSMENT, ""), *sorted({change for _, change, _ in looser}))
    further = pl.DataFrame([profile for *_, profile in looser], schema=profiles.schema)
    number, verdicts = fitness(problem.pathways, pl.concat([profiles, further]))
    fits = np.ascontiguousarray(verdicts[:, : profiles.height])
    opens = np.full(fits.shape, NOTHING, np.int16)
    opens[fits == REFER] = 0
    for column, (row, change, _) in enumerate(looser, profiles.height):
        let_in = (fits[:, row] == REFUSE) & (verdicts[:, column] == ACCEPT)
        opens[let_in, row] = changes.index(change)
    return Loosened(number, fits, opens, changes)


def _looser(limits: dict[str, Any], steps: Steps) -> list[tuple[Change, dict[str, Any]]]:
    """Loosen each limit of one set of criteria by a step, one at a time."""
    limits = {name: limits[name] for name in CRITERIA}
    found: list[tuple[Change, dict[str, Any]]] = [
        ((lever, ""), {**limits, name: limits[name] + step})
        for lever, name, step in (
            (Lever.MAX_ASA, "max_asa", steps.max_asa),
            (Lever.MAX_BMI, "max_bmi", steps.max_bmi),
            (Lever.MIN_AGE, "min_age", -steps.min_age),
        )
        if limits[name] is not None
    ]
    if limits["critical_care"] is False:
        found.append(((Lever.CRITICAL_CARE, ""), {**limits, "critical_care": True}))
    excluded = limits["excludes"] or []
    return found + [
        (
            (Lever.EXCLUDES, name),
            {**limits, "excludes": [each for each in excluded if each != name]},
        )
        for name in excluded
    ]
