"""Making a plan from its page, on the small demo."""

from __future__ import annotations

import pytest
from tests.demo_site import DemoSite

from tidegate.controlroom.matching.models import Plan
from tidegate.controlroom.waiting.models import Snapshot

DEMO_WITHOUT_DAYS = True


@pytest.fixture
def choices(demo_site: DemoSite) -> dict[str, object]:
    """What the form holds when it is opened: the newest offers and every organisation's list."""
    offers = Snapshot.objects.filter(kind="offers").latest("as_of")
    lists = Snapshot.objects.filter(kind="pathways", as_of=offers.as_of)
    return {
        "offers": str(offers.pk),
        "lists": [str(one.pk) for one in lists],
        "policy": "default-2026",
    }


def test_the_newest_list_and_offers_of_each_organisation_are_chosen_already(
    demo_site, choices
) -> None:
    page = demo_site.client().get("/plans/new/").content.decode()
    assert page.count(" checked") == len(choices["lists"]) + 1
    assert "Northmere University Hospitals NHS Trust" in page


def test_a_plan_is_made_shown_and_recorded_under_the_coordinators_name(demo_site, choices) -> None:
    client = demo_site.client()
    response = client.post("/plans/new/", choices)
    made = Plan.objects.latest("id")
    assert made.pk != demo_site.plan.pk
    assert response["Location"] == f"/plans/{made.pk}/"
    assert client.get(response["Location"]).status_code == 200
    assert made.made_by == "Coordinator, Northmere"


def test_without_a_waiting_list_the_form_says_what_is_missing(demo_site, choices) -> None:
    page = demo_site.client().post("/plans/new/", {**choices, "lists": []}).content.decode()
    assert "There is a problem" in page
    assert "Choose at least one waiting list" in page
    assert Plan.objects.count() == 1


def test_what_cannot_be_planned_together_is_refused_in_words(demo_site, choices) -> None:
    older = Snapshot.objects.filter(kind="pathways").earliest("as_of")
    twice = [*choices["lists"], str(older.pk)]
    page = demo_site.client().post("/plans/new/", {**choices, "lists": twice}).content.decode()
    assert "each pathway on one list only" in page
    assert Plan.objects.count() == 1


def test_another_organisations_snapshots_cannot_be_chosen(demo_site, choices) -> None:
    client = demo_site.client("waitinglist@northmerehospitals.example")
    assert client.post("/plans/new/", choices).status_code == 403
    assert Plan.objects.count() == 1
