"""Pages of offers, their ledger of use and alerts: who sees what, who may do what, in words."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.controlroom.transfers.carrying import People, carry, new_offer, people

from tidegate.controlroom.transfers.models import Alert, Offer, Request
from tidegate.core.directory.roles import Role

__all__ = ["people"]

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
MONDAY = TODAY - timedelta(days=TODAY.weekday()) + timedelta(weeks=3)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def day(name: str, offset: int = 21) -> dict[str, str]:
    found = TODAY + timedelta(days=offset)
    return {f"{name}_day": f"{found.day}", f"{name}_month": f"{found.month}",
            f"{name}_year": f"{found.year}"}  # fmt: skip


def posting(**changed: str) -> dict[str, str]:
    given = {"place": "ZN101", "modality": "day_case", "tfc": "110", "units": "4"}
    return {**given, **day("week"), **changed}


class TestTheList:
    def test_a_provider_sees_its_own_and_a_coordinator_all_of_the_area(
        self, client_of: Callable[..., Client]
    ) -> None:
        new_offer("canary", provider="Z02", week=MONDAY)
        new_offer("own", week=MONDAY)
        assert "Fellside" not in text(client_of(Role.PROVIDER_USER, "ZN101"), "/transfers/offers/")
        both = text(client_of(Role.COORDINATOR), "/transfers/offers/")
        assert "Fellside Hospitals" in both
        assert "Tarn View Hospital" in both
        assert "No offer fits." in text(client_of(Role.COORDINATOR, "ZQ2"), "/transfers/offers/")

    def test_it_is_narrowed_by_site_specialty_week_and_whether_it_stands(
        self, client_of: Callable[..., Client]
    ) -> None:
        new_offer("O1", week=MONDAY)
        new_offer("O2", provider="Z02", week=MONDAY + timedelta(weeks=1), tfcs=["130", "X02"])
        new_offer("O3", week=MONDAY, state="lapsed")
        client = client_of(Role.COORDINATOR)
        found = {
            "": "2 offers found",
            "?site=Z02": "1 offer found",
            "?tfc=X02": "1 offer found",
            "?tfc=11": "2 offers found",
            f"?week={MONDAY.isoformat()}": "1 offer found",
            "?state=over": "1 offer found",
            "?state=all": "3 offers found",
        }
        for query, said in found.items():
            assert said in text(client, f"/transfers/offers/{query}"), query

    def test_three_kinds_of_units_and_where_each_unit_is_stand_in_the_row(
        self, people: People, client_of: Callable[..., Client]
    ) -> None:
        new_offer("O1", units=5, physical_units=9, staffed_units_claimed=6,
                  staffed_units_observed=3)  # fmt: skip
        carry(people, "dated")
        page = text(client_of(Role.COORDINATOR), "/transfers/offers/?state=all")
        row = page.partition("Tarn View Hospital, 9 March 2026")[2].partition("</tr>")[0]
        values = [part.partition('"')[0] for part in row.split('data-value="')[1:]]
        assert values == ["9", "6", "3", "5", "4", "0", "1", "0"]


class TestOneOffer:
    def test_it_shows_its_ledger_and_who_said_so(
        self, people: People, client_of: Callable[..., Client]
    ) -> None:
        carry(people, "agreed")
        number = Offer.objects.get().pk
        page = text(client_of(Role.COORDINATOR), f"/transfers/offers/{number}/")
        assert "Chosen by a patient" in page
        assert people.asking.label in page
        assert Request.objects.get().reference in page

    def test_fewer_seen_with_staff_than_claimed_is_said(
        self, client_of: Callable[..., Client]
    ) -> None:
        offer = new_offer("O1", staffed_units_claimed=6, staffed_units_observed=2)
        page = text(client_of(Role.COORDINATOR), f"/transfers/offers/{offer.pk}/")
        assert "Only 2 of the 6 units that are said to have staff were seen with it." in page

    def test_out_of_sight_is_not_there(self, client_of: Callable[..., Client]) -> None:
        offer = new_offer("O1")
        for client in (client_of(Role.PROVIDER_USER, "Z02"), client_of(Role.COORDINATOR, "ZQ2")):
            assert client.get(f"/transfers/offers/{offer.pk}/").status_code == 404

    def test_only_its_provider_may_confirm_and_withdraw_it(
        self, client_of: Callable[..., Client]
    ) -> None:
        offer = new_offer("O1", units=3, week=MONDAY)
        own = client_of(Role.PROVIDER_USER, "ZN101")
        page = f"/transfers/offers/{offer.pk}/"
        assert "Withdraw" in text(own, page)
        coordinator = client_of(Role.COORDINATOR)
        assert "Withdraw" not in text(coordinator, page)
        assert coordinator.post(f"{page}withdraw/", {"cause": "NOT_STAFFED"}).status_code == 403

        own.post(f"{page}confirm/", {"units": "1", "cause": "NOT_STAFFED"})
        offer.refresh_from_db()
        assert (offer.units, offer.state) == (1, "confirmed")
        own.post(f"{page}withdraw/", {"cause": "LIST_CANCELLED"})
        offer.refresh_from_db()
        assert offer.state == "withdrawn"
        assert "2 not staffed" in text(own, "/transfers/offers/?state=over")

    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"units": "0"}, "Choose why there are fewer units."),
            ({"units": "-1"}, "Enter 0 or more"),
            ({"units": "many"}, "Enter a whole number"),
            ({"units": "9" * 30}, "or fewer"),
            ({}, "Enter how many units"),
            ({"units": "3", "physical_units": "2"}, "only 2 are there with staff"),
        ],
    )
    def test_what_cannot_be_confirmed_is_said_beside_the_field(
        self, client_of: Callable[..., Client], sent: dict[str, str], said: str
    ) -> None:
        offer = new_offer("O1", units=3, week=MONDAY)
        client = client_of(Role.PROVIDER_USER, "ZN101")
        answer = client.post(f"/transfers/offers/{offer.pk}/confirm/", sent)
        assert said in answer.content.decode()
        assert "There is a problem" in answer.content.decode()

    def test_what_withdrawing_means_for_patients_is_said_before(
        self, people: People, client_of: Callable[..., Client]
    ) -> None:
        carry(people, "agreed")
        number = Offer.objects.get().pk
        client = client_of(Role.PROVIDER_USER, "ZN101")
        page = text(client, f"/transfers/offers/{number}/withdraw/")
        assert "1 patient has chosen this offer and must be asked again." in page


class TestPosting:
    def test_an_offer_is_posted_for_the_week_of_the_day_given(
        self, client_of: Callable[..., Client]
    ) -> None:
        client = client_of(Role.PROVIDER_USER, "ZN101")
        answer = client.post("/transfers/offers/post/", posting(physical_units="6"))
        offer = Offer.objects.get()
        assert answer.url == f"/transfers/offers/{offer.pk}/"
        assert (offer.week.weekday(), offer.units, offer.tfcs) == (0, 4, ["110"])
        assert offer.week == MONDAY - timedelta(weeks=3) + timedelta(weeks=3)

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"place": "Z02"}, "Choose one from the list"),
            ({"units": "0"}, "Enter 1 or more"),
            ({"tfc": ""}, "Choose a specialty"),
            ({"week_day": "32"}, "Enter a date that is in the calendar"),
            (day("week", -30), "Enter a date on or after"),
            ({"physical_units": "2"}, "4 units are offered, but only 2 are there with staff."),
        ],
    )
    def test_what_can_be_no_offer_is_said(
        self, client_of: Callable[..., Client], changed: dict[str, str], said: str
    ) -> None:
        client = client_of(Role.PROVIDER_USER, "ZN101")
        answer = client.post("/transfers/offers/post/", posting(**changed))
        assert said in answer.content.decode()
        assert not Offer.objects.exists()


class TestTheLedgerOfUse:
    def test_it_adds_up_by_site_kind_week_and_cause(
        self, people: People, client_of: Callable[..., Client]
    ) -> None:
        from tests.controlroom.transfers.test_lapse_due import WEEK_OVER

        from tidegate.controlroom.transfers.services.lapse_due import lapse_due

        new_offer("O1", units=3)
        carry(people, "closed")
        lapse_due(now=WEEK_OVER)
        page = text(client_of(Role.COORDINATOR), "/transfers/use/")
        assert "33% of those offered" in page
        for heading in ("By site", "By kind of care", "By week", "Why units went unused"):
            assert heading in page
        assert "2 (2 not booked)" in page

    def test_units_whose_outcome_nobody_told_are_asked_for(
        self, people: People, client_of: Callable[..., Client]
    ) -> None:
        carry(people, "dated")
        page = text(client_of(Role.COORDINATOR), "/transfers/use/")
        assert "1 unit of weeks that are over still wait" in page

    def test_files_withhold_small_counts_and_name_their_profile(
        self, people: People, client_of: Callable[..., Client]
    ) -> None:
        new_offer("O1", units=12)
        carry(people, "closed")
        client = client_of(Role.COORDINATOR)
        lines = text(client, "/transfers/use/use.csv").splitlines()
        assert lines[0].startswith("# profile HES_SUBNATIONAL")
        (row,) = csv.DictReader(lines[1:])
        assert (row["offered"], row["done"], row["free"], row["booked"]) == ("10", "*", "10", "0")
        told = json.loads(text(client, "/transfers/use/use.json"))
        assert told["profile"] == "HES_SUBNATIONAL"
        assert told["rows"][0]["done"] is None
        assert client.get("/transfers/use/other.txt").status_code == 404

    def test_weeks_and_area_narrow_it_and_nonsense_is_said(
        self, client_of: Callable[..., Client]
    ) -> None:
        new_offer("O1", week=MONDAY)
        client = client_of(Role.COORDINATOR)
        assert "No offer fits." in text(client, "/transfers/use/?until=2026-01-01")
        assert "By site" in text(client, f"/transfers/use/?since={MONDAY.isoformat()}")
        assert "Enter a date" in text(client, "/transfers/use/?since=tomorrow")


class TestAlerts:
    def sent(self, **changed: str) -> dict[str, str]:
        given = {"provider": "Z01", "service": "Hip clinic", "tfc": "110", "state": "limited",
                 "reason": "Two surgeons on leave", "agreed_with": "ZQ1"}  # fmt: skip
        return {**given, **day("review", 7), **day("until", 14), **changed}

    def test_one_is_set_seen_in_the_area_and_ended(self, client_of: Callable[..., Client]) -> None:
        client = client_of(Role.COORDINATOR)
        assert client.post("/transfers/alerts/set/", self.sent()).status_code == 302
        alert = Alert.objects.get()
        assert (alert.agreed_with, alert.ended_at) == ("ZQ1", None)
        seen = text(client_of(Role.CLINICIAN, "Z02"), "/transfers/alerts/")
        assert "Hip clinic, Northmere Royal Hospitals" in seen
        assert "Two surgeons on leave" in seen
        assert "/end/" not in seen
        assert "Hip clinic" not in text(client_of(Role.COORDINATOR, "ZQ2"), "/transfers/alerts/")

        assert client.post(f"/transfers/alerts/{alert.pk}/end/").status_code == 302
        alert.refresh_from_db()
        assert alert.ended_at is not None

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"agreed_with": ""}, "Choose who agreed"),
            ({"agreed_with": "ZQ2"}, "Choose who agreed"),
            ({"until_year": ""}, "The date must have a year"),
            (day("review", 20), "looked at again after it begins and before it ends"),
            ({"provider": "Z09"}, "Choose one from the list"),
        ],
    )
    def test_none_is_set_without_a_commissioner_and_an_end(
        self, client_of: Callable[..., Client], changed: dict[str, str], said: str
    ) -> None:
        answer = client_of(Role.COORDINATOR).post("/transfers/alerts/set/", self.sent(**changed))
        assert said in answer.content.decode()
        assert not Alert.objects.exists()

    def test_a_service_has_one_at_a_time(self, client_of: Callable[..., Client]) -> None:
        client = client_of(Role.COORDINATOR)
        client.post("/transfers/alerts/set/", self.sent())
        again = client.post("/transfers/alerts/set/", self.sent())
        assert "An alert stands for this service already." in again.content.decode()
