"""Why a plan did what it did with one pathway or one offer, in words and JSON-ready facts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from tidegate.core.directory.treatment_functions import treatment_function_name
from tidegate.core.matching.explain import (
    OfferExplanation,
    Option,
    PathwayExplanation,
    behind,
    explain_offer,
    explain_pathway,
)
from tidegate.exchange.matching.promised import promised
from tidegate.exchange.matching.report.reasons import UNMATCHED, UNUSED, in_words
from tidegate.exchange.matching.report.words import monday, plural, points, weeks_worth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tidegate.core.reasons import Reason
    from tidegate.exchange.matching.plan_folder import Plan

Explanation = dict[str, Any]

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
    said = [
        f"{_people(option.taken)} placed at {_slot(plan, option)}, {option.minutes or 0:.0f} "
        f"minutes away: worth {points(option.value)} points here, at a price of "
        f"{points(option.price)}."
        for option in found.placed
    ]
    if found.placed and found.runner_up is not None:
        margin = found.placed[-1].net - found.runner_up.net
        said.append(
            f"The runner-up, {_slot(plan, found.runner_up)}, is {behind(margin)} "
            f"at this plan’s prices."
        )
    elif found.placed:
        said.append("Nothing else on offer could be used.")
    if found.left_out:
        why, *more = found.reasons[len(found.placed) :]
        name, meaning = in_words(why.code, UNMATCHED, None)
        said.append(f"{_people(found.left_out)} not placed. {name}. {meaning}")
        said += [f"{reason.detail[:1].upper()}{reason.detail[1:]}." for reason in more]
    return said


def _offer_sentences(plan: Plan, offer: Mapping[str, Any], found: OfferExplanation) -> list[str]:
    when = monday(plan.summary["start"], offer["week"])
    said = [f"{found.used:,} of {plural(found.units, 'unit')} used in the week of {when}."]
    if found.unused:
        cause = _row(plan.result.offers, "offer_id", found.offer_id)["cause"]
        name, meaning = in_words(cause, UNUSED, None)
        said.append(f"{plural(found.unused, 'unit')} not used. {name}. {meaning}")
    if found.price > 0:
        said.append(
            f"One more unit here would be worth {points(found.price)} points, as much as bringing "
            f"one routine patient’s treatment forward by {weeks_worth(found.price)}."
        )
    else:
        said.append("One more unit here would be worth nothing: units are not what is short.")
    if offer.get("criteria"):
        said.append(
            f"What it does not state itself about whom it takes comes from the criteria "
            f"“{offer['criteria']}”."
        )
    if found.line_price:
        said.append(f"Its contract line takes another {points(found.line_price)} points.")
    return said


def _people(count: int) -> str:
    return f"{plural(count, 'person', 'people')} {'is' if count == 1 else 'are'}"


def _slot(plan: Plan, option: Option) -> str:
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
