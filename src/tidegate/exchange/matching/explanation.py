"""Why a plan did what it did with one pathway or one offer, in words and JSON-ready facts."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import polars as pl

from tidegate.core.directory.treatment_functions import treatment_function_name
from tidegate.core.matching.explain import (
    Alternative,
    OfferExplanation,
    Option,
    PathwayExplanation,
    behind,
    explain_offer,
    explain_pathway,
)
from tidegate.core.matching.leftovers import Unused
from tidegate.exchange.matching.promised import promised
from tidegate.exchange.matching.report.reasons import UNMATCHED, UNUSED, in_words
from tidegate.exchange.matching.report.words import monday, money, plural, points, weeks_worth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tidegate.core.matching.explain_offer import LineUse
    from tidegate.core.reasons import Reason
    from tidegate.exchange.matching.plan_folder import Plan

Explanation = dict[str, Any]

HARDLY = 5
"""Points that are no difference to speak of: a twentieth of a routine week."""
_MOST = 10
_PATHWAY_FACTS = ("holder", "area", "zone", "tfc", "modality", "priority", "weeks_waited", "count")
_OFFER_FACTS = ("site", "provider", "line_id", "modality", "tfcs", "week")


def pathway_explanation(plan: Plan, pathway_id: str) -> Explanation:
    """Say where a pathway's people are placed or why not, the runner-up, and what stops the rest.

    Raises:
        KeyError: the plan has no such pathway.
    """
    found = explain_pathway(plan.problem, plan.policy, plan.result, pathway_id)
    person = _row(plan.problem.pathways, "pathway_id", pathway_id)
    placed_first = sorted(found.options, key=lambda option: option.taken == 0)
    return {
        "kind": "pathway",
        "id": pathway_id,
        "specialty": treatment_function_name(person["tfc"]),
        **{name: person[name] for name in _PATHWAY_FACTS},
        "sentences": [*_pathway_sentences(plan, found), *promised(plan, pathway_id)],
        "left_out": found.left_out,
        "margin": found.margin,
        "margin_weeks": found.margin_weeks,
        "runner_up": found.runner_up and found.runner_up.offer_id,
        "decided": [{"words": part.words, "points": part.points} for part in found.decided],
        "alternatives": [_alternative(plan, each) for each in found.alternatives],
        "units_that_win": found.units_that_win,
        "but_for": found.but_for and _option(plan, found.but_for),
        "reasons": _coded(found.reasons),
        "options": [_option(plan, option) for option in placed_first[:_MOST]],
        "options_in_all": len(found.options),
    }


def offer_explanation(plan: Plan, offer_id: str) -> Explanation:
    """Say who is placed at an offer, what one more unit is worth, or why units stay unused.

    Raises:
        KeyError: the plan has no such offer.
    """
    found = explain_offer(plan.problem, plan.policy, plan.result, offer_id)
    offer = _row(plan.problem.offers, "offer_id", offer_id)
    return {
        "kind": "offer",
        "id": offer_id,
        "specialty": " or ".join(treatment_function_name(tfc) for tfc in offer["tfcs"]),
        **{name: offer[name] for name in _OFFER_FACTS},
        "criteria": offer.get("criteria"),
        "units": found.units,
        "used": found.used,
        "unused": found.unused,
        "price": found.price,
        "line_price": found.line_price,
        "line": found.line and asdict(found.line),
        "sentences": _offer_sentences(plan, offer, found),
        "reasons": _coded(found.reasons),
        "users": [_claim(plan, user) for user in found.users[:_MOST]],
        "users_in_all": len(found.users),
        "next_in_line": [_claim(plan, claimant) for claimant in found.claimants],
        "left_out_by_standing": found.left_by_standing,
    }


def _row(frame: pl.DataFrame, column: str, value: str) -> dict[str, Any]:
    return frame.filter(pl.col(column) == value).row(0, named=True)


def _coded(reasons: Iterable[Reason]) -> list[Mapping[str, str]]:
    return [{"code": reason.code, "detail": reason.detail} for reason in reasons]


def _pathway_sentences(plan: Plan, found: PathwayExplanation) -> list[str]:
    said = []
    for option in found.placed:
        said += [_placed(plan, option), _asks(option)]
    if found.placed:
        said.append(_no_better(plan, found))
        said += _instead(plan, found)
    if found.left_out:
        said += _not_placed(plan, found)
    return said


def _placed(plan: Plan, option: Option) -> str:
    return (
        f"{_people(option.taken)} placed at {_slot(plan, option)}, {option.minutes or 0:.0f} "
        f"minutes away: worth {points(option.value)} points here."
    )


def _asks(option: Option) -> str:
    if option.price <= 0:
        return "The slot asks nothing: nobody else wants it at today’s prices."
    return (
        f"The slot asks {points(option.price)} points, {weeks_worth(option.price)} of a routine "
        f"wait: whoever takes it must gain more than that by it."
    )


def _no_better(plan: Plan, found: PathwayExplanation) -> str:
    """Say how far the runner-up is behind at today's prices, and what decided."""
    if found.runner_up is None:
        return "Nothing else on offer could be used."
    margin = found.placed[-1].net - found.runner_up.net
    slot = _slot(plan, found.runner_up)
    if margin < HARDLY:
        hardly = "as good" if margin > -HARDLY else behind(margin)
        return f"The runner-up, {slot}, is {hardly} at today’s prices."
    said = (
        f"There is no better slot at today’s prices: the runner-up, {slot}, gives "
        f"{points(margin)} points less, {weeks_worth(margin)} of a routine wait."
    )
    better = [part for part in found.decided if part.points >= HARDLY][:2]
    told = " and ".join(f"{part.words} ({points(part.points)} points)" for part in better)
    return f"{said} What decided: {told}." if told else said


