"""A department that is closed after an unknown powder, and the people who say so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tidegate.core.directory.roles import Role
from tidegate.core.surge.closures.states import Stream

if TYPE_CHECKING:
    from tidegate.controlroom.accounts.models import Person
    from tidegate.controlroom.surge.models import Closure
    from tidegate.controlroom.surge.new_closure import NewClosure

SITE, CITY = "Z01A1", "Z09"
BOTH = frozenset(Stream)
AMBULANCES, WALK_INS = frozenset({Stream.AMBULANCE}), frozenset({Stream.WALK_IN})


@dataclass(frozen=True, slots=True)
class Crew:
    """Whoever closes, the neighbouring city, and the area."""

    closing: Person
    receiving: Person
    area: Person
    director: Person


@pytest.fixture
def crew(person_with: Callable[..., Person]) -> Crew:
    """Everyone whom a closure needs."""
    return Crew(
        closing=person_with((Role.PROVIDER_USER, "Z01")),
        receiving=person_with((Role.PROVIDER_USER, CITY)),
        area=person_with((Role.COORDINATOR, "ZQ1")),
        director=person_with((Role.AUTHORISER, "ZQ1")),
    )


def at(hour: int, minute: int = 0) -> datetime:
    """A moment of 14 January 2026; England keeps Greenwich time then."""
    return datetime(2026, 1, 14, hour, minute, tzinfo=UTC)


def powder(**changed: object) -> NewClosure:
    """The emergency department, locked down."""
    from dataclasses import replace

    from tidegate.controlroom.surge.new_closure import NewClosure

    sound = NewClosure(
        site=SITE, department="ed", streams=BOTH, cause="CONTAMINATION",
        authorised_by="Director on call", note="Patients came with an unknown powder",
    )  # fmt: skip
    return replace(sound, **changed)  # type: ignore[arg-type]


def closed(crew: Crew, **changed: object) -> Closure:
    """Closed at 1 pm, when the patients came."""
    from tidegate.controlroom.surge.services.close_department import close_department

    return close_department(new=powder(**changed), actor=crew.closing, now=at(13))
