"""Open surges whose notice is over, and end those whose time is; run by ``tidegate tick``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.surge.models import Surge
from tidegate.controlroom.surge.services.activate_surge import activate_surge
from tidegate.controlroom.surge.services.close_capacity import stop_offers
from tidegate.controlroom.surge.services.expire_surge import expire_surge
from tidegate.core.log.entry import System
from tidegate.core.surge.states import SurgeState
from tidegate.core.surge.surges import SURGES

if TYPE_CHECKING:
    from datetime import datetime

TICK = System("tick")
_EXPIRE = sorted(state.value for state in SurgeState if SURGES.step(state, "expire"))


@dataclass(frozen=True, slots=True)
class MovedSurges:
    """What a run moved: surges that opened, and surges that expired."""

    opened: int = 0
    expired: int = 0


def move_due_surges(*, now: datetime, actor: System = TICK) -> MovedSurges:
    """Move every surge that is due, each in a transaction of its own.

    While one stands down, units that somebody gives back are not offered again.
    """
    waiting = Surge.objects.filter(state=SurgeState.NOTICE.value).order_by("pk")
    opened = sum(activate_surge(surge=one, actor=actor, now=now) for one in waiting)
    due = Surge.objects.filter(state__in=_EXPIRE).order_by("pk")
    expired = sum(expire_surge(surge=one, actor=actor, now=now) for one in due)
    for one in Surge.objects.filter(state=SurgeState.STANDING_DOWN.value).order_by("pk"):
        with transaction.atomic():
            stop_offers(one, actor, now)
    return MovedSurges(opened, expired)
