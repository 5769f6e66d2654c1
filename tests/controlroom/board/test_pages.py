"""The board: everything that a duty manager needs at a glance, and nothing of other areas."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
import time_machine
from tests.controlroom.matching.conftest import canary, home, plan, plan_for  # noqa: F401
from tests.controlroom.waiting.conftest import published_months, waiting_lists  # noqa: F401

from tidegate.core.directory.roles import Role


@pytest.fixture(autouse=True)
def early_march():
    with time_machine.travel("2026-03-04T09:00:00Z", tick=True):
        yield


@pytest.fixture
def everything(waiting_lists, published_months, plan, canary) -> None:  # noqa: F811
    """Lists, months, a plan of Northmere and the plan of another area."""


def read(client) -> str:
    """The words of the board, without its markup."""
    page = client.get("/")
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


@pytest.mark.usefixtures("everything")
def test_a_coordinator_sees_waiting_plan_months_and_record(client_of) -> None:
    page = read(client_of(Role.COORDINATOR))
    assert "Northmere Integrated Care Board" in page
    assert "Waiting 155 " in page
    assert "Treated by the newest plan 150 people, in 8 weeks" in page
    assert "Best possible plan is better by 0.03%" in page
    assert "Units unused 10 6% of 160 on offer" in page
    assert "Prepaid and idle £25,000" in page
    assert "Published for January 2026, all providers" in page
    assert "up 5 since December 2025" in page
    assert "Latest in the record" in page


@pytest.mark.usefixtures("everything")
def test_every_group_of_figures_names_its_source_and_age(client_of) -> None:
    page = read(client_of(Role.COORDINATOR))
    assert "Providers’ own lists, 2 March 2026 (2 days old)" in page
    assert "NHS England, 31 January 2026 (4 weeks old)" in page


@pytest.mark.usefixtures("everything")
def test_figures_that_are_too_old_are_said_to_be(client_of) -> None:
    with time_machine.travel("2026-06-04T09:00:00Z"):
        assert read(client_of(Role.COORDINATOR)).count("Out of date") == 2


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize(
    ("role", "code"),
    [(Role.COORDINATOR, "ZQ1"), (Role.AUDITOR, "ZQ1"), (Role.PROVIDER_USER, "Z01")],
)
def test_nothing_of_another_area_appears(client_of, role, code) -> None:
    page = client_of(role, code).get("/").content.decode()
    assert "Southmere" not in page
    assert "CANARY" not in page


@pytest.mark.usefixtures("everything")
def test_a_provider_sees_neither_money_nor_the_record(client_of) -> None:
    page = read(client_of(Role.PROVIDER_USER, "Z01"))
    assert "£" not in page
    assert "Latest in the record" not in page
    assert "Waiting 105 " in page
    assert "Northmere Royal Hospitals Waiting now" in page


@pytest.mark.usefixtures("everything")
def test_several_areas_are_put_row_by_row(person_with) -> None:
    from django.test import Client

    client = Client()
    person = person_with((Role.COORDINATOR, "ZQ1"), (Role.COORDINATOR, "ZQ2"))
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    page = read(client)
    assert "Northmere Integrated Care Board and Southmere Integrated Care Board" in page
    assert "Area by area" in page
    assert "Southmere Integrated Care Board 7 0.0% 7 7 150 treated 10" in page


def test_an_empty_board_says_what_to_do_first(client_of) -> None:
    assert "Nothing has been loaded yet" in read(client_of(Role.COORDINATOR))


def test_who_may_see_no_figures_is_told_so_and_not_that_nothing_is_loaded(client_of) -> None:
    page = read(client_of(Role.RECALL_LEAD))
    assert "None of your roles shows waiting lists or plans" in page
    assert "Nothing has been loaded yet" not in page


def test_without_a_role_the_board_stays_shut(client_of) -> None:
    assert client_of().get("/").status_code == 403


def test_a_plan_made_just_after_midnight_in_summer_is_of_the_new_day(client_of, plan) -> None:  # noqa: F811
    plan.made_at = datetime(2026, 6, 3, 23, 10, tzinfo=UTC)
    plan.save()
    with time_machine.travel("2026-06-03T23:30:00Z"):
        assert "Plan made, 4 June 2026 (today)" in read(client_of(Role.COORDINATOR))
