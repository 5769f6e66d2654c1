"""What a plan says that loosening its rules would bring, as changes to try."""

from __future__ import annotations

from collections.abc import Callable
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
    from tidegate.core.matching.changes.change import Change
    from tidegate.core.matching.problem import Problem

MOST_LEVERS = 5
MINUTES, ASA, BMI, YEARS, UNITS = 30, 1, 5.0, 2, 5
"""How far each rule is loosened in what is suggested."""


def changes_worth_trying(relaxing: pl.DataFrame, problem: Problem) -> list[tuple[Change, str]]:
    """Return the rules that are worth most to loosen, best first, each with why.

    A rule about a site or a contract line is tried where it is worth most; one about people for
    everybody at once. ``relaxing`` has the columns of ``result.RELAXING``.
    """
    of_people = _added_up(relaxing, EVERYBODY)
    of_one = relaxing.filter(pl.col("rule").is_in(list(ONE))).unique(
        ["rule"], keep="first", maintain_order=True
    )
    best = pl.concat([of_people, of_one.select(of_people.columns)]).sort(
        "points", "rule", descending=[True, False]
    )
    tried = []
    for row in best.iter_rows(named=True):
        lever = Lever(row["rule"])
        change = EVERYBODY[lever] if lever in EVERYBODY else ONE[lever](problem, row["subject"])
        if change is not None:
            tried.append((change, _why(row["people"], row["points"])))
    return tried[:MOST_LEVERS]


def _added_up(relaxing: pl.DataFrame, levers: dict[Lever, Change]) -> pl.DataFrame:
    """Add a rule up over the places and holders that it is told of one by one."""
    return (
        relaxing.filter(pl.col("rule").is_in(list(levers)))
        .group_by("rule")
        .agg(pl.lit("").first().alias("subject"), pl.col("people", "points").sum())
    )


def _why(people: int, points: float) -> str:
    who = words.counted(people, "person", "people")
    weeks = words.counted(max(1, round(points / POINTS_A_ROUTINE_WEEK)), "routine week")
    return f"at this plan’s prices {who} could gain up to {weeks}"


EVERYBODY: dict[Lever, Change] = {
    Lever.CONSENT: ConsentGiven(),
    Lever.PRE_ASSESSMENT: TakenAsAssessed(),
    Lever.TRAVEL_MINUTES: FurtherMinutes(MINUTES),
    Lever.TRAVEL_MILES: NextBand(),
}


def _asa(problem: Problem, site: str) -> Change | None:
    most = _limits(problem, site, "max_asa").max()
    return _limit(site, Criterion.MAX_ASA, most, ASA)


def _bmi(problem: Problem, site: str) -> Change | None:
    most = _limits(problem, site, "max_bmi").max()
    return _limit(site, Criterion.MAX_BMI, most, BMI)


def _age(problem: Problem, site: str) -> Change | None:
    least = _limits(problem, site, "min_age").min()
    return _limit(site, Criterion.MIN_AGE, least, -YEARS)


def _limits(problem: Problem, site: str, column: str) -> pl.Series:
    return problem.offers.filter(pl.col("site") == site)[column].drop_nulls()


def _limit(site: str, criterion: Criterion, now: object, step: float) -> Change | None:
    """Loosen a limit by a step; one that there is none of, or no room for, stays."""
    if not isinstance(now, int | float):
        return None
    try:
        return SiteLimit(site, criterion, now + step)
    except ValueError:
        return None


def _cap(problem: Problem, line_id: str) -> Change | None:
    caps = problem.lines.filter(pl.col("line_id") == line_id)["cap"].drop_nulls()
    return Cap(line_id, int(caps[0]) + UNITS) if len(caps) else None


ONE: dict[Lever, Callable[[Problem, str], Change | None]] = {
    Lever.MAX_ASA: _asa,
    Lever.MAX_BMI: _bmi,
    Lever.MIN_AGE: _age,
    Lever.CAP: _cap,
}
