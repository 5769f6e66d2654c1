"""Say that a stage of reopening is open; the last one ends the closure and its diverts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.surge.divert_facts import still_closed, streams_of
from tidegate.controlroom.surge.happening import NOW, Happened
from tidegate.controlroom.surge.models import Closure, Stage
from tidegate.controlroom.surge.services.reopen_department import ended_with
from tidegate.controlroom.surge.services.take_step import take_step
from tidegate.core.reasons import Reason
from tidegate.core.surge.closures.states import ClosureState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.happening import Taking

RULES = "reopening 2026-11"


def open_stage(
    *,
    closure: Closure,
    number: int,
    actor: Actor,
    now: datetime,
    said: Happened = NOW,
    on_behalf_of: str = "",
) -> Closure:
    """Say that a stage of the newest plan is open since a moment.

    Raises:
        PermissionMissing: the actor may not.
        SurgeRefused: there is no such stage, or it is open, or was before the last one.
    """

    def keep(taking: Taking) -> None:
        row = taking.row
        stage = _stage(row, number)
        if stage is None:  # the guard has asked; rows are locked
            return
        stage.opened_at = taking.at
        others = Stage.objects.filter(closure=row).exclude(pk=stage.pk)
        left = still_closed(row, others) - streams_of(stage.streams)
        taking.rows.append(stage)
        taking.headline = f"open again: {stage.words}"
        taking.facts |= {"stage": number, "plan": row.plan, "streams": stage.streams}
        if not left:
            taking.next, row.reopened_at = ClosureState.REOPENED.value, taking.at
            taking.headline += ". With it everything is open"
        taking.rows += ended_with(row, left, taking.at)

    return take_step(
        row=closure, verb="open_stage", actor=actor, now=now, said=said,
        on_behalf_of=on_behalf_of,
        besides=lambda locked: tuple(_faults(locked, number, said.at or now)), deed=keep,
    )  # fmt: skip


def _stage(closure: Closure, number: int) -> Stage | None:
    return Stage.objects.filter(closure=closure, plan=closure.plan, number=number).first()


def _faults(closure: Closure, number: int, at: datetime) -> Iterator[Reason]:
    stage = _stage(closure, number)
    if stage is None:
        yield _no("NO_SUCH_STAGE", "The newest plan has no such stage.")
    elif stage.opened_at is not None:
        yield _no("OPEN_ALREADY", "That stage is open already.")
    opened = Stage.objects.filter(closure=closure).exclude(opened_at=None)
    last = opened.order_by("-opened_at").first()
    least = last.opened_at if last and last.opened_at else closure.closed_at
    if at < least:
        yield _no("BEFORE_THE_LAST", "That was before what came before it.")


def _no(code: str, detail: str) -> Reason:
    return Reason(code, detail, {}, RULES)
