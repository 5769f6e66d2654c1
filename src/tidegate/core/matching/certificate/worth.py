"""What an offer is worth to a person, said again in the plainest way: number by number.

People and offers become columns of numbers; ``worth`` then compares any of them, pair by pair or
everybody with every offer, whichever way their shapes are laid.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem

Floats = npt.NDArray[np.float64]
Columns = Mapping[str, Any]
"""Columns of numbers, laid out so that they can be compared with each other."""

NOT_ALLOWED = -np.inf
_MOST_CONDITIONS = 62  # bits of a whole number, one for each condition that any offer excludes


@dataclass(frozen=True, slots=True)
class Sides:
    """Both sides of a problem in numbers.

    Attributes:
        people: one row for each pathway, in the problem's order.
        offers: one row for each offer and treatment function that it may be used for.
        minutes, miles: by zone and site; NaN where there is no journey or its miles are unknown.
        weeks: length of the horizon.
    """

    people: pl.DataFrame
    offers: pl.DataFrame
    minutes: Floats
    miles: Floats
    weeks: int


def sides(problem: Problem, policy: Policy) -> Sides:
    """Put a problem into numbers: codes become positions, unknown numbers NaN, sets bits.

    Raises:
        ValueError: more than 62 different conditions are excluded.
    """
    pathways, offers = problem.pathways, problem.offers
    zones = _numbered(pathways["zone"], problem.travel["zone"])
    sites = _numbered(offers["site"], problem.travel["site"])
    bodies = _numbered(pathways["holder"], offers["provider"], offers["site"])
    conditions = _numbered(offers["excludes"].explode())
    if len(conditions) > _MOST_CONDITIONS:
        raise ValueError(f"at most {_MOST_CONDITIONS} excluded conditions can be told apart")
    minutes, miles = (np.full((len(zones), len(sites)), np.nan) for _ in range(2))
    at = _places(problem.travel["zone"], zones), _places(problem.travel["site"], sites)
    minutes[at], miles[at] = problem.travel["minutes"], problem.travel["miles"].cast(pl.Float64)
    return Sides(
        _people(pathways, policy, zones, bodies, conditions),
        _offers(offers, sites, bodies, conditions),
        minutes,
        miles,
        problem.weeks,
    )


def _people(
    pathways: pl.DataFrame,
    policy: Policy,
    zones: Mapping[str, int],
    bodies: Mapping[str, int],
    conditions: Mapping[str, int],
) -> pl.DataFrame:
    steps = pl.col("weeks_waited") // policy.wait_step_weeks
    free = pl.col("consent").fill_null(value=False) if policy.require_consent else pl.lit(True)
    return pathways.select(
        "pathway_id",
        "modality",
        "tfc",
        "count",
        pl.Series("zone", _places(pathways["zone"], zones)),
        pl.Series("holder", _places(pathways["holder"], bodies)),
        rate=_points(policy.week_points) + policy.wait_step_points * steps,
        treat=_points(policy.treat_points),
        waited=pl.col("weeks_waited"),
        earliest=pl.col("earliest_week"),
        free=free,
        max_minutes=_number("travel_max_minutes"),
        max_miles=_number("travel_max_miles"),
        asa=_number("asa"),
        bmi=_number("bmi"),
        age=_number("age"),
        has=pl.Series(_bits(pathways["conditions"], conditions)),
        told=pl.col("conditions").is_not_null(),
        no_care=(~pl.col("needs_critical_care")).fill_null(value=False),
    )


def _offers(
    offers: pl.DataFrame,
    sites: Mapping[str, int],
    bodies: Mapping[str, int],
    conditions: Mapping[str, int],
) -> pl.DataFrame:
    return offers.select(
        "offer_id",
        "line_id",
        "modality",
        "units",
        "week",
        tfc="tfcs",
        place=pl.Series(_places(offers["site"], sites)),
        site=pl.Series(_places(offers["site"], bodies)),
        provider=pl.Series(_places(offers["provider"], bodies)),
        max_asa=_number("max_asa"),
        max_bmi=_number("max_bmi"),
        min_age=_number("min_age"),
        excludes=pl.Series(_bits(offers["excludes"], conditions)),
        without_care=(~pl.col("critical_care")).fill_null(value=False),
    ).explode("tfc")


def worth(sides: Sides, policy: Policy, person: Columns, offer: Columns) -> Floats:
    """Value offers to people in points; minus infinity where the rules do not allow it.

    The columns of ``person`` and ``offer`` may be laid out pair by pair, or as a column and a row.
    Modality and treatment function are compared too.
    """
    minutes = sides.minutes[person["zone"], offer["place"]]
    miles = sides.miles[person["zone"], offer["place"]]
    waited, week = person["waited"], offer["week"]
    value = person["rate"] * (sides.weeks - week + policy.weeks_beyond) + person["treat"]
    for limit in policy.breaches:
        threatens = (waited < limit.weeks) & (waited + sides.weeks >= limit.weeks)
        value = value + limit.points * (threatens & (waited + week < limit.weeks))
    for limit in policy.past:
        value = value + limit.points * (waited >= limit.weeks)
    own = (person["holder"] == offer["provider"]) | (person["holder"] == offer["site"])
    allowed = (
        (person["modality"] == offer["modality"])
        & (person["tfc"] == offer["tfc"])
        & np.isfinite(minutes)
        & _within(minutes, person["max_minutes"])
        & _within(miles, person["max_miles"])
        & (week >= person["earliest"])
        & (person["free"] | own)
        & _within(person["asa"], offer["max_asa"])
        & _within(person["bmi"], offer["max_bmi"])
        & _within(-person["age"], -offer["min_age"])
        & ((offer["excludes"] == 0) | (person["told"] & (person["has"] & offer["excludes"] == 0)))
        & (~offer["without_care"] | person["no_care"])
    )
    return np.where(allowed, value - policy.minute_points * minutes, NOT_ALLOWED)


def _within(value: Any, limit: Any) -> npt.NDArray[np.bool_]:
    """Say whether a value keeps a limit; NaN is no limit, and an unknown value keeps none."""
    kept: npt.NDArray[np.bool_] = np.isnan(limit) | (value <= limit)
    return kept


def _numbered(*columns: pl.Series) -> dict[str, int]:
    codes = {code for column in columns for code in column.unique().to_list() if code is not None}
    return {code: place for place, code in enumerate(sorted(codes))}


def _places(column: pl.Series, numbered: Mapping[str, int]) -> npt.NDArray[np.int64]:
    return np.array([numbered.get(code, -1) for code in column.to_list()], np.int64)


def _bits(column: pl.Series, numbered: Mapping[str, int]) -> npt.NDArray[np.int64]:
    return np.array(
        [
            sum({1 << numbered[c] for c in codes or () if c in numbered})
            for codes in column.to_list()
        ],
        np.int64,
    )


def _number(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Float64).fill_null(float("nan"))


def _points(by_priority: Mapping[str, float]) -> pl.Expr:
    return pl.col("priority").replace_strict(dict(by_priority), return_dtype=pl.Float64)
