"""The pages of plans: what each achieves, for those whose area it is."""

from __future__ import annotations

import re

import pytest

from tidegate.controlroom.log.models import Reading
from tidegate.core.directory.roles import Role

pytestmark = pytest.mark.usefixtures("plan", "canary")


def read(client, address: str) -> str:
    """The words of a page, without its markup."""
    page = client.get(address)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_plans_are_listed_with_what_each_achieves_and_how_good_it_is(client_of, plan) -> None:
    client = client_of(Role.COORDINATOR)
    page = read(client, "/plans/")
    assert "8 weeks from 2 February 2026" in page
    assert " 0.03% " in page
    assert "Make a plan" in page
    assert f'href="/plans/{plan.pk}/"' in client.get("/plans/").content.decode()


def test_a_plans_area_is_named_to_a_provider_of_the_area_too(client_of) -> None:
    page = read(client_of(Role.PROVIDER_USER, "Z01"), "/plans/")
    assert "Northmere Integrated Care Board" in page
    assert "ZQ1" not in page


def test_another_areas_plan_never_appears(client_of, canary) -> None:
    for role, code in ((Role.COORDINATOR, "ZQ1"), (Role.PROVIDER_USER, "Z01")):
        client = client_of(role, code)
        assert "Southmere" not in read(client, "/plans/")
        for address in ("", "report/", "files/summary.json", "files/offers.parquet"):
            assert client.get(f"/plans/{canary.pk}/{address}").status_code in {403, 404}


def test_a_plan_says_what_it_achieves_and_how_far_it_is_from_the_best(client_of, plan) -> None:
    page = read(client_of(Role.COORDINATOR), f"/plans/{plan.pk}/")
    assert "150 of 420 people waiting would be treated in 8 weeks" in page
    assert "could be more than 0.03% better than this one" in page
    assert "The Larches Hospital" in page
    assert "£25,000" in page
    assert "Travel is measured from the middle of each zone." in page


def test_every_chart_of_a_plan_has_its_table(client_of, plan) -> None:
    page = client_of(Role.COORDINATOR).get(f"/plans/{plan.pk}/").content.decode()
    figures = re.findall(r"<figure.*?</figure>", page, re.DOTALL)
    assert len(figures) == 4
    assert all("<table" in figure for figure in figures)


def test_money_is_shown_only_to_those_who_may_see_contracts(client_of, plan) -> None:
    for role, code, shown in (
        (Role.CONTRACT_MANAGER, "ZQ1", True),
        (Role.PROVIDER_USER, "Z01", False),
        (Role.CLINICIAN, "Z01", False),
    ):
        page = read(client_of(role, code), f"/plans/{plan.pk}/")
        assert ("£" in page) == shown
        assert ("Prepaid" in page) == shown


# role, where held, report, who is treated, offers
FILES = [
    (Role.COORDINATOR, "ZQ1", 200, 200, 200),
    (Role.AUDITOR, "ZQ1", 200, 200, 200),
    (Role.CONTRACT_MANAGER, "ZQ1", 200, 404, 200),
    (Role.LOGGIST, "ZQ1", 403, 404, 200),
    (Role.PROVIDER_USER, "Z01", 403, 404, 200),
    (Role.RECALL_LEAD, "ZQ1", 403, 403, 403),
]


@pytest.mark.parametrize(("role", "code", "report", "people", "offers"), FILES)
def test_who_may_take_which_file_away(client_of, plan, role, code, report, people, offers) -> None:
    client = client_of(role, code)
    asked = ("report/", "files/assignments.parquet", "files/offers.parquet")
    found = [client.get(f"/plans/{plan.pk}/{one}").status_code for one in asked]
    assert found == [report, people, offers]


@pytest.mark.parametrize("name", ["assignments.parquet", "unmatched.parquet"])
def test_another_areas_list_in_a_plan_stays_with_those_who_oversee_it(
    client_of, canary, name
) -> None:
    """Southmere's plan has lists of Northmere in it."""
    client = client_of(Role.COORDINATOR, "ZQ2")
    assert client.get(f"/plans/{canary.pk}/files/{name}").status_code == 404
    assert name not in client.get(f"/plans/{canary.pk}/").content.decode()
    assert client.get(f"/plans/{canary.pk}/files/contracts.parquet").status_code == 200


def test_taking_pathways_away_is_noted_and_taking_figures_is_not(client_of, plan) -> None:
    client = client_of(Role.COORDINATOR)
    client.get(f"/plans/{plan.pk}/files/offers.parquet")
    assert not Reading.objects.exists()
    client.get(f"/plans/{plan.pk}/files/assignments.parquet")
    (reading,) = Reading.objects.all()
    assert (reading.subject, reading.on_behalf_of) == (f"plan:{plan.pk}", "ZQ1")
    assert reading.reason == "took away assignments.parquet"


