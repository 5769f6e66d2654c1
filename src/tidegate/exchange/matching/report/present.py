"""A plan's figures put into the words, tables and drawings of its report; nothing is computed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tidegate.core.disclosure import Profile
from tidegate.exchange.findings import Finding
from tidegate.exchange.matching.report import advice, capacity, making, people
from tidegate.exchange.matching.report.difference import since_last_plan
from tidegate.exchange.matching.report.disclosure import IN_WORDS, shown
from tidegate.exchange.matching.report.words import NO_GAP, day, percent_of_gap, plural

if TYPE_CHECKING:
    from tidegate.exchange.matching.plan_context import Ground

Summary = Mapping[str, Any]


def present(summary: Summary, ground: Ground) -> dict[str, object]:
    """Return all that the report's template needs, from ``summary.json`` and the map's ground."""
    profile = Profile(summary["profile"])
    return {
        "title": summary["title"],
        "lead": lead(summary),
        "numbers": numbers(summary),
        "dates": dates(summary),
        "profile": IN_WORDS[profile],
        "published": profile is Profile.RTT_OPEN,
        "best": making.distance_from_best(summary),
        "changes": since_last_plan(summary),
        "flows": people.flows(summary, ground),
        "waits": people.waits(summary),
        "units": capacity.one_more_unit(summary),
        "stops": capacity.what_stops_the_rest(summary),
        "value": advice.value(summary),
        "helps": advice.what_would_help(summary),
        "unreachable": advice.unreachable(summary),
        "equity_prices": advice.equity_prices(summary),
        "priorities": people.priorities(summary),
        "equity": people.equity(summary),
        "money": capacity.money_spent(summary),
        "assumptions": summary["assumptions"],
        "findings": doubts(summary),
        "sources": making.sources(summary),
        "how": making.how_made(summary),
    }


def doubts(summary: Summary) -> list[str]:
    """Say what was odd in the input; of patient-level lists no row is named, none quoted."""
    profile = Profile(summary["profile"])
    found = [Finding.of(facts) for facts in summary["findings"]]
    if profile is Profile.RTT_OPEN:
        return [finding.sentence() for finding in found]
    return [finding.in_general(shown(finding.count, profile)) for finding in found]


def capacity_in_words(summary: Summary) -> str:
    """Name the capacity that the plan fills: shown by past months, or offered."""
    if summary["profile"] == Profile.RTT_OPEN:
        return "capacity that hospitals have shown they can run"
    return "the capacity offered"


def lead(summary: Summary) -> str:
    """Say in one sentence what the plan would do, with the three numbers that matter."""
    profile, headline = Profile(summary["profile"]), summary["headline"]
    sentence = (
        f"{shown(headline['treated'], profile)} of the {shown(headline['waiting'], profile)} "
        f"{summary['who']} could be treated within {plural(summary['weeks'], 'week')} with "
        f"{capacity_in_words(summary)}"
    )
    avoided, over = headline["breaches_52_avoided"], headline["over_52_treated"]
    if over and avoided:
        sentence += (
            f": {shown(over, profile)} waits of over a year would end, and "
            f"{shown(avoided, profile)} more would not become one"
        )
    elif over:
        sentence += f": {shown(over, profile)} waits of over a year would end"
    elif avoided:
        sentence += f": {shown(avoided, profile)} waits would end before they reach a year"
    return sentence + "."


def numbers(summary: Summary) -> list[dict[str, str]]:
    """Return the three numbers that head the page, each with what it counts."""
    profile, headline = Profile(summary["profile"]), summary["headline"]
    past_a_year = headline["breaches_52_avoided"] + headline["over_52_treated"]
    return [
        {
            "figure": shown(headline["treated"], profile),
            "label": f"people could be treated, {shown(headline['moved'], profile)} of them "
            f"somewhere other than where they wait now",
        },
        {
            "figure": shown(past_a_year, profile),
            "label": "waits of over a year ended or avoided",
        },
        _how_good(summary),
    ]


def _how_good(summary: Summary) -> dict[str, str]:
    if summary["headline"]["treated"] == 0:
        return {
            "figure": "Nobody",
            "label": "can be placed on these figures; what stops them is below",
        }
    if summary["gap"] <= NO_GAP:
        return {
            "figure": "Best",
            "label": "possible plan on these figures: none can do better, and that is proven",
        }
    return {
        "figure": percent_of_gap(summary["gap"]),
        "label": "at most, is what any other plan could add to this one",
    }


def dates(summary: Summary) -> str:
    """Say whom the figures describe and when, and when the plan was made."""
    made_on = day(summary["made_at"][:10])
    end = f"{plural(summary['weeks'], 'week')} from {day(summary['start'])}"
    if summary["data_as_of"] is None:
        return f"Made on {made_on}, for {end}."
    return f"Waiting list as at {day(summary['data_as_of'])}. Made on {made_on}, for {end}."
