"""The page that says what a plan changes against the one that it replaces."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.exchange.matching.replanned import first_plan, second_plan
from tests.exchange.matching.small_plan import MADE_AT

from tidegate.controlroom.log.models import Reading
from tidegate.core.directory.roles import Role

if TYPE_CHECKING:
    from tidegate.controlroom.matching.models import Plan as Row
    from tidegate.exchange.matching.plan_folder import Plan


def row_of(plan: Plan, area: str = "ZQ1", replaces: Row | None = None) -> Row:
    from tidegate.controlroom.matching.models import Plan as Row

    head = plan.summary["headline"]
    return Row.objects.create(
        area=area,
        as_of=plan.problem.start,
        start=plan.problem.start,
        weeks=plan.problem.weeks,
        policy_name="default",
        policy_version="2026",
        seed=1,
        replaces=replaces,
        folder=plan.folder.name,
        status=plan.result.status.value,
        objective=plan.result.objective,
        bound=plan.result.bound,
        gap=plan.result.gap,
        waiting=head["waiting"],
        matched=head["treated"],
        units=head["units"],
        units_used=head["units_used"],
        made_by="Coordinator, Northmere",
        made_at=MADE_AT,
    )


@pytest.fixture
def monday(home: Path, organisations) -> Row:
    """W1 and W2 at the Larches, W3 at Ardgate General; W4, of another trust, waits on."""
    return row_of(first_plan(home / "plans" / "monday"))


@pytest.fixture
def tuesday(home: Path, monday: Row) -> Row:
    """W1 accepted, W2 declined and goes elsewhere, W3's list is cancelled, W4 gains a place."""
    from tidegate.exchange.matching.plan_folder import read_plan

    first = read_plan(home / "plans" / "monday")
    second = second_plan(home / "plans" / "tuesday", first, f"plan {monday.pk}")
    return row_of(second, replaces=monday)


def words_of(client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_it_says_who_stays_who_moves_and_what_becomes_of_promises(client_of, tuesday) -> None:
    page = words_of(client_of(Role.COORDINATOR), f"/plans/{tuesday.pk}/difference/")

    assert "Of 3 places in the earlier plan: 1 kept, 1 exchanged for another, 1 lost" in page
    assert "Every place that could be kept is kept (1)." in page
    assert "Accepted transfers that stay as they were: 1, which is all." in page
    assert "(the one that it replaces)" in page


def test_whoever_lost_a_place_comes_first_and_is_told_what_stops_them_now(
    client_of, tuesday
) -> None:
    page = client_of(Role.COORDINATOR).get(f"/plans/{tuesday.pk}/difference/").content.decode()

    assert re.findall(r"about=(W\d)", page) == ["W3", "W2", "W4"]
    page = re.sub(r"\s+", " ", page)
    assert "The offer is gone. Now: every unit in reach went to somebody in greater need" in page
    assert "They declined the place" in page


def test_the_page_needs_no_script(client_of, tuesday) -> None:
    page = client_of(Role.COORDINATOR).get(f"/plans/{tuesday.pk}/difference/").content.decode()

    assert "board/charts.js" not in page
    assert page.count("<table") >= 4


# role, where held, pathways that are listed
SEEN = [
    (Role.COORDINATOR, "ZQ1", ["W3", "W2", "W4"]),
    (Role.CLINICIAN, "Z01", ["W3", "W2"]),
    (Role.PROVIDER_USER, "Z02", ["W4"]),
    (Role.CONTRACT_MANAGER, "ZQ1", []),
]


@pytest.mark.parametrize(("role", "code", "listed"), SEEN)
def test_single_pathways_are_shown_to_their_own_alone(
    client_of, tuesday, role, code, listed
) -> None:
    page = client_of(role, code).get(f"/plans/{tuesday.pk}/difference/").content.decode()

    assert re.findall(r"about=(W\d)", page) == listed
    assert "1 kept, 1 exchanged for another" in page


def test_that_pathways_were_read_is_noted_and_figures_are_not(client_of, tuesday, monday) -> None:
    client_of(Role.CONTRACT_MANAGER).get(f"/plans/{tuesday.pk}/difference/")
    assert not Reading.objects.exists()

    client_of(Role.COORDINATOR).get(f"/plans/{tuesday.pk}/difference/")
    (reading,) = Reading.objects.all()
    assert reading.subject == f"plan:{tuesday.pk}"
    assert reading.reason == f"saw whose place changed since plan {monday.pk}"


def test_another_areas_plans_cannot_be_compared(client_of, tuesday) -> None:
    other = client_of(Role.COORDINATOR, "ZQ2")
    assert other.get(f"/plans/{tuesday.pk}/difference/").status_code == 404
    assert other.get(f"/plans/{tuesday.pk}/again/").status_code == 404


def test_only_earlier_plans_of_the_area_can_be_chosen(client_of, tuesday, monday, plan_for) -> None:
    southern = plan_for("ZQ2", "CANARY of Southmere")
    client = client_of(Role.COORDINATOR)
    for since, answer in ((monday.pk, 200), (southern.pk, 404), (tuesday.pk, 404), ("x", 404)):
        page = client.get(f"/plans/{tuesday.pk}/difference/?since={since}")
        assert page.status_code == answer


def test_the_first_plan_of_an_area_has_none_to_compare_it_with(client_of, monday) -> None:
    page = words_of(client_of(Role.COORDINATOR), f"/plans/{monday.pk}/difference/")
    assert "there is none to compare it with" in page


def test_a_plan_links_to_what_it_changed_and_to_its_own_replacement(
    client_of, tuesday, monday
) -> None:
    page = client_of(Role.COORDINATOR).get(f"/plans/{tuesday.pk}/").content.decode()
    assert f"It takes the place of plan {monday.pk}." in page
    assert f'href="/plans/{tuesday.pk}/difference/"' in page
    assert f'href="/plans/{tuesday.pk}/again/"' in page
    assert "difference.parquet" in page

    provider = client_of(Role.PROVIDER_USER, "Z01").get(f"/plans/{tuesday.pk}/").content.decode()
    assert f'href="/plans/{tuesday.pk}/difference/"' in provider
    assert f'href="/plans/{tuesday.pk}/again/"' not in provider
    assert "difference.parquet" not in provider


def test_a_plan_that_replaces_none_has_no_file_of_differences(client_of, monday) -> None:
    client = client_of(Role.COORDINATOR)
    assert "difference.parquet" not in client.get(f"/plans/{monday.pk}/").content.decode()
    assert client.get(f"/plans/{monday.pk}/files/difference.parquet").status_code == 404


def test_why_tells_what_the_patient_declined_by_the_name_of_the_site(client_of, tuesday) -> None:
    page = words_of(client_of(Role.COORDINATOR), f"/plans/{tuesday.pk}/why/?about=W2")
    assert "The patient has declined Tarn View Hospital, which is not proposed again" in page


def test_a_damaged_earlier_plan_is_said_on_a_page_of_its_own(client_of, tuesday, home) -> None:
    (home / "plans" / "monday" / "assignments.parquet").write_bytes(b"")
    page = client_of(Role.COORDINATOR).get(f"/plans/{tuesday.pk}/difference/")
    assert page.status_code == 503
    assert b"missing or damaged" in page.content
