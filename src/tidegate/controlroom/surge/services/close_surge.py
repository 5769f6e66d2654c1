"""Close a surge that was stood down: what came of it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.surge.services.take_surge_step import take_surge_step
from tidegate.core.surge.guards import no

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.models import Surge
    from tidegate.controlroom.surge.said import Underway
    from tidegate.core.reasons import Reason


def close_surge(
    *, surge: Surge, outcome: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Surge:
    """Close it with what came of it and what is to be learned.

    Raises:
        PermissionMissing: the actor may not propose for this place.
        SurgeRefused: it is not standing down, something is unpublished, or nobody says what came.
    """

    def close(underway: Underway) -> None:
        underway.surge.outcome, underway.surge.closed_at = outcome.strip(), underway.now
        underway.facts["outcome"] = outcome.strip()

    def missing(_surge: Surge) -> tuple[Reason, ...]:
        detail = "Say what came of it, and what is to be learned."
        return () if outcome.strip() else (no("OUTCOME_NEEDED", detail),)

    return take_surge_step(
        surge=surge, verb="close", actor=actor, now=now, on_behalf_of=on_behalf_of,
        deed=close, besides=missing,
    )  # fmt: skip
