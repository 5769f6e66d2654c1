"""Replacing a plan from its page, on the small demo."""

from __future__ import annotations

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.demo_site import DemoSite

from tidegate.controlroom.log.models import Entry
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


@pytest.fixture
def placed(demo_site: DemoSite) -> list[str]:
    """Patients with a place in the demo's plan who wait today, for a week that is to come."""
    folder = demo_site.home / "plans" / demo_site.plan.folder
    files = demo_site.home / "demo"
    waiting = pl.read_parquet(files / "waiting" / "pathways.parquet")
    coming = pl.read_csv(files / "capacity" / "offers.csv")
    given = pl.read_parquet(folder / "assignments.parquet")
    here = given.join(waiting, on="pathway_id", how="semi").join(coming, on="offer_id", how="semi")
    return here["pathway_id"].sort().to_list()


def sent(text: str, name: str = "replies.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), content_type="text/csv")


def address(demo_site: DemoSite) -> str:
    return f"/plans/{demo_site.plan.pk}/again/"


def test_the_form_says_which_plan_is_replaced_and_has_the_newest_chosen(
    demo_site: DemoSite, choices: dict[str, object]
) -> None:
    page = demo_site.client().get(address(demo_site)).content.decode()
    assert f"Replace plan {demo_site.plan.pk}" in page
    assert 'type="file"' in page
    assert 'enctype="multipart/form-data"' in page
    assert page.count(" checked") == len(choices["lists"]) + 1  # type: ignore[arg-type]


def test_a_plan_is_replaced_and_its_changes_are_shown(
    demo_site: DemoSite, choices: dict[str, object], placed: list[str]
) -> None:
    text = f"pathway_id,reply\n{placed[0]},accepted\n{placed[1]},declined\n"
    client = demo_site.client()

    response = client.post(address(demo_site), {**choices, "replies": sent(text)})

    made = Plan.objects.latest("id")
    assert response["Location"] == f"/plans/{made.pk}/difference/"
    assert made.replaces == demo_site.plan
    page = client.get(response["Location"]).content.decode()
    assert "Accepted transfers that stay as they were: 1, which is all." in page
    assert "They declined the place" in page
    assert f"in place of plan {demo_site.plan.pk}" in Entry.objects.latest("pk").headline


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pathway_id,reply\nnobody,accepted\n", "REPLY_TO_NO_PLACE"),
        ("pathway_id,answer\nnobody,accepted\n", "MISSING_COLUMN"),
        ("", "The file of replies is empty"),
    ],
)
def test_replies_that_cannot_be_used_are_told_and_nothing_is_made(
    demo_site: DemoSite, choices: dict[str, object], text: str, said: str
) -> None:
    page = demo_site.client().post(address(demo_site), {**choices, "replies": sent(text)})
    assert said in page.content.decode()
    assert Plan.objects.count() == 1


def test_only_those_who_make_plans_of_the_area_may_replace_one(
    demo_site: DemoSite, choices: dict[str, object]
) -> None:
    provider = demo_site.client("waitinglist@northmerehospitals.example")
    assert provider.get(address(demo_site)).status_code == 403
    assert provider.post(address(demo_site), choices).status_code == 403
