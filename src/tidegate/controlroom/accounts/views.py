"""Signing in and out, and looking after one's account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axes.helpers import get_client_username
from django.contrib import auth, messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tidegate.controlroom.accounts import (
    authenticator,
    invitations,
    presenters,
    queries,
    second_step,
)
from tidegate.controlroom.accounts.forms import (
    AddSecondFactorForm,
    ChangePasswordForm,
    ChoosePasswordForm,
    CodeForm,
    PresentPasswordForm,
    SignInForm,
)
from tidegate.controlroom.accounts.lockout import locked_until
from tidegate.controlroom.accounts.services.add_second_factor import WrongCode, add_second_factor
from tidegate.controlroom.accounts.services.change_password import change_password
from tidegate.controlroom.accounts.services.remove_second_factor import (
    remove_second_factor as remove,
)
from tidegate.controlroom.accounts.services.sign_in import accept_code
from tidegate.controlroom.accounts.services.sign_in import sign_in as open_session
from tidegate.controlroom.accounts.services.sign_out import sign_out as end_session
from tidegate.controlroom.board.words import day_and_time
from tidegate.controlroom.permissions import public, signed_in

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

    from tidegate.controlroom.accounts.models import Person
    from tidegate.controlroom.directory.viewer import ViewerRequest

NEW_SECRET = "new_second_factor"  # noqa: S105 - the session's key for it


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for e-mail address and password; then for a code, where a second factor is on."""
    form = SignInForm(_sent(request))
    if form.is_valid():
        now = timezone.now()
        person: Any = auth.authenticate(
            request, email=form.cleaned_data["email"], password=form.cleaned_data["password"]
        )
        if person is not None and queries.has_second_factor(person):
            second_step.begin(request, person, _next_page(request), now)
            return redirect("accounts:sign_in_code")
        if person is not None:
            open_session(request, person, now=now)
            return redirect(_next_page(request))
        form.add_error("email", "The email address or the password is not right")
    return render(request, "accounts/sign_in.jinja", {"form": form})


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Ask for a code of the authenticator app, or a recovery code."""
    now = timezone.now()
    person = second_step.person_at(request, now)
    if person is None:
        return redirect("accounts:sign_in")
    form = CodeForm(_sent(request))
    if form.is_valid():
        device = accept_code(person, form.cleaned_data["code"])
        if device is not None:
            next_page = second_step.end(request)
            open_session(request, person, now=now, device=device)
            return redirect(next_page)
        form.add_error("code", _why_refused(person))
    return render(request, "accounts/sign_in_code.jinja", {"form": form})


def _why_refused(person: Person) -> str:
    until = queries.code_refused_until(person)
    if until is None:
        return "The security code is not right, or it was used already"
    seconds = max(1, round((until - timezone.now()).total_seconds()))
    return f"The security code is not right. Wait {seconds} seconds, then enter the next one"


@signed_in
@require_POST
def sign_out(request: ViewerRequest) -> HttpResponse:
    """End the session."""
    end_session(request, _person(request), now=timezone.now())
    return redirect("accounts:sign_in")


@signed_in
@require_safe
def me(request: ViewerRequest) -> HttpResponse:
    """Show who I am, what I may do and where, and how I sign in."""
    viewer = request.viewer
    device = queries.own_second_factor(viewer)
    page = {
        "roles": presenters.held_roles(queries.own_memberships(viewer)),
        "second_factor": presenters.second_factor(
            device.created_at if device else None, queries.own_recovery_codes_left(viewer)
        ),
        "sign_ins": presenters.moments(queries.own_sign_ins(viewer)),
    }
    return render(request, "accounts/me.jinja", page)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: ViewerRequest) -> HttpResponse:
    """Change my password."""
    person = _person(request)
    form = ChangePasswordForm(person, _sent(request))
    if form.is_valid():
        chosen = form.cleaned_data["password"]
        change_password(person, password=chosen, actor=person, now=timezone.now())
        auth.update_session_auth_hash(request, person)
        messages.success(request, "Your password was changed")
        return redirect("accounts:me")
    return render(request, "accounts/password.jinja", {"form": form})


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, number: int, token: str) -> HttpResponse:
    """Let someone who was given a link choose their password."""
    person = queries.person_signing_in(number)
    if person is None or not invitations.holds(person, token):
        return render(request, "accounts/invitation_ended.jinja", status=410)
    form = ChoosePasswordForm(person, _sent(request))
    if form.is_valid():
        chosen = form.cleaned_data["password"]
        change_password(person, password=chosen, actor=person, now=timezone.now())
        messages.success(request, "Your password is set. Sign in with it")
        return redirect("accounts:sign_in")
    return render(request, "accounts/invitation.jinja", {"form": form, "person": person})


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: ViewerRequest) -> HttpResponse:
    """Add a second factor: show the secret, take a code, then show the recovery codes once."""
    person = _person(request)
    secret = bytes.fromhex(request.session.setdefault(NEW_SECRET, authenticator.new_secret().hex()))
    form = AddSecondFactorForm(person, _sent(request))
    if form.is_valid():
        code = form.cleaned_data["code"]
        try:
            codes = add_second_factor(person, secret=secret, code=code, now=timezone.now())
        except WrongCode:
            form.add_error("code", "The security code is not right. Enter the one shown now")
        else:
            del request.session[NEW_SECRET]
            return render(request, "accounts/recovery_codes.jinja", {"codes": codes})
    page = {
        "form": form,
        "secret": authenticator.as_text(secret),
        "qr_code": authenticator.as_qr_code(secret, person.email),
    }
    return render(request, "accounts/second_factor.jinja", page)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def remove_second_factor(request: ViewerRequest) -> HttpResponse:
    """Stop asking for codes when I sign in."""
    person = _person(request)
    form = PresentPasswordForm(person, _sent(request))
    if form.is_valid():
        remove(person, actor=person, now=timezone.now())
        messages.success(request, "Your second factor was removed")
        return redirect("accounts:me")
    return render(request, "accounts/remove_second_factor.jinja", {"form": form})


def locked_out(
    request: HttpRequest, _response: object, credentials: dict[str, str]
) -> HttpResponse:
    """Say that too many attempts failed, and when to try again."""
    failed_at = queries.last_failure(
        get_client_username(request, credentials), request.META.get("REMOTE_ADDR")
    )
    opens = day_and_time(locked_until(failed_at or timezone.now()))
    return render(request, "accounts/locked_out.jinja", {"opens": opens}, status=429)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _person(request: ViewerRequest) -> Person:
    person = request.viewer.person
    assert person is not None  # noqa: S101 - these views are for people who have signed in
    return person


def _next_page(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"
