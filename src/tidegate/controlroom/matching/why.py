"""Why a plan matches a pathway or uses an offer as it does, read from the plan's own files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from tidegate.core.matching.explain import explain_offer, explain_pathway

if TYPE_CHECKING:
    from collections.abc import Collection

    from tidegate.core.matching.explain import OfferExplanation, PathwayExplanation
    from tidegate.exchange.matching.plan_folder import Plan


@dataclass(frozen=True, slots=True)
class AboutPathway:
    """What a plan did with one pathway: its row of the problem, and the explanation."""

    pathway: dict[str, Any]
    explained: PathwayExplanation


@dataclass(frozen=True, slots=True)
class AboutOffer:
    """What a plan did with one offer.

    Attributes:
        offer: its row of the problem, with used, unused, price and cause of the result.
        explained: the explanation.
        next_in_line: rows of the problem of those who would gain most from one more unit, as far
            as their holder is in sight, each with ``worth`` in points.
    """

    offer: dict[str, Any]
    explained: OfferExplanation
    next_in_line: list[dict[str, Any]]


def about_pathway(plan: Plan, pathway_id: str, holders: Collection[str]) -> AboutPathway | None:
    """Return what became of a pathway, or None when it is not there or not of these holders."""
    row = _pathway_in_sight(plan, pathway_id, holders)
    if row is None:
        return None
    explained = explain_pathway(plan.problem, plan.policy, plan.result, pathway_id)
    return AboutPathway(row, explained)


def about_offer(plan: Plan, offer_id: str, holders: Collection[str]) -> AboutOffer | None:
    """Return what became of an offer, or None when the plan has no such offer."""
    used = plan.result.offers.select("offer_id", "used", "unused", "price", "cause")
    mine = plan.problem.offers.filter(pl.col("offer_id") == offer_id).join(used, on="offer_id")
    row = next(mine.iter_rows(named=True), None)
    if row is None:
        return None
    explained = explain_offer(plan.problem, plan.policy, plan.result, offer_id)
    in_line = [
        {**person, "worth": claim.value}
        for claim in explained.claimants
        if (person := _pathway_in_sight(plan, claim.pathway_id, holders))
    ]
    return AboutOffer(row, explained, in_line)


def _pathway_in_sight(
    plan: Plan, pathway_id: str, holders: Collection[str]
) -> dict[str, Any] | None:
    mine = pl.col("pathway_id") == pathway_id
    theirs = pl.col("holder").is_in(list(holders))
    return next(plan.problem.pathways.filter(mine & theirs).iter_rows(named=True), None)


def examples(plan: Plan, holders: Collection[str]) -> dict[str, str]:
    """Name one matched and one unmatched pathway and one offer, for somebody who has none."""
    mine = plan.problem.pathways.filter(pl.col("holder").is_in(list(holders))).select("pathway_id")
    found = {
        "A pathway that was matched": _first(plan.result.assignments, mine, "pathway_id"),
        "A pathway that was not": _first(plan.result.unmatched, mine, "pathway_id"),
        "The offer of which one more unit is worth most": _first(
            plan.result.offers.sort("price", "offer_id", descending=[True, False]), None, "offer_id"
        ),
    }
    return {said: name for said, name in found.items() if name}


def _first(frame: pl.DataFrame, among: pl.DataFrame | None, column: str) -> str:
    rows = frame if among is None else frame.join(among, on=column, how="semi")
    return str(rows[column][0]) if rows.height else ""
