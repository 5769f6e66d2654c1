"""The page of a contract, how one is drafted, and every deed on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from tidegate.controlroom.contracts import deeds_contract, deeds_management
from tidegate.controlroom.contracts.deeds import Asked, Doing
from tidegate.controlroom.contracts.forms.draft import MODALITIES, DraftForm
from tidegate.controlroom.contracts.offered import told_to
from tidegate.controlroom.contracts.page import page_of
from tidegate.controlroom.contracts.presenters.contract import address_of
from tidegate.controlroom.contracts.queries import contracts as queries
from tidegate.controlroom.contracts.reach import MANAGE, VIEW
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.services.draft_contract import draft_contract
from tidegate.controlroom.directory.queries import organisations
from tidegate.controlroom.permissions import PermissionMissing, requires

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from tidegate.controlroom.contracts.deeds import Deed
    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.core.reasons import Reason

DEEDS = {**deeds_contract.DEEDS, **deeds_management.DEEDS}
BUYERS = ("icb", "region", "nation", "trust")
_ROWS = {
    deeds_management.GATE: queries.gate_of,
    deeds_management.CASE: queries.case_of,
    deeds_management.WITHHOLDING: queries.withholding_of,
    deeds_management.RESIDUAL: queries.residual_of,
    deeds_management.REVIEW: queries.rollover_of,
    deeds_management.SUBCONTRACT: queries.subcontract_of,
}
MOST_DIGITS = 9


@require_GET
@requires(VIEW)
def contract_page(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show one contract: where it stands, what is due, its parts, and all that happened."""
    found = contract_or_404(request.viewer, reference)
    asked = Asked(request.viewer, found, None, timezone.localdate())
    return render(request, "contracts/contract.jinja", page_of(asked, timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE)
def new(request: ViewerRequest) -> HttpResponse:
    """Draft a contract, filled in from the address where sizing or a plan leads here."""
    viewer = request.viewer
    form = DraftForm(
        request.POST if request.method == "POST" else None, _buyers(viewer), _asked_for(request)
    )
    refused: list[dict[str, str]] = []
    if form.is_valid():
        drafted = form.new_contract()
        try:
            made = draft_contract(
                new=drafted, actor=viewer.actor, now=timezone.now(), on_behalf_of=drafted.buyer
            )
        except ContractRefused as refusal:
            refused = _said(refusal.reasons)
        else:
            messages.success(request, f"{made.reference} was drafted")
            return redirect("contracts:contract", made.reference)
    return render(request, "contracts/new.jinja", {"form": form, "refused": refused})


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW)
def deed(
    request: ViewerRequest, reference: str, name: str, number: int | None = None
) -> HttpResponse:
    """Ask what a deed on a contract needs, and do it."""
    viewer, found = request.viewer, contract_or_404(request.viewer, reference)
    chosen = _deed_or_404(name, number)
    about = _about_or_404(viewer, found, chosen, number)
    asked = Asked(viewer, found, about, timezone.localdate())
    if not chosen.may(asked):
        raise PermissionMissing(chosen.permission)
    form = chosen.form(request.POST if request.method == "POST" else None, asked)
    refused: list[dict[str, str]] = []
    if form.is_valid():
        doing = Doing(
            found, about, viewer.actor, chosen.organisation(asked), timezone.now(), form.answers()
        )
        try:
            chosen.do(doing)
        except ContractRefused as refusal:
            refused = _said(told_to(asked, refusal.reasons))
        else:
            newest = queries.timeline(viewer, found)[:1]
            messages.success(request, newest[0].headline if newest else chosen.label)
            return redirect("contracts:contract", found.reference)
    page = {
        "reference": found.reference,
        "title": found.title,
        "heading": chosen.label,
        "explained": chosen.explained,
        "about": _words(chosen, about),
        "ends": chosen.ends,
        "back": address_of(found),
        "form": form,
        "refused": refused,
    }
    return render(request, "contracts/deed.jinja", page)


def contract_or_404(viewer: Viewer, reference: str) -> Contract:
    """Return a contract in sight.

    Raises:
        Http404: there is none of this reference that the viewer may see.
    """
    found = queries.contract_in_sight(viewer, reference)
    if found is None:
        raise Http404(f"no contract {reference} in sight")
    return found


def _deed_or_404(name: str, number: int | None) -> Deed:
    chosen = DEEDS.get(name)
    if chosen is None or bool(chosen.about) is (number is None):
        raise Http404(f"nothing is called {name} here")
    return chosen


def _about_or_404(viewer: Viewer, contract: Contract, chosen: Deed, number: int | None) -> Any:
    if not chosen.about or number is None:
        return None
    fits = number < 10**MOST_DIGITS
    about = _ROWS[chosen.about](viewer, contract, number) if fits else None
    if about is None:
        raise Http404(f"no {chosen.about} {number} in sight")
    return about


def _words(chosen: Deed, about: Any) -> str:
    """Say which row a deed is about."""
    if chosen.about == deeds_management.CASE:
        return f"Performance notice {about.number}: {about.clause}"
    return str(about) if chosen.about in {deeds_management.RESIDUAL} else ""


def _said(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    return [{"text": detail} for detail in dict.fromkeys(one.detail for one in reasons)]


def _buyers(viewer: Viewer) -> list[tuple[str, str]]:
    rows = organisations(viewer).filter(code__in=viewer.codes_where(MANAGE), kind__in=BUYERS)
    return [(row.code, row.name) for row in rows]


def _asked_for(request: ViewerRequest) -> dict[str, Any]:
    """Return what the address fills in: units a week, site, kind of care, price of a unit."""
    given = {name: request.GET.get(name, "").strip()[:40] for name in ("units", "site", "modality")}
    found: dict[str, Any] = {}
    if given["units"].isascii() and given["units"].isdecimal():
        found["units"] = int(given["units"][:MOST_DIGITS])
    if given["site"]:
        found["site"] = given["site"][:12]
    if given["modality"] in dict(MODALITIES):
        found["modality"] = given["modality"]
    pence = request.GET.get("unit_price_pence", "").strip()[:MOST_DIGITS]
    if pence.isascii() and pence.isdecimal():
        found["unit_price"] = f"{int(pence) / 100:.2f}"
    return found
