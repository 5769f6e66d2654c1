"""What changes bring about: who gains a place, who loses one, and whose breach hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.matching.moved import Change
from tidegate.core.matching.outcome import LIMITS

if TYPE_CHECKING:
    from tidegate.core.matching.moved import Made

LIMIT = LIMITS[0]
"""The wait, in weeks, whose breaches are told of one by one."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a changed plan does to the people of the one that it came from.

    Attributes:
        gained, lost: people who have a place now and had none, or the other way round.
        moved: people whose place is another one.
        gained_in_time: of those who gained, whose wait would otherwise pass ``LIMIT`` weeks within
            the horizon and no longer does.
        lost_in_time: of those who lost, whose wait the plan would have kept under it.
        groups: the same by ``tfc, holder``, with ``sooner`` and ``later`` of those moved, and one
            pathway each as ``gainer`` and ``loser``; the most affected first.
    """

    gained: int
    lost: int
    moved: int
    gained_in_time: int
    lost_in_time: int
    groups: pl.DataFrame


def effect(before: Made, moves: pl.DataFrame) -> Effect:
    """Add up who is affected; ``moves`` are those from ``before`` to the changed plan.

    Both plans must start on the same Monday and have the same people.
    """
    problem = before.problem
    waited = problem.pathways.select("pathway_id", "weeks_waited")
    told = moves.join(waited, on="pathway_id", how="left")
    people, change, wait = pl.col("people"), pl.col("change"), pl.col("weeks_waited")
    at_risk = (wait < LIMIT) & (wait + problem.weeks >= LIMIT)
    gained, lost = change == Change.GAINED, change == Change.LOST
    row = told.select(
        gained=people.filter(gained).sum(),
        lost=people.filter(lost).sum(),
        moved=people.filter(change == Change.MOVED).sum(),
        gained_in_time=people.filter(gained & at_risk & _in_time("to_week", problem.start)).sum(),
        lost_in_time=people.filter(lost & at_risk & _in_time("from_week", problem.start)).sum(),
    ).row(0, named=True)
    return Effect(**{name: int(value) for name, value in row.items()}, groups=_groups(moves))


def _in_time(monday: str, start: object) -> pl.Expr:
    week = (pl.col(monday) - pl.lit(start)).dt.total_days() // 7
    return pl.col("weeks_waited") + week < LIMIT


def _groups(moves: pl.DataFrame) -> pl.DataFrame:
    people, change, later = pl.col("people"), pl.col("change"), pl.col("weeks_later")
    gained, lost, moved = (change == one for one in (Change.GAINED, Change.LOST, Change.MOVED))
    return (
        moves.group_by("tfc", "holder")
        .agg(
            gained=people.filter(gained).sum(),
            lost=people.filter(lost).sum(),
            sooner=people.filter(moved & (later < 0)).sum(),
            later=people.filter(moved & (later > 0)).sum(),
            gainer=pl.col("pathway_id").filter(gained).min(),
            loser=pl.col("pathway_id").filter(lost).min(),
        )
        .sort(
            pl.col("gained") + pl.col("lost"),
            pl.col("sooner") + pl.col("later"),
            "tfc",
            "holder",
            descending=[True, True, False, False],
        )
    )
