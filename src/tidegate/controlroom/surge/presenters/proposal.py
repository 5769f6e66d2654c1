"""What was proposed, as a page shows it: the test, who answers, the money on each denominator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.core.surge.cost import on_each_denominator

if TYPE_CHECKING:
    from tidegate.core.surge.cost import Range
    from tidegate.core.surge.proposal import Proposal
    from tidegate.core.surge.terms import SurgeTerms

DENOMINATORS = {
    "physical": "physical bed",
    "claimed": "bed with staff, as claimed",
    "observed": "bed with staff, as observed",
}


def facts(proposal: Proposal, terms: SurgeTerms) -> list[tuple[str, str]]:
    """List what was proposed."""
    trigger = terms.triggers.get(proposal.trigger)
    doubt = "Doubted" if proposal.doubted else "Nobody doubts it"
    asked = proposal.notice_days
    rows = [
        ("Trigger", trigger.words if trigger else proposal.trigger),
        ("How it is met", proposal.met_by),
        ("Accountable executive", proposal.executive),
        ("Plan", proposal.plan),
        ("Last day", words.day(proposal.ends_on)),
        ("Notice", words.counted(terms.notice_days if asked is None else asked, "day")),
        ("Why notice is shorter", proposal.short_notice_why),
        ("Value for money", f"{doubt}. {proposal.money_note}".strip()),
        ("Cost over the whole term", pounds(proposal.cost)),
    ]
    return [(name, value) for name, value in rows if value]


def cost_rows(proposal: Proposal) -> list[list[str]]:
    """Write the cost on each denominator, beside how many beds there are."""
    if proposal.cost is None:
        return []
    beds, each = proposal.beds.by_name(), on_each_denominator(proposal.cost, proposal.beds)
    return [
        [f"Per {text}", counted(beds[name]), pounds(each[name])]
        for name, text in DENOMINATORS.items()
    ]


def option_rows(proposal: Proposal) -> list[list[str]]:
    """Write what was considered, doing nothing among it."""
    return [
        [one.name, one.harm, one.benefit, "Proposed" if one.chosen else "", one.why]
        for one in proposal.options
    ]


def turn_rows(proposal: Proposal) -> list[list[str]]:
    """Write the switches of contracts that it would turn."""
    return [[one.contract, one.switch, one.position] for one in proposal.turns]


def pounds(pence: Range | None) -> str:
    """Write a range of money."""
    if pence is None:
        return words.UNKNOWN
    if pence.low == pence.high:
        return words.pounds(pence.low)
    return f"{words.pounds(pence.low)} to {words.pounds(pence.high)}"


def counted(beds: Range | None) -> str:
    """Write a range of beds."""
    if beds is None:
        return "Nobody looked"
    return f"{beds.low:,}" if beds.low == beds.high else f"{beds.low:,} to {beds.high:,}"
