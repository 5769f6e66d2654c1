"""Answer a representation: award as intended, go back a step, or abandon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.models import Notice, Representation, Selection
from tidegate.controlroom.contracts.procurement import FELL_ON
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.procurement.regimes import (
    DECISION_LABELS,
    Decision,
    SelectionState,
)
from tidegate.core.contracts.working_days import day_of

if TYPE_CHECKING:
    from datetime import datetime

ANSWERABLE = {SelectionState.STANDSTILL}
NEXT = {
    Decision.AWARD: SelectionState.STANDSTILL,
    Decision.GO_BACK: SelectionState.CHOSEN,
    Decision.ABANDON: SelectionState.ABANDONED,
}


@transaction.atomic
def answer_representation(  # noqa: PLR0913 - all by keyword: what an answer is
    *,
    representation: Representation,
    decision: Decision,
    reason: str,
    told_at: datetime,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    panel_ref: str = "",
) -> Representation:
    """Keep what was decided and when whoever objected was told.

    Going back a step gives up the intention: its standstill ends with it, and another must be
    published. Once told, the buyer waits as long as the law says before the award.

    Args:
        representation: which one.
        decision: what was decided.
        reason: why, as whoever objected was told.
        told_at: when they were told.
        actor: who decided.
        now: when it is written down.
        on_behalf_of: ODS code acted for, if not the buyer itself.
        panel_ref: reference of the independent panel's advice, where it was asked.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: it was answered, no intention stands, or its moment cannot be.
    """
    selection = representation.selection
    acted_for = hold_to_reach(actor, MANAGE, selection.contract.buyer, on_behalf_of)
    rows = Selection.objects.select_for_update().select_related("contract")
    locked = rows.get(pk=selection.pk)
    row = Representation.objects.select_related("notice").get(pk=representation.pk)
    _refuse_what_cannot_be(locked, row, reason, told_at, now)
    row.decision, row.told_at = decision.value, told_at
    row.decided_by = identify(actor)[0]
    row.save()
    _move(locked, row.notice, decision, reason, day_of(now).isoformat(), panel_ref)
    contract = locked.contract
    record(
        kind="representation_answered",
        actor=actor,
        on_behalf_of=acted_for,
        subject=f"contract:{contract.reference}",
        headline=(
            f"{contract.reference}: representation of {row.by} answered, "
            f"{DECISION_LABELS[decision].lower()}"
        ),
        facts={
            "by": row.by,
            "decision": decision,
            "reason": reason.strip(),
            "told_at": told_at,
            "panel_ref": panel_ref.strip(),
            "state": locked.state,
        },
        now=now,
    )
    return row


def _move(
    selection: Selection,
    intention: Notice,
    decision: Decision,
    reason: str,
    today: str,
    panel_ref: str,
) -> None:
    """Move the selection to where the decision leads; an intention given up no longer stands."""
    selection.state = NEXT[decision].value
    if panel_ref.strip():
        selection.panel_ref = panel_ref.strip()
    if decision is not Decision.AWARD:
        intention.content = intention.content | {FELL_ON: today}
        intention.save()
    if decision is Decision.ABANDON:
        selection.content = selection.content | {
            "abandoned_on": today, "abandoned_why": reason.strip(),
        }  # fmt: skip
    selection.save()


def _refuse_what_cannot_be(
    selection: Selection, row: Representation, reason: str, told_at: datetime, now: datetime
) -> None:
    if row.told_at is not None:
        raise refuse("ANSWERED_ALREADY", "This representation was answered already.")
    if SelectionState(selection.state) not in ANSWERABLE:
        detail = "The intention that it objects to no longer stands."
        raise refuse("NO_STANDSTILL", detail, state=selection.state)
    if FELL_ON in row.notice.content:
        raise refuse("INTENTION_FELL", "The intention that it objects to was given up.")
    if not reason.strip():
        raise refuse("REASON_NEEDED", "Say why, as whoever objected was told.")
    if not row.received_at <= told_at <= now:
        detail = "They were told after the representation came, and no later than now."
        raise refuse("TOLD_WHEN", detail)
