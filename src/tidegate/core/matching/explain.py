"""Why a plan says what it says: of one pathway, where it went or what kept it out.

Everything is read off the problem, the policy and the result: the prices of the plan turn each "why
not" into points, and points into weeks that a person can follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from tidegate.core.matching.eligibility import judge
from tidegate.core.matching.explain_offer import OfferExplanation, claims, explain_offer
from tidegate.core.matching.value import Part, total, value_parts
from tidegate.core.reasons import Reason, Verdict, strictest

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem
    from tidegate.core.matching.result import Result

__all__ = [
    "Alternative",
    "OfferExplanation",
    "Option",
    "PathwayExplanation",
    "behind",
    "differences",
    "explain_offer",
    "explain_pathway",
]

MOST_WEEKS = 104
"""Weeks of longer waiting that are tried in asking what would have won a slot."""


@dataclass(frozen=True, slots=True)
class Option:
    """One offer as one pathway sees it.

    Attributes:
        offer_id, site, provider: which offer.
        week: index of the week, 0 being the plan's first.
        minutes: travel; None where unreachable.
        verdict: whether the pathway may use it.
        reasons: every reason against it, coded.
        parts: its value part by part, in points; empty where it may not be used.
        value: sum of the parts.
        price: what the slot costs at the plan's prices: the offer's and its contract line's.
        taken: people of this pathway whom the plan places here.
    """

    offer_id: str
    site: str
    provider: str
    week: int
    minutes: float | None
    verdict: Verdict
    reasons: tuple[Reason, ...]
    parts: tuple[Part, ...]
    value: float
    price: float
    taken: int

    @property
    def net(self) -> float:
        """Return what the option gives beyond its price, in points."""
        return self.value - self.price


@dataclass(frozen=True, slots=True)
class Alternative:
    """A slot that a patient may choose instead of the one they have.

    Attributes:
        offer_id, site, week: which.
        minutes: travel.
        margin: points that it gives less than their slot at the plan's prices.
    """

    offer_id: str
    site: str
    week: int
    minutes: float
    margin: float


@dataclass(frozen=True, slots=True)
class PathwayExplanation:
    """Why one pathway is where the plan puts it.

    Attributes:
        pathway_id: which pathway.
        people: how many it stands for.
        placed: options that the plan uses, each with its people.
        left_out: people without a match.
        runner_up: the best option besides those used, None where there is none.
        margin: points by which the match (or staying without) beats the runner-up at the plan's
            prices. Of a plan proven best it is never below 0 but for rounding; another plan's gap
            may show here as a few points the other way. None without a runner-up.
        margin_weeks: the same in routine weeks.
        reasons: what binds, in words: for a match why this one, for those left out why none.
        options: every offer of the right kind of care, best first, unusable ones last.
        decided: what tells the match from the runner-up, the largest difference first.
        alternatives: slots that the patient may choose instead, the first first.
        units_that_win: of those left out, how many more units of the nearest slot would have let
            this pathway in: one for each person ahead of it and one for itself; None where no
            unit would, or where its contract line asks something too, so that units alone would
            not do.
        but_for: the best offer that just one thing keeps those left out from, with what it would
            be worth to them; None where something else suits, or where more than one stands
            against every offer.
    """

    pathway_id: str
    people: int
    placed: tuple[Option, ...]
    left_out: int
    runner_up: Option | None
    margin: float | None
    margin_weeks: float | None
    reasons: tuple[Reason, ...]
    options: tuple[Option, ...]
    decided: tuple[Part, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    units_that_win: int | None = None
    but_for: Option | None = None


def explain_pathway(
    problem: Problem, policy: Policy, result: Result, pathway_id: str
) -> PathwayExplanation:
    """Explain one pathway; raises KeyError where the problem has no such pathway."""
    rows = problem.pathways.filter(pl.col("pathway_id") == pathway_id)
    if rows.is_empty():
        raise KeyError(pathway_id)
    pathway = rows.row(0, named=True)
    options = _options(problem, policy, result, pathway)
    placed = tuple(option for option in options if option.taken)
    left = result.unmatched.filter(pl.col("pathway_id") == pathway_id)
    left_out = int(left["count"].sum())
    runner_up = next((o for o in options if o.verdict is Verdict.ACCEPT and not o.taken), None)
    best = min((option.net for option in placed), default=0.0)
    margin = None if runner_up is None else (0.0 if left_out else best) - runner_up.net
    reasons = [_why_this(policy, option, runner_up) for option in placed]
    if left_out:
        reasons += _why_none(problem, policy, pathway, left.row(0, named=True), options)
    routine = policy.week_points["P4"]
    return PathwayExplanation(
        pathway_id, pathway["count"], placed, left_out, runner_up, margin,
        margin / routine if margin is not None and routine else None,
        tuple(reasons), options,
        decided=differences(placed[-1], runner_up) if placed and runner_up else (),
        alternatives=_alternatives(problem, result, pathway_id),
        units_that_win=_units_that_win(problem, policy, result, runner_up) if left_out else None,
        but_for=_but_for(problem, policy, pathway, options) if left_out else None,
    )  # fmt: skip


def differences(one: Option, other: Option) -> tuple[Part, ...]:
    """Say in which parts one option is better than another, the largest difference first.

    Below 0 is where it is worse; what the slots ask counts among the parts.
    """
    theirs = {part.code: part.points for part in other.parts}
    parts = {part.code: part for part in (*other.parts, *one.parts)}
    mine = {part.code: part.points for part in one.parts}
    told = {
        "WEEKS_SOONER": _more(other.week - one.week, "week sooner", "weeks sooner"),
        "TRAVEL": _more((other.minutes or 0.0) - (one.minutes or 0.0), "minute less of travel",
                        "minutes less of travel"),
    }  # fmt: skip
    found = [
        Part(code, told.get(code, part.words), mine.get(code, 0.0) - theirs.get(code, 0.0))
        for code, part in parts.items()
    ]
    found.append(Part("PRICE", "what the slot asks", other.price - one.price))
    wanted = [part for part in found if abs(part.points) >= 1]
    return tuple(sorted(wanted, key=lambda part: (-part.points, part.code)))


def _more(number: float, one: str, many: str) -> str:
    return f"{number:.0f} {one if round(number) == 1 else many}"


def _alternatives(problem: Problem, result: Result, pathway_id: str) -> tuple[Alternative, ...]:
    mine = result.alternatives.filter(pl.col("pathway_id") == pathway_id).sort("rank")
    rows = mine.join(
        problem.offers.select("offer_id", "site", "week"), on="offer_id", maintain_order="left"
    )
    return tuple(
        Alternative(*row)
        for row in rows.select("offer_id", "site", "week", "minutes", "margin").iter_rows()
    )


def _units_that_win(
    problem: Problem, policy: Policy, result: Result, nearest: Option | None
) -> int | None:
    """Count the people left out to whom the nearest slot is worth more, and one."""
    if nearest is None or nearest.value <= 0:
        return None
    offer = problem.offers.filter(pl.col("offer_id") == nearest.offer_id)
    lines = result.prices.filter((pl.col("kind") == "line") & (pl.col("price") > 0))
    if offer["line_id"].is_in(lines["id"].implode()).any():
        return None
    ahead = claims(problem, policy, result, offer)
    return 1 + sum(claim.people for claim in ahead if claim.value > nearest.value)


def _but_for(
    problem: Problem, policy: Policy, pathway: Mapping[str, Any], options: tuple[Option, ...]
) -> Option | None:
    """Find the best offer that would do were it not for one thing; none where one does already."""
    if any(option.verdict is Verdict.ACCEPT for option in options):
        return None
    near = [
        replace(option, parts=parts, value=total(parts))
        for option in options
        if len(option.reasons) == 1 and option.minutes is not None
        for parts in [_worth(problem, policy, pathway, option.week, option.minutes)]
    ]
    return max(near, key=lambda option: (option.net, -option.week, option.offer_id), default=None)


def _worth(
    problem: Problem, policy: Policy, pathway: Mapping[str, Any], week: int, minutes: float
) -> tuple[Part, ...]:
    return value_parts(
        policy, pathway["priority"], pathway["weeks_waited"], week,
        weeks=problem.weeks, minutes=minutes,
    )  # fmt: skip


def _options(
    problem: Problem, policy: Policy, result: Result, pathway: Mapping[str, Any]
) -> tuple[Option, ...]:
    """Look at every offer of the right kind of care, best first."""
    taken = dict(
        result.assignments.filter(pl.col("pathway_id") == pathway["pathway_id"])
        .select("offer_id", "count")
        .rows()
    )
    travel = {
        row["site"]: row
        for row in problem.travel.filter(pl.col("zone") == pathway["zone"]).to_dicts()
    }
    offer_price, line_price = (
        dict(result.prices.filter(pl.col("kind") == kind).select("id", "price").rows())
        for kind in ("offer", "line")
    )
    offers = problem.offers.filter(
        (pl.col("modality") == pathway["modality"])
        & pl.col("tfcs").list.contains(pathway["tfc"])
        & ((pl.col("units") > 0) | pl.col("offer_id").is_in(list(taken)))
    )
    options = []
    for offer in offers.to_dicts():
        price = offer_price.get(offer["offer_id"], 0.0) + line_price.get(offer["line_id"], 0.0)
        options.append(
            _option(problem, policy, pathway, offer, travel.get(offer["site"]), price,
                    taken.get(offer["offer_id"], 0))
        )  # fmt: skip
    return tuple(
        sorted(options, key=lambda o: (o.verdict is not Verdict.ACCEPT, -o.net, o.week, o.offer_id))
    )


def _option(
    problem: Problem,
    policy: Policy,
    pathway: Mapping[str, Any],
    offer: Mapping[str, Any],
    travel: Mapping[str, Any] | None,
    price: float,
    taken: int,
) -> Option:
    verdict, reasons = judge(pathway, offer)
    against = [*_out_of_reach(pathway, travel), *_not_free(policy, pathway, offer)]
    verdict = strictest([verdict, *([Verdict.REFUSE] if against else [])])
    minutes = None if travel is None else float(travel["minutes"])
    parts: tuple[Part, ...] = ()
    if verdict is Verdict.ACCEPT and minutes is not None:
        parts = _worth(problem, policy, pathway, offer["week"], minutes)
    return Option(
        offer["offer_id"], offer["site"], offer["provider"], offer["week"], minutes, verdict,
        (*against, *reasons), parts, total(parts), price, taken,
    )  # fmt: skip


def _how_far(found: float | None, limit: float) -> str:
    """Name a distance above a limit, so that rounding does not make it look within."""
    if found is None:
        return "an unknown number of"
    return f"just over {limit:.0f}" if round(found) <= limit else f"{found:.0f}"


def _out_of_reach(
    pathway: Mapping[str, Any], travel: Mapping[str, Any] | None
) -> tuple[Reason, ...]:
    """Give the reasons why home lies too far from the site."""
    if travel is None:
        return (Reason("NO_OFFER_IN_REACH", "no journey from home to this site is known"),)
    reasons = []
    for measure in ("minutes", "miles"):
        limit, found = pathway[f"travel_max_{measure}"], travel[measure]
        if limit is not None and (found is None or found > limit):
            words = f"{_how_far(found, limit)} {measure} of travel, above the patient's limit of"
            words += f" {limit:.0f}"
            reasons.append(Reason("BEYOND_TRAVEL_LIMIT", words, {measure: found, "limit": limit}))
    return tuple(reasons)


def _not_free(
    policy: Policy, pathway: Mapping[str, Any], offer: Mapping[str, Any]
) -> tuple[Reason, ...]:
    """Give the reasons why the patient cannot be moved here, or not yet."""
    reasons = []
    own = pathway["holder"] is not None and pathway["holder"] in (offer["provider"], offer["site"])
    if policy.require_consent and not own and pathway["consent"] is not True:
        words = "no yes to moving is recorded, so that only the holder's own offers count"
        reasons.append(Reason("CONSENT_NOT_GIVEN", words, {"consent": pathway["consent"]}))
    if offer["week"] < pathway["earliest_week"]:
        words = f"the patient can come from week {pathway['earliest_week'] + 1} on"
        reasons.append(Reason("BEFORE_EARLIEST_WEEK", words, {"week": offer["week"] + 1}))
    elif offer["week"] in (pathway["unavailable"] or ()):
        words = f"the patient cannot come in week {offer['week'] + 1}"
        reasons.append(Reason("UNAVAILABLE_WEEK", words, {"week": offer["week"] + 1}))
    return tuple(reasons)


def _why_this(policy: Policy, option: Option, runner_up: Option | None) -> Reason:
    """Say why a match is the one it is."""
    words = (
        f"{option.site} in week {option.week + 1}: worth {option.value:,.0f} points, "
        f"price {option.price:,.0f}"
    )
    if runner_up is None:
        words += "; nothing else on offer could be used"
    else:
        words += (
            f"; next best {runner_up.site} in week {runner_up.week + 1}, "
            f"{behind(option.net - runner_up.net)} at this plan's prices"
        )
    facts = {"value": option.value, "price": option.price}
    return Reason("BEST_AT_THESE_PRICES", words, facts, policy.label)


def behind(margin: float) -> str:
    """Say how far the next best is behind; a plan within its gap may have it a little ahead."""
    if abs(margin) < 1:
        return "as good"
    return f"{abs(margin):,.0f} points {'behind' if margin > 0 else 'ahead'}"


def _why_none(
    problem: Problem,
    policy: Policy,
    pathway: Mapping[str, Any],
    left: Mapping[str, Any],
    options: tuple[Option, ...],
) -> list[Reason]:
    """Say what keeps a pathway out, and what would have let it in."""
    reasons = [Reason(left["code"], left["detail"], {"people": left["count"]}, policy.label)]
    nearest = next((option for option in options if option.verdict is Verdict.ACCEPT), None)
    if nearest is None:
        blocked = [option for option in options if option.minutes is not None]
        seen = {reason.code: reason for option in blocked for reason in option.reasons}
        return reasons + [seen[code] for code in sorted(seen) if code != left["code"]]
    weeks = _weeks_that_win(problem, policy, pathway, nearest)
    facts = {"offer_id": nearest.offer_id, "value": nearest.value, "price": nearest.price}
    if weeks is not None:
        words = (
            f"{weeks} more weeks of waiting would have won {nearest.site} "
            f"in week {nearest.week + 1} at today's price"
        )
        reasons.append(
            Reason("WOULD_WIN_BY_WAITING", words, {**facts, "weeks": weeks}, policy.label)
        )
    words = (
        f"the nearest slot, {nearest.site} in week {nearest.week + 1}, is worth "
        f"{nearest.value:,.0f} points here and costs {nearest.price:,.0f}"
    )
    reasons.append(Reason("NEAREST_SLOT", words, facts, policy.label))
    return reasons


def _weeks_that_win(
    problem: Problem, policy: Policy, pathway: Mapping[str, Any], nearest: Option
) -> int | None:
    """Find the fewest further weeks waited at which the nearest slot would be worth its price."""
    for more in range(1, MOST_WEEKS + 1):
        parts = value_parts(
            policy, pathway["priority"], pathway["weeks_waited"] + more, nearest.week,
            weeks=problem.weeks, minutes=nearest.minutes or 0.0,
        )  # fmt: skip
        if total(parts) > nearest.price:
            return more
    return None
