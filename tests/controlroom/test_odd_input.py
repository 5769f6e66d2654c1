"""Whatever is put into an address, no page answers with a fault of ours."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import URLPattern
from tests.controlroom.matching.conftest import home, plan, plan_for
from tests.controlroom.test_every_view import BY_TOKEN, VIEWS
from tests.controlroom.waiting.conftest import published_months, waiting_lists

from tidegate.controlroom.accounts.models import Person
from tidegate.core.directory.roles import Role

# Fixtures of two rooms, so that every page has something to show.
__all__ = ["home", "plan", "plan_for", "published_months", "waiting_lists"]

PARAMETERS = (
    "about", "after", "area", "before", "day", "holder", "kind", "next", "page", "priority",
    "provider", "q", "search", "signal", "since", "sort", "text", "tfc", "until",
)  # fmt: skip
ODD = {
    "empty": "",
    "a blank": " ",
    "a NUL byte": "%00",
    "no text in UTF-8": "%ff%fe",
    "half a surrogate": "%ed%a0%80",
    "a huge number": "9" * 30,
    "a number too long to read": "9" * 5000,
    "the largest number of the database": "9223372036854775808",
    "a negative number": "-1",
    "other digits": quote("٣²"),
    "not a number": "nan",
    "the first day": "0001-01-01",
    "the last day": "9999-12-31",
    "no such day": "2026-02-30",
    "very long": "x" * 10_000,
    "many words": "a+" * 5_000,
    "quotes and wildcards": quote("'\"%_\\;--"),
    "right to left": quote("\u202eabc\u0000\U0001f600"),
    "a script": quote("<script>alert(1)</script>"),
    "up the folders": quote("../../secret-key"),
    "another minus": "--weeks_waited",
}


PREFIXES = {
    "board": "", "accounts": "account/", "directory": "organisations/", "waiting": "waiting/",
    "matching": "plans/", "transfers": "transfers/", "pressure": "pressure/",
    "contracts": "contracts/", "registers": "registers/", "log": "record/", "api": "api/v1/",
    "surge": "surge/",
}  # fmt: skip
ADDRESSES = {
    pattern: PREFIXES[name.split(":")[0]] + str(pattern.pattern) for name, pattern in VIEWS.items()
}


def filled(pattern: URLPattern, odd: str) -> str:
    """Return an address of the view with this value in it, or as its numbers are."""
    route = "/" + ADDRESSES[pattern]
    for argument, converter in pattern.pattern.converters.items():
        number = converter.regex == "[0-9]+"
        value = (odd if odd.isdecimal() else "1") if number else odd.replace("/", "") or "Z01"
        route = re.sub(rf"<\w+:{argument}>", lambda _, value=value: value, route)
    return route


@pytest.fixture
def everything(waiting_lists, published_months, plan) -> None:
    """Lists, published months and a plan."""


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("odd", ODD)
def test_no_odd_value_in_an_address_is_our_fault(
    client_of: Callable[..., Client], odd: str
) -> None:
    clients = [Client(), client_of(Role.AUDITOR), client_of(Role.ADMINISTRATOR)]
    for client in clients:
        client.raise_request_exception = False
    faults = []
    # Operations of the interface are fuzzed from their own document, with a token.
    for view in (view for name, view in VIEWS.items() if name not in BY_TOKEN):
        address = filled(view, ODD[odd])
        together = "&".join(f"{name}={ODD[odd]}" for name in PARAMETERS)
        for query in (together, f"organisation={ODD[odd]}"):
            for client in clients:
                if client.get(f"{address}?{query}").status_code >= 500:
                    faults.append(f"{address[:80]}?{query[:80]}")
    assert faults == []


def test_a_viewer_of_no_list_may_still_search_it(client_of: Callable[..., Client]) -> None:
    found = client_of(Role.CLINICIAN).get("/waiting/pathways/?search=Z01&sort=tfc")
    assert found.status_code == 200
    assert "No pathway fits." in found.content.decode()


def test_a_byte_that_cannot_be_stored_does_not_open_the_lockout(
    person_with: Callable[..., Person],
) -> None:
    guess = {"email": person_with().email, "password": "wrong"}
    for sent in ({**guess, "more": "\0"}, {**guess, "\0": "more"}):
        assert Client().post("/account/sign-in/", sent).status_code == 400
    assert Client().post("/account/sign-in/?x=%00", guess).status_code == 400
    agent = {"user-agent": "\0"}
    assert Client().post("/account/sign-in/", guess, headers=agent).status_code == 400


@pytest.mark.parametrize("address", ["/account/sign-in/", "/organisations/Z01/people/"])
def test_an_address_too_long_to_be_kept_is_refused_in_words(
    client_of: Callable[..., Client], address: str
) -> None:
    far = f"a@{'.'.join(['b' * 60] * 4)}.example.org"
    sent = {"email": far, "password": "wrong", "label": "Somebody", "role": "clinician"}
    refused = client_of(Role.ADMINISTRATOR, "Z01").post(address, sent)
    assert refused.status_code == 200
    assert "at most 254 characters" in refused.content.decode()


@pytest.mark.parametrize("more", ["x" * 300, "x" * 7_000, "\U0001f600" * 2_000])
def test_a_failed_attempt_is_counted_whatever_is_sent_with_it(
    person_with: Callable[..., Person], more: str
) -> None:
    guess = {"email": person_with().email, "password": "wrong", "more": more}
    address = f"/account/sign-in/?x={quote(more)}"
    headers = {"user-agent": more, "accept": more}
    answers = [Client().post(address, guess, headers=headers).status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
