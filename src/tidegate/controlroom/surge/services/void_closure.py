"""Say that a closure was entered in error: it stays on the record and counts nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.surge.happening import Happened
from tidegate.controlroom.surge.services.reopen_department import ended_with
from tidegate.controlroom.surge.services.take_step import take_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.happening import Taking
    from tidegate.controlroom.surge.models import Closure


def void_closure(
    *, closure: Closure, reason: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Closure:
    """Say that it never closed, and why it was entered.

    Raises:
        PermissionMissing: the actor may not.
        SurgeRefused: it has ended, or nobody said why.
    """

    def end(taking: Taking) -> None:
        taking.rows += ended_with(taking.row, frozenset(), now)

    return take_step(
        row=closure, verb="void", actor=actor, now=now, said=Happened(reason=reason),
        on_behalf_of=on_behalf_of, deed=end,
    )  # fmt: skip
