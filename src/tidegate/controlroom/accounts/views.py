"""Signing in and out, and the account page."""

from __future__ import annotations

from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tidegate.controlroom.accounts.forms import SignInForm
from tidegate.controlroom.permissions import public, signed_in


@public
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for e-mail address and password."""
    form = SignInForm(request.POST or None)
    if form.is_valid():
        person = auth.authenticate(
            request,
            username=form.cleaned_data["email"].lower(),
            password=form.cleaned_data["password"],
        )
        if person is not None:
            auth.login(request, person)
            return redirect(_next_page(request))
        form.add_error("password", "The email address or password is not right")
    return render(request, "accounts/sign_in.jinja", {"form": form})


@signed_in
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    auth.logout(request)
    return redirect("accounts:sign_in")


@signed_in
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Show who I am and what I may do."""
    return render(request, "accounts/me.jinja")


def locked_out(request: HttpRequest, *_: object) -> HttpResponse:
    """Say that too many attempts failed, and when to try again."""
    return render(request, "accounts/locked_out.jinja", status=429)


def _next_page(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"
