"""Plan in which stages a department reopens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.surge.divert_facts import codes_of, streams_of
from tidegate.controlroom.surge.models import Closure, Stage
from tidegate.controlroom.surge.services.take_step import take_step
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.happening import Taking
    from tidegate.controlroom.surge.new_closure import NewStage

RULES = "reopening 2026-11"


def plan_reopening(
    *,
    closure: Closure,
    stages: Sequence[NewStage],
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Closure:
    """Say in which stages it reopens; they take the place of planned ones that are not yet open.

    Raises:
        PermissionMissing: the actor may not.
        SurgeRefused: the stages do not open everything, or not one after the other.
    """

    def keep(taking: Taking) -> None:
        taking.row.plan += 1
        for number, stage in enumerate(stages, 1):
            taking.rows.append(
                Stage(
                    closure=taking.row, plan=taking.row.plan, number=number,
                    words=stage.words.strip(), streams=codes_of(stage.streams),
                    planned_at=stage.planned_at,
                )
            )  # fmt: skip
        first = stages[0].planned_at
        taking.headline = f"to reopen from {words.day_and_time(first)}"
        taking.facts |= {
            "plan": taking.row.plan,
            "stages": [
                {"words": one.words, "streams": codes_of(one.streams), "at": one.planned_at}
                for one in stages
            ],
        }

    return take_step(
        row=closure, verb="plan_reopening", actor=actor, now=now, on_behalf_of=on_behalf_of,
        besides=lambda locked: tuple(_faults(locked, stages)), deed=keep,
    )  # fmt: skip


def _faults(closure: Closure, stages: Sequence[NewStage]) -> Iterator[Reason]:
    if not stages:
        yield _no("NO_STAGE", "Say at least one stage.")
        return
    if any(not stage.words.strip() for stage in stages):
        yield _no("NO_WORDS", "Say what opens with each stage.")
    times = [stage.planned_at for stage in stages]
    if times != sorted(times) or times[0] < closure.closed_at:
        yield _no("OUT_OF_ORDER", "Each stage is planned for after the one before.")
    opened = streams_of(
        each
        for streams in Stage.objects.filter(closure=closure)
        .exclude(opened_at=None)
        .values_list("streams", flat=True)
        for each in streams
    )
    left = streams_of(closure.streams) - opened.union(*(stage.streams for stage in stages))
    if left:
        yield _no("LEFT_CLOSED", "The last stage leaves some patients without it.")


def _no(code: str, detail: str) -> Reason:
    return Reason(code, detail, {}, RULES)
