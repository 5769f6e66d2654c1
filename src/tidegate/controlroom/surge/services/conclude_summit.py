"""Conclude a risk summit with its outcome; its actions go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.surge.services.take_step import take_step
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.happening import Taking
    from tidegate.controlroom.surge.models import Summit

RULES = "summit lifecycle 2026-11"


def conclude_summit(
    *, summit: Summit, outcome: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Summit:
    """Say what a risk summit came to.

    Raises:
        PermissionMissing: the actor may not.
        SurgeRefused: it was not held, or nobody said what it came to.
    """

    def keep(taking: Taking) -> None:
        taking.row.outcome = outcome.strip()
        taking.facts |= {"outcome": outcome.strip()}

    def missing(_locked: Summit) -> tuple[Reason, ...]:
        if outcome.strip():
            return ()
        return (Reason("OUTCOME_NEEDED", "Say what it came to.", {}, RULES),)

    return take_step(
        row=summit, verb="conclude", actor=actor, now=now, on_behalf_of=on_behalf_of,
        besides=missing, deed=keep,
    )  # fmt: skip
