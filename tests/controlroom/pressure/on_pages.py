"""Pages of pressure on the morning of the tests, as one of its people sees them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.test import Client
from tests.controlroom.pressure.reporting import IN_TIME, VALUES

if TYPE_CHECKING:
    from django.http import HttpResponse

    from tidegate.controlroom.accounts.models import Person

TODAY = "/pressure/returns/Z01/2026-11-25/"


@pytest.fixture
def morning() -> Iterator[None]:
    """Let the pages think that it is half past ten on the day of the tests."""
    with time_machine.travel(IN_TIME, tick=False):
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


def boxes(**changed: str) -> dict[str, str]:
    """What somebody types into the form."""
    return {**{measure: f"{value:g}" for measure, value in VALUES.items()}, **changed}


def asked_in(response: HttpResponse) -> str:
    """What the form says that it has asked about."""
    found = re.search(r'name="asked" value="([^"]*)"', response.content.decode())
    assert found
    return unescape(found[1])