def _instead(plan: Plan, found: PathwayExplanation) -> list[str]:
    """Offer the alternatives as one would to the patient."""
    if not found.alternatives:
        return []
    slots = " or ".join(
        f"{_slot(plan, each)}, {each.minutes:.0f} minutes away ({_less(each.margin)})"
        for each in found.alternatives
    )
    return [f"The patient may choose instead: {slots}."]


def _less(margin: float) -> str:
    return "as good" if margin < HARDLY else f"{points(margin)} points less"


def _not_placed(plan: Plan, found: PathwayExplanation) -> list[str]:
    """Say what binds, in order, and what would have let them in."""
    why, *more = found.reasons[len(found.placed) :]
    name, meaning = in_words(why.code, UNMATCHED, None)
    said = [f"{_people(found.left_out)} not placed. {name}. {meaning}"]
    nearest = found.runner_up
    if nearest is None:
        return [*said, *(_sentence(reason.detail) for reason in more), *_but_for(plan, found)]
    asked = "asks nothing" if nearest.price <= 0 else f"asks {points(nearest.price)}"
    said.append(
        f"The nearest slot is {_slot(plan, nearest)}, {nearest.minutes or 0:.0f} minutes away: "
        f"worth {points(nearest.value)} points here, and it {asked}."
    )
    who = "this patient" if found.people == 1 else "this group"
    weeks = next((r.inputs["weeks"] for r in more if r.code == "WOULD_WIN_BY_WAITING"), None)
    if weeks is not None:
        had = plural(int(str(weeks)), "week")
        said.append(f"Had {who} waited {had} longer already, it would have been theirs.")
    if found.units_that_win is not None and nearest.price > 0:
        ahead = found.units_that_win - 1
        units = plural(found.units_that_win, "more unit")
        queue = "nobody left out is ahead" if not ahead else f"{_people(ahead)} ahead"
        said.append(f"{units[:1].upper()}{units[1:]} there would reach {who}: {queue}.")
    return said


def _but_for(plan: Plan, found: PathwayExplanation) -> list[str]:
    """Say what they could have were it not for the one thing that stands against it."""
    if found.but_for is None:
        return []
    (reason,) = found.but_for.reasons
    best = found.but_for
    ends = "and it asks nothing" if best.price <= 0 else f"and it asks {points(best.price)}"
    won = "" if best.net > 0 else ", so that it would still go to somebody else"
    return [
        (
            f"Were it not for one thing ({reason.detail}), the best place would be "
            f"{_slot(plan, best)}, {best.minutes or 0:.0f} minutes away: worth "
            f"{points(best.value)} points here, {ends}{won}."
        )
    ]


def _sentence(detail: str) -> str:
    return f"{detail[:1].upper()}{detail[1:]}."


