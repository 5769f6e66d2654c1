"""The pages of waves: what one asks of whom, sending it, its answers, and planning on with them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from tests.controlroom.transfers.a_plan import NOW, coordinator, plan
from tests.controlroom.transfers.carrying import People, onward, people, place_at

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.viewer import viewer_of
from tidegate.controlroom.log.models import Reading
from tidegate.controlroom.matching.models import Plan
from tidegate.controlroom.matching.plan_store import kept_plan, plans_folder
from tidegate.controlroom.transfers.answers import answers_of_plan
from tidegate.controlroom.transfers.models import Offer, Place, Request, Wave
from tidegate.controlroom.transfers.services.decline_place import decline_place
from tidegate.controlroom.transfers.services.lapse_due import lapse_due
from tidegate.controlroom.transfers.services.refuse_place import refuse_place
from tidegate.controlroom.transfers.services.send_wave import send_wave
from tidegate.controlroom.transfers.services.withdraw_request import withdraw_request
from tidegate.controlroom.transfers.wave_of import next_wave, yields_in_force
from tidegate.core.directory.roles import Role
from tidegate.exchange.transfers.outcomes import read_outcomes

__all__ = ["coordinator", "people", "plan"]


@pytest.fixture(autouse=True)
def _in_march(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pages be looked at on the day on which the plan was made."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def client(coordinator: Person) -> Client:
    found = Client()
    found.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    return found


@pytest.fixture
def wave(plan: Plan, coordinator: Person) -> Wave:
    reply_by = NOW + timedelta(days=20)
    return send_wave(plan=plan, reply_by=reply_by, actor=coordinator, now=NOW)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def day(moment: datetime) -> dict[str, str]:
    return {"reply_by_day": f"{moment.day}", "reply_by_month": f"{moment.month}",
            "reply_by_year": f"{moment.year}"}  # fmt: skip


def carried(people: People, request: Request, to: str) -> Request:
    """Carry a request of a wave to a state, by those whose steps they are."""
    while request.state != to:
        if request.state == "matched":
            from tidegate.controlroom.transfers.services.accept_place import accept_place

            request = accept_place(
                request=request, place=place_at(request), actor=people.accepting, now=NOW
            )
        else:
            request = onward(people, request, NOW)
    return request


def at_tarn(number: int = 0) -> Request:
    """One of those whom the plan would move to Tarn View."""
    places = Place.objects.filter(rank=1, offer__site="ZN101").order_by("request__reference")
    return places[number].request


class TestBeforeItIsSent:
    def test_the_plan_leads_there_for_those_who_arrange_in_its_area(
        self, plan: Plan, client: Client, client_of: Callable[..., Client]
    ) -> None:
        address = f"/transfers/waves/of-plan/{plan.pk}/"
        assert address in text(client, f"/plans/{plan.pk}/")
        other = client_of(Role.PROVIDER_USER, "Z01")
        assert address not in text(other, f"/plans/{plan.pk}/")
        assert other.get(address).status_code == 403
        assert client_of(Role.COORDINATOR, "ZQ2").get(address).status_code == 404

    def test_it_says_what_it_asks_of_whom_and_what_to_expect(
        self, plan: Plan, client: Client
    ) -> None:
        page = text(client, f"/transfers/waves/of-plan/{plan.pk}/")
        assert "10 patients would be asked" in page
        holder = page.partition("What it asks of those who hold the patients")[2]
        assert "Northmere Royal Hospitals" in holder.partition("</table>")[0]
        receivers = page.partition("What it asks of those who receive them")[2]
        for site in ("Tarn View Hospital", "Fellside Hospitals"):
            assert site in receivers
        assert not Request.objects.exists()

    def test_it_is_sent_with_the_day_to_answer_by(self, plan: Plan, client: Client) -> None:
        by = NOW + timedelta(days=20)
        answer = client.post(f"/transfers/waves/of-plan/{plan.pk}/", {**day(by), "people": "10"})
        wave = Wave.objects.get()
        assert answer.url == f"/transfers/waves/{wave.pk}/"
        assert timezone.localtime(wave.reply_by).date() == by.date()
        assert "Wave 1 of plan" in text(client, "/transfers/waves/")

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"people": "9"}, "Whom the wave asks has changed since you looked."),
            ({"people": "x"}, "Whom the wave asks has changed since you looked."),
            ({"reply_by_year": "2025"}, "Enter a date on or after"),
            ({"reply_by_day": ""}, "The date must have a day"),
        ],
    )
    def test_nothing_is_sent_that_was_not_looked_at(
        self, plan: Plan, client: Client, sent: dict[str, str], said: str
    ) -> None:
        given = {**day(NOW + timedelta(days=20)), "people": "10", **sent}
        answer = client.post(f"/transfers/waves/of-plan/{plan.pk}/", given)
        assert said in answer.content.decode()
        assert not Wave.objects.exists()


class TestFollowing:
    def test_it_counts_answers_and_lists_each_patient(
        self, wave: Wave, client: Client, people: People
    ) -> None:
        carried(people, at_tarn(0), "agreed")
        declined = carried(people, at_tarn(1), "matched")
        for place in Place.objects.filter(request=declined, state="proposed"):
            by = people.accepting if place.destination == "ZN101" else people.accepting_elsewhere
            decline_place(request=declined, place=place, cause="CRITERIA", actor=by, now=NOW)
        page = text(client, f"/transfers/waves/{wave.pk}/")
        figures = [part.partition("<")[0] for part in page.split('app-figure__value">')[1:]]
        assert figures == ["10", "1", "1", "0", "8"]
        assert declined.reference in page
        assert "Patient has chosen, message to be sent" in page

    def test_who_has_to_be_heard_from_soon_is_said(
        self, wave: Wave, client: Client, coordinator: Person, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert "lapses within" not in text(client, f"/transfers/waves/{wave.pk}/")
        monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(days=18))
        client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
        page = text(client, f"/transfers/waves/{wave.pk}/")
        assert "10 patients have a place that lapses within 3 days" in page

    def test_only_the_area_sees_it(self, wave: Wave, client_of: Callable[..., Client]) -> None:
        for role, code in ((Role.COORDINATOR, "ZQ2"), (Role.PROVIDER_USER, "Z01")):
            assert client_of(role, code).get(f"/transfers/waves/{wave.pk}/").status_code == 404

    def test_outcomes_are_a_file_that_yields_are_learnt_from_and_taking_it_is_noted(
        self, wave: Wave, client: Client, people: People, tmp_path: Path
    ) -> None:
        carried(people, at_tarn(), "agreed")
        path = tmp_path / "outcomes.csv"
        path.write_text(text(client, f"/transfers/waves/{wave.pk}/outcomes.csv"), "utf-8")
        read = read_outcomes(path)
        assert read.frame["reply"].value_counts().sort("reply").rows() == [
            ("pending", 9), ("yes", 1),
        ]  # fmt: skip
        assert read.frame["moved"].all()
        (rows,) = [list(csv.DictReader(path.read_text("utf-8").splitlines()))]
        assert not any("Z01" in value or "T-" in value for row in rows for value in row.values())
        assert Reading.objects.filter(subject=f"wave:{wave.pk}").count() == 1


class TestAskingOn:
    def test_after_a_no_the_next_in_line_is_asked_and_the_others_are_not_asked_again(
        self, plan: Plan, wave: Wave, coordinator: Person, people: People
    ) -> None:
        first = set(Request.objects.values_list("pathway_id", flat=True))
        for number in range(3):
            request = at_tarn(number)
            withdraw_request(request=request, cause="CONSENT_REFUSED", actor=people.asking, now=NOW)
        second = next_wave(viewer_of(coordinator), plan, NOW)
        asked = {one.pathway["pathway_id"] for one in second.asked}
        assert asked
        assert asked.isdisjoint(first)
        assert {one.places[0].offer_id for one in second.asked} == {"tarn-4"}
        assert len(asked) >= 3
        assert second.p_over <= 0.05

    def test_the_yield_is_learnt_from_what_waves_came_to(
        self, wave: Wave, coordinator: Person, people: People
    ) -> None:
        before = yields_in_force(viewer_of(coordinator), "ZQ1").accept.belief(()).mean
        for number in range(4):
            withdraw_request(
                request=at_tarn(number), cause="CONSENT_REFUSED", actor=people.asking, now=NOW
            )
        after = yields_in_force(viewer_of(coordinator), "ZQ1")
        assert after.pending == 6
        assert after.accept.belief(()).mean < before

    def test_whom_nobody_came_to_ask_in_time_may_be_asked_again(
        self, plan: Plan, wave: Wave, coordinator: Person, people: People
    ) -> None:
        cleared = onward(people, at_tarn())
        late = NOW + timedelta(days=20)

        assert lapse_due(now=late).requests == 10

        again = next_wave(viewer_of(coordinator), plan, late)
        asked = {one.pathway["pathway_id"] for one in again.asked}
        assert cleared.pathway_id not in asked  # was asked, and did not answer
        assert len(asked) >= 9


class TestPlanningOn:
    def test_who_agreed_stays_who_said_no_is_not_proposed_that_site_again(
        self, plan: Plan, wave: Wave, client: Client, people: People, coordinator: Person
    ) -> None:
        agreed = carried(people, at_tarn(0), "agreed")
        chosen = Place.objects.get(request=agreed, state="chosen").offer
        refused = carried(people, at_tarn(1), "accepted")
        refuse_place(
            request=refused, place=place_at(refused), cause="TOO_FAR", actor=people.asking, now=NOW
        )
        home = at_tarn(2)
        withdraw_request(request=home, cause="CONSENT_REFUSED", actor=people.asking, now=NOW)

        page = text(client, f"/plans/{plan.pk}/again/")
        assert "Answers of wave 1 are used: 1 agreed transfer" in page
        inputs = {
            "offers": [one.pk for one in plan.inputs.filter(kind="offers")],
            "lists": [one.pk for one in plan.inputs.filter(kind="pathways")],
            "policy": "default-2026",
        }
        answer = client.post(f"/plans/{plan.pk}/again/", inputs)

        assert answer.status_code == 302, answer.content.decode()
        second = Plan.objects.latest("pk")
        kept = kept_plan(plans_folder() / second.folder)
        placed = dict(kept.result.assignments.select("pathway_id", "offer_id").iter_rows())
        assert chosen is not None
        assert placed[agreed.pathway_id] == chosen.offer_id
        assert placed.get(refused.pathway_id) != "tarn-4"
        assert home.pathway_id not in placed
        assert "answers of wave 1" in {one["name"] for one in kept.summary["sources"]}

    def test_who_agreed_to_another_place_than_the_plan_gave_keeps_that_one(
        self, plan: Plan, wave: Wave, people: People, coordinator: Person
    ) -> None:
        from tidegate.controlroom.matching.services.run_plan import run_plan
        from tidegate.exchange.matching.policies import DEFAULT, load_policy

        request = at_tarn()
        other = Offer.objects.get(offer_id="fell-5")
        Place.objects.filter(request=request, offer=other).update(state="chosen")
        request = Request.objects.get(pk=request.pk)
        Request.objects.filter(pk=request.pk).update(state="agreed")
        Place.objects.filter(request=request, rank=1).update(state="passed")

        replies = answers_of_plan(viewer_of(coordinator), plan)
        second = run_plan(
            lists=list(plan.inputs.filter(kind="pathways")),
            offers=list(plan.inputs.filter(kind="offers")),
            policy=load_policy(DEFAULT), actor=coordinator, now=NOW,
            replaces=plan, replies=replies,
        )  # fmt: skip

        kept = kept_plan(plans_folder() / second.folder)
        placed = dict(kept.result.assignments.select("pathway_id", "offer_id").iter_rows())
        assert placed[request.pathway_id] == "fell-5"

    def test_without_a_wave_nothing_is_taken_up(self, plan: Plan, coordinator: Person) -> None:
        assert answers_of_plan(viewer_of(coordinator), plan) is None
