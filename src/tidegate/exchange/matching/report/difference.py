"""How a plan differs from the one that it replaces: in words, for the report and every page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tidegate.core.disclosure import Profile, disclosed
from tidegate.core.matching.difference import Change, Why
from tidegate.exchange.matching.report.disclosure import share, shown
from tidegate.exchange.matching.report.reasons import Words, in_words
from tidegate.exchange.matching.report.table import Table, figures, words
from tidegate.exchange.matching.report.words import day, money

Facts = Mapping[str, Any]

WHAT = {
    Change.LOST: "Lost their place",
    Change.MOVED: "Have another place",
    Change.GAINED: "Gained a place",
    Change.LEFT: "Left the list",
}
WHY: Mapping[str, Words] = {
    Why.LEFT_LIST: (
        "No longer on the list",
        "They have been treated, or were taken off the list for another reason.",
    ),
    Why.DECLINED: (
        "They declined the place",
        "Whoever declines a site is not proposed it again.",
    ),
    Why.OFFER_GONE: (
        "The offer is gone",
        "The list was cancelled, the week is over, or the offer was withdrawn.",
    ),
    Why.FEWER_UNITS: ("The offer has fewer units", "It no longer stretches to all who had a unit."),
    Why.NOT_AVAILABLE: ("They cannot come that week", "The list now says so."),
    Why.SOONER: ("A sooner week", "It pays by at least what the policy asks of a change."),
    Why.NEARER: ("A nearer place", "It pays by at least what the policy asks of a change."),
    Why.MADE_ROOM: (
        "Made room for somebody else",
        "The change costs this patient less than it gives to others.",
    ),
    Why.NOT_KEPT: (
        "Went to somebody in greater need, or no longer allowed",
        "Others gain more from the place now, or the rules keep this patient from it.",
    ),
    Why.NEW_ON_LIST: ("New on the list", "They were not on the list of the earlier plan."),
    Why.NEW_OFFER: ("A new offer", "The offer was not there before."),
    Why.MORE_UNITS: ("The offer has more units", "It has grown since the earlier plan."),
    Why.PLACE_FREED: ("A place became free", "Somebody who had it has left, moved or declined."),
    Why.FACTS_CHANGED: (
        "The facts have changed",
        "The place was free before; the list, the journeys or the policy now allow it.",
    ),
}


def headline(figures_: Facts, profile: Profile) -> str:
    """Say in two sentences who stays, moves, gains and loses, and how much that disturbs."""

    def people(*names: str) -> str:
        return shown(sum(figures_[name] for name in names), profile)

    said = (
        f"Of {people('kept', 'moved', 'lost', 'left')} places in the earlier plan: "
        f"{people('kept')} kept, {people('moved')} exchanged for another, {people('lost')} lost"
    )
    if figures_["left"]:
        said += f", {people('left')} left by people no longer on the list"
    return f"{said}; {people('gained')} gained by others. {disturbance(figures_, profile)}"


def disturbance(figures_: Facts, profile: Profile) -> str:
    """Say how many of the places that could have been kept were not."""
    valid, disturbed = figures_["valid"], figures_["disturbed"]
    if not valid:
        return "No place of the earlier plan could have been kept."
    if not disturbed:
        return f"Every place that could be kept is kept ({shown(valid, profile)})."
    part = share(disturbed, valid, profile)
    if profile.is_exact and disclosed(disturbed, profile):
        part = f"{figures_['disturbance']:.1%}"
    return (
        f"Of the {shown(valid, profile)} places that could have been kept, "
        f"{shown(disturbed, profile)} ({part}) were not."
    )


def displaced(rows: list[Facts], profile: Profile) -> str:
    """Say how many had a place whose offer is gone, and how many of them have another."""
    gone = [row for row in rows if row["reason"] == Why.OFFER_GONE]
    people = sum(row["people"] for row in gone)
    if not people:
        return ""
    again = sum(row["people"] for row in gone if row["change"] == Change.MOVED)
    return (
        f"Displaced because their offer is gone: {shown(people, profile)}, of whom "
        f"{shown(again, profile)} have another place."
    )


def promises(figures_: Facts, profile: Profile) -> str:
    """Say what became of accepted transfers; empty where there were none."""
    accepted, changed = figures_["accepted"], figures_["accepted_changed"]
    if not accepted:
        return ""
    if changed:
        return (
            f"Accepted transfers that are NOT as they were, though they could be: "
            f"{shown(changed, profile)} of {shown(accepted, profile)}. Do not use this plan before "
            "that is explained."
        )
    said = f"Accepted transfers that stay as they were: {shown(figures_['accepted_kept'], profile)}"
    if not figures_["accepted_ended"]:
        return f"{said}, which is all."
    return (
        f"{said}; that could not stay, because the offer is gone or the patient is no longer on "
        f"the list: {shown(figures_['accepted_ended'], profile)}."
    )


def since_last_plan(summary: Facts) -> dict[str, object] | None:
    """Return the report's section on the plan that was replaced; None where there was none."""
    told = summary.get("difference")
    if told is None:
        return None
    profile = Profile(summary["profile"])
    replaces = told["replaces"]
    return {
        "replaces": (
            f"This plan takes the place of “{replaces['title']}” ({replaces['name']}), made on "
            f"{day(replaces['made_at'][:10])}."
        ),
        "sentence": headline(told["figures"], profile),
        "promises": promises(told["figures"], profile),
        "displaced": displaced(told["reasons"], profile),
        "reasons": reasons(told["reasons"], profile),
        "tiers": tiers(told["tiers"], profile),
        "money": money_moved(told["lines"]),
    }


def reasons(rows: list[Facts], profile: Profile) -> Table:
    """List what changed for how many people, and what each change comes from."""
    order = {change: place for place, change in enumerate(Change)}
    ranked = sorted(rows, key=lambda row: order[Change(row["change"])])
    return Table(
        "changes",
        "What changed for whom, and why (people)",
        (words("What changed"), words("Why"), words("What that means"), figures("People")),
        tuple(
            (
                WHAT[Change(row["change"])],
                *in_words(row["reason"], WHY, None),
                shown(row["people"], profile),
            )
            for row in ranked
        ),
    )


def tiers(rows: list[Facts], profile: Profile) -> Table:
    """Compare people treated and value by clinical priority, before and after."""
    return Table(
        "tiers",
        "Treated by clinical priority, in the earlier plan and in this one",
        (
            words("Priority", "ascending"),
            figures("Treated before"),
            figures("Treated now"),
            figures("Value before, points"),
            figures("Value now, points"),
        ),
        tuple(
            (
                row["priority"],
                shown(row["treated_before"], profile),
                shown(row["treated_after"], profile),
                f"{row['value_before']:,.0f}",
                f"{row['value_after']:,.0f}",
            )
            for row in rows
        ),
    )


def money_moved(lines: list[Facts]) -> str:
    """Say how spending and idle money changed; empty where neither did."""
    spent, idle = (
        sum(row[f"{name}_after"] - row[f"{name}_before"] for row in lines)
        for name in ("spend_pence", "idle_pence")
    )
    said = [
        f"{money(abs(change))} {'more' if change > 0 else 'less'} {what}"
        for change, what in ((spent, "is spent above minimum takes"), (idle, "stays idle"))
        if change
    ]
    return f"{' and '.join(said)} than in the earlier plan." if said else ""
