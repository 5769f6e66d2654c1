"""Open a review of a contract's use: the evidence is frozen, and the provider is asked to reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.models import Contract, UseReview
from tidegate.controlroom.contracts.new_use import RULES
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.contracts.services.contract_ledger import contract_ledger
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.lifecycle.states import IN_FORCE, ContractState
from tidegate.core.contracts.use_review import ASK_LABELS, Ask, evidence, reply_due, standing

if TYPE_CHECKING:
    from datetime import date, datetime


@transaction.atomic
def open_use_review(
    *, contract: Contract, asks: Ask, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> UseReview:
    """Open a review for the buyer, on the evidence of this moment.

    Args:
        contract: in force.
        asks: what is proposed; the weeks may ask for something else, and both are kept.
        actor: who opens it.
        now: when.
        on_behalf_of: ODS code acted for, if not the buyer itself.

    Raises:
        PermissionMissing: the actor does not manage contracts of this buyer.
        ContractRefused: the contract is not in force, one is open already, or no week is over.
    """
    acted_for = hold_to_reach(actor, MANAGE, contract.buyer, on_behalf_of)
    locked = Contract.objects.select_for_update().get(pk=contract.pk)
    if ContractState(locked.state) not in IN_FORCE:
        raise refuse("CONTRACT_NOT_IN_FORCE", "Use is reviewed while a contract is in force.")
    if UseReview.objects.filter(contract=locked, decision="").exists():
        raise refuse("REVIEW_OPEN", "A review of this contract's use is open already.")
    ledger = contract_ledger(locked, now)
    if not ledger.past:
        raise refuse("NO_WEEK_OVER", "No week of this contract is over yet.")
    found = standing(ledger, RULES, warned_on(locked))
    today = RULES.today(now)
    row = UseReview.objects.create(
        contract=locked,
        evidence=evidence(ledger, found) | {"weeks_ask": found.asks.value},
        asks=asks.value,
        opened_by=identify(actor)[0],
        opened_at=now,
        reply_by=reply_due(today, RULES),
    )
    record(
        kind="use_review_opened",
        actor=actor,
        on_behalf_of=acted_for,
        subject=subject_of(locked),
        headline=f"Review of the use of {locked.reference}: {ASK_LABELS[asks].lower()}?"
        f" The provider may reply until {words.day(row.reply_by)}",
        facts={"review": row.pk, "asks": asks, "reply_by": row.reply_by, "evidence": row.evidence},
        now=now,
    )
    return row


def warned_on(contract: Contract) -> date | None:
    """Return the day of the last warning that was decided; None where there was none."""
    rows = UseReview.objects.filter(contract=contract, decision=Ask.WARN.value)
    row = rows.order_by("-decided_at").first()
    return None if row is None or row.decided_at is None else RULES.today(row.decided_at)
