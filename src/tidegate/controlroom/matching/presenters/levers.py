"""What a plan says that loosening its rules would bring, as changes to try."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from tidegate.controlroom.board import words
from tidegate.controlroom.matching.presenters.charts import POINTS_A_ROUTINE_WEEK
from tidegate.core.matching.advice.levers import Lever
from tidegate.core.matching.changes.capacity import Criterion, SiteLimit
from tidegate.core.matching.changes.money import Cap
from tidegate.core.matching.changes.rules import (
    ConsentGiven,
    FurtherMinutes,
    NextBand,
    TakenAsAssessed,
)

if TYPE_CHECKING:
    from tidegate.core.matching.advice.terms import Steps
    from tidegate.core.matching.changes.change import Change
    from tidegate.core.matching.problem import Problem

MOST_LEVERS = 5
UNITS = 5
"""Units added where more of them are suggested; the steps of rules are those of the advice."""

_OF_EVERYBODY = (
    Lever.CONSENT, Lever.PRE_ASSESSMENT, Lever.TRAVEL_MINUTES, Lever.TRAVEL_MILES,
)  # fmt: skip
_OF_ONE = (Lever.MAX_ASA, Lever.MAX_BMI, Lever.MIN_AGE, Lever.CAP)


def changes_worth_trying(
    relaxing: pl.DataFrame, problem: Problem, steps: Steps
) -> list[tuple[Change, str]]:
    """Return the rules that are worth most to loosen, best first, each with why.

    A rule about a site or a contract line is tried where it is worth most; one about people for
    everybody at once. ``relaxing`` has the columns of ``result.RELAXING``, best first.
    """
    columns = ("rule", "subject", "people", "points")
    together = (
        relaxing.filter(pl.col("rule").is_in(_OF_EVERYBODY))
        .group_by("rule")
        .agg(pl.col("subject").min(), pl.col("people", "points").sum())
        .select(columns)
    )
    one_by_one = relaxing.filter(pl.col("rule").is_in(_OF_ONE)).unique(
        ["rule"], keep="first", maintain_order=True
    )
    best = pl.concat([together, one_by_one.select(columns)])
    tried = []
    for rule, subject, people, points in best.sort("points", descending=True).iter_rows():
        change = _change(Lever(rule), subject, problem, steps)
        if change is not None:
            tried.append((change, _why(people, points)))
    return tried[:MOST_LEVERS]


def _why(people: int, points: float) -> str:
    who = words.counted(people, "person", "people")
    weeks = words.counted(max(1, round(points / POINTS_A_ROUTINE_WEEK)), "routine week")
    return f"at this plan’s prices {who} could gain up to {weeks}"


def _change(lever: Lever, subject: str, problem: Problem, steps: Steps) -> Change | None:
    """Return the change that pulls a lever by its step; None where there is no room to."""
    match lever:
        case Lever.CONSENT:
            return ConsentGiven()
        case Lever.PRE_ASSESSMENT:
            return TakenAsAssessed()
        case Lever.TRAVEL_MINUTES:
            return FurtherMinutes(steps.minutes)
        case Lever.TRAVEL_MILES:
            return NextBand()
        case Lever.MAX_ASA:
            return _limit(problem, subject, Criterion.MAX_ASA, steps.max_asa)
        case Lever.MAX_BMI:
            return _limit(problem, subject, Criterion.MAX_BMI, steps.max_bmi)
        case Lever.MIN_AGE:
            return _limit(problem, subject, Criterion.MIN_AGE, -steps.min_age)
        case _:
            return _cap(problem, subject)


def _limit(problem: Problem, site: str, criterion: Criterion, step: float) -> Change | None:
    limits = problem.offers.filter(pl.col("site") == site)[criterion.value].drop_nulls()
    loosest = limits.max() if step > 0 else limits.min()
    if not isinstance(loosest, int | float):
        return None
    try:
        return SiteLimit(site, criterion, loosest + step)
    except ValueError:  # it is as loose as it can be
        return None


def _cap(problem: Problem, line_id: str) -> Change | None:
    caps = problem.lines.filter(pl.col("line_id") == line_id)["cap"].drop_nulls()
    return Cap(line_id, int(caps[0]) + UNITS) if len(caps) else None
