"""Note where a case of someone who spoke up stands, and what was learnt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.log.services.record import record
from tidegate.controlroom.registers.keeping import HEAR, hold_to_reach, refuse_addition, said
from tidegate.controlroom.registers.models import SpeakUpCase, SpeakUpMove
from tidegate.controlroom.registers.refused import refuse
from tidegate.core.registers.speak_up import CASE_STATUSES, CaseStatus, Detriment

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor


@transaction.atomic
def move_speak_up_case(
    *,
    case: SpeakUpCase,
    status: CaseStatus,
    detriment: Detriment,
    learning: str,
    actor: Actor,
    now: datetime,
) -> SpeakUpMove:
    """Add where a case stands, and record only that it moved.

    Raises:
        PermissionMissing: the actor does not hear cases of its keeper.
        RegisterRefused: it was superseded, or is closed without a word of what was learnt.
    """
    hold_to_reach(actor, HEAR, case.keeper)
    refuse_addition(case)
    if status is CaseStatus.CLOSED and not learning.strip():
        raise refuse("NOTHING_LEARNT", "Say what was learnt, or that nothing was.")
    made = SpeakUpMove.objects.create(
        case=case,
        status=status.value,
        detriment=detriment.value,
        learning=learning.strip(),
        **said(actor, now),
    )
    record(
        kind="speak_up_moved",
        actor=actor,
        subject=f"speak_up:{case.pk}",
        headline=f"The case is {CASE_STATUSES[status].lower()}",
        facts={"status": status},
        now=now,
    )
    return made
