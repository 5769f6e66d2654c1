"""Series and questions for tests of charts, and the checked vectors."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tidegate.core.pressure.spc.asked import (
    Asked,
    Baseline,
    Decision,
    Direction,
    Method,
    Rebase,
    Target,
)  # fmt: skip
from tidegate.core.pressure.spc.chart import chart_of
from tidegate.core.pressure.spc.result import Result
from tidegate.core.pressure.spc.rules import RuleSet
from tidegate.core.pressure.spc.series import Series
from tidegate.exchange.pressure.spc_rules import load_rules

FIRST = date(2026, 1, 1)
DECIDED = Decision("New ward opened", "Analyst, Northmere", date(2026, 6, 1))
CHECKED = json.loads(Path(__file__).with_name("spc_vectors.json").read_text("utf-8"))
VECTORS: Sequence[Mapping[str, Any]] = CHECKED["vectors"]
TIDEGATE = load_rules()
REFERENCE = load_rules("plotthedots-0.2.2")
STEADY = [50, 53, 48, 51, 47, 52, 49, 54, 50, 48, 53, 51]
"""Twelve points of common cause: mean 50.5, limits 40.585 and 60.415."""


def day(point: int) -> date:
    """The day of the n-th point, counted from 1."""
    return FIRST + timedelta(days=point - 1)


def series(values: Sequence[float | None]) -> Series:
    return Series(tuple(day(n + 1) for n in range(len(values))), tuple(values))


def ask(
    *,
    direction: str = "increase",
    method: str = "xmr",
    screen: bool = True,
    baseline: int | None = None,
    rebase_at: Sequence[int] = (),
    target: float | None = None,
) -> Asked:
    return Asked(
        direction=Direction(direction),
        method=Method(method),
        screen=screen,
        baseline=None if baseline is None else Baseline(baseline, DECIDED),
        rebases=tuple(Rebase(day(point), DECIDED) for point in rebase_at),
        targets=() if target is None else (Target(target),),
    )


def chart(values: Sequence[float | None], rules: RuleSet = TIDEGATE, **asked: Any) -> Result:
    return chart_of(series(values), ask(**asked), rules)


def flags(result: Result) -> list[tuple[int, str]]:
    """The special points, counted from 1, with their labels."""
    return [(n, point.label) for n, point in enumerate(result.points, 1) if point.label]


def chart_vector(vector: Mapping[str, Any], rules: RuleSet) -> Result:
    options = vector["options"]
    return chart(
        vector["y"],
        rules,
        direction=options["improvement_direction"],
        screen=options["screen_outliers"],
        baseline=options["fix_after_n_points"],
        rebase_at=options["rebase_at_points"],
        target=options["target"],
    )
