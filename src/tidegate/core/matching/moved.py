"""Who keeps, changes, gains and loses a place between two plans, and the coded reason for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from tidegate.core.matching.problem import Problem
    from tidegate.core.matching.result import Result


class Change(StrEnum):
    """What became of a place; a place that is kept is counted and not listed."""

    LOST = "lost"
    MOVED = "moved"
    GAINED = "gained"
    LEFT = "left"


class Why(StrEnum):
    """What the change comes from; somebody who lost a place is also told what stops them now."""

    LEFT_LIST = "LEFT_LIST"
    DECLINED = "DECLINED"
    OFFER_GONE = "OFFER_GONE"
    FEWER_UNITS = "FEWER_UNITS"
    NOT_AVAILABLE = "NOT_AVAILABLE"
    SOONER = "SOONER"
    NEARER = "NEARER"
    MADE_ROOM = "MADE_ROOM"
    NOT_KEPT = "NOT_KEPT"
    NEW_ON_LIST = "NEW_ON_LIST"
    NEW_OFFER = "NEW_OFFER"
    MORE_UNITS = "MORE_UNITS"
    PLACE_FREED = "PLACE_FREED"
    FACTS_CHANGED = "FACTS_CHANGED"


MOVES: Mapping[str, pl.DataType] = {
    "pathway_id": pl.String(),
    "holder": pl.String(),
    "area": pl.String(),
    "tfc": pl.String(),
    "modality": pl.String(),
    "priority": pl.String(),
    "people": pl.Int64(),
    "change": pl.String(),
    "reason": pl.String(),
    "stopped_by": pl.String(),
    "detail": pl.String(),
    "accepted": pl.Boolean(),
    "valid": pl.Boolean(),
    "from_offer": pl.String(),
    "from_site": pl.String(),
    "from_week": pl.Date(),
    "to_offer": pl.String(),
    "to_site": pl.String(),
    "to_week": pl.Date(),
    "weeks_later": pl.Int32(),
    "minutes_more": pl.Float64(),
}
DECLINED: Mapping[str, pl.DataType] = {"pathway_id": pl.String(), "site": pl.String()}
"""Who has said no to which site; nobody is proposed again where they have declined."""

_FACTS = ("holder", "area", "tfc", "modality", "priority")
_ORDER = {Change.LOST: 0, Change.MOVED: 1, Change.GAINED: 2, Change.LEFT: 3}


@dataclass(frozen=True, slots=True)
class Made:
    """A plan as the comparison needs it: what was to be matched, and how it was."""

    problem: Problem
    result: Result


def kept(before: Made, after: Made) -> pl.DataFrame:
    """Return the places that both plans give: ``pathway_id, offer_id, people``."""
    pairs = before.result.assignments.join(
        after.result.assignments, on=["pathway_id", "offer_id"], how="inner", suffix="_after"
    )
    people = pl.min_horizontal("count", "count_after").cast(pl.Int64)
    return pairs.select("pathway_id", "offer_id", people=people)


def only(frame: pl.DataFrame, some: pl.DataFrame) -> pl.DataFrame:
    """Keep the rows of the pathways that another frame names: of millions, few have changed."""
    return frame.join(some.select("pathway_id").unique(), on="pathway_id", how="semi")


def moves(
    before: Made, after: Made, accepted: pl.DataFrame, declined: pl.DataFrame
) -> pl.DataFrame:
    """List every place that is not kept; columns ``MOVES``, those who lost one first.

    People of a counted class are alike, so that as many as possible are taken to move rather than
    to lose one place while another gains one; where a class has shrunk, those of it who have no
    place any more are taken to be those who left.

    Args:
        before: the earlier plan.
        after: the later one; weeks are compared as days, whatever Monday each plan starts on.
        accepted: ``pathway_id, offer_id`` of transfers that were accepted when ``after`` was made.
        declined: columns ``DECLINED``.
    """
    paired = _paired(before, after, kept(before, after))
    told = _with_offers(_with_pathways(paired, before, after), before, after)
    told = told.join(
        accepted.select("pathway_id", "offer_id", accepted=pl.lit(True)),
        left_on=["pathway_id", "from_offer"], right_on=["pathway_id", "offer_id"], how="left",
    ).join(
        declined.select("pathway_id", "site", declined=pl.lit(True)).unique(),
        left_on=["pathway_id", "from_site"], right_on=["pathway_id", "site"], how="left",
    ).join(
        only(after.result.unmatched, paired).select("pathway_id", "code", "detail"),
        on="pathway_id", how="left",
    )  # fmt: skip
    told = told.with_columns(pl.col("accepted", "declined").fill_null(False)).with_columns(
        change=_change(),
        gone=pl.col("units_after").fill_null(0) == 0,
        weeks_later=((pl.col("to_week") - pl.col("from_week")).dt.total_days() // 7).cast(pl.Int32),
        minutes_more=pl.col("to_minutes") - pl.col("from_minutes"),
    )
    lost = pl.col("change") == Change.LOST
    told = told.with_columns(
        reason=_reason(),
        valid=pl.col("from_offer").is_not_null() & (pl.col("change") != Change.LEFT)
        & ~pl.col("gone") & ~pl.col("declined"),
        stopped_by=pl.when(lost).then("code"),
        detail=pl.when(lost).then("detail"),
    )  # fmt: skip
    order = pl.col("change").replace_strict(_ORDER, return_dtype=pl.Int8)
    return (
        told.select(pl.col(name).cast(kind) for name, kind in MOVES.items())
        .sort(order, "priority", "pathway_id", "from_offer", "to_offer")
    )  # fmt: skip


def _paired(before: Made, after: Made, same: pl.DataFrame) -> pl.DataFrame:
    """Pair what each pathway had beyond the places kept with what it has now, person by person."""
    left = _one_by_one(before, same, "from")
    right = _one_by_one(after, same, "to")
    now = right.group_by("pathway_id").agg(placed_now=pl.len())
    count = pl.col("count").cast(pl.Int64)
    once, today = (only(plan.problem.pathways, left) for plan in (before, after))
    shrunk = (
        once.select("pathway_id", before=count)
        .join(today.select("pathway_id", after=count), on="pathway_id", how="left")
        .select("pathway_id", shrunk=pl.col("before") - pl.col("after").fill_null(0))
    )
    pairs = left.join(right, on=["pathway_id", "person"], how="full", coalesce=True)
    pairs = pairs.join(now, on="pathway_id", how="left").join(shrunk, on="pathway_id", how="left")
    without = pl.col("person") - pl.col("placed_now").fill_null(0).cast(pl.Int64)
    left_list = pl.col("to_offer").is_null() & (without < pl.col("shrunk").fill_null(0))
    keys = ["pathway_id", "from_offer", "from_minutes", "to_offer", "to_minutes"]
    return pairs.group_by(*keys, left_list=left_list).agg(people=pl.len())


def _one_by_one(plan: Made, same: pl.DataFrame, side: str) -> pl.DataFrame:
    """Return one row per person whose place is not kept: ``pathway_id, person, side_offer, …``."""
    rest = (
        plan.result.assignments.join(same, on=["pathway_id", "offer_id"], how="left")
        .with_columns(rest=pl.col("count").cast(pl.Int64) - pl.col("people").fill_null(0))
        .filter(pl.col("rest") > 0)
        .join(plan.problem.offers.select("offer_id", "week"), on="offer_id", how="left")
        .sort("pathway_id", "week", "offer_id")
    )
    person = pl.int_range(pl.len(), dtype=pl.Int64).over("pathway_id")
    return (
        rest.select(
            "pathway_id",
            pl.col("offer_id").alias(f"{side}_offer"),
            pl.col("minutes").alias(f"{side}_minutes"),
            nth=pl.int_ranges(0, "rest"),
        )
        .explode("nth")
        .drop("nth")
        .with_columns(person=person)
    )


def _with_pathways(paired: pl.DataFrame, before: Made, after: Made) -> pl.DataFrame:
    """Add the facts of each pathway, those of today where it still waits."""
    today = only(after.problem.pathways, paired).select(
        "pathway_id", *_FACTS, "earliest_week", "unavailable", waits=pl.lit(True)
    )
    once = only(before.problem.pathways, paired).select("pathway_id", *_FACTS, known=pl.lit(True))
    told = paired.join(today, on="pathway_id", how="left").join(
        once, on="pathway_id", how="left", suffix="_once"
    )
    return told.with_columns(
        *(pl.coalesce(fact, f"{fact}_once") for fact in _FACTS),
        pl.col("waits", "known").fill_null(False),
    )


def _with_offers(paired: pl.DataFrame, before: Made, after: Made) -> pl.DataFrame:
    """Add site, week and units of the place that was and of the place that is."""
    old, new = _offers(before), _offers(after)
    units_now = new.select("offer_id", units_after="units", index_after="index")
    was = old.select("offer_id", from_site="site", from_week="monday", units_before="units")
    then = old.select("offer_id", to_units_before="units", to_used_before="used")
    is_ = new.select("offer_id", to_site="site", to_week="monday", to_units_after="units")
    return (
        paired.join(was, left_on="from_offer", right_on="offer_id", how="left")
        .join(units_now, left_on="from_offer", right_on="offer_id", how="left")
        .join(is_, left_on="to_offer", right_on="offer_id", how="left")
        .join(then, left_on="to_offer", right_on="offer_id", how="left")
    )


def _offers(plan: Made) -> pl.DataFrame:
    used = plan.result.offers.select("offer_id", "used")
    monday = pl.lit(plan.problem.start) + pl.duration(weeks=pl.col("week"))
    return plan.problem.offers.join(used, on="offer_id", how="left").select(
        "offer_id", "site", "units", "used", monday=monday.cast(pl.Date), index="week"
    )


def _change() -> pl.Expr:
    return (
        pl.when(pl.col("from_offer").is_null()).then(pl.lit(Change.GAINED.value))
        .when(pl.col("left_list") | ~pl.col("waits")).then(pl.lit(Change.LEFT.value))
        .when(pl.col("to_offer").is_null()).then(pl.lit(Change.LOST.value))
        .otherwise(pl.lit(Change.MOVED.value))
    )  # fmt: skip


def _reason() -> pl.Expr:
    """Say what a change comes from; the first that applies counts."""
    change, index = pl.col("change"), pl.col("index_after")
    unable = (index < pl.col("earliest_week")) | pl.col("unavailable").list.contains(index)
    gained = change == Change.GAINED
    free_then = pl.col("to_used_before") < pl.col("to_units_before")
    cases = (
        (change == Change.LEFT, Why.LEFT_LIST),
        (gained & ~pl.col("known"), Why.NEW_ON_LIST),
        (gained & pl.col("to_units_before").is_null(), Why.NEW_OFFER),
        (gained & (pl.col("to_units_after") > pl.col("to_units_before")), Why.MORE_UNITS),
        (gained & free_then.fill_null(False), Why.FACTS_CHANGED),
        (gained, Why.PLACE_FREED),
        (pl.col("declined"), Why.DECLINED),
        (pl.col("gone"), Why.OFFER_GONE),
        (unable.fill_null(False), Why.NOT_AVAILABLE),
        (pl.col("units_after") < pl.col("units_before"), Why.FEWER_UNITS),
        (pl.col("weeks_later") < 0, Why.SOONER),
        ((pl.col("weeks_later") == 0) & (pl.col("minutes_more") < 0), Why.NEARER),
        (change == Change.MOVED, Why.MADE_ROOM),
    )
    said = [pl.when(case).then(pl.lit(why.value)) for case, why in cases]
    return pl.coalesce(*said, pl.lit(Why.NOT_KEPT.value))