def test_only_the_files_of_a_plan_are_given_away(client_of, plan) -> None:
    client = client_of(Role.COORDINATOR)
    for name in ("inputs", "policy.json", "..%2F..%2Ftidegate.sqlite3", ".hidden"):
        assert client.get(f"/plans/{plan.pk}/files/{name}").status_code == 404


def test_a_file_is_handed_over_whole_under_the_number_of_its_plan(client_of, plan, home) -> None:
    response = client_of(Role.COORDINATOR).get(f"/plans/{plan.pk}/files/offers.parquet")
    kept = home / "plans" / plan.folder / "offers.parquet"
    assert response.content == kept.read_bytes()
    assert f'filename="plan-{plan.pk}-offers.parquet"' in response["Content-Disposition"]


def test_the_report_may_run_nothing(client_of, plan) -> None:
    response = client_of(Role.COORDINATOR).get(f"/plans/{plan.pk}/report/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox" in policy


def test_without_a_plan_the_page_says_so(client_of) -> None:
    from tidegate.controlroom.matching.models import Plan

    Plan.objects.all().delete()
    assert "No plan has been made yet." in read(client_of(Role.AUDITOR), "/plans/")


def test_a_match_says_where_when_and_how_far_and_that_it_was_read_is_noted(client_of, plan) -> None:
    page = read(client_of(Role.CLINICIAN, "Z01"), f"/plans/{plan.pk}/why/?about=A")
    assert "20 people: treated at The Larches Hospital" in page
    assert "30 minutes from home" in page
    assert "Nothing else on offer could be used." in page
    assert "policy default-2026" in page
    assert "Chosen" in page
    assert [reading.subject for reading in Reading.objects.all()] == ["pathway:A"]


def test_an_unmatched_pathway_says_what_stopped_it(client_of, plan) -> None:
    page = read(client_of(Role.COORDINATOR), f"/plans/{plan.pk}/why/?about=C")
    assert "200 people stay on the list" in page
    assert "Offers looked at, best first" in page


def test_an_offer_says_what_is_left_over_and_what_one_more_is_worth(client_of, plan) -> None:
    client = client_of(Role.COORDINATOR)
    scarce = read(client, f"/plans/{plan.pk}/why/?about=O1")
    assert "90 of 90 units are given to someone." in scarce
    assert "worth as much as 34 weeks off a routine wait" in scarce
    idle = read(client, f"/plans/{plan.pk}/why/?about=O3")
    assert "10 units unused" in idle
    assert "One more unit here would help nobody" in idle


def test_another_providers_pathway_is_answered_as_if_it_did_not_exist(client_of, plan) -> None:
    from tidegate.controlroom.log.models import Reading

    client = client_of(Role.CLINICIAN, "Z01")
    for about in ("D", "no-such-thing"):
        page = read(client, f"/plans/{plan.pk}/why/?about={about}")
        assert "has no pathway or offer called" in page
    assert not Reading.objects.exists()


def test_without_a_question_the_page_offers_examples_in_sight(client_of, plan) -> None:
    page = read(client_of(Role.CLINICIAN, "Z02"), f"/plans/{plan.pk}/why/")
    assert "A pathway that was matched: D" in page
    assert ": A " not in page


@pytest.mark.parametrize(
    ("role", "why", "new"),
    [
        (Role.COORDINATOR, 200, 200),
        (Role.AUTHORISER, 200, 403),
        (Role.AUDITOR, 200, 403),
        (Role.CLINICIAN, 200, 403),
        (Role.CONTRACT_MANAGER, 403, 403),
        (Role.LOGGIST, 403, 403),
        (None, 403, 403),
    ],
)
def test_who_may_ask_why_and_who_may_make_a_plan(client_of, plan, role, why, new) -> None:
    client = client_of(role)
    assert client.get(f"/plans/{plan.pk}/why/").status_code == why
    assert client.get("/plans/new/").status_code == new


def test_where_nothing_is_loaded_the_page_says_how_it_would_be(client_of) -> None:
    client = client_of(Role.COORDINATOR)
    page = client.get("/plans/new/").content.decode()
    assert page.count("<code>tidegate load</code>") == 2  # for offers and for lists
    refused = client.post("/plans/new/", {"policy": "default-2026"}).content.decode()
    assert "Choose at least one organisation’s offers" in refused
