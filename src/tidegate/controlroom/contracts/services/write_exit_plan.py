"""Write a version of a contract's exit plan, or keep that the exit was tried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.models import Contract, ExitPlan
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import ContractRefused, refuse
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.exit_plan import exit_plan_content, exit_plan_gaps
from tidegate.core.contracts.lifecycle.states import ContractState
from tidegate.exchange.contracts.ending_terms import load_exit_terms

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.contracts.exit_plan import ExitPlan as CorePlan

_OVER = {ContractState.ENDED.value, ContractState.WITHDRAWN.value}


@transaction.atomic
def write_exit_plan(
    *, contract: Contract, plan: CorePlan, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> ExitPlan:
    """Write a new version; a plan that came into use stays in use in its next version.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: what the plan lacks; ``CONTRACT_OVER``.
    """
    acted_for = hold_to_reach(actor, MANAGE, contract.buyer, on_behalf_of)
    locked = Contract.objects.select_for_update().get(pk=contract.pk)
    if locked.state in _OVER:
        raise refuse("CONTRACT_OVER", "This contract is over.", state=locked.state)
    if gaps := exit_plan_gaps(plan, load_exit_terms()):
        raise ContractRefused(gaps)
    newest = ExitPlan.objects.filter(contract=locked).order_by("-version").first()
    row = ExitPlan.objects.create(
        contract=locked, version=newest.version + 1 if newest else 1,
        content=exit_plan_content(plan), readiness=plan.readiness.value,
        dry_run_on=plan.dry_run_on or (newest.dry_run_on if newest else None),
        active_from=newest.active_from if newest else None, written_by=identify(actor)[0],
        written_at=now,
    )  # fmt: skip
    record(
        kind="exit_plan_written",
        actor=actor,
        subject=subject_of(locked),
        headline=f"{locked.reference}: exit plan {row.version} written, {row.readiness}",
        facts={
            "version": row.version,
            "readiness": row.readiness,
            "scope": list(plan.scope),
            "residual": [each.scope for each in plan.residual],
            "staff": plan.staff.count,
            "vacancies": plan.staff.vacancies,
            "dry_run_on": row.dry_run_on,
        },
        on_behalf_of=acted_for,
        now=now,
    )
    return row
