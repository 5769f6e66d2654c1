"""The lifecycle of an action card, the deck that cards come from, and when one is chased."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from tidegate.core.lifecycle import Lifecycle, Side, Transition

SEND, ANSWER = "surge.send_cards", "surge.answer_cards"


class CardState(StrEnum):
    """Where an action card stands."""

    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Asked(StrEnum):
    """Of whom a card asks something: each provider of an area, or the area itself."""

    PROVIDERS = "providers"
    AREA = "area"


class Needs(StrEnum):
    """What a step asks for besides a yes."""

    REASON = "reason"
    NOTE = "what was done"


CARD_LABELS: dict[CardState, str] = {
    CardState.SENT: "Sent, not yet acknowledged",
    CardState.ACKNOWLEDGED: "Acknowledged, being done",
    CardState.DONE: "Done",
    CardState.DECLINED: "Declined",
    CardState.WITHDRAWN: "Withdrawn",
}
S = CardState
OPEN = (S.SENT, S.ACKNOWLEDGED)
"""States in which a card waits for whoever was asked."""
Row = Transition[CardState]

CARDS: Lifecycle[CardState] = Lifecycle(
    "card",
    (
        Row(S.SENT, "acknowledge", S.ACKNOWLEDGED, ANSWER, Side.PROVIDER, "card_acknowledged",
            "Acknowledge it"),
        *(
            Row(state, "finish", S.DONE, ANSWER, Side.PROVIDER, "card_done", "Say that it is done",
                (Needs.NOTE,))
            for state in OPEN
        ),
        *(
            Row(state, "decline", S.DECLINED, ANSWER, Side.PROVIDER, "card_declined",
                "Decline it", (Needs.REASON,))
            for state in OPEN
        ),
        *(
            Row(state, "chase", state, "", Side.CLOCK, "card_chased", "Chase it")
            for state in OPEN
        ),
        *(
            Row(state, "withdraw", S.WITHDRAWN, SEND, Side.AREA, "card_withdrawn", "Withdraw it",
                (Needs.REASON,))
            for state in OPEN
        ),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CardTerms:
    """One card of a deck: from which level on, of whom, what, and within which times.

    Attributes:
        code: by which it is known.
        level: of the area's pressure at which it is sent.
        asks: whom.
        theme: the action, in the words that the score table has for the level.
        words: what is asked of whoever gets it.
        acknowledge_minutes: after which a card that nobody acknowledged is chased.
        done_minutes: after which a card that is not done is chased.
    """

    code: str
    level: int
    asks: Asked
    theme: str
    words: str
    acknowledge_minutes: int
    done_minutes: int


@dataclass(frozen=True, slots=True)
class Deck:
    """The cards of one edition.

    Attributes:
        name, version, author, in_force, source: which edition, whose, since when, from where.
        again_minutes: between one chase and the next.
        matters_after: chases after which one matters to the area as a whole.
        rest_hours: in which a card that was answered is not sent again for the same level.
        by_itself: whether a level sends its cards when it is reached, or only a person does.
        cards: all of them.
    """

    name: str
    version: str
    author: str
    in_force: date
    source: str
    again_minutes: int
    matters_after: int
    rest_hours: int
    by_itself: bool
    cards: tuple[CardTerms, ...]

    @property
    def edition(self) -> str:
        """Return name and version."""
        return f"{self.name} {self.version}"

    def at(self, level: int) -> tuple[CardTerms, ...]:
        """Return the cards that a level sends: its own; lower levels sent theirs before."""
        return tuple(card for card in self.cards if card.level == level)

    def named(self, code: str) -> CardTerms | None:
        """Return the card with this code."""
        return next((card for card in self.cards if card.code == code), None)


def chase_due(
    state: CardState,
    acknowledge_by: datetime,
    done_by: datetime,
    chased_at: datetime | None,
    again: timedelta,
) -> datetime | None:
    """Return when a card is to be chased next; None once it waits for nobody.

    What nobody acknowledged is chased from ``acknowledge_by`` on, what was acknowledged from
    ``done_by``; then again and again until it is done, declined or withdrawn.
    """
    if state not in OPEN:
        return None
    due = acknowledge_by if state is CardState.SENT else done_by
    return due if chased_at is None else max(due, chased_at + again)