def _offer_sentences(plan: Plan, offer: Mapping[str, Any], found: OfferExplanation) -> list[str]:
    when = monday(plan.summary["start"], offer["week"])
    said = [f"{found.used:,} of {plural(found.units, 'unit')} used in the week of {when}."]
    if found.unused:
        cause = _row(plan.result.offers, "offer_id", found.offer_id)["cause"]
        name, meaning = in_words(cause, UNUSED, None)
        said.append(f"{plural(found.unused, 'unit')} not used. {name}. {meaning}")
        said += [] if cause == Unused.NOT_BOOKED else _would_fill(found)
    if found.price > 0:
        said.append(
            f"One more unit here would be worth {points(found.price)} points, as much as bringing "
            f"one routine patient’s treatment forward by {weeks_worth(found.price)}."
        )
    else:
        said.append("One more unit here would be worth nothing: units are not what is short.")
    if found.line is not None:
        said += _line(found.line)
    if offer.get("criteria"):
        version = offer["criteria"]
        said.append(f"What it does not say itself of whom it takes is in criteria “{version}”.")
    return said


def _would_fill(found: OfferExplanation) -> list[str]:
    """Say what a manager could do about idle units: ask, pre-assess, look at limits and travel."""
    left = found.left_by_standing
    ways = [
        f"{plural(people, one, many)} {what}"
        for standing, one, many, what in (
            ("suitable, no yes to moving", "person", "people", "could be asked whether to move"),
            ("pre-assessment needed", "person", "people", "could be pre-assessed"),
            ("refused by criteria", "person", "people", "would need a looser limit"),
            ("out of reach", "person", "people", "would need to travel further than they said"),
        )
        if (people := left[standing])
    ]
    if not ways:
        return ["Nobody who is left waiting needs this care."]
    return [f"What could fill them: {'; '.join(ways)}."]


def _line(line: LineUse) -> list[str]:
    """Say how the contract line stands, and what it asks of whoever uses one more unit."""
    said = f"Its contract line, {line.line_id}, has {plural(line.used, 'unit')} used"
    said += f" and {line.prepaid:,} paid for in advance" if line.prepaid else ""
    if line.prepaid > line.used:
        idle = plural(line.prepaid - line.used, "unit")
        why = " that nobody eligible can reach" if line.price <= 0 else " that nobody uses"
        return [f"{said}: {money(line.idle_pence)} is paid for {idle}{why}."]
    if line.cap is not None and line.used >= line.cap:
        said += ", which is all that its cap allows"
    if line.price <= 0:
        return [f"{said}."]
    return [
        (
            f"{said}. Whoever takes one more unit on it must gain {points(line.price)} points by "
            f"it, for its money or for others who want it."
        )
    ]


def _people(count: int) -> str:
    return f"{plural(count, 'person', 'people')} {'is' if count == 1 else 'are'}"


def _alternative(plan: Plan, each: Alternative) -> Explanation:
    return {**asdict(each), "week_of": monday(plan.summary["start"], each.week)}


def _slot(plan: Plan, option: Option | Alternative) -> str:
    when = monday(plan.summary["start"], option.week)
    return f"{option.site} by {option.offer_id} in the week of {when}"


def _option(plan: Plan, option: Option) -> Explanation:
    usable = bool(option.parts)
    return {
        "offer_id": option.offer_id,
        "site": option.site,
        "week": option.week,
        "week_of": monday(plan.summary["start"], option.week),
        "minutes": option.minutes,
        "placed": option.taken,
        "verdict": option.verdict.value,
        "criteria": _row(plan.problem.offers, "offer_id", option.offer_id).get("criteria"),
        "reasons": _coded(option.reasons),
        "value": option.value if usable else None,
        "price": option.price,
        "net": option.net if usable else None,
        "parts": [
            {"code": part.code, "words": part.words, "points": part.points} for part in option.parts
        ],
    }


def _claim(plan: Plan, claim: Any) -> Explanation:
    person = _row(plan.problem.pathways, "pathway_id", claim.pathway_id)
    return {
        "pathway_id": claim.pathway_id,
        "people": claim.people,
        "value": claim.value,
        "holder": person["holder"],
        "priority": person["priority"],
        "weeks_waited": person["weeks_waited"],
    }
