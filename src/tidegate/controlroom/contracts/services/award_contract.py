"""Decide the award, once nothing of the law stands in its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.models import Notice, Selection
from tidegate.controlroom.contracts.procurement import life_of, published_of, rules_of
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import ContractRefused, refuse
from tidegate.controlroom.contracts.services.standstill_refusals import selection_facts
from tidegate.controlroom.log.services.record import Actor, record
from tidegate.core.contracts.procurement.notice_rules import Step
from tidegate.core.contracts.procurement.notices import missing_before, owed
from tidegate.core.contracts.procurement.regimes import ROUTE_LABELS, Route, SelectionState
from tidegate.core.contracts.procurement.signature import award_refusals
from tidegate.core.contracts.working_days import day_of

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.reasons import Reason


@transaction.atomic
def award_contract(
    *, selection: Selection, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Selection:
    """Decide the award today, and say which notices it makes due.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: a standstill runs, a representation is open, a notice is missing, no route
            was chosen, or the selection has ended.
    """
    acted_for = hold_to_reach(actor, MANAGE, selection.contract.buyer, on_behalf_of)
    rows = Selection.objects.select_for_update().select_related("contract")
    locked = rows.get(pk=selection.pk)
    if found := what_forbids_the_award(locked, now):
        raise ContractRefused(found)
    locked.state, locked.awarded_on = SelectionState.AWARDED.value, day_of(now)
    locked.save()
    contract = locked.contract
    due = owed(life_of(locked), rules_of(locked), day_of(now))
    record(
        kind="selection_moved",
        actor=actor,
        on_behalf_of=acted_for,
        subject=f"contract:{contract.reference}",
        headline=f"{contract.reference}: awarded, {ROUTE_LABELS[Route(locked.route)]}",
        facts={
            "state": locked.state,
            "awarded_on": locked.awarded_on,
            "due": {each.rule.kind: each.due_on for each in due if each.due_on},
        },
        now=now,
    )
    return locked


def what_forbids_the_award(selection: Selection, now: datetime) -> tuple[Reason, ...]:
    """Return why a contract may not be awarded now; empty: it may."""
    if SelectionState(selection.state) is SelectionState.AWARDED:
        return refuse("AWARDED_ALREADY", "It was awarded already.").reasons
    if found := award_refusals(selection_facts(selection), now):
        return found
    notices = list(Notice.objects.filter(contract=selection.contract_id))
    stands, rules = published_of(notices), rules_of(selection)
    return missing_before(Step.AWARD, life_of(selection), stands, rules, day_of(now))
