"""Take one step of a performance notice, in one transaction with its entry.

A suspension suspends the contract too, and a termination gives the notice that ends it: by their
own services and with their own entries.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tidegate.controlroom.contracts.models import Contract, Performance, Withholding
from tidegate.controlroom.contracts.on_performance import facts_of_case, next_due
from tidegate.controlroom.contracts.permitted import hold_to_permission
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.contracts.services.resume_contract import resume_contract
from tidegate.controlroom.contracts.services.suspend_contract import suspend_contract
from tidegate.controlroom.contracts.services.terminate_contract import terminate_contract
from tidegate.controlroom.log.services.record import Actor, record
from tidegate.core.contracts.lifecycle.states import ContractState
from tidegate.core.contracts.performance.cases import CASES, SUSPENDING
from tidegate.core.contracts.performance.guards import CaseStep, case_refusals
from tidegate.core.contracts.performance.plan import plan_content, plan_from
from tidegate.core.contracts.performance.states import PERFORMANCE_LABELS, PerformanceState

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.core.contracts.performance.plan import Plan
    from tidegate.core.lifecycle import Transition

OWN_SERVICE = frozenset({"issue", "withhold", "restore", "retain"})
"""Verbs that have a service of their own."""


@transaction.atomic
def move_performance(  # noqa: PLR0913 - all by keyword: what a step may say
    *,
    case: Performance,
    verb: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    reason: str = "",
    held_on: date | None = None,
    present: tuple[str, ...] = (),
    plan: Plan | None = None,
    milestone: str = "",
    last_day: date | None = None,
    minute: str = "",
) -> Performance:
    """Take a step of the table.

    Args:
        case: which notice.
        verb: of ``CASES``, but for those that have a service of their own.
        actor: who takes it.
        now: when.
        on_behalf_of: ODS code of the organisation acted for; empty: the buyer.
        reason: why, where it asks for it.
        held_on: when a meeting was held.
        present: who was there.
        plan: what was agreed.
        milestone: which was breached.
        last_day: of service, where the contract is to end.
        minute: reference of the board minute that decided it.

    Raises:
        PermissionMissing: the actor may not.
        ContractRefused: the step is not legal now, or what it does to the contract is not.
    """
    contract = Contract.objects.select_for_update().get(pk=case.contract_id)
    locked = Performance.objects.select_for_update().get(pk=case.pk)
    locked.contract = contract
    row = CASES.step(PerformanceState(locked.state), verb) or _elsewhere(verb)
    acted_for = hold_to_permission(actor, on_behalf_of, contract, row)
    step = CaseStep(verb, timezone.localdate(now), reason, "", held_on, present, plan, milestone)
    withholdings = Withholding.objects.filter(performance=locked)
    if found := case_refusals(facts_of_case(locked, contract, withholdings), step):
        raise ContractRefused(found)
    _move_the_contract(locked, step, actor, now, on_behalf_of, (last_day, minute))
    before = locked.state
    _write(locked, row, step, now)
    record(
        kind=row.kind,
        actor=actor,
        subject=subject_of(contract),
        headline=_headline(contract, locked),
        facts={"number": locked.number, "from": before, "to": locked.state, "due": locked.due_on,
               **_spoken(step)},
        on_behalf_of=acted_for,
        now=now,
    )  # fmt: skip
    return locked


def _elsewhere(verb: str) -> Transition[PerformanceState]:
    return next(row for row in CASES.rows if row.verb == verb)


def _move_the_contract(
    case: Performance,
    step: CaseStep,
    actor: Actor,
    now: datetime,
    on_behalf_of: str,
    ends: tuple[date | None, str],
) -> None:
    """Suspend, resume or end the contract where the step says so."""
    contract, state = case.contract, ContractState(case.contract.state)
    why = f"Performance notice {case.number}: {step.reason.strip()}"
    if step.verb in SUSPENDING and state is ContractState.RUNNING:
        suspend_contract(
            contract=contract, reason=why, actor=actor, now=now, on_behalf_of=on_behalf_of
        )
    goes_on = case.state == PerformanceState.SUSPEND.value and step.verb == "monitor"
    if goes_on and state is ContractState.SUSPENDED and not _suspended_besides(case):
        resume_contract(
            contract=contract, reason=why, actor=actor, now=now, on_behalf_of=on_behalf_of
        )
    if step.verb == "terminate" and ends[0] is not None:
        terminate_contract(
            contract=contract, last_day=ends[0], reason=why, minute=ends[1], actor=actor, now=now,
            on_behalf_of=on_behalf_of,
        )  # fmt: skip


def _suspended_besides(case: Performance) -> bool:
    rows = Performance.objects.filter(contract=case.contract, state=PerformanceState.SUSPEND.value)
    return rows.exclude(pk=case.pk).exists()


def _write(
    case: Performance, row: Transition[PerformanceState], step: CaseStep, now: datetime
) -> None:
    plan = step.plan or plan_from(case.plan)
    if step.verb == "breach" and plan is not None:
        found = plan.milestone(step.milestone)
        if found is not None:
            plan = plan.with_milestone(found.breached(step.today))
    if plan is not None:
        case.plan = plan_content(plan)
    if row.next is not None:
        case.state = row.next.value
    case.moved_at, case.due_on = now, next_due(PerformanceState(case.state), now)
    case.save()


def _headline(contract: Contract, case: Performance) -> str:
    said = PERFORMANCE_LABELS[PerformanceState(case.state)].lower()
    return f"{contract.reference}: performance notice {case.number}, {said}"


def _spoken(step: CaseStep) -> dict[str, object]:
    told: dict[str, object] = {
        "reason": step.reason.strip(),
        "held_on": step.held_on,
        "present": list(step.present),
        "milestone": step.milestone,
        "plan": None if step.plan is None else plan_content(step.plan),
    }
    return {name: value for name, value in told.items() if value}
