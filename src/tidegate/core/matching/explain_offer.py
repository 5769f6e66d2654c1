"""Why a plan says what it says: of one offer, who uses it, what more is worth, why it idles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

from tidegate.core.matching.eligibility import CRITERIA, REFER, REFUSE, judge_all
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
STANDINGS = (
    "suitable",
    "suitable, no yes to moving",
    "pre-assessment needed",
    "refused by criteria",
    "out of reach",
)
"""How people can stand to an offer, the nearest first."""
_SUITABLE, _NO_CONSENT, _REFERRED, _REFUSED, _OUT_OF_REACH = range(5)


@dataclass(frozen=True, slots=True)
class Claimant:
    """A pathway and what this offer is worth to each of its people, in points."""

    pathway_id: str
    people: int
    value: float


@dataclass(frozen=True, slots=True)
class LineUse:
    """How far the contract line of an offer is used.

    Attributes:
        line_id: which.
        prepaid: units paid for whether used or not: the minimum take, at most the cap.
        used: units used.
        cap: most that may be used; None where there is no limit.
        idle_pence: money paid for units that nobody uses.
        price: what one more unit on it is worth, in points.
    """

    line_id: str
    prepaid: int
    used: int
    cap: int | None
    idle_pence: int
    price: float


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
        line: how far its contract line is used; None without a line.
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
    line: LineUse | None = None


def explain_offer(
    problem: Problem, policy: Policy, result: Result, offer_id: str
) -> OfferExplanation:
    """Explain one offer; raises KeyError where the problem has no such offer."""
    offers = problem.offers.filter(pl.col("offer_id") == offer_id)
    if offers.is_empty():
        raise KeyError(offer_id)
    use = result.offers.filter(pl.col("offer_id") == offer_id).row(0, named=True)
    line = _line_use(result, offers["line_id"].item())
    line_price = None if line is None else line.price
    claimants, standing = _left_out(problem, policy, result, offers)
    users = result.assignments.filter(pl.col("offer_id") == offer_id).sort(
        ["value", "pathway_id"], descending=[True, False]
    )
    return OfferExplanation(
        offer_id, use["units"], use["used"], use["unused"], use["price"], line_price,
        users=tuple(Claimant(*row) for row in users.select("pathway_id", "count", "value").rows()),
        claimants=claimants[:MOST_CLAIMANTS],
        left_by_standing=standing,
        reasons=_reasons(policy, use, line_price),
        line=line,
    )  # fmt: skip


def _line_use(result: Result, line_id: str | None) -> LineUse | None:
    if line_id is None:
        return None
    row = result.contracts.filter(pl.col("line_id") == line_id).row(0, named=True)
    prepaid = row["minimum_take"] if row["cap"] is None else min(row["minimum_take"], row["cap"])
    return LineUse(line_id, prepaid, row["used"], row["cap"], row["idle_pence"], row["price"])


def claims(
    problem: Problem, policy: Policy, result: Result, offers: pl.DataFrame
) -> tuple[Claimant, ...]:
    """List the people left out who could use one offer (a frame of one row), best first."""
    return _left_out(problem, policy, result, offers)[0]


def _left_out(
    problem: Problem, policy: Policy, result: Result, offers: pl.DataFrame
) -> tuple[tuple[Claimant, ...], dict[str, int]]:
    """Judge those left out against this offer: who could claim it, and how all of them stand."""
    offer = offers.row(0, named=True)
    there = problem.travel.filter(pl.col("site") == offer["site"]).select(
        "zone", "minutes", "miles"
    )
    left = (
        problem.pathways.filter(
            (pl.col("modality") == offer["modality"]) & pl.col("tfc").is_in(offer["tfcs"])
        )
        .join(result.unmatched.select("pathway_id", left="count"), on="pathway_id")
        .join(there, on="zone", how="left")
    )
    standing = _standing(left, offer, require_consent=policy.require_consent)
    people = left["left"].to_numpy()
    counted = {words: int(people[standing == index].sum()) for index, words in enumerate(STANDINGS)}
    shut = pl.col("unavailable").list.contains(offer["week"]).fill_null(value=False)
    could = left.filter(
        pl.Series(standing == _SUITABLE) & (pl.col("earliest_week") <= offer["week"]) & ~shut
    )
    return _claimants(problem, policy, could, offer["week"]), counted


def _standing(
    left: pl.DataFrame, offer: Mapping[str, object], *, require_consent: bool
) -> npt.NDArray[np.int64]:
    """Say how each row of people, with their journey beside them, stands to one offer."""
    near = left.select(
        pl.col("minutes").is_not_null()
        & (pl.col("travel_max_minutes").is_null() | _within("minutes"))
        & (pl.col("travel_max_miles").is_null() | _within("miles"))
    ).to_series()
    own = pl.col("holder").is_in([offer["provider"], offer["site"]])
    free = left.select((own | pl.col("consent")).fill_null(value=False)).to_series()
    verdict = judge_all(left, [[offer[name] for name in CRITERIA]])[:, 0]
    stops = [
        ~near.to_numpy(),
        verdict == REFUSE,
        verdict == REFER,
        require_consent & ~free.to_numpy(),
    ]
    return np.select(stops, [_OUT_OF_REACH, _REFUSED, _REFERRED, _NO_CONSENT], _SUITABLE)


def _within(measure: str) -> pl.Expr:
    return (pl.col(measure) <= pl.col(f"travel_max_{measure}")).fill_null(value=False)


def _claimants(
    problem: Problem, policy: Policy, could: pl.DataFrame, week: int
) -> tuple[Claimant, ...]:
    """List those to whom a slot in this week is worth most, and more than nothing."""
    worth = {
        (priority, waited): float(week_values(policy, priority, waited, problem.weeks)[week])
        for priority, waited in could.select("priority", "weeks_waited").unique().rows()
    }
    claims = [
        Claimant(name, people, worth[priority, waited] - policy.minute_points * minutes)
        for name, people, priority, waited, minutes in could.select(
            "pathway_id", "left", "priority", "weeks_waited", "minutes"
        ).rows()
    ]
    wanted = [claim for claim in claims if claim.value > 0]
    return tuple(sorted(wanted, key=lambda one: (-one.value, one.pathway_id)))


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
