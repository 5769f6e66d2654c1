"""Pages of closures, incidents, risk summits and action cards, step by step as people send them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from tests.controlroom.surge.closing import CITY, SITE, Crew, at, crew

from tidegate.controlroom.surge.models import ActionCard, Closure, Divert, Incident, Summit
from tidegate.core.directory.roles import Role

if TYPE_CHECKING:
    from time_machine import TimeMachineFixture

    from tidegate.controlroom.accounts.models import Person

__all__ = ["crew"]
BOTH = ["ambulance", "walk_in"]


def seen_by(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sent(client: Client, address: str, data: dict[str, object]) -> str:
    """Send a form, follow where it leads, and return the page."""
    answer = client.post(f"/surge/{address}", data, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def read(client: Client, address: str) -> str:
    answer = client.get(f"/surge/{address}")
    assert answer.status_code == 200
    return answer.content.decode()


def day(name: str, when: datetime) -> dict[str, object]:
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


@pytest.fixture
def _one_o_clock(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(at(13), tick=False)


@pytest.mark.usefixtures("_one_o_clock")
def test_a_closure_is_carried_through_its_pages(
    crew: Crew, time_machine: TimeMachineFixture
) -> None:
    closing, receiving = seen_by(crew.closing), seen_by(crew.receiving)
    page = sent(closing, "closures/close/", {
        "site": SITE, "department": "ed", "streams": BOTH, "cause": "CONTAMINATION",
        "authorised_by": "Director on call", "note": "An unknown powder",
    })  # fmt: skip
    assert "Nobody has said where its patients go." in page
    closure = Closure.objects.get()
    step = f"steps/closure/{closure.reference}"
    page = sent(closing, f"{step}/divert/", {
        "receiver": CITY, "streams": BOTH, "authorised_by": "Director on call"
    })  # fmt: skip
    assert "To Southmere General Hospital" in page
    divert = Divert.objects.get()
    assert "Answer a divert to you" in read(receiving, "tasks/")
    page = sent(receiving, f"steps/divert/{divert.reference}/agree/", {})
    assert "Running, the receiver agreed" in page
    page = sent(closing, f"{step}/plan_reopening/", {
        "words_1": "Walk-in entrance", "streams_1": ["walk_in"], "clock_1": "16:00",
        "words_2": "Ambulances", "streams_2": ["ambulance"], "clock_2": "18.00",
    })  # fmt: skip
    assert "Open: Walk-in entrance" in page
    time_machine.move_to(at(16), tick=False)
    page = sent(closing, f"{step}/open_stage/1/", {})
    assert "3 hours" in page
    page = sent(receiving, f"steps/divert/{divert.reference}/count/", {
        "stream": "walk_in", "patients": "12", "since": "13:00", "until": "15:00"
    } | day("day", at(16)))  # fmt: skip
    assert "12 patients came; most in the hour from 13:00: 6." in page
    assert "4.0" in page
    time_machine.move_to(at(18, 30), tick=False)
    late = {"clock": "18:00"}
    assert "It is written down late: say why." in sent(closing, f"{step}/open_stage/2/", late)
    page = sent(closing, f"{step}/open_stage/2/", late | {"late_why": "Nobody was at the desk"})
    assert "5 hours" in page
    assert "Nobody was at the desk" in page
    listed = read(closing, "closures/")
    assert "Nothing is closed now in your sight." in listed
    assert "Closed before" in listed


@pytest.mark.usefixtures("_one_o_clock")
def test_the_board_shows_what_is_closed_now(crew: Crew) -> None:
    closing = seen_by(crew.closing)
    sent(closing, "closures/close/", {
        "site": SITE, "department": "ed", "streams": BOTH, "cause": "CONTAMINATION",
        "authorised_by": "Director on call",
    })  # fmt: skip
    for client in (closing, seen_by(crew.area)):
        page = client.get("/").content.decode()
        assert "Closed and diverted now" in page
        assert "Emergency department, Northmere Royal Infirmary" in page
    assert "Closed and diverted now" not in seen_by(crew.receiving).get("/").content.decode()


@pytest.mark.usefixtures("_one_o_clock")
def test_an_incident_goes_up_and_down_on_its_page(crew: Crew) -> None:
    area = seen_by(crew.area)
    page = sent(area, "incidents/declare/", {
        "title": "Unknown powder", "kind": "critical", "level": "1", "place": "ZQ1"
    })  # fmt: skip
    assert "One provider answers it" in page
    incident = Incident.objects.get()
    step = f"steps/incident/{incident.reference}"
    page = sent(area, f"{step}/raise/", {"level": "2", "reason": "Two hospitals are in it"})
    assert "Level 1 to 2. Two hospitals are in it" in page
    assert "No region stands above" in sent(area, f"{step}/raise/", {"level": "3", "reason": "x"})
    page = sent(area, f"{step}/stand_down/", {"reason": "It was flour"})
    assert "Stood down" in page
    page = sent(area, f"{step}/close/", {"outcome": "Keep a kit at the door"})
    assert "Keep a kit at the door" in page
    assert "nhsuk-tag--red" not in page
    assert "Unknown powder" in read(area, "incidents/")


@pytest.mark.usefixtures("_one_o_clock")
def test_a_risk_summit_is_held_and_counted(crew: Crew) -> None:
    area = seen_by(crew.area)
    called = {
        "place": "ZQ1", "about": "Z01", "triggers": ["ED_PRESSURE", "STAFFING"],
        "why": "Twelve-hour waits", "called_by": "Chief nurse",
    }  # fmt: skip
    sent(area, "summits/call/", called)
    sent(area, "summits/call/", called | {"triggers": ["ED_PRESSURE"]})
    summit = Summit.objects.order_by("pk")[0]
    step = f"steps/summit/{summit.reference}"
    assert "Northmere ICB" in sent(area, f"{step}/hold/", {"bodies": "Northmere ICB\nRegulator"})
    page = sent(area, f"{step}/add_action/", {"words": "Open 12 beds", "owner": "Chief operating"}
                | day("due_on", at(20)))  # fmt: skip
    assert "Open 12 beds" in page
    assert "Open 12 beds" in read(area, "tasks/")
    page = sent(area, f"{step}/finish_action/1/", {"note": "They are open"}
                | day("done_on", at(13)))  # fmt: skip
    assert "They are open" in page
    assert "Safer" in sent(area, f"{step}/conclude/", {"outcome": "Safer than before"})
    listed = read(area, "summits/")
    assert "2 risk summits. One with several triggers is counted once" in listed
    assert read(seen_by(crew.closing), "summits/").count(summit.reference) == 0


@pytest.mark.usefixtures("_one_o_clock")
def test_a_card_is_sent_and_answered(crew: Crew) -> None:
    area, closing = seen_by(crew.area), seen_by(crew.closing)
    page = sent(area, "cards/send/", {"place": "ZQ1", "code": "DISCHARGE"})
    assert "Focus on discharge" in page
    assert "Everyone whom it asks has it open already." in sent(
        area, "cards/send/", {"place": "ZQ1", "code": "DISCHARGE"}
    )
    card = ActionCard.objects.get(asked="Z01")
    assert card.words in read(closing, "tasks/")
    step = f"steps/card/{card.reference}"
    assert "Acknowledged, being done" in sent(closing, f"{step}/acknowledge/", {})
    assert "Enter" not in sent(closing, f"{step}/finish/", {"reason": "40 patients reviewed"})
    card.refresh_from_db()
    assert (card.state, card.reason) == ("done", "40 patients reviewed")
    assert card.words not in read(closing, "tasks/")


def test_a_step_that_there_is_not_is_not_found_and_one_not_allowed_is_refused(
    crew: Crew, person_with: Callable[..., Person]
) -> None:
    from tests.controlroom.surge.closing import closed

    made = closed(crew)
    closing = seen_by(crew.closing)
    for wrong in (
        f"closure/{made.reference}/dance", f"garden/{made.reference}/void",
        f"closure/{made.reference}/open_stage", "closure/C-999999/void",
        f"divert/{made.reference}-1/agree",
    ):  # fmt: skip
        assert closing.get(f"/surge/steps/{wrong}/").status_code == 404
    reader = seen_by(person_with((Role.LOGGIST, "ZQ1")))
    assert reader.get(f"/surge/steps/closure/{made.reference}/void/").status_code == 403
    assert "Enter why" not in read(reader, f"closures/{made.reference}/")


@pytest.mark.usefixtures("_one_o_clock")
def test_what_was_entered_in_error_lasted_no_time(
    crew: Crew, time_machine: TimeMachineFixture
) -> None:
    from tests.controlroom.surge.closing import closed

    made, closing = closed(crew), seen_by(crew.closing)
    sent(closing, f"steps/closure/{made.reference}/void/", {"reason": "Wrong site"})
    time_machine.move_to(at(17), tick=False)
    page = read(closing, f"closures/{made.reference}/")
    assert "Wrong site" in page
    assert "How long it was closed" not in page
    assert "4 hours" not in read(closing, "closures/")
