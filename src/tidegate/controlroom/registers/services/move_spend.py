"""Move a case of spending on: triage, board, joint review, decision, conditions met."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.directory.one_actor import same_actor_as
from tidegate.controlroom.log.services.record import identify, record
from tidegate.controlroom.registers.keeping import KEEP, hold_to_reach, refuse_addition, said
from tidegate.controlroom.registers.models import SpendCase, SpendStep
from tidegate.controlroom.registers.refused import refuse_if
from tidegate.controlroom.registers.spend_standing import standing_of
from tidegate.core.registers import spend

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor


@transaction.atomic
def move_spend(*, case: SpendCase, step: spend.SpendStep, actor: Actor, now: datetime) -> SpendStep:
    """Take a step of a case where it stands, and record it; its cost and its day stay as they were.

    Raises:
        PermissionMissing: the actor keeps no registers for its keeper.
        RegisterRefused: not from where it stands, against its thresholds, or a decision by whoever
            put it forward.
    """
    hold_to_reach(actor, KEEP, case.keeper)
    locked = SpendCase.objects.select_for_update().get(pk=case.pk)
    refuse_addition(locked)
    now_stands = standing_of(locked, list(SpendStep.objects.filter(case=locked)))
    identity = identify(actor)[0]
    same = identity == locked.added_by or identity in same_actor_as(locked.added_by)
    asked = replace(step, same_person=same)
    refuse_if(spend.step_faults(now_stands, asked))
    state = spend.state_after(now_stands, asked)
    made = SpendStep.objects.create(
        case=locked,
        verb=step.verb,
        state=state.value,
        note=step.note.strip(),
        conditions=list(step.conditions),
        condition=step.condition,
        **said(actor, now),
    )
    row = spend.SPEND.step(now_stands.state, step.verb)
    record(
        kind=row.kind if row else "spend_moved",
        actor=actor,
        on_behalf_of=locked.keeper,
        subject=f"spend:{locked.pk}",
        headline=f"{locked.title}: {spend.SPEND_LABELS[state].lower()}"[:500],
        facts={
            "verb": step.verb,
            "from": now_stands.state,
            "to": state,
            "note": made.note,
            "conditions": made.conditions,
            "condition": made.condition,
            "thresholds": locked.thresholds,
        },
        now=now,
    )
    return made
