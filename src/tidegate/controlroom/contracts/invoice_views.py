"""Invoices under a contract: taking one in, and deciding it beside the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tidegate.controlroom.board import words
from tidegate.controlroom.board.tables import Table, label, money, number_columns, text_columns
from tidegate.controlroom.board.tables import number as number_cell
from tidegate.controlroom.contracts.forms.use import InvoiceDecisionForm, InvoiceForm
from tidegate.controlroom.contracts.presenters.use import DECIDED
from tidegate.controlroom.contracts.queries import use as queries
from tidegate.controlroom.contracts.reach import MANAGE, SUBMIT, VIEW
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.services.decide_invoice import charged_of, decide_invoice
from tidegate.controlroom.contracts.services.receive_invoice import receive_invoice
from tidegate.controlroom.contracts.use_views import contract_or_404
from tidegate.controlroom.permissions import PermissionMissing, requires
from tidegate.core.contracts.ledger.invoices import reconcile

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidegate.controlroom.contracts.models import Invoice
    from tidegate.controlroom.directory.viewer import ViewerRequest

MOST_DIGITS = 9


@require_http_methods(["GET", "HEAD", "POST"])
@requires(SUBMIT)
def receive(request: ViewerRequest, reference: str) -> HttpResponse:
    """Ask what is charged, and take the invoice in."""
    viewer = request.viewer
    contract = contract_or_404(viewer, reference)
    sides = [code for code in (contract.provider, contract.buyer) if viewer.may(SUBMIT, code)]
    if not sides:
        raise PermissionMissing(SUBMIT)
    form = InvoiceForm(request.POST if request.method == "POST" else None)
    refused: list[dict[str, str]] = []
    if form.is_valid():
        try:
            row = receive_invoice(
                contract=contract, charged=form.cleaned_data["charged"], actor=viewer.actor,
                now=timezone.now(), on_behalf_of=sides[0],
            )  # fmt: skip
        except ContractRefused as refusal:
            refused = [{"text": each.detail} for each in refusal.reasons]
        else:
            messages.success(request, f"Invoice {row.number} was taken in")
            return redirect("contracts:use_invoice", contract.reference, row.pk)
    page = {
        "reference": contract.reference,
        "title": contract.title,
        "heading": "Take in an invoice",
        "about": "",
        "explained": "It is kept as it was charged. Whatever differs from the ledger is named.",
        "ends": False,
        "back": reverse("contracts:use", args=[contract.reference]),
        "form": form,
        "refused": refused,
    }
    return render(request, "contracts/deed.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW)
def invoice(request: ViewerRequest, reference: str, number: int) -> HttpResponse:
    """Show an invoice beside the ledger; whoever manages the contract decides it here."""
    viewer, now = request.viewer, timezone.now()
    contract = contract_or_404(viewer, reference)
    row = queries.invoice_of(viewer, contract, number) if number < 10**MOST_DIGITS else None
    ledger = queries.ledger_of(viewer, contract, now)
    if row is None or ledger is None:
        raise Http404(f"no invoice {number} in sight")
    may = viewer.may(MANAGE, contract.buyer) and not row.decision
    if request.method == "POST" and not may:
        raise PermissionMissing(MANAGE)
    form = InvoiceDecisionForm(request.POST if request.method == "POST" else None)
    refused: list[dict[str, str]] = []
    if form.is_valid():
        try:
            decide_invoice(invoice=row, actor=viewer.actor, now=now, **form.answers())
        except ContractRefused as refusal:
            refused = [{"text": each.detail} for each in refusal.reasons]
        else:
            messages.success(request, f"Invoice {row.number} was decided")
            return redirect("contracts:use", contract.reference)
    found = reconcile(ledger, charged_of(row))
    page = {
        "contract": contract,
        "invoice": row,
        "weeks": f"{words.day(row.first_week)} to the week of {words.day(row.last_week)}",
        "charged": words.pounds(found.charged),
        "due": words.pounds(found.due),
        "differences": [each.detail for each in found.differences],
        "table": _rows(row),
        "decided": DECIDED[row.decision],
        "paid": words.pounds(row.paid_pence),
        "form": form if may else None,
        "refused": refused,
    }
    return render(request, "contracts/use/invoice.jinja", page)


def _rows(row: Invoice) -> Table:
    return Table(
        "What is charged",
        (*text_columns("Line"), *number_columns(("Units", "Price", "Sum"))),
        tuple(
            (
                label(each["line_id"]),
                number_cell(each["units"]),
                money(each.get("unit_price_pence")),
                money(each["pence"]),
            )
            for each in row.rows
        ),
    )
