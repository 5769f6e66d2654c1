"""Browser sessions of the people who carry a request, on the day of the tests."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client
from tests.controlroom.transfers.carrying import NOW

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidegate.controlroom.accounts.models import Person


@pytest.fixture
def today() -> Iterator[None]:
    """Let the pages think that it is the day on which the tests carry requests."""
    with time_machine.travel(NOW, tick=False):
        yield


def session(person: Person) -> Client:
    """A browser in which someone has signed in."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def read(response: HttpResponse) -> str:
    """The words of a page as one line, without its tags."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", text))).strip()


def step(client: Client, reference: str, verb: str, **sent: object) -> HttpResponse:
    """Send the form of a step, and follow to where it leads."""
    address = f"/transfers/requests/{reference}/steps/{verb}/"
    return client.post(address, sent, follow=True)
