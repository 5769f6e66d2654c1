"""Tokens, by which an organisation's own systems act through the interface."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tidegate.controlroom.directory import presenters, queries
from tidegate.controlroom.directory.forms import TokenForm
from tidegate.controlroom.directory.services.issue_token import issue_token
from tidegate.controlroom.directory.services.withdraw_token import withdraw_token
from tidegate.controlroom.permissions import PermissionMissing, requires

if TYPE_CHECKING:
    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.directory.viewer import ViewerRequest

MANAGE = "directory.manage_people"


@requires(MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: ViewerRequest, code: str) -> HttpResponse:
    """List the systems that act for an organisation, and issue a token to another."""
    organisation = _managed(request, code)
    form = TokenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _issued(request, organisation, form)
    page = {
        "form": form,
        "organisation": presenters.facts(organisation),
        "keys": presenters.keys(queries.tokens_of(request.viewer, code), timezone.now()),
        "roles": presenters.token_role_choices(form.data.get("role", "")),
        "days": [
            {"value": value, "text": text, "checked": form.data.get("days", "90") == value}
            for value, text in form.fields["days"].choices  # type: ignore[attr-defined]
        ],
    }
    return render(request, "directory/tokens.jinja", page)


def _issued(request: ViewerRequest, organisation: Organisation, form: TokenForm) -> HttpResponse:
    """Issue the token and show its secret, this once."""
    now = timezone.now()
    token, secret = issue_token(
        organisation=organisation,
        role=form.chosen_role(),
        label=form.cleaned_data["label"],
        expires_at=now + timedelta(days=form.cleaned_data["days"]),
        actor=request.viewer.actor,
        now=now,
    )
    page = {
        "organisation": presenters.facts(organisation),
        "key": presenters.keys([token], now)[0],
        "secret": secret,
    }
    return render(request, "directory/token.jinja", page)


@requires(MANAGE)
@require_POST
def withdraw_one(request: ViewerRequest, code: str, number: int) -> HttpResponse:
    """Withdraw a token; the system that has it can do nothing more."""
    _managed(request, code)
    token = queries.token_managed(request.viewer, code, number)
    if token is None:
        raise Http404
    if withdraw_token(token, actor=request.viewer.actor, now=timezone.now()):
        messages.success(request, f"The token of {token.label} was withdrawn")
    return redirect("directory:tokens", code)


def _managed(request: ViewerRequest, code: str) -> Organisation:
    organisation = queries.organisation(request.viewer, code)
    if organisation is None:
        raise Http404
    if not request.viewer.may(MANAGE, code):
        raise PermissionMissing(MANAGE)
    return organisation
