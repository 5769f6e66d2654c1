"""Why a plan says what it says: of one offer, who uses it, what more is worth, why it idles."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tidegate.core.matching.program.pools import make_pools
from tidegate.core.matching.program.reach import reach_of
from tidegate.core.matching.program.standing import Standing, standings
from tidegate.core.matching.value import week_values
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem
    from tidegate.core.matching.result import Result

MOST_CLAIMANTS = 5
CAUSES = {
    "NO_ELIGIBLE_PATIENT": "nobody who is left waiting could gain from these units",
    "CRITERIA_TOO_TIGHT": "nobody left within reach can be placed here, "
    "most of them because the site's criteria refuse or do not know them",
    "PATIENT_DECLINED": "nobody left within reach can be placed here, "
    "most of them because no yes to moving is recorded",
    "NOT_BOOKED": "people left waiting could use these units, "
    "but the contract line or its payer's budget asks more than that is worth",
}
_STANDING_CODES = {
    Standing.WELCOME: "suitable",
    Standing.NO_CONSENT: "suitable, no yes to moving",
    Standing.REFERRED: "pre-assessment needed",
    Standing.REFUSED: "refused by criteria",
    Standing.OUT_OF_REACH: "out of reach",
}


@dataclass(frozen=True, slots=True)
class Claimant:
    """A pathway and what this offer is worth to each of its people, in points."""

    pathway_id: str
    people: int
    value: float


@dataclass(frozen=True, slots=True)
class OfferExplanation:
    """Who uses an offer, and what more or less of it would mean.

    Attributes:
        offer_id: which offer.
        units, used, unused: its units.
        price: what one more unit is worth, in points; 0 where units are left.
        line_price: what one more unit on its contract line is worth; None without a line.
        users: who is placed here, by the value to them, highest first.
        claimants: those left out to whom one more unit is worth most.
        left_by_standing: people of its kinds of care who are left out, by how they stand to it.
        reasons: its worth and the cause of idle units, in words.
    """

    offer_id: str
    units: int
    used: int
    unused: int
    price: float
    line_price: float | None
    users: tuple[Claimant, ...]
    claimants: tuple[Claimant, ...]
    left_by_standing: dict[str, int]
    reasons: tuple[Reason, ...]


def explain_offer(
    problem: Problem, policy: Policy, result: Result, offer_id: str
) -> OfferExplanation:
    """Explain one offer; raises KeyError where the problem has no such offer."""
    offers = problem.offers.filter(pl.col("offer_id") == offer_id)
    if offers.is_empty():
        raise KeyError(offer_id)
    use = result.offers.filter(pl.col("offer_id") == offer_id).row(0, named=True)
    line = offers["line_id"].item()
    line_price = None
    if line is not None:
        line_price = result.contracts.filter(pl.col("line_id") == line)["price"].item()
    claimants, standing = _left_out(problem, policy, result, offers)
    users = result.assignments.filter(pl.col("offer_id") == offer_id).sort(
        ["value", "pathway_id"], descending=[True, False]
    )
    return OfferExplanation(
        offer_id, use["units"], use["used"], use["unused"], use["price"], line_price,
        users=tuple(Claimant(*row) for row in users.select("pathway_id", "count", "value").rows()),
        claimants=claimants,
        left_by_standing=standing,
        reasons=_reasons(policy, use, line_price),
    )  # fmt: skip


def _left_out(
    problem: Problem, policy: Policy, result: Result, offers: pl.DataFrame
) -> tuple[tuple[Claimant, ...], dict[str, int]]:
    """Judge those left out against this offer: who could claim it, and how all of them stand."""
    offer = offers.row(0, named=True)
    left = problem.pathways.filter(
        (pl.col("modality") == offer["modality"]) & pl.col("tfc").is_in(offer["tfcs"])
    ).join(result.unmatched.select("pathway_id", left="count"), on="pathway_id")
    pools, _ = make_pools(offers)
    reach = reach_of(problem.travel, sorted(set(left["zone"].to_list())), [offer["site"]])
    standing = standings(left, pools, reach, require_consent=policy.require_consent)[:, 0]
    people = left["left"].to_numpy()
    counted = {
        words: int(people[standing == stop].sum()) for stop, words in _STANDING_CODES.items()
    }
    could = left.filter(
        pl.Series(standing == Standing.WELCOME) & (pl.col("earliest_week") <= offer["week"])
    )
    minutes = dict(zip(reach.zones, reach.minutes[:, 0].tolist(), strict=True))
    return _claimants(problem, policy, could, offer["week"], minutes), counted


def _claimants(
    problem: Problem, policy: Policy, could: pl.DataFrame, week: int, minutes: dict[str, float]
) -> tuple[Claimant, ...]:
    """List those to whom a slot in this week is worth most, and more than nothing."""
    worth = {
        (priority, waited): float(week_values(policy, priority, waited, problem.weeks)[week])
        for priority, waited in could.select("priority", "weeks_waited").unique().rows()
    }
    claims = [
        Claimant(name, people, worth[priority, waited] - policy.minute_points * minutes[zone])
        for name, people, priority, waited, zone in could.select(
            "pathway_id", "left", "priority", "weeks_waited", "zone"
        ).rows()
    ]
    wanted = [claim for claim in claims if claim.value > 0]
    return tuple(nsmallest(MOST_CLAIMANTS, wanted, key=lambda one: (-one.value, one.pathway_id)))


def _reasons(policy: Policy, use: dict[str, float], line_price: float | None) -> tuple[Reason, ...]:
    price = use["price"] + (line_price or 0.0)
    weeks = use["price"] / policy.week_points["P4"] if policy.week_points["P4"] else np.nan
    words = f"one more unit here is worth {use['price']:,.0f} points, {weeks:,.1f} routine weeks"
    if line_price:
        words += f"; its contract line takes another {line_price:,.0f}"
    facts = {"price": use["price"], "line_price": line_price, "in_all": price}
    reasons = [Reason("MARGINAL_VALUE", words, facts, policy.label)]
    if use["unused"]:
        cause = str(use["cause"])
        reasons.append(Reason(cause, CAUSES[cause], {"unused": use["unused"]}, policy.label))
    return tuple(reasons)
