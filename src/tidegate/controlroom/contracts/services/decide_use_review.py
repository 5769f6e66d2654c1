"""Decide a review of a contract's use: keep, warn, drop or buy more, with the reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.models import Contract, UseReview
from tidegate.controlroom.contracts.new_use import RULES
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import ContractRefused, refuse
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.use_review import ASK_LABELS, Ask, refusals_to_decide

if TYPE_CHECKING:
    from datetime import datetime

LONGEST = 2000


@transaction.atomic
def decide_use_review(
    *,
    review: UseReview,
    decision: Ask,
    rationale: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> UseReview:
    """Decide for the buyer, on the evidence that was frozen when the review was opened.

    Raises:
        PermissionMissing: the actor does not manage contracts of this buyer.
        ContractRefused: decided already, too few weeks, units without a cause, a reply that may
            still come, or no rationale.
    """
    acted_for = hold_to_reach(actor, MANAGE, review.contract.buyer, on_behalf_of)
    contract = Contract.objects.select_for_update().get(pk=review.contract_id)
    row = UseReview.objects.select_for_update().get(pk=review.pk)
    row.contract = contract
    if row.decision:
        raise refuse("DECIDED_ALREADY", "This review was decided already.", decision=row.decision)
    found = refusals_to_decide(
        decision, rationale, row.evidence, replied=row.replied_at is not None,
        reply_by=row.reply_by, today=RULES.today(now), rules=RULES,
    )  # fmt: skip
    if found:
        raise ContractRefused(found)
    row.decision, row.rationale = decision.value, rationale.strip()[:LONGEST]
    row.decided_by, row.decided_at = identify(actor)[0], now
    row.save(update_fields=["decision", "rationale", "decided_by", "decided_at"])
    record(
        kind="use_review_decided",
        actor=actor,
        on_behalf_of=acted_for,
        subject=subject_of(contract),
        headline=f"Use of {contract.reference} reviewed: {ASK_LABELS[decision].lower()}",
        facts={
            "review": row.pk,
            "decision": decision,
            "asked": row.asks,
            "rationale": row.rationale,
            "reply": row.reply,
        },
        now=now,
    )
    return row
