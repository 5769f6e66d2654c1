"""Answer a divert as the receiver: agree, or object with a reason; patients come meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.surge.happening import Happened
from tidegate.controlroom.surge.services.take_step import take_step

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.happening import Taking
    from tidegate.controlroom.surge.models import Divert


def answer_divert(
    *,
    divert: Divert,
    agrees: bool,
    reason: str = "",
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Divert:
    """Say whether the receiver agrees.

    Raises:
        PermissionMissing: the actor may not answer for the receiver.
        SurgeRefused: it ended, was answered so already, or nobody said why it is objected to.
    """

    def answer(taking: Taking) -> None:
        taking.row.answered_by = taking.said_by
        taking.row.answered_at = now
        taking.headline = (
            "the receiver agreed" if agrees else f"the receiver objects: {reason.strip()}"
        )[:450]
        taking.facts |= {"divert": taking.row.reference, "late": now > taking.row.answer_by}

    return take_step(
        row=divert, verb="agree" if agrees else "object", actor=actor, now=now,
        said=Happened(reason=reason), on_behalf_of=on_behalf_of, deed=answer,
    )  # fmt: skip
