"""The board shows pressure as far as each viewer's reach goes, and stays as it was without it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.controlroom.pressure.on_pages import morning, read, session
from tests.controlroom.pressure.reporting import a_fortnight, submitted

from tidegate.controlroom.accounts.models import Person
from tidegate.core.directory.roles import Role

__all__ = ["morning"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


@pytest.fixture
def reported(person_with: Callable[..., Person]) -> Person:
    person = person_with((Role.PROVIDER_USER, "Z01"))
    a_fortnight(person)
    submitted(person)
    return person


def test_the_panel_of_one_area_leads_to_its_page(
    person_with: Callable[..., Person], reported: Person
) -> None:
    answer = session(person_with((Role.COORDINATOR, "ZQ1"))).get("/")
    said = read(answer)
    assert "Pressure now" in said
    assert "Reports of today 1 of 2" in said
    assert 'href="/pressure/areas/ZQ1/"' in answer.content.decode()


def test_a_provider_sees_its_own_level_and_nobody_elses(
    person_with: Callable[..., Person], reported: Person
) -> None:
    said = read(session(reported).get("/"))
    assert "Reports of today 1 of 1" in said
    assert "Level 2" in said
    assert "Pressure now" not in read(session(person_with((Role.PROVIDER_USER, "Z02"))).get("/"))


def test_who_oversees_several_areas_sees_them_worst_first_and_may_sort(
    person_with: Callable[..., Person], reported: Person
) -> None:
    client = session(person_with((Role.COORDINATOR, "ZQ1"), (Role.COORDINATOR, "ZQ2")))
    answer = client.get("/?sort=area")
    assert 'aria-sort="ascending"' in answer.content.decode()
    said = read(answer).split("Pressure now")[1]
    assert said.index("Northmere Level") < said.index("Southmere Level")
    assert "Level 1 to 4" in said
    assert "somebody never reported" in said


@pytest.mark.parametrize("role", [Role.RECALL_LEAD, Role.ADMINISTRATOR])
def test_without_the_permission_there_is_no_panel(
    person_with: Callable[..., Person], reported: Person, role: Role
) -> None:
    assert "Pressure now" not in read(session(person_with((role, "ZQ1"))).get("/"))
