"""The pages of a surge: three people carry it from watch to closed, and nobody signs their own."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from tests.controlroom.surge.surging import (
    NOW,
    OPENED_AT,
    Cast,
    active,
    cast,
    later,
    new_pledge,
    noticed,
    proposed,
    reviewed,
    signed,
    watched,
)

from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.surge.models import Evidence, Surge
from tidegate.core.directory.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable

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


def test_the_proposer_is_refused_by_the_page_and_sees_why(
    cast: Cast, person_with: Callable[..., Person], time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOW, tick=False)
    both = person_with((Role.COORDINATOR, "ZQ1"), (Role.AUTHORISER, "ZQ1"))
    made = reviewed(Cast(both, cast.signing, cast.pledging))
    client = seen_by(both)
    page = said(client.get(f"/surge/{made.reference}/"))
    assert "Someone else must do this" in page
    assert "Review it: sign it off" not in said(client.get("/surge/tasks/"))
    answer = client.post(f"/surge/{made.reference}/do/sign_off/")
    assert answer.status_code == 200
    assert "Someone else must do this" in said(answer)
    made.refresh_from_db()
    assert made.state == "review"
    assert Entry.objects.filter(kind="surge_step_refused").count() == 1


def test_a_provider_sees_a_surge_once_it_is_put_forward_and_none_of_its_evidence(
    cast: Cast, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOW, tick=False)
    made = signed(cast)
    client = seen_by(cast.pledging)
    page = said(client.get(f"/surge/{made.reference}/"))
    assert "Pledge capacity" in page
    assert "What was known" not in page
    assert "Surge proposed" not in page
    for path in ("record/", "record.json", "propose/"):
        assert client.get(f"/surge/{made.reference}/{path}").status_code in {403, 404}
    Surge.objects.update(state="watch")
    assert client.get(f"/surge/{made.reference}/").status_code == 404


def test_what_is_not_there_is_not_found_and_what_may_not_be_is_forbidden(
    cast: Cast, client_of: Callable[..., Client], time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOW, tick=False)
    made = proposed(cast)
    client = seen_by(cast.proposing)
    address = f"/surge/{made.reference}/do"
    for path in ("sing/", "pledge/7/", "report_actual/", "submit/1/", "publish/1/",
                 "publish/99999999999/"):  # fmt: skip
        assert client.get(f"{address}/{path}").status_code == 404, path
    assert client.get(f"{address}/sign_off/").status_code == 403
    other = client_of(Role.COORDINATOR, "ZQ2")
    assert other.get(f"/surge/{made.reference}/").status_code == 404
    assert client.get("/surge/S-999999/").status_code == 404


def test_a_form_says_what_is_missing_and_goes_back_to_no_one(
    cast: Cast, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOW, tick=False)
    made = watched(cast)
    client = seen_by(cast.proposing)
    wrong = FILLED | {"cost_low": "700,000", "beds_claimed_high": "", "executive": ""}
    page = said(client.post(f"/surge/{made.reference}/propose/", wrong))
    for text in ("Enter at least as much", "Enter a whole number", "Name the executive"):
        assert text in page
    stale = FILLED | {"seen": "0" * 64}
    assert "More is known by now" in said(client.post(f"/surge/{made.reference}/propose/", stale))
    assert Evidence.objects.count() == 0
    again = client.post("/surge/watch/", {"place": "ZQ1", "title": "Again"})
    assert "is there already" in said(again)


def test_a_proposal_is_filled_in_with_what_was_proposed_before(
    cast: Cast, time_machine: TimeMachineFixture
) -> None:
    from tidegate.controlroom.surge.services.rework_surge import rework_surge

    time_machine.move_to(NOW, tick=False)
    made = proposed(cast)
    rework_surge(surge=made, reason="A slip", actor=cast.proposing, now=NOW)
    page = said(seen_by(cast.proposing).get(f"/surge/{made.reference}/propose/"))
    assert "Hip and knee operations move to Tarn View" in page
    assert "400000.00" in page


def test_the_record_is_a_file_and_a_page_to_print(
    cast: Cast, time_machine: TimeMachineFixture
) -> None:
    made = active(cast)
    time_machine.move_to(later(1), tick=False)
    client = seen_by(cast.signing)
    answer = client.get(f"/surge/{made.reference}/record.json")
    assert answer["Content-Disposition"] == f'attachment; filename="{made.reference}.json"'
    assert answer.json()["schema"] == "tidegate surge record 1"
    page = said(client.get(f"/surge/{made.reference}/record/"))
    for heading in ("Who decided", "Who knew what, when", "What it cost", "What was used"):
        assert heading in page


def test_the_board_says_where_surges_stand_and_what_waits(
    cast: Cast, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(NOW, tick=False)
    made = reviewed(cast)
    page = said(seen_by(cast.signing).get("/"))
    assert made.reference in page
    assert "Review it: sign it off" in page


def test_tick_opens_what_is_due_and_says_so(cast: Cast, time_machine: TimeMachineFixture) -> None:
    from typer.testing import CliRunner

    from tidegate.cli.main import app

    noticed(cast, new_pledge())
    time_machine.move_to(OPENED_AT, tick=False)
    shown = CliRunner().invoke(app, ["tick"])
    assert "1 surge opened" in shown.stdout
    time_machine.move_to(OPENED_AT + timedelta(days=40), tick=False)
    assert "1 surge expired" in CliRunner().invoke(app, ["tick"]).stdout
