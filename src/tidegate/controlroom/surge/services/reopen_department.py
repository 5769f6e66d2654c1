"""Reopen all of a department at once; its diverts end with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.surge.divert_facts import streams_of
from tidegate.controlroom.surge.happening import NOW, Happened
from tidegate.controlroom.surge.models import Closure, Divert, Stage
from tidegate.controlroom.surge.services.take_step import take_step
from tidegate.core.surge.closures.states import RUNNING, DivertState
from tidegate.core.surge.moments import moment_refusals

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.happening import Taking
    from tidegate.core.reasons import Reason
    from tidegate.core.surge.closures.states import Stream


def reopen_department(
    *,
    closure: Closure,
    actor: Actor,
    now: datetime,
    said: Happened = NOW,
    on_behalf_of: str = "",
) -> Closure:
    """Say that all of it is open again.

    Raises:
        PermissionMissing: the actor may not.
        SurgeRefused: it is open already, or was before it closed.
    """

    def keep(taking: Taking) -> None:
        taking.row.reopened_at = taking.at
        taking.rows += ended_with(taking.row, frozenset(), taking.at)

    return take_step(
        row=closure, verb="reopen", actor=actor, now=now, said=said, on_behalf_of=on_behalf_of,
        besides=lambda locked: _moments(locked, said.at or now, now), deed=keep,
    )  # fmt: skip


def ended_with(closure: Closure, left: frozenset[Stream], at: datetime) -> list[Divert]:
    """Return the diverts that end because none of their patients is kept out any more."""
    running = Divert.objects.select_for_update().filter(
        closure=closure, state__in=[state.value for state in RUNNING]
    )
    found = []
    for divert in running:
        if not streams_of(divert.streams) & left:
            divert.state, divert.moved_at = DivertState.ENDED.value, at
            divert.ended_at, divert.reason = max(at, divert.started_at), "It is open again"
            found.append(divert)
    return found


def _moments(closure: Closure, at: datetime, now: datetime) -> tuple[Reason, ...]:
    opened = Stage.objects.filter(closure=closure).exclude(opened_at=None)
    last = opened.order_by("-opened_at").first()
    least = last.opened_at if last and last.opened_at else closure.closed_at
    return moment_refusals(at, now, least, "said")
