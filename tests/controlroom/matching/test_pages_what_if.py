"""Asking of a plan what would be different: the page, who may open it, and what is kept."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlencode

import pytest
from django.test import Client
from tests.controlroom.test_odd_input import ODD
from tests.demo_site import DemoSite

from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.matching import what_if
from tidegate.controlroom.matching.models import Plan
from tidegate.controlroom.matching.what_if_forms import KINDS
from tidegate.core.directory.roles import Role

DEMO_WITHOUT_DAYS = True


def address(number: int, *changes: str, **more: str) -> str:
    query = [*(("change", change) for change in changes), *more.items()]
    return f"/plans/{number}/what-if/?{urlencode(query)}"


def words(client: Client, where: str) -> str:
    """The words of a page, without its markup."""
    page = client.get(where)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


@pytest.fixture
def asked(client_of, plan) -> Client:
    """A coordinator of the area of the small plan."""
    return client_of(Role.COORDINATOR)


class TestTheForm:
    def test_it_offers_only_what_the_plan_has_a_place_for(self, asked, plan) -> None:
        page = asked.get(address(plan.pk)).content.decode()
        offered = re.findall(r'<option value="(\w+)"', page)
        assert offered == [
            "units", "cancel", "limit", "consent", "assessed", "budget", "minimum", "cap", "policy",
        ]  # fmt: skip

    def test_a_kind_that_was_chosen_brings_its_fields(self, asked, plan) -> None:
        page = words(asked, address(plan.pk, kind="units"))
        assert "Tarn View Hospital: Trauma and Orthopaedics (inpatient)" in page
        assert "Every week" in page
        assert "16 February 2026" in page

    def test_a_filled_form_becomes_one_more_change_in_the_address(self, asked, plan) -> None:
        filled = address(
            plan.pk, "units O1 +2", kind="units", place="ZN102 130 day_case", week="2026-02-09",
            units="20", add="1",
        )  # fmt: skip
        answer = asked.get(filled)
        assert answer.status_code == 302
        expected = address(plan.pk, "units O1 +2", "units ZN102 130 day_case +20 2026-02-09")
        assert answer["Location"] == expected

    @pytest.mark.parametrize(
        ("filled", "change"),
        [
            ({"kind": "cancel", "site": "ZN102", "week": ""}, "cancel_lists ZN102"),
            ({"kind": "limit", "site": "ZN101", "criterion": "max_bmi", "limit": "40"},
             "max_bmi ZN101 40"),
            ({"kind": "limit", "site": "ZN101", "criterion": "min_age", "limit": ""},
             "min_age ZN101 none"),
            ({"kind": "consent"}, "consent"),
            ({"kind": "budget", "area": "ZQ1", "pounds": "1500.50"}, "budget ZQ1 1500.50"),
            ({"kind": "minimum", "line": "L1", "units": "7"}, "minimum_take L1 7"),
            ({"kind": "cap", "line": "L1", "units": ""}, "cap L1 none"),
            ({"kind": "policy", "policy": "strict-2026"}, "policy strict-2026"),
        ],
    )  # fmt: skip
    def test_every_kind_of_change_can_be_made(self, asked, plan, filled, change) -> None:
        answer = asked.get(address(plan.pk, add="1", **filled))
        assert answer["Location"] == address(plan.pk, change)

    @pytest.mark.parametrize(
        ("filled", "said"),
        [
            ({"kind": "units", "place": "ZN101 110 inpatient", "units": ""},
             "Enter how many units"),
            ({"kind": "units", "place": "ZN101 110 inpatient", "units": "many"},
             "Enter a whole number"),
            ({"kind": "units", "place": "ZN101 110 inpatient", "units": "0"},
             "Enter at least 1, or at least 1 to take away"),
            ({"kind": "units", "place": "Z999 110 inpatient", "units": "1"},
             "Choose where, and for what, from the list"),
            ({"kind": "units", "place": "ZN101 110 inpatient", "units": "-91"},
             "Of 90 units there in the week of 16 February 2026, 91 cannot"),
            ({"kind": "limit", "site": "ZN101", "criterion": "max_asa", "limit": "2.5"},
             "Enter a whole number from 1 to 6"),
            ({"kind": "assessed"}, "All that the sites limit is recorded already"),
            ({"kind": "nonsense"}, "Choose what to change"),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_in_the_summary_and_changes_nothing(
        self, asked, plan, filled, said
    ) -> None:
        page = words(asked, address(plan.pk, add="1", **filled))
        assert "There is a problem" in page
        assert said in page
        assert "Make this a plan" not in page

    @pytest.mark.parametrize("odd", [
        "units O9 +1", "bla", "policy /etc/passwd", "<script>alert(1)</script>", "units 'O1 +1",
        "cancel " + "x" * 1_000, "travel +30", "\u202e", "max_bmi ZN101 nan",
    ])  # fmt: skip
    def test_an_address_that_makes_no_sense_is_answered_in_words(self, asked, plan, odd) -> None:
        page = asked.get(address(plan.pk, odd)).content.decode()
        assert "There is a problem" in page
        assert "<script>alert" not in page
        assert "root:" not in page

    @pytest.mark.parametrize("kind", KINDS)
    def test_whatever_is_put_into_a_form_is_answered_in_words(self, asked, plan, kind) -> None:
        asked.raise_request_exception = False
        fields = ("place", "week", "units", "site", "criterion", "limit", "further", "area",
                  "pounds", "line", "policy", "change")  # fmt: skip
        for odd in ODD.values():
            together = "&".join(f"{field}={odd}" for field in fields)
            where = f"/plans/{plan.pk}/what-if/?kind={kind}&add=1&{together}"
            assert asked.get(where).status_code < 500, where[:200]

    def test_too_many_changes_at_once_are_refused(self, asked, plan) -> None:
        assert "at most 12 changes at once" in words(asked, address(plan.pk, *["consent"] * 13))


class TestTheAnswer:
    def test_the_changed_plan_stands_beside_the_plan(self, asked, plan) -> None:
        page = words(asked, address(plan.pk, "consent"))
        assert "Asking everybody who has not been asked to move (all agreeing) would" in page
        for figure in ("People treated", "of priority P2", "Waits kept under 52 weeks",
                       "Units unused", "Spent above what is prepaid",
                       "Best possible is better by at most"):  # fmt: skip
            assert figure in page
        assert "Who gains and who loses" in page
        assert "Make this a plan" in page

    def test_each_change_can_be_taken_away_again(self, asked, plan) -> None:
        page = asked.get(address(plan.pk, "consent", "units O1 +2")).content.decode()
        removed = re.findall(r'<a href="(/plans/[^"]*)">Remove', page)
        assert removed == [address(plan.pk, "units O1 +2"), address(plan.pk, "consent")]

    def test_nothing_is_kept_by_asking(self, asked, plan) -> None:
        before = Entry.objects.count()
        words(asked, address(plan.pk, "consent"))
        assert Plan.objects.count() == 1
        assert Entry.objects.count() == before

    def test_the_same_question_is_answered_from_memory(self, asked, plan, monkeypatch) -> None:
        words(asked, address(plan.pk, "consent"))
        monkeypatch.setattr(what_if, "_solved", lambda *_: pytest.fail("solved again"))
        words(asked, address(plan.pk, "consent"))

    def test_worth_trying_is_where_one_more_unit_helps_most_and_what_stops_people(
        self, asked, plan
    ) -> None:
        page = words(asked, address(plan.pk))
        assert "5 more units at Tarn View Hospital for Trauma and Orthopaedics" in page

    def test_a_plan_too_large_for_a_page_names_the_command_instead(self, asked, plan) -> None:
        Plan.objects.filter(pk=plan.pk).update(waiting=what_if.MOST_PEOPLE + 1)
        page = words(asked, address(plan.pk, "consent"))
        assert "too large" in page
        assert f"tidegate plan --from plans/{plan.folder} --change" in page

    def test_a_search_that_was_cut_short_says_so(self, asked, plan, monkeypatch) -> None:
        solved = what_if._solved

        def cut_short(*given) -> what_if.Answer:
            answer = solved(*given)
            return replace(answer, summary={**answer.summary, "status": "stopped_early"})

        monkeypatch.setattr(what_if, "_solved", cut_short)
        assert "at most after 20 seconds" in words(asked, address(plan.pk, "consent"))

    def test_money_is_not_told_to_those_who_may_not_see_contracts(
        self, asked, plan, monkeypatch
    ) -> None:
        from tidegate.controlroom.directory.viewer import Viewer

        reach = Viewer.codes_where
        monkeypatch.setattr(
            Viewer,
            "codes_where",
            lambda self, permission: (
                frozenset() if "contracts" in permission else reach(self, permission)
            ),
        )
        page = words(asked, address(plan.pk, "consent"))
        assert "£" not in page.split("Change something else", maxsplit=1)[0]


class TestWhoMayAsk:
    @pytest.mark.parametrize(
        ("role", "code", "status"),
        [
            (Role.COORDINATOR, "ZQ1", 200),
            (Role.COORDINATOR, "ZQ2", 404),
            (Role.AUDITOR, "ZQ1", 403),
            (Role.CONTRACT_MANAGER, "ZQ1", 403),
            (Role.PROVIDER_USER, "Z01", 403),
            (Role.CLINICIAN, "Z01", 403),
        ],
    )
    def test_only_those_who_may_make_plans_of_the_area(
        self, client_of, plan, role, code, status
    ) -> None:
        client = client_of(role, code)
        assert client.get(address(plan.pk, "consent")).status_code == status
        if status != 200:
            made = client.post(f"/plans/{plan.pk}/what-if/", {"change": "consent"})
            assert made.status_code == status
        link = f'href="/plans/{plan.pk}/what-if/"'
        page = client.get(f"/plans/{plan.pk}/").content.decode()
        assert (link in page) == (status == 200)

    def test_a_plan_with_another_areas_lists_in_it_stays_as_it_is(self, client_of, canary) -> None:
        """Southmere's plan has lists of Northmere in it."""
        client = client_of(Role.COORDINATOR, "ZQ2")
        assert client.get(f"/plans/{canary.pk}/").status_code == 200
        assert client.get(address(canary.pk)).status_code == 404

    def test_a_plan_is_not_made_without_the_token_of_the_page(self, person_with, plan) -> None:
        strict = Client(enforce_csrf_checks=True)
        person = person_with((Role.COORDINATOR, "ZQ1"))
        strict.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        answer = strict.post(f"/plans/{plan.pk}/what-if/", {"change": "consent"})
        assert answer.status_code == 403
        assert Plan.objects.count() == 1


