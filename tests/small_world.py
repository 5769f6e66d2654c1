"""A small world for tests of the control room: two areas, their organisations, people by role."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tidegate.core.directory.roles import Role
from tidegate.core.log.entry import System

if TYPE_CHECKING:
    from django.test import Client

    from tidegate.controlroom.accounts.models import Person
    from tidegate.controlroom.directory.models import Organisation

PASSWORD = "three unlikely words"
SETTER_UP = System("test set-up")
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

# code, name, kind, code of who oversees it, sector
TREE = (
    ("ZQ1", "Northmere Integrated Care Board", "icb", "", "nhs"),
    ("Z01", "Northmere Royal Hospitals", "trust", "ZQ1", "nhs"),
    ("Z01A1", "Northmere Royal Infirmary", "site", "Z01", "nhs"),
    ("Z02", "Fellside Hospitals", "trust", "ZQ1", "nhs"),
    ("ZN101", "Tarn View Hospital", "independent", "ZQ1", "independent"),
    ("ZQ2", "Southmere Integrated Care Board", "icb", "", "nhs"),
    ("Z09", "Southmere General Hospital", "trust", "ZQ2", "nhs"),
)


@pytest.fixture
def organisations(db: None) -> dict[str, Organisation]:
    """Two areas: Northmere (ZQ1) with two trusts and a private hospital, and Southmere (ZQ2)."""
    from tidegate.controlroom.directory.services.add_organisation import add_organisation

    made: dict[str, Organisation] = {}
    for code, name, kind, parent, sector in TREE:
        made[code] = add_organisation(
            code=code,
            name=name,
            kind=kind,
            parent=made.get(parent),
            sector=sector,
            actor=SETTER_UP,
            now=START,
        )
    return made


@pytest.fixture
def person_with(organisations: dict[str, Organisation]) -> Callable[..., Person]:
    """A function that adds a person with roles: ``person_with((Role.COORDINATOR, "ZQ1"))``."""
    from tidegate.controlroom.accounts.services.add_person import add_person
    from tidegate.controlroom.directory.services.grant_membership import grant_membership

    counted = iter(range(1, 1000))

    def add(*held: tuple[Role, str]) -> Person:
        number = next(counted)
        person = add_person(
            email=f"person{number}@example.org",
            label=f"Person {number}, Northmere",
            password=PASSWORD,
            actor=SETTER_UP,
            now=START,
        )
        for role, code in held:
            grant_membership(
                person=person,
                organisation=organisations[code],
                role=role,
                actor=SETTER_UP,
                now=START,
            )
        return person

    return add


@pytest.fixture
def client_of(person_with: Callable[..., Person]) -> Callable[..., Client]:
    """A function that returns a browser session of a new person: ``client_of(Role.X, "ZQ1")``."""
    from django.test import Client

    def signed_in(role: Role | None = None, code: str = "ZQ1") -> Client:
        person = person_with((role, code)) if role else person_with()
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
