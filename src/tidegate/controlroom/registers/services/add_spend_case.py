"""Put a case of spending forward, under the thresholds of its day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.log.services.record import record
from tidegate.controlroom.registers.keeping import KEEP, hold_to_reach, kept
from tidegate.controlroom.registers.models import SpendCase
from tidegate.controlroom.registers.refused import refuse_if
from tidegate.core.registers import spend
from tidegate.exchange.registers.dated_tables import spend_thresholds

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.registers.keeping import Superseding


@transaction.atomic
def add_spend_case(
    *,
    keeper: str,
    title: str,
    case: spend.SpendCase,
    actor: Actor,
    now: datetime,
    instead_of: Superseding | None = None,
) -> SpendCase:
    """Keep a case with the edition of the thresholds that it is judged by, and record it.

    Raises:
        PermissionMissing: the actor keeps no registers for that organisation.
        RegisterRefused: no edition was in force on its day, or it knows no such category.
    """
    hold_to_reach(actor, KEEP, keeper)
    thresholds = spend.thresholds_on(spend_thresholds(), case.proposed_on)
    refuse_if(spend.case_faults(case, thresholds))
    assert thresholds is not None  # noqa: S101 - its absence is a fault that was just refused
    controls = spend.controls_on(case, thresholds)
    made = SpendCase.objects.create(
        **kept(actor, keeper, now, instead_of),
        title=title,
        category=case.category,
        money=case.money.value,
        whole_life_pence=case.whole_life_pence,
        proposed_on=case.proposed_on,
        thresholds=thresholds.version,
        controls=[control.label for control in controls],
        stages=[stage.value for stage in spend.stages_of(controls)],
    )
    record(
        kind="spend_added",
        actor=actor,
        on_behalf_of=keeper,
        subject=f"spend:{made.pk}",
        headline=f"{title}: {words.pounds(case.whole_life_pence)} put forward"[:500],
        facts={
            "category": case.category,
            "money": case.money,
            "whole_life_pence": case.whole_life_pence,
            "proposed_on": case.proposed_on,
            "thresholds": thresholds.version,
            "controls": made.controls,
            "stages": made.stages,
        },
        now=now,
    )
    return made
