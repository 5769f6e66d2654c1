"""Chase action cards that wait too long; run by ``tidegate tick``."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tidegate.controlroom.board.words import counted
from tidegate.controlroom.surge.divert_terms import deck_in_force
from tidegate.controlroom.surge.models import ActionCard
from tidegate.controlroom.surge.refused import SurgeRefused
from tidegate.controlroom.surge.services.take_step import take_step
from tidegate.core.log.entry import System
from tidegate.core.reasons import Reason
from tidegate.core.surge.action_cards.cards import OPEN, CardState, chase_due

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.surge.happening import Taking
    from tidegate.core.surge.action_cards.cards import Deck

TICK = System("tick")


def chase_cards(*, now: datetime) -> int:
    """Chase each card that is due, and return how many were; a second run at once chases none."""
    deck, chased = deck_in_force(), 0
    rows = ActionCard.objects.filter(state__in=[state.value for state in OPEN])
    for card in rows.filter(acknowledge_by__lte=now).order_by("pk"):
        if _is_due(card, deck, now):
            chased += _chase(card, deck, now)
    return chased


def _is_due(card: ActionCard, deck: Deck, now: datetime) -> bool:
    again = timedelta(minutes=deck.again_minutes)
    due = chase_due(CardState(card.state), card.acknowledge_by, card.done_by, card.chased_at, again)
    return due is not None and due <= now


def _chase(card: ActionCard, deck: Deck, now: datetime) -> bool:
    def keep(taking: Taking) -> None:
        taking.row.chased += 1
        taking.row.chased_at = now
        waits = "not acknowledged" if taking.row.state == CardState.SENT else "not done"
        taking.headline = f"chased, {waits}, {counted(taking.row.chased, 'time')} so far"
        taking.facts |= {
            "chased": taking.row.chased, "asked": taking.row.asked, "code": taking.row.code,
            "matters": taking.row.chased >= deck.matters_after,
        }  # fmt: skip

    def moved(locked: ActionCard) -> tuple[Reason, ...]:
        if _is_due(locked, deck, now):
            return ()
        return (Reason("NOT_DUE", "It is not due.", {}, "card lifecycle 2026-11"),)

    try:
        take_step(row=card, verb="chase", actor=TICK, now=now, besides=moved, deed=keep)
    except SurgeRefused:
        return False  # somebody answered meanwhile
    return True
