"""Write a problem's waiting list as the CSV that a plan is made from, a part at a time."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from tidegate.core.matching.problem import Problem

_AT_ONCE = 500_000
_UNSAID = ("priority_flag", "weeks_since_validated", "count")


def write_pathways(problem: Problem, file: Path) -> None:
    """Write the pathways; lists are joined by semicolons, weeks are ISO weeks."""
    weeks = _week_names(problem.start, problem.weeks)
    with file.open("wb") as out:
        for start in range(0, max(problem.pathways.height, 1), _AT_ONCE):
            part = problem.pathways.slice(start, _AT_ONCE).drop(_UNSAID)
            _spelt(part, weeks).write_csv(out, include_header=start == 0)


def _spelt(part: pl.DataFrame, weeks: dict[int, str]) -> pl.DataFrame:
    said = pl.col("conditions").list.join(";")
    away = pl.col("unavailable").list.eval(
        pl.element().replace_strict(weeks, return_dtype=pl.String)
    )
    yes_no = {True: "yes", False: "no"}
    return part.with_columns(
        pl.when(said == "").then(pl.lit("none")).otherwise(said).alias("conditions"),
        away.list.join(";"),
        pl.col("earliest_week").replace_strict(weeks, return_dtype=pl.String),
        *(
            pl.col(name).replace_strict(yes_no, return_dtype=pl.String)
            for name in ("needs_critical_care", "consent")
        ),
    )


def _week_names(start: date, weeks: int) -> dict[int, str]:
    days = {week: start + timedelta(weeks=week) for week in range(weeks)}
    return {week: f"{day:%G-W%V}" for week, day in days.items()}
