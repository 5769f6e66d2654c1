"""What a plan achieves, said in a title, two sentences and a row of figures."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.board import words
from tidegate.controlroom.board.figures import Figure
from tidegate.core.disclosure import Profile
from tidegate.exchange.matching.report.difference import headline as in_words
from tidegate.exchange.matching.report.disclosure import percent
from tidegate.exchange.matching.report.words import how_good

if TYPE_CHECKING:
    from collections.abc import Mapping


def period(summary: Mapping[str, Any]) -> str:
    """Say which weeks the plan covers: ``5 January to 1 March 2026``."""
    start = date.fromisoformat(summary["start"])
    last = start + timedelta(weeks=summary["weeks"], days=-1)
    first = f"{start.day} {start:%B}" if start.year == last.year else words.day(start)
    return f"{first} to {words.day(last)}"


def lead(summary: Mapping[str, Any]) -> str:
    """Say in one sentence how many people are seen sooner, and from which capacity."""
    head = summary["headline"]
    return (
        f"{words.whole(head['treated'])} of {words.whole(head['waiting'])} people waiting would be "
        f"treated in {words.counted(summary['weeks'], 'week')}, using "
        f"{words.whole(head['units_used'])} of the {words.whole(head['units'])} units offered. "
        f"{words.whole(head['moved'])} of them would move to another provider."
    )


def proof(gap: float | None) -> str:
    """Say in plain words how far the plan can be from the best possible one."""
    if gap is None:
        return "It is not known how far this plan is from the best possible one."
    return f"{how_good(gap)} That is proven, not estimated."


def changed(summary: Mapping[str, Any]) -> str:
    """Say how a plan differs from the one that it replaces; empty where it replaces none."""
    told = summary.get("difference")
    if not told:
        return ""
    said = in_words(told["figures"], Profile.EXACT)
    return f"It takes the place of {told['replaces']['name']}. {said}"


def policy(summary: Mapping[str, Any]) -> str:
    """Name the policy, who answers for it and since when it is in force."""
    terms = summary["policy"]
    since = words.day(date.fromisoformat(terms["in_force"]))
    return f"{terms['name']} {terms['version']}, by {terms['author']}, in force since {since}"


def site_names(summary: Mapping[str, Any]) -> dict[str, str]:
    """Return the names of sites that the plan itself tells, for those out of a viewer's sight."""
    rows = [*summary["flows_by_holder"]["rows"], *summary["one_more_unit"]["rows"]]
    return {row["site"]: row["site_name"] for row in rows}


def figures(summary: Mapping[str, Any], *, with_contracts: bool) -> list[Figure]:
    """Give the headline figures; money only to those who may see contracts."""
    head = summary["headline"]
    shown = [
        Figure("People treated", words.whole(head["treated"]), _share_of_waiting(head)),
        Figure(
            "Weeks of waiting saved",
            words.whole(head["weeks_saved"]),
            f"against waiting on to the end of {words.counted(summary['weeks'], 'week')}",
        ),
        Figure(
            "Waits kept under 52 weeks",
            words.whole(head["breaches_52_avoided"]),
            f"of {words.whole(head['breaches_52_at_risk'])} that would pass 52 weeks",
        ),
        Figure(
            "Units unused",
            words.whole(head["units_unused"]),
            f"of {words.whole(head['units'])} offered",
        ),
    ]
    if with_contracts:
        spent = f"and {words.pounds(head['spend_pence'])} spent above what is prepaid"
        shown.append(Figure("Prepaid and idle", words.pounds(head["idle_pence"]), spent))
    return shown


def _share_of_waiting(head: Mapping[str, Any]) -> str:
    if not head["waiting"]:
        return ""
    return f"{percent(head['treated'], head['waiting'])} of those waiting"
