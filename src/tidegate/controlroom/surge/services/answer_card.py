"""Answer an action card: acknowledge it, say that it is done, or decline it with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.surge.happening import Happened
from tidegate.controlroom.surge.services.take_step import take_step
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.surge.happening import Taking
    from tidegate.controlroom.surge.models import ActionCard

RULES = "card lifecycle 2026-11"


def answer_card(
    *,
    card: ActionCard,
    verb: str,
    note: str = "",
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> ActionCard:
    """Take a step of a card: ``acknowledge``, ``finish``, ``decline`` or ``withdraw``.

    Args:
        card: which.
        verb: what is answered.
        note: what was done, or why it is declined or withdrawn.
        actor: who answers.
        now: when.
        on_behalf_of: ODS code acted for, if not whose step it is.

    Raises:
        PermissionMissing: the actor may not answer for whoever was asked.
        SurgeRefused: it waits for nothing any more, or the note is missing.
    """

    def keep(taking: Taking) -> None:
        taking.facts |= {"code": taking.row.code, "note": note.strip()}
        if note.strip():
            taking.headline = f"{taking.step.label.lower()}. {note.strip()}"[:450]

    def missing(_locked: ActionCard) -> tuple[Reason, ...]:
        if verb != "finish" or note.strip():
            return ()
        return (Reason("NOTE_NEEDED", "Say what was done.", {}, RULES),)

    return take_step(
        row=card, verb=verb, actor=actor, now=now, said=Happened(reason=note),
        on_behalf_of=on_behalf_of, besides=missing, deed=keep,
    )  # fmt: skip
