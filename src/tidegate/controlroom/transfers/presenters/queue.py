"""What waits for one person, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.transfers.turns import needs_only_a_yes

if TYPE_CHECKING:
    from tidegate.controlroom.transfers.presenters.cards import Card
    from tidegate.core.lifecycle import Transition
    from tidegate.core.transfers.lifecycle.states import RequestState

# verb: heading, what to bear in mind
HEADINGS = {
    "clear": ("To clear", "Is the patient clinically and socially fit to be treated elsewhere?"),
    "consent": ("To ask", "Ask the patient, and record a yes. No answer is not a yes."),
    "open": ("To open", "Cleared, and the patient said yes: open the search for a place."),
    "propose": ("To find a place for", "Propose up to three places, or widen the search."),
    "accept": ("To accept", "Accept or decline, before the answer is due."),
    "choose": ("To choose with the patient", "Show the patient the places, and record the choice."),
    "send": ("To send", "Write the transfer message and send it once its checks pass."),
    "receive": ("To confirm", "Open the message, and confirm that it is complete."),
    "date": ("To date", "Agree a date with the patient."),
    "treat": ("To record treatment", "Record the treatment, or that the date did not go ahead."),
    "close": ("To close", "Treated, and nothing is left to do."),
}
_DONE = {"clear": "cleared", "open": "opened", "close": "closed"}
_BUTTONS = {
    "clear": "Clear those that are ticked",
    "open": "Open those that are ticked",
    "close": "Close those that are ticked",
}


@dataclass(frozen=True, slots=True)
class QueueGroup:
    """What waits at one step; ``more`` leads to the rest where not all is shown."""

    verb: str
    heading: str
    hint: str
    total: int
    cards: list[Card]
    by_a_yes: bool
    button: str
    more: dict[str, str] | None


def group(
    step: Transition[RequestState], cards: list[Card], total: int, everything: str
) -> QueueGroup:
    """Show what waits at one step, and a way to take it for several where a yes is all."""
    heading, hint = HEADINGS.get(step.verb, (step.label, ""))
    left = total - len(cards)
    more = {"text": f"{words.counted(left, 'more request')} wait here", "href": everything}
    return QueueGroup(
        verb=step.verb,
        heading=heading,
        hint=hint,
        total=total,
        cards=cards,
        by_a_yes=needs_only_a_yes(step),
        button=_BUTTONS.get(step.verb, ""),
        more=more if left > 0 else None,
    )


def said(total: int, *, may_act: bool) -> str:
    """Say how much waits, or that nothing does."""
    if not may_act:
        return "Your roles let you follow transfers; none of them waits for you."
    if not total:
        return "Nothing waits for you."
    verb = "waits" if total == 1 else "wait"
    return f"{words.counted(total, 'request')} {verb} for you, urgent first."


def done(verb: str, count: int) -> str:
    """Say what was done for how many."""
    return f"{words.counted(count, 'request')} {_DONE[verb]}"
