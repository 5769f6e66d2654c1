"""Send the cards of levels that areas reached; run by ``tidegate tick``."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.directory.tree import beneath
from tidegate.controlroom.directory.viewer import Viewer
from tidegate.controlroom.pressure import queries as pressure
from tidegate.controlroom.pressure.situation import situation
from tidegate.controlroom.surge.divert_terms import deck_in_force
from tidegate.controlroom.surge.models import ActionCard
from tidegate.controlroom.surge.services.chase_cards import TICK
from tidegate.controlroom.surge.services.send_card import deal

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.surge.action_cards.cards import Deck

DAYS = 40
"""As far back as a figure may count, as on the board."""


def send_due_cards(*, now: datetime) -> int:
    """Send what each area's level asks, once for each time that it is reached; return how many.

    A level sends its own cards and those of the levels beneath it that were not sent. What was
    sent within the deck's time of rest is not sent again, so that a level that comes and goes does
    not ask the same of the same people every hour.
    """
    deck = deck_in_force()
    if not deck.by_itself:
        return 0
    return sum(_send(deck, area, level, now) for area, level in _levels(now))


def _levels(now: datetime) -> list[tuple[str, int]]:
    """Return the level of each area whose providers report, as the whole house would see it."""
    codes = frozenset(Organisation.objects.order_by().values_list("code", flat=True))
    areas = frozenset(code for code in codes if beneath(code).get(code) == code)
    everyone = Viewer(organisation_codes=codes, areas=areas, reach={"pressure.view": codes})
    providers = pressure.providers(everyone)
    if not providers:
        return []
    known = situation(everyone, providers, now, DAYS)
    scored = known.scored() if known.newest else None
    if scored is None:
        return []
    return sorted(
        (area, score.level)
        for area, score in scored.areas.items()
        if score is not None and score.level is not None
    )


def _send(deck: Deck, area: str, level: int, now: datetime) -> int:
    since = now - timedelta(hours=deck.rest_hours)
    recent = ActionCard.objects.filter(place=area, sent_at__gte=since)
    sent_lately = set(recent.values_list("code", flat=True))
    sent = 0
    for card in deck.cards:
        if card.level <= level and card.code not in sent_lately:
            sent += len(deal(deck, card, area, actor=TICK, now=now, acted_for=area))
    return sent
