"""Who is next in line for an offer once those whom the plan places there have been asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tidegate.core.matching.problem import OFFERS, PATHWAYS
from tidegate.core.matching.program.pools import make_pools
from tidegate.core.matching.program.reach import reach_of
from tidegate.core.matching.program.standing import Standing, standings
from tidegate.core.matching.value import week_values

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem
    from tidegate.core.matching.program.pools import Pool

LINE: Mapping[str, pl.DataType] = {
    "offer_id": pl.String(),
    "pathway_id": pl.String(),
    "people": pl.Int64(),
    "priority": pl.String(),
    "modality": pl.String(),
    "weeks_waited": pl.Int32(),
    "travel_minutes": pl.Float64(),
    "moved": pl.Boolean(),
    "value": pl.Float64(),
}
_OF_PATHWAY = ("pathway_id", "people", "priority", "modality", "weeks_waited")
_SITTING = ("earliest_week", "unavailable", "travel_minutes", "moved")


def next_in_line(
    problem: Problem, policy: Policy, free: pl.DataFrame, wanted: pl.DataFrame
) -> pl.DataFrame:
    """Line people up for offers, each offer's in the order in which they are to be asked.

    Whoever the offer could take at once is in its line: of its kind of care, within reach, within
    its criteria, with the consent that the policy asks for, free in its week, and better off there
    than waiting. A higher clinical priority always goes first. Among equals the margin over the
    plan's prices decides; one offer has one price, so that its value decides as well.

    Args:
        problem: the problem that the plan was made for.
        policy: its policy.
        free: people who may be asked: columns ``pathway_id, people``.
        wanted: how many people of each offer's line are wanted at most: ``offer_id, wanted``.

    Returns:
        Columns ``LINE``; value is what the slot is worth to each, in points.
    """
    offers = problem.offers.select(list(OFFERS)).join(wanted, on="offer_id")
    waiting = problem.pathways.select(list(PATHWAYS)).join(free, on="pathway_id")
    frames = [pl.DataFrame(schema=dict(LINE))]
    if offers.is_empty() or waiting.is_empty():
        return frames[0]
    by_care = waiting.partition_by("modality", "tfc", as_dict=True)
    pools, pool_of = make_pools(offers)
    for index, pool in enumerate(pools):
        there = offers.filter(pl.Series(pool_of == index))
        apt = [by_care[pool.modality, tfc] for tfc in pool.tfcs if (pool.modality, tfc) in by_care]
        if not apt:
            continue
        welcome = _welcome(problem, policy, pl.concat(apt), pool)
        frames += [_line(problem, policy, welcome, offer) for offer in there.to_dicts()]
    return pl.concat(frames)


def _welcome(problem: Problem, policy: Policy, apt: pl.DataFrame, pool: Pool) -> pl.DataFrame:
    """Return those whom one pool's offers take, in whichever week, with their minutes of travel."""
    zones = sorted(set(apt["zone"].to_list()))
    reach = reach_of(problem.travel, zones, [pool.site])
    standing = standings(apt, [pool], reach, require_consent=policy.require_consent)[:, 0]
    minutes = {"zone": zones, "travel_minutes": reach.minutes[:, 0]}
    travel = pl.DataFrame(minutes, schema={"zone": pl.String, "travel_minutes": pl.Float64})
    return (
        apt.filter(pl.Series(standing == Standing.WELCOME))
        .join(travel, on="zone")
        .with_columns(moved=~pl.col("holder").is_in([pool.provider, pool.site]))
        .select(*_OF_PATHWAY, *_SITTING)
    )


def _line(
    problem: Problem, policy: Policy, welcome: pl.DataFrame, offer: Mapping[str, object]
) -> pl.DataFrame:
    """Order those who can come in the offer's week; no more than are wanted."""
    week = offer["week"]
    assert isinstance(week, int)  # noqa: S101 - the problem's weeks are whole numbers
    can_come = welcome.filter(
        (pl.col("earliest_week") <= week)
        & ~pl.col("unavailable").list.contains(week).fill_null(value=False)
    )
    alike = can_come.select("priority", "weeks_waited").unique(maintain_order=True)
    points = [
        float(week_values(policy, priority, waited, problem.weeks)[week])
        for priority, waited in alike.rows()
    ]
    line = (
        can_come.join(
            alike.with_columns(points=pl.Series(points, dtype=pl.Float64)),
            on=["priority", "weeks_waited"],
        )
        .with_columns(
            offer_id=pl.lit(offer["offer_id"]),
            value=pl.col("points") - policy.minute_points * pl.col("travel_minutes"),
        )
        .filter(pl.col("value") > 0)
        .sort("priority", "value", "pathway_id", descending=[False, True, False])
    )
    before = np.cumsum(line["people"].to_numpy()) - line["people"].to_numpy()
    return line.filter(pl.Series(before < offer["wanted"])).select(
        pl.col(name).cast(kind) for name, kind in LINE.items()
    )