class TestMakingItAPlan:
    def test_it_is_kept_recorded_and_names_the_plan_and_the_changes_it_stems_from(
        self, demo_site: DemoSite
    ) -> None:
        client, plan = demo_site.client(), demo_site.plan
        answer = client.post(f"/plans/{plan.pk}/what-if/", {"change": ["consent", "travel +30"]})
        made = Plan.objects.latest("id")
        assert answer["Location"] == f"/plans/{made.pk}/"
        assert made.replaces == plan
        assert set(made.inputs.all()) == set(plan.inputs.all())
        assert made.made_by == "Coordinator, Northmere"
        entry = Entry.objects.latest("seq")
        assert entry.subject == f"plan:{made.pk}"
        assert entry.facts["changed_from"] == f"plan:{plan.pk}"
        assert entry.facts["changes"] == ["consent", "travel +30"]
        page = words(client, f"/plans/{made.pk}/")
        assert "Changed: travelling up to 30 minutes further." in page

    def test_a_change_that_cannot_be_made_keeps_nothing(self, demo_site: DemoSite) -> None:
        client, plan = demo_site.client(), demo_site.plan
        page = client.post(f"/plans/{plan.pk}/what-if/", {"change": "cancel O9"}).content.decode()
        assert "There is a problem" in page
        assert Plan.objects.count() == 1

    def test_without_a_change_there_is_nothing_to_make(self, demo_site: DemoSite) -> None:
        where = f"/plans/{demo_site.plan.pk}/what-if/"
        assert demo_site.client().post(where)["Location"] == where
        assert Plan.objects.count() == 1
