"""The pages of a surge: three people carry it from watch to closed, and nobody signs their own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from tests.controlroom.surge.surging import (
    NOW,
    OPENED_AT,
    Cast,
    cast,
    later,
)

from tidegate.controlroom.surge.models import Surge

if TYPE_CHECKING:
    from django.http import HttpResponse
    from time_machine import TimeMachineFixture

    from tidegate.controlroom.accounts.models import Person

__all__ = ["cast"]
pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def seen_by(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def day(name: str, when: date) -> dict[str, object]:
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


FILLED: dict[str, object] = {
    "trigger": "BEDS_AT_RISK",
    "met_by": "97% of beds are occupied",
    "executive": "Chief executive, Northmere Royal Hospitals",
    "plan": "Hips and knees move to Tarn View",
    "nothing_harm": "Operations are cancelled",
    "nothing_benefit": "No cost",
    "chosen": "Buy capacity",
    "chosen_harm": "Staff move",
    "chosen_benefit": "Operations go on",
    "chosen_why": "The least harm",
    "others": "Divert; Ambulances drive far; Beds; Neighbours are full too",
    "cost_low": "400,000",
    "cost_high": "600,000",
    "beds_physical": 40,
    "beds_claimed_low": 25,
    "beds_claimed_high": 30,
    "value_for_money": "no_doubt",
    "money_note": "At tariff",
} | day("ends_on", date(2026, 7, 5))


def said(answer: HttpResponse) -> str:
    return answer.content.decode()


def does(client: Client, surge: Surge, name: str, **filled: object) -> HttpResponse:
    """Take a step by its form, and hold it to have been taken."""
    address = f"/surge/{surge.reference}/do/{name}/"
    assert client.get(address).status_code == 200
    answer = client.post(address, filled)
    assert answer.status_code == 302, said(answer)
    return answer


def test_three_people_carry_a_surge_from_watch_to_closed(
    cast: Cast, time_machine: TimeMachineFixture
) -> None:
    from tidegate.controlroom.surge.services.move_due_surges import move_due_surges

    proposing, signing, pledging = map(seen_by, (cast.proposing, cast.signing, cast.pledging))
    time_machine.move_to(NOW, tick=False)
    answer = proposing.post("/surge/watch/", {"place": "ZQ1", "title": "Winter pressure"})
    surge = Surge.objects.get()
    assert answer.headers["Location"] == f"/surge/{surge.reference}/"
    shown = said(proposing.get(f"/surge/{surge.reference}/propose/"))
    assert "What is known now" in shown
    answer = proposing.post(f"/surge/{surge.reference}/propose/", FILLED)
    assert answer.status_code == 302, said(answer)
    does(proposing, surge, "submit")
    assert "Review it: sign it off" in said(signing.get("/surge/tasks/"))
    does(pledging, surge, "pledge", site="ZN101", theatres=2, physical_beds=24, beds=20,
         units=6, modality="day_case", tfc="110")  # fmt: skip
    does(signing, surge, "sign_off")
    does(proposing, surge, "give_notice")
    page = said(proposing.get(f"/surge/{surge.reference}/"))
    assert "Notice is running" in page
    assert "8 June 2026" in page
    time_machine.move_to(OPENED_AT, tick=False)
    assert move_due_surges(now=OPENED_AT).opened == 1
    time_machine.move_to(later(1), tick=False)
    proposing, signing, pledging = map(seen_by, (cast.proposing, cast.signing, cast.pledging))
    assert "Report what came of pledge 1" in said(pledging.get("/surge/tasks/"))
    came = {"theatres": 1, "beds": 10, "units": 1} | day("day", date(2026, 6, 8))
    pledging.post(f"/surge/{surge.reference}/do/report_actual/1/", came)
    page = said(proposing.get(f"/surge/{surge.reference}/"))
    assert "50% of the theatres that were pledged came" in page
    does(proposing, surge, "review", judgement="receded", note="Beds are free again")
    does(proposing, surge, "stand_down", reason="Beds are free again")
    does(proposing, surge, "close", outcome="Half of what was pledged came")
    surge.refresh_from_db()
    assert surge.state == "closed"
    for client in (proposing, signing, pledging):
        page = said(client.get(f"/surge/{surge.reference}/"))
        assert "Half of what was pledged came" in page
    assert "Who knew what" in said(proposing.get(f"/surge/{surge.reference}/record/"))
