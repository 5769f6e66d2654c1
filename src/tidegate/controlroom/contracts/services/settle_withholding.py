"""Settle withheld money: give it back once the milestone is met, or keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.models import Performance, Withholding
from tidegate.controlroom.contracts.on_performance import next_due
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.log.services.record import Actor, record
from tidegate.core.contracts.performance.plan import plan_from
from tidegate.core.contracts.performance.states import PerformanceState

if TYPE_CHECKING:
    from datetime import datetime

RESTORED, RETAINED = PerformanceState.RESTORED.value, PerformanceState.RETAINED.value


@transaction.atomic
def settle_withholding(
    *,
    withholding: Withholding,
    restored: bool,
    reason: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Withholding:
    """Give withheld money back, or keep it for good; the last one settled takes the case on.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: ``SETTLED_ALREADY``; ``REASON_NEEDED``; ``MILESTONE_OPEN`` where money is
            to go back for a milestone that is not met; ``MILESTONE_MET`` where it is to be kept for
            one that is.
    """
    owner = withholding.performance.contract.buyer
    acted_for = hold_to_reach(actor, MANAGE, owner, on_behalf_of)
    rows = Performance.objects.select_for_update().select_related("contract")
    case = rows.get(pk=withholding.performance_id)
    locked = Withholding.objects.select_for_update().get(pk=withholding.pk)
    _refuse_what_does_not_fit(case, locked, restored=restored, reason=reason)
    locked.outcome, locked.settled_at = RESTORED if restored else RETAINED, now
    locked.save()
    left = Withholding.objects.filter(performance=case, outcome="").exists()
    if case.state == PerformanceState.WITHHOLD.value and not left:
        case.state, case.moved_at = locked.outcome, now
        case.due_on = next_due(PerformanceState(case.state), now)
        case.save()
    said = f"{words.pounds(locked.amount_pence)} of {words.month(locked.month)}"
    record(
        kind="withholding_settled",
        actor=actor,
        subject=subject_of(case.contract),
        headline=f"{case.contract.reference}: {said} {'given back' if restored else 'kept'}",
        facts={"number": case.number, "milestone": locked.milestone, "month": locked.month,
               "outcome": locked.outcome, "amount_pence": locked.amount_pence,
               "reason": reason.strip()},
        on_behalf_of=acted_for,
        now=now,
    )  # fmt: skip
    return locked


def _refuse_what_does_not_fit(
    case: Performance, held: Withholding, *, restored: bool, reason: str
) -> None:
    plan = plan_from(case.plan)
    milestone = None if plan is None else plan.milestone(held.milestone)
    met = milestone is not None and milestone.met_on is not None
    if held.outcome:
        raise refuse("SETTLED_ALREADY", "This was settled already.", outcome=held.outcome)
    if not reason.strip():
        raise refuse("REASON_NEEDED", "Say why.")
    if restored and not met:
        detail = f"Milestone {held.milestone} has not been met."
        raise refuse("MILESTONE_OPEN", detail, milestone=held.milestone)
    if met and not restored:
        detail = f"Milestone {held.milestone} was met: give the money back."
        raise refuse("MILESTONE_MET", detail, milestone=held.milestone)
