"""Send an action card: to an area, or to each of its providers."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.services.record import Actor, record
from tidegate.controlroom.surge.divert_terms import deck_in_force
from tidegate.controlroom.surge.models import ActionCard
from tidegate.controlroom.surge.reach import hold_to_reach
from tidegate.controlroom.surge.refused import refuse
from tidegate.core.log.entry import System
from tidegate.core.surge.action_cards.cards import OPEN, SEND, Asked, CardState

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.surge.action_cards.cards import CardTerms, Deck

_OPEN = [state.value for state in OPEN]
_REPORTING = ("trust",)


def send_card(
    *, place: str, code: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> tuple[ActionCard, ...]:
    """Send a card of the deck in force by hand; whoever has it open already gets no second.

    Raises:
        PermissionMissing: the actor may not send cards in this area.
        SurgeRefused: the deck has no such card, or everyone has it already.
    """
    deck = deck_in_force()
    card = deck.named(code)
    acted_for = hold_to_reach(actor, SEND, place, on_behalf_of)
    if card is None:
        raise refuse("NO_SUCH_CARD", "Choose a card.", card=code)
    sent = deal(deck, card, place, actor=actor, now=now, acted_for=acted_for)
    if not sent:
        raise refuse("SENT_ALREADY", "Everyone whom it asks has it open already.", card=code)
    return sent


@transaction.atomic
def deal(
    deck: Deck, card: CardTerms, place: str, *, actor: Actor, now: datetime, acted_for: str
) -> tuple[ActionCard, ...]:
    """Send a card to everyone whom it asks and who has it not open, each with its entry."""
    sent = []
    area = Organisation.objects.select_for_update().get(code=place)
    for one in _asked(card, area):
        same = ActionCard.objects.filter(place=place, code=card.code, asked=one.code)
        if same.filter(state__in=_OPEN).exists():
            continue
        sent.append(_send(deck, card, area, one, actor, now, acted_for))
    return tuple(sent)


def _asked(card: CardTerms, area: Organisation) -> list[Organisation]:
    if card.asks is Asked.AREA:
        return [area]
    rows = Organisation.objects.filter(area=area.code, kind__in=_REPORTING)
    return list(rows.order_by("code"))


def _send(
    deck: Deck, card: CardTerms, area: Organisation, asked: Organisation, actor: Actor,
    now: datetime, acted_for: str,
) -> ActionCard:  # fmt: skip
    row = ActionCard.objects.create(
        reference=uuid4().hex[:20], place=area.code, asked=asked.code, level=card.level,
        code=card.code, edition=deck.edition, theme=card.theme, words=card.words,
        by_hand=not isinstance(actor, System), sent_at=now,
        acknowledge_by=now + timedelta(minutes=card.acknowledge_minutes),
        done_by=now + timedelta(minutes=card.done_minutes), state=CardState.SENT.value,
        moved_at=now,
    )  # fmt: skip
    row.reference = f"A-{row.pk:06d}"
    row.save(update_fields=["reference"])
    record(
        kind="card_sent",
        actor=actor,
        subject=row.subject,
        headline=f"{row.reference}: {asked.name} is asked, {card.theme}",
        facts={
            "code": card.code, "edition": deck.edition, "level": card.level, "asked": asked.code,
            "by_hand": row.by_hand, "done_by": row.done_by,
        },
        on_behalf_of=acted_for,
        now=now,
    )  # fmt: skip
    return row
