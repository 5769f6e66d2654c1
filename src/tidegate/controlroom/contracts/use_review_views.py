"""Reviews of a contract's use: opening one, replying, deciding, and giving a line back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.forms.use import (
    ReleaseForm,
    ReplyForm,
    ReviewDecisionForm,
    ReviewForm,
)
from tidegate.controlroom.contracts.new_use import RULES
from tidegate.controlroom.contracts.presenters import use as shown
from tidegate.controlroom.contracts.presenters.contract import Action
from tidegate.controlroom.contracts.queries import use as queries
from tidegate.controlroom.contracts.reach import ANSWER, MANAGE, VIEW
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.services.decide_use_review import decide_use_review
from tidegate.controlroom.contracts.services.open_use_review import open_use_review
from tidegate.controlroom.contracts.services.release_line import release_line
from tidegate.controlroom.contracts.services.reply_to_use_review import reply_to_use_review
from tidegate.controlroom.contracts.use_views import contract_or_404, may_answer
from tidegate.controlroom.permissions import PermissionMissing, requires
from tidegate.core.contracts.use_review import ASK_LABELS, Ask, standing

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from tidegate.controlroom.contracts.forms.fields import DeedForm
    from tidegate.controlroom.contracts.models import Contract, UseReview
    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest

MOST_DIGITS = 9


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE)
def open_review(request: ViewerRequest, reference: str) -> HttpResponse:
    """Say what the weeks ask for, and open a review that proposes something."""
    viewer, now = request.viewer, timezone.now()
    contract = _managed(viewer, reference)
    form = ReviewForm(request.POST if request.method == "POST" else None)
    ledger = queries.ledger_of(viewer, contract, now)
    asks = None
    if ledger is not None:
        asks = standing(ledger, RULES, queries.last_warning(viewer, contract))
    about = ""
    if asks is not None:
        reasons = " ".join(reason.detail for reason in asks.reasons)
        about = f"The weeks ask: {ASK_LABELS[asks.asks].lower()}. {reasons}"

    def do() -> None:
        open_use_review(
            contract=contract, asks=Ask(form.cleaned_data["asks"]), actor=viewer.actor, now=now
        )

    explained = (
        "The evidence of this moment is frozen, and the provider is asked to reply within "
        f"{RULES.review.reply_days} days."
    )
    return _asked(request, contract, "Review its use", form, do, about=about, explained=explained)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(VIEW)
def review(request: ViewerRequest, reference: str, number: int) -> HttpResponse:
    """Show a review with its frozen evidence and reply; whoever manages the contract decides it."""
    viewer, now = request.viewer, timezone.now()
    contract = contract_or_404(viewer, reference)
    row = _review_or_404(viewer, contract, number)
    may = viewer.may(MANAGE, contract.buyer) and not row.decision
    if request.method == "POST" and not may:
        raise PermissionMissing(MANAGE)
    form = ReviewDecisionForm(request.POST if request.method == "POST" else None)
    refused: list[dict[str, str]] = []
    if form.is_valid():
        try:
            decide_use_review(review=row, actor=viewer.actor, now=now, **form.answers())
        except ContractRefused as refusal:
            refused = [{"text": each.detail} for each in refusal.reasons]
        else:
            messages.success(request, "The review was decided")
            return redirect("contracts:use_review", contract.reference, row.pk)
    page = {
        "contract": contract,
        "review": row,
        "opened": words.day_and_time(row.opened_at),
        "asks": ASK_LABELS[Ask(row.asks)],
        "weeks_ask": ASK_LABELS[Ask(row.evidence.get("weeks_ask", row.asks))],
        "why": [each["detail"] for each in row.evidence.get("reasons", ())],
        "reply_by": words.day(row.reply_by),
        "decided": ASK_LABELS[Ask(row.decision)] if row.decision else "",
        "tables": [table for table in shown.evidence(row.evidence) if table.rows],
        "actions": _actions(viewer, contract, row),
        "form": form if may else None,
        "refused": refused,
    }
    return render(request, "contracts/use/review.jinja", page)


def _actions(viewer: Viewer, contract: Contract, row: UseReview) -> list[Action]:
    """Return what may be done with a review besides deciding it."""
    found = []
    if may_answer(viewer, contract) and not row.decision and row.replied_at is None:
        address = reverse("contracts:use_review_reply", args=[contract.reference, row.pk])
        found.append(Action("Reply for the provider", address, ends=False))
    newest = next((one for one in queries.use_reviews(viewer, contract) if one.decision), None)
    dropped = newest is not None and newest.pk == row.pk and row.decision == Ask.DROP.value
    if dropped and viewer.may(MANAGE, contract.buyer):
        found += [
            Action(
                f"Give {line.line_id} back",
                reverse("contracts:use_release", args=[contract.reference, line.pk]),
                ends=True,
            )
            for line in queries.lines_by_id(viewer, contract).values()
            if line.released_from is None
        ]
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@requires(ANSWER)
def reply(request: ViewerRequest, reference: str, number: int) -> HttpResponse:
    """Ask the provider for its reply to a review."""
    viewer, now = request.viewer, timezone.now()
    contract = contract_or_404(viewer, reference)
    if not may_answer(viewer, contract):
        raise PermissionMissing(ANSWER)
    row = _review_or_404(viewer, contract, number)
    form = ReplyForm(request.POST if request.method == "POST" else None)

    def do() -> None:
        reply_to_use_review(
            review=row, reply=form.cleaned_data["reply"], actor=viewer.actor, now=now
        )

    explained = "Your reply stands beside the evidence, and the buyer decides with both."
    return _asked(request, contract, "Reply for the provider", form, do, explained=explained)


@require_http_methods(["GET", "HEAD", "POST"])
@requires(MANAGE)
def release(request: ViewerRequest, reference: str, number: int) -> HttpResponse:
    """Ask from when a line is given back, and give it back."""
    viewer, now = request.viewer, timezone.now()
    contract = _managed(viewer, reference)
    line = queries.line_of(viewer, contract, number) if number < 10**MOST_DIGITS else None
    if line is None:
        raise Http404(f"no line {number} in sight")
    form = ReleaseForm(request.POST if request.method == "POST" else None)

    def do() -> None:
        release_line(line=line, from_week=form.from_week(), actor=viewer.actor, now=now)

    explained = (
        "From the week of that day it is contracted no longer. Offers of later weeks of which "
        f"nobody has a unit are withdrawn. The contract's notice is {contract.notice_days} days."
    )
    heading = f"Give {line.line_id} back"
    return _asked(request, contract, heading, form, do, explained=explained, ends=True)


def _asked(  # noqa: PLR0913 - what a form is drawn with
    request: ViewerRequest,
    contract: Contract,
    heading: str,
    form: DeedForm,
    do: Callable[[], None],
    *,
    about: str = "",
    explained: str = "",
    ends: bool = False,
) -> HttpResponse:
    """Draw a form, and do what it is for once it was sent whole."""
    refused: list[dict[str, str]] = []
    if form.is_valid():
        try:
            do()
        except ContractRefused as refusal:
            refused = [{"text": each.detail} for each in refusal.reasons]
        else:
            messages.success(request, f"{contract.reference}: {heading.lower()}, done")
            return redirect("contracts:use", contract.reference)
    page = {
        "reference": contract.reference,
        "title": contract.title,
        "heading": heading,
        "about": about,
        "explained": explained,
        "ends": ends,
        "back": reverse("contracts:use", args=[contract.reference]),
        "form": form,
        "refused": refused,
    }
    return render(request, "contracts/deed.jinja", page)


def _managed(viewer: Viewer, reference: str) -> Contract:
    contract = contract_or_404(viewer, reference)
    if not viewer.may(MANAGE, contract.buyer):
        raise PermissionMissing(MANAGE)
    return contract


def _review_or_404(viewer: Viewer, contract: Contract, number: int) -> UseReview:
    found = queries.use_review_of(viewer, contract, number) if number < 10**MOST_DIGITS else None
    if found is None:
        raise Http404(f"no review {number} in sight")
    return found
