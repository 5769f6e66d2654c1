"""Say that a risk summit was held, when and with whom; or that it was cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.surge.happening import NOW, Happened
from tidegate.controlroom.surge.services.take_step import take_step
from tidegate.core.reasons import Reason
from tidegate.core.surge.moments import moment_refusals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.happening import Taking
    from tidegate.controlroom.surge.models import Summit

RULES = "summit lifecycle 2026-11"


def hold_summit(
    *,
    summit: Summit,
    bodies: Sequence[str],
    actor: Actor,
    now: datetime,
    said: Happened = NOW,
    on_behalf_of: str = "",
) -> Summit:
    """Say when it was held and which bodies came.

    Raises:
        PermissionMissing: the actor may not.
        SurgeRefused: it was held or cancelled, before it was called, or nobody came.
    """
    came = [body.strip() for body in bodies if body.strip()]

    def keep(taking: Taking) -> None:
        taking.row.held_at, taking.row.bodies = taking.at, came
        taking.headline = f"held with {words.listed(came)}"[:450]
        taking.facts |= {"bodies": came}

    def faults(locked: Summit) -> Iterator[Reason]:
        yield from moment_refusals(said.at or now, now, locked.called_at, "said")
        if not came:
            yield Reason("NO_BODIES", "Say which bodies came.", {}, RULES)

    return take_step(
        row=summit, verb="hold", actor=actor, now=now, said=said, on_behalf_of=on_behalf_of,
        besides=faults, deed=keep,
    )  # fmt: skip


def cancel_summit(
    *, summit: Summit, reason: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Summit:
    """Say that it is not held, and why.

    Raises:
        PermissionMissing: the actor may not.
        SurgeRefused: it was held already, or nobody said why.
    """
    return take_step(
        row=summit, verb="cancel", actor=actor, now=now, said=Happened(reason=reason),
        on_behalf_of=on_behalf_of,
    )  # fmt: skip
