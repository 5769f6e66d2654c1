"""Note what became of a legal act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.log.services.record import record
from tidegate.controlroom.registers.keeping import (
    KEEP,
    hold_to_reach,
    refuse_addition,
    refuse_future,
    said,
)
from tidegate.controlroom.registers.models import ActOutcome, EnforcementAct
from tidegate.controlroom.registers.refused import refuse
from tidegate.core.registers.enforcement import ENDS, OUTCOMES, Outcome

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.log.services.record import Actor


@transaction.atomic
def follow_enforcement(
    *, act: EnforcementAct, outcome: Outcome, on: date, note: str, actor: Actor, now: datetime
) -> ActOutcome:
    """Add an outcome to an act, and record it.

    Raises:
        PermissionMissing: the actor keeps no registers for its keeper.
        RegisterRefused: it has ended, was superseded, or the day lies before the act.
    """
    hold_to_reach(actor, KEEP, act.keeper)
    locked = EnforcementAct.objects.select_for_update().get(pk=act.pk)
    refuse_addition(locked)
    refuse_future(on, words.local_day(now))
    if on < locked.served_on:
        raise refuse("BEFORE_SERVED", "It was not served by that day.", on=on)
    if ActOutcome.objects.filter(act=locked, outcome__in=[end.value for end in ENDS]).exists():
        raise refuse("ENDED", "The act has ended: a new one is a new row.")
    made = ActOutcome.objects.create(
        act=locked, outcome=outcome.value, on=on, note=note.strip(), **said(actor, now)
    )
    record(
        kind="enforcement_moved",
        actor=actor,
        on_behalf_of=locked.keeper,
        subject=f"enforcement:{locked.pk}",
        headline=f"{OUTCOMES[outcome]}, {words.day(on)}",
        facts={"outcome": outcome, "on": on, "note": made.note},
        now=now,
    )
    return made
