"""The pages of the waiting lists: figures for some, single pathways for fewer, no one else's."""

from __future__ import annotations

import html
import re
from datetime import date

import polars as pl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.controlroom.waiting.conftest import load, pathways

from tidegate.controlroom.log.models import Reading
from tidegate.core.directory.roles import Role

pytestmark = pytest.mark.usefixtures("waiting_lists")


@pytest.fixture(autouse=True)
def early_march():
    with time_machine.travel("2026-03-04T09:00:00Z", tick=True):
        yield


def read(client, address: str) -> str:
    """The words of a page, without its markup."""
    page = client.get(address)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_a_coordinator_sees_the_figures_of_the_whole_area(client_of) -> None:
    page = read(client_of(Role.COORDINATOR), "/waiting/")
    assert "Waiting 155 " in page
    assert "Over 52 weeks 90 " in page
    assert "Over 65 weeks 60 " in page
    assert "Providers’ own lists, 2 March 2026" in page


def test_a_provider_sees_the_figures_of_their_own_list_only(client_of) -> None:
    page = read(client_of(Role.PROVIDER_USER, "Z02"), "/waiting/")
    assert "Waiting 50 " in page
    assert "Fellside Hospitals" in page
    assert "Northmere Royal" not in page


def test_figures_narrow_to_what_was_chosen_and_keep_it_in_the_address(client_of) -> None:
    page = read(client_of(Role.COORDINATOR), "/waiting/?holder=Z01&tfc=110")
    assert "Northmere Royal Hospitals, Trauma and Orthopaedics" in page
    assert "Waiting 65 " in page


def test_a_choice_that_does_not_exist_does_not_narrow(client_of) -> None:
    assert "Waiting 155 " in read(client_of(Role.COORDINATOR), "/waiting/?holder=Z09")


def test_every_chart_has_its_table_and_its_sentence(client_of) -> None:
    page = client_of(Role.COORDINATOR).get("/waiting/").content.decode()
    assert page.count("<figure") == 4
    assert page.count("<figure") == page.count("<table")
    assert "Northmere Royal Hospitals has most people waiting: 105, 68% of all." in page


def test_single_pathways_come_with_the_longest_wait_first(client_of) -> None:
    page = read(client_of(Role.CLINICIAN, "Z01"), "/waiting/pathways/")
    assert "1 to 50 of 105 pathways." in page
    assert page.index("Z01-0000") < page.index("Z01-0049")
    assert "Z01-1000" not in page


def test_the_list_is_sorted_searched_and_paged_by_its_address(client_of) -> None:
    client = client_of(Role.CLINICIAN, "Z01")
    assert "Z01-2004" in read(client, "/waiting/pathways/?sort=weeks_waited")
    assert "1 to 5 of 5 pathways." in read(client, "/waiting/pathways/?search=Z01-2")
    assert "101 to 105 of 105 pathways." in read(client, "/waiting/pathways/?page=3")
    assert "101 to 105 of 105 pathways." in read(client, "/waiting/pathways/?page=99")
    assert "No pathway fits." in read(client, "/waiting/pathways/?search=Z99")


def test_opening_a_pathway_is_noted_before_it_is_shown(client_of) -> None:
    page = read(client_of(Role.CLINICIAN, "Z01"), "/waiting/pathways/Z01-0000/")
    assert "Agrees to be treated elsewhere Yes" in page
    (reading,) = Reading.objects.all()
    assert (reading.subject, reading.on_behalf_of) == ("pathway:Z01-0000", "Z01")


@pytest.mark.parametrize("address", ["/waiting/", "/waiting/pathways/", "/waiting/?holder=Z09"])
@pytest.mark.parametrize(("role", "code"), [(Role.COORDINATOR, "ZQ1"), (Role.PROVIDER_USER, "Z01")])
def test_another_areas_patients_never_appear(client_of, address, role, code) -> None:
    page = client_of(role, code).get(address).content.decode()
    assert "Z09" not in page
    assert "Southmere" not in page


