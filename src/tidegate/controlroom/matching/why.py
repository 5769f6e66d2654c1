"""Why a plan matches a pathway or uses an offer as it does, read from the plan's own files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Collection

    from tidegate.exchange.matching.plan_folder import Plan


@dataclass(frozen=True, slots=True)
class AboutPathway:
    """What a plan did with one pathway.

    Attributes:
        pathway: its row of the problem.
        matches: its rows of the assignments, with site, provider, week and price of each offer.
        unmatched: its row of the unmatched, or None when everybody in it has a slot.
    """

    pathway: dict[str, Any]
    matches: list[dict[str, Any]]
    unmatched: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class AboutOffer:
    """What a plan did with one offer: its row of the problem and of the result together."""

    offer: dict[str, Any]


def about_pathway(plan: Plan, pathway_id: str, holders: Collection[str]) -> AboutPathway | None:
    """Return what became of a pathway, or None when it is not there or not of these holders."""
    mine = pl.col("pathway_id") == pathway_id
    theirs = pl.col("holder").is_in(list(holders))
    row = next(plan.problem.pathways.filter(mine & theirs).iter_rows(named=True), None)
    if row is None:
        return None
    matches = (
        plan.result.assignments.filter(mine)
        .join(plan.problem.offers.select("offer_id", "site", "provider", "week"), on="offer_id")
        .join(plan.result.offers.select("offer_id", "price"), on="offer_id")
        .sort("week", "offer_id")
    )
    left = plan.result.unmatched.filter(mine)
    return AboutPathway(row, matches.to_dicts(), next(left.iter_rows(named=True), None))


def about_offer(plan: Plan, offer_id: str) -> AboutOffer | None:
    """Return what became of an offer, or None when the plan has no such offer."""
    mine = pl.col("offer_id") == offer_id
    used = plan.result.offers.select("offer_id", "used", "unused", "price", "cause")
    offers = plan.problem.offers.filter(mine).join(used, on="offer_id")
    row = next(offers.iter_rows(named=True), None)
    return None if row is None else AboutOffer(row)


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
