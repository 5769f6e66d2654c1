"""Withhold money of a month for a breached, agreed milestone, never above the cap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.models import Contract, Performance, Withholding
from tidegate.controlroom.contracts.on_performance import facts_of_case, next_due
from tidegate.controlroom.contracts.permitted import hold_to_permission
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.performance.cases import CASES
from tidegate.core.contracts.performance.guards import CaseStep, case_refusals
from tidegate.core.contracts.performance.plan import plan_from
from tidegate.core.contracts.performance.states import PerformanceState
from tidegate.core.contracts.performance.withholding import Asked, Withheld, withhold
from tidegate.exchange.contracts.performance_terms import load_performance_terms

if TYPE_CHECKING:
    from datetime import date, datetime


@transaction.atomic
def withhold_money(  # noqa: PLR0913 - all by keyword: what is withheld and why
    *,
    case: Performance,
    milestone: str,
    month: date,
    base_pence: int,
    rate_per_mille: int,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Withholding:
    """Keep back part of a month's payment; the cap counts every notice of the contract.

    Args:
        case: whose exception was reported.
        milestone: which was breached.
        month: first day of the month.
        base_pence: what the contract pays in that month.
        rate_per_mille: the part that is kept back.
        actor: a contract manager of the buyer.
        now: when.
        on_behalf_of: ODS code of the organisation acted for; empty: the buyer.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: the case has not come so far, or a reason of ``withhold``.
    """
    contract = Contract.objects.select_for_update().get(pk=case.contract_id)
    locked = Performance.objects.select_for_update().get(pk=case.pk)
    row = CASES.step(PerformanceState(locked.state), "withhold") or CASES.step(
        PerformanceState.EXCEPTION_REPORT, "withhold"
    )
    assert row is not None  # noqa: S101 - the table has it
    acted_for = hold_to_permission(actor, on_behalf_of, contract, row)
    facts = facts_of_case(locked, contract, ())
    if found := case_refusals(facts, CaseStep("withhold", timezone.localdate(now))):
        raise ContractRefused(found)
    asked = _asked(locked, milestone, month, base_pence, rate_per_mille)
    allowed = withhold(plan_from(locked.plan), asked, load_performance_terms())
    if not isinstance(allowed, Withheld):
        raise ContractRefused(allowed)
    kept = Withholding.objects.create(
        performance=locked, milestone=milestone, month=month, base_pence=base_pence,
        rate_per_mille=rate_per_mille, amount_pence=allowed.pence, withheld_by=identify(actor)[0],
        withheld_at=now,
    )  # fmt: skip
    locked.state, locked.moved_at = PerformanceState.WITHHOLD.value, now
    locked.due_on = next_due(PerformanceState.WITHHOLD, now)
    locked.save()
    said = f"{words.pounds(allowed.pence)} of {words.month(month)} withheld"
    record(
        kind=row.kind,
        actor=actor,
        subject=subject_of(contract),
        headline=f"{contract.reference}: {said}, performance notice {locked.number}",
        facts={"number": locked.number, "milestone": milestone, "month": month,
               "base_pence": base_pence, "rate_per_mille": rate_per_mille,
               "amount_pence": allowed.pence, "capped": allowed.capped},
        on_behalf_of=acted_for,
        now=now,
    )  # fmt: skip
    return kept


def _asked(case: Performance, milestone: str, month: date, base: int, rate: int) -> Asked:
    """Return what is asked, beside all that is kept back of the month by the contract's notices.

    What was given back no longer counts towards the cap.
    """
    held = Withholding.objects.filter(performance__contract=case.contract_id, month=month)
    counting = held.exclude(outcome="restored")
    own = held.filter(performance=case).values_list("milestone", flat=True)
    return Asked(
        milestone=milestone,
        month=month,
        base_pence=base,
        rate_per_mille=rate,
        held_pence=counting.aggregate(sum=Sum("amount_pence"))["sum"] or 0,
        held_for=frozenset(own),
    )
