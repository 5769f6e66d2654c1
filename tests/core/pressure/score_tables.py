"""Small score tables to test with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from tidegate.core.pressure.measure import WorseWhen
from tidegate.core.pressure.observations import Level
from tidegate.core.pressure.score import Figure, Score, score
from tidegate.core.pressure.score_table import (
    ActionList,
    Aggregation,
    Combine,
    Edge,
    LevelBand,
    Levels,
    Parameter,
    Pillar,
    Rounding,
    ScoreTable,
    Side,
)
from tidegate.core.pressure.status import Status

VERIFIED = Status.of("verified by Head of Operations, Northmere on 2026-09-01")
DAY = date(2026, 1, 14)
ELEVENS = (LevelBand(1, 0, 11), LevelBand(2, 12, 22), LevelBand(3, 23, 33), LevelBand(4, 34, 44))


def parameter(
    measure: str = "handover_mean",
    worse: WorseWhen = WorseWhen.HIGHER,
    edges: tuple[tuple[float, str], ...] = ((15, "better"), (30, "better"), (45, "worse")),
    points: tuple[float, ...] = (0, 1, 2, 3),
    status: Status = VERIFIED,
    **others: int,
) -> Parameter:
    """A parameter with three edges, of which the last belongs to the worse band."""
    at = tuple(Edge(value, Side(side)) for value, side in edges)
    return Parameter(measure, worse, at, points, status, oldest_days=7, **others)


def table(
    *,
    name: str = "House index",
    edition: str = "1",
    verifier: str = "Head of Operations, Northmere",
    status: Status = VERIFIED,
    rounding: Rounding = Rounding.HALF_UP,
    weigh_by: str = "ga_beds_open",
    weights: Mapping[tuple[str, str], Mapping[str, float]] | None = None,
    actions: tuple[ActionList, ...] = (),
    pillars: tuple[Pillar, ...] | None = None,
    overall: Levels | None = None,
    in_force: tuple[date, date | None] = (date(2025, 1, 1), None),
) -> ScoreTable:
    """A table whose total runs from 0 to 44 over two figures, in levels of eleven."""
    if pillars is None:
        both = (
            parameter(points=(0, 7, 15, 22), status=status),
            parameter("ed_4h_pct", WorseWhen.LOWER, ((95, "better"), (78, "better")), (0, 11, 22),
                      status=status),
        )  # fmt: skip
        pillars = (Pillar("acute", Combine.SUM, both, Levels(ELEVENS, 0, status), 1),)
    return ScoreTable(
        name, edition, "a board paper", verifier, *in_force, pillars,
        Aggregation(weigh_by, rounding, status, weights or {}), overall, actions,
    )  # fmt: skip


def figure(value: float, days_ago: int = 0) -> Figure:
    """A figure of one day, read from a return."""
    day = DAY - timedelta(days=days_ago)
    return Figure(value, day, day, "return")


def scored(place: str, of: ScoreTable, **values: float) -> Score:
    """Score a provider by the first pillar of a table."""
    figures = {measure: figure(value) for measure, value in values.items()}
    return score(place, figures, of, of.pillars[0], DAY, Level.PROVIDER)
