"""Say that a milestone of an agreed plan was met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tidegate.controlroom.contracts.models import Performance
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.log.services.record import Actor, record
from tidegate.core.contracts.performance.plan import plan_content, plan_from
from tidegate.core.contracts.performance.states import OPEN, PerformanceState

if TYPE_CHECKING:
    from datetime import date, datetime


@transaction.atomic
def meet_milestone(
    *,
    case: Performance,
    milestone: str,
    met_on: date,
    evidence: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Performance:
    """Keep that a milestone was met, and how that is known; a breach stays written beside it.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: ``CASE_OVER``; ``NO_AGREED_MILESTONE``; ``MILESTONE_MET``; ``DAY_TO_COME``;
            ``EVIDENCE_NEEDED``.
    """
    acted_for = hold_to_reach(actor, MANAGE, case.contract.buyer, on_behalf_of)
    locked = Performance.objects.select_for_update().select_related("contract").get(pk=case.pk)
    plan = plan_from(locked.plan)
    found = None if plan is None else plan.milestone(milestone)
    if PerformanceState(locked.state) not in OPEN:
        raise refuse("CASE_OVER", "This notice is over.", state=locked.state)
    if plan is None or found is None:
        raise refuse("NO_AGREED_MILESTONE", "Say which milestone of the agreed plan was met.")
    if found.met_on is not None:
        raise refuse("MILESTONE_MET", f"Milestone {found.id} was met already.", milestone=found.id)
    if met_on > timezone.localdate(now):
        raise refuse("DAY_TO_COME", "That day is still to come.", met_on=met_on)
    if not evidence.strip():
        raise refuse("EVIDENCE_NEEDED", "Say how it is known to be met.")
    locked.plan = plan_content(plan.with_milestone(found.met(met_on)))
    locked.save()
    record(
        kind="performance_moved",
        actor=actor,
        subject=subject_of(locked.contract),
        headline=f"{locked.contract.reference}: milestone met, {found.metric} {found.target}",
        facts={"number": locked.number, "milestone": found.id, "met_on": met_on,
               "evidence": evidence.strip()},
        on_behalf_of=acted_for,
        now=now,
    )  # fmt: skip
    return locked
