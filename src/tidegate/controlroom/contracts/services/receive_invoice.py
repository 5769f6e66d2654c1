"""Receive an invoice: it is kept as it was charged, and set beside the ledger."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.models import Contract, Invoice
from tidegate.controlroom.contracts.reach import SUBMIT, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.contracts.services.contract_ledger import contract_ledger
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.ledger.invoices import reconcile

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.contracts.ledger.invoices import Invoice as Charged


@transaction.atomic
def receive_invoice(
    *, contract: Contract, charged: Charged, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Invoice:
    """Keep an invoice; differences from the ledger are named, and refuse nothing.

    Args:
        contract: under which it was charged.
        charged: what is charged, as it came.
        actor: someone of the provider, or of the buyer who takes it in.
        now: when.
        on_behalf_of: ODS code acted for; the provider when not given.

    Raises:
        PermissionMissing: the actor may not submit invoices for that organisation.
        ContractRefused: it charges for nothing, or there is one of its number already.
    """
    side = contract.buyer if on_behalf_of == contract.buyer else contract.provider
    acted_for = hold_to_reach(actor, SUBMIT, side, on_behalf_of)
    locked = Contract.objects.select_for_update().get(pk=contract.pk)
    if not charged.number.strip() or not charged.rows:
        raise refuse("NOTHING_CHARGED", "An invoice has a number and at least one row.")
    if Invoice.objects.filter(contract=locked, number=charged.number).exists():
        detail = f"There is an invoice {charged.number} already."
        raise refuse("NUMBER_AGAIN", detail, number=charged.number)
    found = reconcile(contract_ledger(locked, now), charged)
    row = Invoice.objects.create(
        contract=locked,
        number=charged.number,
        first_week=charged.first_week,
        last_week=charged.last_week,
        rows=[asdict(each) for each in charged.rows],
        total_pence=charged.total_pence,
        received_at=now,
        received_by=identify(actor)[0],
    )
    differs = f", {words.counted(len(found.differences), 'difference')} from the ledger"
    record(
        kind="invoice_received",
        actor=actor,
        on_behalf_of=acted_for,
        subject=subject_of(locked),
        headline=f"Invoice {row.number} of {words.pounds(row.total_pence)} received"
        + (differs if found.differences else ", as the ledger says"),
        facts={
            "number": row.number,
            "first_week": row.first_week,
            "last_week": row.last_week,
            "rows": row.rows,
            "total_pence": row.total_pence,
            "due_pence": found.due,
            "differences": [each.code for each in found.differences],
        },
        now=now,
    )
    return row
