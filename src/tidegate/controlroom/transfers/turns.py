"""What comes next for a request in each state, and whose turn it therefore is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tidegate.core.lifecycle import Side
from tidegate.core.transfers.lifecycle.needs import Needs
from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import ENDED, RequestState

if TYPE_CHECKING:
    from tidegate.core.lifecycle import Transition

S = RequestState
NEXT: Mapping[RequestState, str] = {
    S.DRAFT: "clear",
    S.CLEARED: "consent",
    S.CONSENTED: "open",
    S.OPEN: "propose",
    S.MATCHED: "accept",
    S.ACCEPTED: "choose",
    S.AGREED: "send",
    S.SENT: "receive",
    S.RECEIVED: "date",
    S.DATED: "treat",
    S.TREATED: "close",
}
"""The verb that takes a request one step nearer to treatment; ended requests have none."""

WAY = (*tuple(state for state in RequestState if state in NEXT), S.CLOSED)
"""The states on the way, in order."""

SIDES = {Side.HOLDER: "The holder", Side.RECEIVER: "The receiver", Side.AREA: "The area"}
BY_A_YES = ("clear", "open", "close")
"""Steps that need nothing but a yes, and that nobody has to read a message for first."""


def next_step(state: RequestState) -> Transition[RequestState] | None:
    """Return the step that a request waits for; None once it has ended."""
    verb = NEXT.get(state)
    return None if verb is None else REQUESTS.step(state, verb)


def turn(state: RequestState) -> Side | None:
    """Say on which side a request waits; None once it has ended."""
    step = next_step(state)
    return None if step is None else step.side


def states_of(side: Side) -> tuple[RequestState, ...]:
    """Return the states in which it is the turn of a side."""
    return tuple(state for state in NEXT if turn(state) is side)


def needs_only_a_yes(step: Transition[RequestState]) -> bool:
    """Say whether a step may be taken for several requests at once."""
    return step.verb in BY_A_YES and not set(step.needs) & set(Needs)


def order_of(state: RequestState) -> int:
    """Return where a state stands among all, nearest to the start first, ends last."""
    return len(WAY) if state in ENDED - {S.CLOSED} else WAY.index(state)
