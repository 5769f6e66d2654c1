"""Decide an invoice: paid, paid in part or disputed, by somebody other than who took it in."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.models import Contract, Invoice
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.contracts.services.contract_ledger import contract_ledger
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.ledger.invoices import Invoice as Charged
from tidegate.core.contracts.ledger.invoices import InvoiceRow, reconcile

if TYPE_CHECKING:
    from datetime import datetime

LONGEST = 500


class InvoiceDecision(StrEnum):
    """What becomes of an invoice."""

    PAID = "paid"
    PART_PAID = "part_paid"
    DISPUTED = "disputed"


DECISION_LABELS: dict[InvoiceDecision, str] = {
    InvoiceDecision.PAID: "Pay it as charged",
    InvoiceDecision.PART_PAID: "Pay a part of it",
    InvoiceDecision.DISPUTED: "Dispute it",
}


@transaction.atomic
def decide_invoice(
    *,
    invoice: Invoice,
    decision: InvoiceDecision,
    actor: Actor,
    now: datetime,
    paid_pence: int | None = None,
    reason: str = "",
    on_behalf_of: str = "",
) -> Invoice:
    """Decide an invoice for the buyer; paying what differs from the ledger needs a reason.

    Args:
        invoice: not yet decided.
        decision: what becomes of it.
        actor: who decides.
        now: when.
        paid_pence: what is paid, where a part is.
        reason: why; needed unless it is paid and agrees with the ledger.
        on_behalf_of: ODS code acted for, if not the buyer itself.

    Raises:
        PermissionMissing: the actor does not manage contracts of this buyer.
        ContractRefused: decided already, by who took it in, no reason, or no possible amount.
    """
    acted_for = hold_to_reach(actor, MANAGE, invoice.contract.buyer, on_behalf_of)
    contract = Contract.objects.select_for_update().get(pk=invoice.contract_id)
    row = Invoice.objects.select_for_update().get(pk=invoice.pk)
    row.contract = contract
    if row.decision:
        raise refuse("DECIDED_ALREADY", "This invoice was decided already.", decision=row.decision)
    identity = identify(actor)[0]
    if row.received_by == identity:
        raise refuse("SAME_PERSON", "Somebody other than who took the invoice in decides it.")
    differences = reconcile(contract_ledger(contract, now), charged_of(row)).differences
    if not reason.strip() and (differences or decision is not InvoiceDecision.PAID):
        raise refuse("REASON_NEEDED", "Say why, because it is not paid as the ledger has it.")
    row.decision, row.reason = decision.value, reason.strip()[:LONGEST]
    row.paid_pence = _paid(row, decision, paid_pence)
    row.decided_by, row.decided_at = identity, now
    row.save(update_fields=["decision", "reason", "paid_pence", "decided_by", "decided_at"])
    said = {"paid": "paid", "part_paid": "paid in part", "disputed": "disputed"}[row.decision]
    record(
        kind="invoice_decided",
        actor=actor,
        on_behalf_of=acted_for,
        subject=subject_of(contract),
        headline=f"Invoice {row.number} of {words.pounds(row.total_pence)} {said}",
        facts={
            "number": row.number,
            "decision": row.decision,
            "paid_pence": row.paid_pence,
            "total_pence": row.total_pence,
            "reason": row.reason,
            "differences": [each.code for each in differences],
        },
        now=now,
    )
    return row


def charged_of(row: Invoice) -> Charged:
    """Return an invoice as it is set against the ledger."""
    return Charged(
        number=row.number,
        first_week=row.first_week,
        last_week=row.last_week,
        rows=tuple(
            InvoiceRow(each["line_id"], each["units"], each["pence"], each.get("unit_price_pence"))
            for each in row.rows
        ),
        total_pence=row.total_pence,
    )


def _paid(row: Invoice, decision: InvoiceDecision, paid_pence: int | None) -> int:
    if decision is InvoiceDecision.PAID:
        return row.total_pence
    if decision is InvoiceDecision.DISPUTED:
        return 0
    if paid_pence is None or not 0 < paid_pence < row.total_pence:
        raise refuse("PART_UNUSABLE", "Say which part is paid: above 0 and below the total.")
    return paid_pence