def test_another_providers_pathway_cannot_be_opened_and_no_reading_is_noted(client_of) -> None:
    client = client_of(Role.CLINICIAN, "Z01")
    assert client.get("/waiting/pathways/Z09-0000/").status_code == 404
    assert client.get("/waiting/pathways/Z02-0000/").status_code == 404
    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    ("role", "figures", "single"),
    [
        (Role.PROVIDER_USER, 200, 200),
        (Role.CLINICIAN, 200, 200),
        (Role.COORDINATOR, 200, 200),
        (Role.AUDITOR, 200, 200),
        (Role.AUTHORISER, 200, 403),
        (Role.CONTRACT_MANAGER, 200, 403),
        (Role.LOGGIST, 200, 403),
        (Role.RECALL_LEAD, 403, 403),
        (None, 403, 403),
    ],
)
def test_who_may_see_figures_and_who_single_pathways(client_of, role, figures, single) -> None:
    client = client_of(role)
    assert client.get("/waiting/").status_code == figures
    assert client.get("/waiting/published/").status_code == figures
    assert client.get("/waiting/pathways/").status_code == single


def test_an_old_list_says_that_it_is_out_of_date(client_of) -> None:
    with time_machine.travel("2026-04-04T09:00:00Z"):
        assert "Out of date" in read(client_of(Role.COORDINATOR), "/waiting/")


def test_without_a_published_month_the_page_says_how_to_get_one(client_of) -> None:
    assert "No published month has been loaded yet" in read(
        client_of(Role.COORDINATOR), "/waiting/published/"
    )


@pytest.mark.usefixtures("published_months")
def test_the_published_months_show_trend_providers_and_roll_forward(client_of) -> None:
    page = read(client_of(Role.COORDINATOR), "/waiting/published/")
    assert "All providers, January 2026" in page
    assert "Waiting 105 up 5 since December 2025" in page
    assert "71.4% in January 2026, up 1.4 percentage points since December 2025." in page
    assert "In January 2026, 5 people (5.0% of the list) left the list without" in page
    assert "All 105 are here: Northmere Royal Hospitals." in page


@pytest.mark.usefixtures("published_months")
def test_the_published_months_narrow_to_a_provider_and_a_specialty(client_of) -> None:
    page = read(client_of(Role.COORDINATOR), "/waiting/published/?provider=ZP1&tfc=110")
    assert "Northmere Royal Hospitals, Trauma and Orthopaedics, January 2026" in page
    nothing = read(client_of(Role.COORDINATOR), "/waiting/published/?tfc=502")
    assert "Gynaecology, January 2026" in nothing
    assert "Nobody waits." in nothing


def test_without_any_list_the_page_says_so(client_of) -> None:
    page = read(client_of(Role.AUDITOR, "ZN101"), "/waiting/")
    assert "No waiting list of your organisations has been loaded yet" in page
    assert "No pathway fits." in read(client_of(Role.AUDITOR, "ZN101"), "/waiting/pathways/")


@pytest.mark.parametrize("odd", ["RTT/2026/001", "a b?c#d&e", "x" * 300, "ä<b>"])
def test_a_pathway_is_listed_and_opened_whatever_its_provider_calls_it(client_of, odd) -> None:
    theirs = pathways("Z01", "ZQ1").head(1).with_columns(pathway_id=pl.lit(odd))
    load("pathways", date(2026, 3, 3), theirs, "Z01")
    client = client_of(Role.CLINICIAN, "Z01")
    page = client.get("/waiting/pathways/").content.decode()
    (address,) = re.findall(r'href="(/waiting/pathways/[^"?]+)"', page)
    assert client.get(html.unescape(address)).status_code == 200
    (reading,) = Reading.objects.all()
    assert reading.subject == f"pathway:{odd}"[:200]


def test_the_figures_of_many_lists_take_no_more_questions_than_those_of_one(
    client_of,
) -> None:
    for holder in ("Z01", "Z02"):
        load("pathways", date(2026, 2, 2), pathways(holder, "ZQ1"), holder)
    one, two = client_of(Role.PROVIDER_USER, "Z02"), client_of(Role.AUDITOR)
    counts = []
    for client in (one, two):
        with CaptureQueriesContext(connection) as asked:
            assert "since 2 February" in client.get("/waiting/").content.decode()
        counts.append(len(asked))
    assert counts[0] >= counts[1]
