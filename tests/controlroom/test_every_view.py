"""Every address of the control room says who may open it, and holds to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tidegate.core.directory.roles import PERMISSIONS, Role

PUBLIC = {
    "accounts:sign_in", "accounts:sign_in_code", "accounts:invitation",
    "api:reference", "api:openapi",
    "registers:releases", "registers:releases_of_month", "registers:releases_file",
}  # fmt: skip


def patterns(
    resolver: URLResolver | None = None, names: tuple[str, ...] = ()
) -> Iterator[tuple[str, URLPattern]]:
    """Yield each address with its full name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, (*names, *filter(None, [entry.namespace])))
        else:
            yield ":".join((*names, entry.name or "")), entry


VIEWS = dict(patterns())
# Operations of the interface; tests/controlroom/api holds each to its permission.
BY_TOKEN = {name for name, view in VIEWS.items() if name.startswith("api:")} - PUBLIC


@pytest.mark.parametrize("name", sorted(BY_TOKEN))
def test_no_operation_opens_without_a_token_not_even_to_someone_signed_in(
    client_of: Callable[..., Client], client: Client, name: str
) -> None:
    assert VIEWS[name].callback.opened_by == "token"
    address = address_of(name, VIEWS[name])
    for someone in (client, client_of(Role.ADMINISTRATOR)):
        answers = [someone.get(address), someone.post(address, {}, "application/json")]
        assert {answer.status_code for answer in answers} <= {401, 405}
        assert 401 in {answer.status_code for answer in answers}


@pytest.mark.parametrize("name", sorted(set(VIEWS) - BY_TOKEN))
def test_each_view_says_who_may_open_it(name: str) -> None:
    opened_by = getattr(VIEWS[name].callback, "opened_by", None)
    assert opened_by in {"public", "signed in", *PERMISSIONS}, (
        f"{name}: put @requires, @signed_in or @public on the view, outermost"
    )
    assert (opened_by == "public") == (name in PUBLIC)


@pytest.mark.parametrize("name", sorted(set(VIEWS) - PUBLIC - BY_TOKEN))
def test_no_view_opens_to_the_public_or_to_someone_without_a_role(
    client_of: Callable[..., Client], client: Client, name: str
) -> None:
    pattern = VIEWS[name]
    address = address_of(name, pattern)
    public = client.get(address)
    assert public.status_code == 302
    assert public.url.startswith("/account/sign-in/")
    if pattern.callback.opened_by != "signed in":
        refused = client_of().get(address)
        assert refused.status_code == 403
        assert pattern.callback.opened_by in refused.content.decode()


def address_of(name: str, pattern: URLPattern) -> str:
    """Return an address that leads to the view; its rows need not exist to be refused."""
    from django.urls import reverse

    named = {
        argument: "1" if re.fullmatch(converter.regex, "1") else "Z01"
        for argument, converter in pattern.pattern.converters.items()
    }
    return reverse(name, kwargs=named)


def test_a_view_cannot_ask_for_a_permission_that_does_not_exist() -> None:
    from tidegate.controlroom.permissions import requires

    with pytest.raises(ValueError, match=r"no such permission: waiting\.eat_list"):
        requires("waiting.eat_list")


def test_the_permission_of_a_view_is_enough(client_of: Callable[..., Client]) -> None:
    assert client_of(Role.RECALL_LEAD).get("/organisations/").status_code == 200
