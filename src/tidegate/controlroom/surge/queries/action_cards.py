"""Action cards as one viewer may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.surge.models import ActionCard
from tidegate.controlroom.surge.reach import VIEW
from tidegate.core.surge.action_cards.cards import ANSWER, OPEN, SEND

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer

_OPEN = [state.value for state in OPEN]


def cards(viewer: Viewer) -> QuerySet[ActionCard]:
    """Return the cards that the viewer's organisations sent or were sent, the newest first."""
    codes = viewer.codes_where(VIEW)
    return ActionCard.objects.filter(Q(asked__in=codes) | Q(place__in=codes)).order_by(
        "-sent_at", "-pk"
    )


def open_cards(viewer: Viewer) -> QuerySet[ActionCard]:
    """Return the cards in sight that wait, what is due first."""
    return cards(viewer).filter(state__in=_OPEN).order_by("done_by", "pk")


def card_in_sight(viewer: Viewer, reference: str) -> ActionCard | None:
    """Return one card, or None when it is out of the viewer's sight."""
    return cards(viewer).filter(reference=reference).first()


def to_answer(viewer: Viewer) -> QuerySet[ActionCard]:
    """Return the cards that wait for this viewer."""
    return open_cards(viewer).filter(asked__in=viewer.codes_where(ANSWER))


def areas(viewer: Viewer) -> list[tuple[str, str]]:
    """Return the areas in which a viewer may send cards."""
    rows = Organisation.objects.filter(code__in=viewer.codes_where(SEND), kind="icb")
    return list(rows.order_by("name", "code").values_list("code", "name"))
