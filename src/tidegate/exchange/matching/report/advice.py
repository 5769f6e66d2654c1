"""The parts of the report about what the value is made of, and what would help most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tidegate.core.disclosure import Profile, disclosed
from tidegate.core.matching.advice.levers import Lever
from tidegate.core.matching.tiers import Tier
from tidegate.exchange.matching.report.disclosure import HIDDEN, percent, shown
from tidegate.exchange.matching.report.table import Table, capped, figures, words
from tidegate.exchange.matching.report.words import money, plural, weeks_worth

Summary = Mapping[str, Any]

MOST_ROWS = 12
_MINUTES_AN_HOUR = 60
NOT_ABOUT_PEOPLE = (Lever.UNIT, Lever.MONEY, Lever.CAP, Lever.EQUITY)
"""Rules that are loosened by one unit, not for people: their worth is a price."""

TIERS: Mapping[str, str] = {
    Tier.PRIORITY: "Urgent people treated (P2, P3)",
    Tier.BREACHES: "Long waits ended or kept from beginning",
    Tier.WEEKS: "Weeks of waiting saved",
    Tier.TRAVEL: "Travel",
    Tier.MONEY: "Money spent above prepaid minimums",
    Tier.STAYING: "Earlier proposals kept",
}


def value(summary: Summary) -> Table | None:
    """Return what the plan's value is made of; None where too few are treated to tell.

    Points are told as shares: exact, they would give exact counts of people away.
    """
    profile, rows = Profile(summary["profile"]), summary.get("value_by_tier")
    if not rows or not disclosed(summary["headline"]["treated"], profile):
        return None
    total = summary["objective"]
    return Table(
        "value",
        "What the value of this plan is made of",
        (words("Part"), words("How much"), figures("Share of the value")),
        tuple(
            (
                TIERS.get(row["tier"], row["tier"]),
                how_much(row, shown(_whole(row["amount"]), profile)),
                HIDDEN
                if row["tier"] in _PEOPLE and disclosed(_whole(row["amount"]), profile) is None
                else _share(row["points"], total),
            )
            for row in rows
        ),
    )


_PEOPLE = (Tier.PRIORITY, Tier.BREACHES)


def _whole(amount: float | None) -> int | None:
    return None if amount is None else round(amount)


def _share(points: float, total: float) -> str:
    if points < 0:
        return f"less {percent(round(-points), round(total))}" if round(-points) else "0%"
    return percent(round(points), round(total))


def how_much(row: Mapping[str, Any], people: str) -> str:
    """Say how much of a tier there is, in its own unit; ``people`` is how a count is shown."""
    amount = row["amount"]
    match row["tier"]:
        case Tier.PRIORITY:
            return f"{people} people"
        case Tier.BREACHES:
            return f"{people} breaches and long waits"
        case Tier.WEEKS:
            return plural(round(amount), "week")
        case Tier.TRAVEL:
            return plural(round(amount / _MINUTES_AN_HOUR), "hour") + " in all"
        case Tier.MONEY:
            return money(round(amount))
    return "–"


def what_would_help(summary: Summary) -> dict[str, object] | None:
    """Return the changes that would bring most, one at a time; None where none was looked for."""
    told = summary.get("relaxing")
    if not told or not told["rows"]:
        return None
    profile = Profile(summary["profile"])
    may_show = [
        row
        for row in told["rows"]
        if row["rule"] in NOT_ABOUT_PEOPLE or disclosed(row["people"], profile)
    ]
    rows, more = capped(
        [
            (subject(row), row["words"], people_of(row, profile), _weeks(row["points"]))
            for row in may_show
        ],
        MOST_ROWS,
        "relaxing.parquet",
        told["count"] - (len(told["rows"]) - len(may_show)),
    )
    if not rows:
        return None
    table = Table(
        "helps",
        "What would help most, one change at a time",
        (
            words("Where"),
            words("What to change"),
            figures("People who would gain"),
            figures("Worth at most, routine weeks", "descending"),
        ),
        rows,
        more,
    )
    return {"table": table, "sentence": first_in_words(may_show[0], profile)}


def subject(row: Mapping[str, Any]) -> str:
    """Name what a change is about: a site, whoever asks, or those who set themselves a limit."""
    match row["rule"]:
        case Lever.TRAVEL_MINUTES:
            return f"People who would travel {row['subject']}"
        case Lever.TRAVEL_MILES:
            return "People who limit their miles"
        case Lever.UNIT:
            return f"{row['subject_name']} ({row['subject']})"
        case Lever.CAP:
            return f"Contract line {row['subject']}"
    return str(row["subject_name"])


def people_of(row: Mapping[str, Any], profile: Profile) -> str:
    """Write how many people would gain; of a unit, of money and the like there is no count."""
    return "–" if row["rule"] in NOT_ABOUT_PEOPLE else shown(row["people"], profile)


def _weeks(points: float) -> str:
    return weeks_worth(points).split()[0]


def first_in_words(row: Mapping[str, Any], profile: Profile) -> str:
    """Say the best change as one would to a manager."""
    gain = "would be worth" if row["rule"] in NOT_ABOUT_PEOPLE else (
        f"would help up to {people_of(row, profile)} people, by up to"
    )  # fmt: skip
    return (
        f"The one change that would bring most: {row['words']} ({subject(row)}). At today’s prices "
        f"it {gain} {weeks_worth(row['points'])} of routine waiting."
    )


def unreachable(summary: Summary) -> str:
    """Say what is paid for and cannot be used by anybody eligible; empty where that is nothing."""
    told = summary.get("unreachable")
    if not told or not told["units"]:
        return ""
    lines = plural(told["lines"], "contract line")
    units = plural(told["units"], "prepaid unit")
    return (
        f"On {lines}, {units} ({money(told['pence'])}) are paid for that nobody eligible can "
        f"reach: one more there would be worth nothing."
    )


def equity_prices(summary: Summary) -> list[str]:
    """Say of each area what its floor on deprivation costs, where it binds."""
    return [
        f"In {row['name']} the floor for people from the most deprived homes decides some places: "
        f"asking for one of them fewer would be worth {weeks_worth(row['price'])} of routine "
        f"waiting to others."
        for row in summary["prices"]
        if row["kind"] == "equity" and row["price"] > 0
    ]
