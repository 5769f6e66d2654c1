"""Inviting people to act for an organisation, and changing their roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tidegate.controlroom.directory import presenters, queries
from tidegate.controlroom.directory.forms import InvitationForm
from tidegate.controlroom.directory.services.grant_membership import OwnRole
from tidegate.controlroom.directory.services.invite_person import invite_person
from tidegate.controlroom.directory.services.make_password_link import make_password_link
from tidegate.controlroom.directory.services.withdraw_membership import withdraw_membership
from tidegate.controlroom.permissions import PermissionMissing, requires

if TYPE_CHECKING:
    from tidegate.controlroom.accounts.models import Person
    from tidegate.controlroom.directory.models import Membership, Organisation
    from tidegate.controlroom.directory.viewer import ViewerRequest

MANAGE = "directory.manage_people"
TAKES_TWO = "Nobody changes their own roles: ask another administrator"


@requires(MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: ViewerRequest, code: str) -> HttpResponse:
    """List who acts for an organisation, and invite someone."""
    organisation = _managed(request, code)
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            person, new = invite_person(
                email=form.cleaned_data["email"],
                label=form.cleaned_data["label"],
                organisation=organisation,
                role=form.chosen_role(),
                actor=_actor(request),
                now=timezone.now(),
            )
        except OwnRole:
            form.add_error("email", TAKES_TWO)
        else:
            if new:
                return _show_link(request, organisation, person)
            messages.success(request, f"{person.label} has the role")
            return redirect("directory:people", code)
    page = {
        "form": form,
        "organisation": presenters.facts(organisation),
        "holders": presenters.holders(queries.people_in(request.viewer, code), request.viewer),
        "roles": presenters.role_choices(form.data.get("role", "")),
    }
    return render(request, "directory/people.jinja", page)


@requires(MANAGE)
@require_POST
def withdraw(request: ViewerRequest, code: str, number: int) -> HttpResponse:
    """Withdraw a role."""
    membership = _membership(request, code, number)
    try:
        withdraw_membership(membership, actor=_actor(request), now=timezone.now())
    except OwnRole:
        messages.error(request, TAKES_TWO)
    else:
        messages.success(request, f"The role of {membership.person.label} was withdrawn")
    return redirect("directory:people", code)


@requires(MANAGE)
@never_cache
@require_POST
def link(request: ViewerRequest, code: str, number: int) -> HttpResponse:
    """Make a link for someone who has forgotten their password, or lost their invitation."""
    person = _membership(request, code, number).person
    if not queries.managed_wholly(request.viewer, person):
        messages.error(
            request, f"{person.label} also acts for organisations that you do not manage"
        )
        return redirect("directory:people", code)
    return _show_link(request, _managed(request, code), person)


def _show_link(request: ViewerRequest, organisation: Organisation, person: Person) -> HttpResponse:
    path = make_password_link(
        person, organisation=organisation, actor=_actor(request), now=timezone.now()
    )
    page = {
        "organisation": presenters.facts(organisation),
        "label": person.label,
        "address": request.build_absolute_uri(path),
    }
    return render(request, "directory/link.jinja", page)


def _managed(request: ViewerRequest, code: str) -> Organisation:
    organisation = queries.organisation(request.viewer, code)
    if organisation is None:
        raise Http404
    if not request.viewer.may(MANAGE, code):
        raise PermissionMissing(MANAGE)
    return organisation


def _membership(request: ViewerRequest, code: str, number: int) -> Membership:
    membership = queries.membership_managed(request.viewer, code, number)
    if membership is None:
        raise Http404
    return membership


def _actor(request: ViewerRequest) -> Person:
    person = request.viewer.person
    assert person is not None  # noqa: S101 - the permission is held by a person
    return person
