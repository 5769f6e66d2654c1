"""Issue a performance notice: what a contract asks for is not so, and here is the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tidegate.controlroom.contracts.models import Contract, Performance
from tidegate.controlroom.contracts.on_performance import next_due
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.lifecycle.states import ContractState
from tidegate.core.contracts.performance.guards import CaseFacts, CaseStep, case_refusals
from tidegate.core.contracts.performance.states import PerformanceState

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def issue_performance_notice(
    *,
    contract: Contract,
    clause: str,
    evidence: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Performance:
    """Issue a notice; a meeting is due within the operational days of the terms.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: the contract is not in force, or the notice rests on nothing.
    """
    acted_for = hold_to_reach(actor, MANAGE, contract.buyer, on_behalf_of)
    locked = Contract.objects.select_for_update().get(pk=contract.pk)
    facts = CaseFacts(PerformanceState.COMPLIANT, ContractState(locked.state))
    step = CaseStep("issue", timezone.localdate(now), evidence=evidence)
    if found := case_refusals(facts, step):
        raise ContractRefused(found)
    number = 1 + Performance.objects.filter(contract=locked).count()
    case = Performance.objects.create(
        contract=locked, number=number, clause=clause.strip(), evidence=evidence.strip(),
        state=PerformanceState.NOTICE.value, due_on=next_due(PerformanceState.NOTICE, now),
        issued_by=identify(actor)[0], issued_at=now, moved_at=now,
    )  # fmt: skip
    record(
        kind="performance_issued",
        actor=actor,
        subject=subject_of(locked),
        headline=f"{locked.reference}: performance notice {number} issued, {case.clause}",
        facts={"number": number, "clause": case.clause, "evidence": case.evidence,
               "meeting_due": case.due_on},
        on_behalf_of=acted_for,
        now=now,
    )  # fmt: skip
    return case
