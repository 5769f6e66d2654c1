"""Changes of the rules: how far people go, what is known of them, what the policy values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.matching.changes.change import Impossible
from tidegate.core.matching.problem import PATHWAYS

if TYPE_CHECKING:
    from tidegate.core.matching.changes.change import Named
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem

BANDS = (50.0, 100.0)
"""Miles that people are asked about; beyond the last one they would go anywhere."""
MOST_MINUTES = 1_440
_NO_LIMIT = "nobody in this plan has a limit {of}: what can be reached are the journeys that it has"


@dataclass(frozen=True, slots=True)
class FurtherMinutes:
    """Everybody who has a limit in minutes goes ``minutes`` further, along the journeys known."""

    minutes: float

    def __post_init__(self) -> None:
        if not 0 < self.minutes <= MOST_MINUTES:
            raise ValueError(f"minutes further must be above 0 and at most {MOST_MINUTES:,}")

    def words(self, _problem: Problem, _named: Named) -> str:
        """Say the change."""
        return f"travelling up to {self.minutes:g} minutes further"

    def made(self, problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
        """Return the changed problem."""
        _refuse_without(problem, "travel_max_minutes", "in minutes")
        further = pl.col("travel_max_minutes") + self.minutes
        return _with_pathways(problem, travel_max_minutes=further), policy


@dataclass(frozen=True, slots=True)
class NextBand:
    """Everybody who has a limit in miles goes as far as the next band: 50, 100, anywhere."""

    def words(self, _problem: Problem, _named: Named) -> str:
        """Say the change."""
        return "travelling as far as the next band of distance (50 miles, 100 miles, anywhere)"

    def made(self, problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
        """Return the changed problem."""
        _refuse_without(problem, "travel_max_miles", "in miles")
        now = pl.col("travel_max_miles")
        near, far = BANDS
        wider = pl.when(now < near).then(near).when(now < far).then(far)
        return _with_pathways(problem, travel_max_miles=wider), policy


@dataclass(frozen=True, slots=True)
class TakenAsAssessed:
    """Whatever a site limits and nobody has recorded is taken to be within every limit."""

    def words(self, _problem: Problem, _named: Named) -> str:
        """Say the change."""
        return "pre-assessment of everybody whose fitness is not recorded (all found fit)"

    def made(self, problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
        """Return the changed problem."""
        offers = problem.offers
        fit: dict[str, object] = {
            "asa": offers["max_asa"].min(),
            "bmi": offers["max_bmi"].min(),
            "age": offers["min_age"].max(),
        }
        if offers["excludes"].list.len().fill_null(0).sum():
            fit["conditions"] = []
        if offers.filter(pl.col("critical_care") == False).height:  # noqa: E712 - null is no limit
            fit["needs_critical_care"] = False
        known = {
            name: pl.col(name).fill_null(pl.lit(value, dtype=PATHWAYS[name]))
            for name, value in fit.items()
            if value is not None and problem.pathways[name].null_count()
        }
        if not known:
            raise Impossible("EVERYBODY_ASSESSED", "all that the sites limit is recorded already")
        return _with_pathways(problem, **known), policy


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """Everybody who has not been asked yet agrees to be treated elsewhere; a no stays a no."""

    def words(self, _problem: Problem, _named: Named) -> str:
        """Say the change."""
        return "asking everybody who has not been asked to move (all agreeing)"

    def made(self, problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
        """Return the changed problem."""
        if not policy.require_consent:
            raise Impossible("CONSENT_NOT_REQUIRED", f"{policy.label} does not wait for consent")
        if not problem.pathways["consent"].null_count():
            raise Impossible("EVERYBODY_ASKED", "everybody's answer to moving is recorded already")
        return _with_pathways(problem, consent=pl.col("consent").fill_null(True)), policy


@dataclass(frozen=True, slots=True)
class OtherPolicy:
    """Another policy says what a slot is worth to whom."""

    policy: Policy

    def words(self, _problem: Problem, _named: Named) -> str:
        """Say the change."""
        return f"the {self.policy.label}"

    def made(self, problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
        """Return the problem as it is and the other policy."""
        if self.policy == policy:
            raise Impossible("POLICY_THE_SAME", f"{policy.label} is the plan's own")
        return problem, self.policy


def _refuse_without(problem: Problem, column: str, of: str) -> None:
    if problem.pathways[column].null_count() == problem.pathways.height:
        raise Impossible("NO_TRAVEL_LIMIT", _NO_LIMIT.format(of=of), column=column)


def _with_pathways(problem: Problem, **columns: pl.Expr) -> Problem:
    cast: Mapping[str, pl.Expr] = {
        name: expression.cast(PATHWAYS[name]) for name, expression in columns.items()
    }
    return replace(problem, pathways=problem.pathways.with_columns(**cast))
