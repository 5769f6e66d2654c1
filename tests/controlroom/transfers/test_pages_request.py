"""The page of a request, the forms of its steps, the patient's sheet, and starting one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from tests.controlroom.matching.conftest import plan, plan_for
from tests.controlroom.transfers.carrying import (
    NOW,
    REPLY_BY,
    People,
    carry,
    new_offer,
    people,
    place_at,
)
from tests.controlroom.transfers.on_pages import read, session, step, today
from tests.controlroom.waiting.conftest import home, waiting_lists

from tidegate.controlroom.log.models import Entry, Reading
from tidegate.controlroom.transfers.forms.start import StartForm
from tidegate.controlroom.transfers.models import Place, Request
from tidegate.controlroom.transfers.prefill import Known
from tidegate.controlroom.transfers.services.propose_place import propose_place
from tidegate.controlroom.transfers.turns import WAY
from tidegate.core.directory.roles import Role
from tidegate.core.transfers.lifecycle.requests import REQUESTS

__all__ = ["home", "people", "plan", "plan_for", "today", "waiting_lists"]
pytestmark = pytest.mark.usefixtures("today")

STARTED = {
    "pathway_id": "P77", "holder": "Z01", "tfc": "110", "modality": "inpatient",
    "priority": "P4", "clock_start_day": "12", "clock_start_month": "5",
    "clock_start_year": "2025", "travel_max_miles": "50",
}  # fmt: skip


def page_of(client: Client, request: Request) -> str:
    return read(client.get(f"/transfers/requests/{request.reference}/"))


@pytest.mark.parametrize("state", [state.value for state in WAY])
def test_the_page_shows_every_state_to_everyone_in_reach(people: People, state: str) -> None:
    request = carry(people, state)
    for person in (people.clearing, people.asking, people.arranging):
        page = page_of(session(person), request)
        assert "12 May 2025, 42 weeks ago. It does not change." in page
        assert "What happened" in page


def test_the_page_names_no_patient_but_by_reference(people: People) -> None:
    request = carry(people, "agreed")
    page = page_of(session(people.arranging), request)
    assert request.person not in page
    assert "Testpatient" not in page


def test_whoever_has_no_reach_finds_no_request(
    client_of: Callable[..., Client], people: People
) -> None:
    request = carry(people, "matched")
    for role, code in ((Role.COORDINATOR, "ZQ2"), (Role.PROVIDER_USER, "Z02")):
        stranger = client_of(role, code)
        for path in ("", "steps/clear/", "steps/accept/"):
            address = f"/transfers/requests/{request.reference}/{path}"
            assert stranger.get(address).status_code == 404
            assert stranger.post(address).status_code in {404, 405}
        message = f"/transfers/requests/{request.reference}/message/"
        assert stranger.get(message).status_code in {403, 404}


def test_a_receiver_sees_a_request_from_the_proposal_on_and_no_other_place(
    people: People,
) -> None:
    request = carry(people, "open", choices=2)
    receiver = session(people.accepting)
    assert receiver.get(f"/transfers/requests/{request.reference}/").status_code == 404
    for name, provider in (("O1", "ZN101"), ("O2", "Z02")):
        propose_place(
            request=request, offer=new_offer(name, provider), reply_by=REPLY_BY,
            actor=people.arranging, now=NOW, on_behalf_of="",
        )  # fmt: skip
    page = page_of(receiver, request)
    assert "Tarn View Hospital" in page
    assert "Fellside Hospitals" not in page


def test_buttons_are_those_that_the_table_gives(people: People) -> None:
    request = carry(people, "draft")
    assert "Clear for transfer" in page_of(session(people.clearing), request)
    holder = page_of(session(people.asking), request)
    assert "Withdraw the request" in holder
    assert "Clear for transfer" not in holder
    assert "You have nothing to do here now." in page_of(session(people.arranging), request)


def test_what_is_not_possible_now_says_why(person_with, people: People) -> None:
    both = person_with((Role.CLINICIAN, "Z01"), (Role.PROVIDER_USER, "Z01"))
    request = carry(people, "draft")
    step(session(both), request.reference, "clear")
    page = page_of(session(both), request)
    assert "Not possible now, and why" in page
    assert "Record the patient’s yes Someone else must do this" in page
    asked = session(both).get(f"/transfers/requests/{request.reference}/steps/consent/")
    assert "This cannot be done now" in read(asked)
    refused = step(
        session(both), request.reference, "consent", how="by telephone", choices="1", told="yes"
    )
    assert "Someone else must do this" in read(refused)
    assert Request.objects.get().state == "cleared"
    assert Entry.objects.filter(kind="step_refused").count() == 1


def test_a_patient_is_carried_by_forms_alone(people: People) -> None:
    offer = new_offer()
    request = carry(people, "draft")
    name = request.reference
    step(session(people.clearing), name, "clear")
    step(session(people.asking), name, "consent", how="in person", choices="1", told="yes")
    step(session(people.arranging), name, "open")
    step(
        session(people.arranging), name, "propose", offer=offer.offer_id, miles="14",
        reply_by_day="6", reply_by_month="3", reply_by_year="2026",
    )  # fmt: skip
    place = place_at(request)
    assert (place.miles, place.state, str(place.reply_by.date())) == (14, "proposed", "2026-03-06")
    step(session(people.accepting), name, "accept", place=place.pk)
    page = step(session(people.asking), name, "choose", place=place.pk)
    assert f"{name}: patient chose a place" in read(page)
    assert page.redirect_chain == [(f"/transfers/requests/{name}/", 302)]
    found = Request.objects.get()
    assert (found.state, found.consent_how, found.choices) == ("agreed", "in person", 1)


@pytest.mark.parametrize("verb", REQUESTS.verbs())
def test_no_step_is_taken_by_those_whose_it_is_not(
    client_of: Callable[..., Client], people: People, verb: str
) -> None:
    request = carry(people, "matched")
    auditor = client_of(Role.AUDITOR)
    address = f"/transfers/requests/{request.reference}/steps/{verb}/"
    for answer in (auditor.get(address), auditor.post(address, {"place": place_at(request).pk})):
        # Refused by name, sent back as a step of another state, or no step of a person at all.
        assert answer.status_code in {302, 403, 404}
    assert Request.objects.get().state == "matched"


def test_a_page_that_is_out_of_date_sends_one_back_with_a_word(people: People) -> None:
    request = carry(people, "consented")
    late = step(session(people.clearing), request.reference, "clear")
    assert "That step cannot be taken now: the request has moved on" in read(late)


@pytest.mark.parametrize(
    ("state", "by", "verb", "errors"),
    [
        ("cleared", "asking", "consent", ["Choose how the patient said yes",
         "Choose how many places", "Tell the patient that the place on the list is kept"]),
        ("open", "arranging", "propose",
         ["Choose where",
          "Enter by when it must answer"]),
        ("draft", "asking", "withdraw", ["Choose a reason"]),
        ("matched", "accepting", "decline", ["Choose a place", "Choose a reason"]),
        ("accepted", "asking", "choose", ["Choose a place"]),
        ("open", "arranging", "widen", ["Choose a reason"]),
        ("matched", "clearing", "find_unsuitable", ["Choose a reason"]),
    ],
)  # fmt: skip
def test_what_is_missing_is_listed_with_links_to_the_fields(
    people: People, state: str, by: str, verb: str, errors: list[str]
) -> None:
    request = carry(people, state)
    page = step(session(getattr(people, by)), request.reference, verb)
    words = read(page)
    for error in errors:
        assert words.count(error) == 2, error  # in the summary, and at the field
    html = page.content.decode()
    for target in re.findall(r'href="#(id_\w+)"', html):
        assert f'id="{target}"' in html
    assert Request.objects.get().state == state


@pytest.mark.parametrize(
    ("offer", "outside", "error"),
    [
        ("O1", "Elsewhere Clinic", "Leave this empty, or choose a provider outside the network"),
        ("outside", " ", "Enter the name of the provider"),
        ("NO-SUCH-OFFER", "", "Choose where"),
    ],
)
def test_a_place_is_an_offer_or_a_named_provider_and_not_both(
    people: People, offer: str, outside: str, error: str
) -> None:
    new_offer("O1")
    request = carry(people, "open")
    page = step(
        session(people.arranging), request.reference, "propose", offer=offer, outside=outside,
        reply_by_day="6", reply_by_month="3", reply_by_year="2026",
    )  # fmt: skip
    assert error in read(page)
    assert not Place.objects.exists()


def test_an_outside_place_is_answered_for_by_the_area(people: People) -> None:
    request = carry(people, "open")
    arranging = session(people.arranging)
    step(
        arranging, request.reference, "propose", offer="outside", outside="Elsewhere Clinic",
        reply_by_day="6", reply_by_month="3", reply_by_year="2026",
    )  # fmt: skip
    place = Place.objects.get()
    page = page_of(arranging, request)
    assert "Elsewhere Clinic" in page
    assert "Its answers are recorded by the area" in page
    step(arranging, request.reference, "decline", place=place.pk, cause="CRITERIA")
    assert Request.objects.get().state == "open"
    assert "Last reason given: Outside the site’s criteria" in page_of(arranging, request)


def test_the_form_for_a_place_offers_what_fits_and_has_units_left(people: People) -> None:
    from django.db import transaction

    from tidegate.controlroom.transfers.services.move_units import move_units
    from tidegate.core.transfers.ledger import Movement

    new_offer("FITS")
    new_offer("OTHER-CARE", modality="outpatient")
    new_offer("OTHER-SPECIALTY", tfcs=["130"])
    full = new_offer("FULL", units=1)
    with transaction.atomic():
        move_units(full, Movement.TAKEN, 1, said_by="system:test", at=NOW)
    request = carry(people, "open")
    html = (
        session(people.arranging)
        .get(f"/transfers/requests/{request.reference}/steps/propose/")
        .content.decode()
    )
    offered = {name for name in ("FITS", "OTHER-CARE", "OTHER-SPECIALTY", "FULL") if name in html}
    assert offered == {"FITS"}
    assert "Tarn View Hospital, week of 9 March 2026, 2 units free" in html


def test_the_sheet_tells_a_patient_where_how_far_and_when(people: People) -> None:
    request = carry(people, "accepted")
    Place.objects.update(miles=13.6, minutes=31)
    sheet = read(session(people.asking).get(f"/transfers/requests/{request.reference}/options/"))
    assert "Another hospital can treat you" in sheet
    assert "A. Tarn View Hospital" in sheet
    assert "About 14 miles from your home, or 31 minutes by car" in sheet
    assert "In the week of Monday 9 March 2026" in sheet
    assert "Please tell us what you want by 9 March 2026" in sheet
    assert "You keep your place on our list." in sheet
    assert f"say this number: {request.reference}" in sheet
    for known in (request.pathway_id, request.person, "12 May 2025", "P4"):
        assert known not in sheet


def syllables(word: str) -> int:
    """Count groups of vowels, a silent e left out: as near as a count by rule comes."""
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1
    return max(1, groups - silent)


def test_the_sheet_is_read_easily_at_eleven(people: People) -> None:
    request = carry(people, "accepted")
    html = session(people.asking).get(f"/transfers/requests/{request.reference}/options/")
    sheet = re.search(r"<article.*</article>", html.content.decode(), re.DOTALL)
    assert sheet is not None
    said = re.findall(r"<(?:p|li)>(.*?)</(?:p|li)>", sheet.group(), re.DOTALL)
    plain = [re.sub(r"<[^>]+>", "", one).strip() for one in said]
    sentences = [one for text in plain for one in re.split(r"(?<=[.!?:])\s+", text) if one]
    words = [word for one in sentences for word in re.findall(r"[A-Za-z’]+", one)]
    # Flesch and Kincaid's grade; grade 6 is read at eleven.
    grade = (
        0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    )
    assert len(sentences) > 12
    assert grade <= 6
    assert max(len(one.split()) for one in sentences) <= 20


def test_a_sheet_is_the_holders_to_give_and_only_once_somebody_said_yes(
    client_of: Callable[..., Client], people: People
) -> None:
    request = carry(people, "matched")
    address = f"/transfers/requests/{request.reference}/options/"
    assert session(people.asking).get(address).status_code == 404
    carry(people, "accepted", request=request)
    assert session(people.receiving).get(address).status_code == 403
    assert client_of(Role.PROVIDER_USER, "Z02").get(address).status_code == 404


def test_a_request_is_started_by_hand(people: People) -> None:
    page = session(people.asking).post("/transfers/requests/start/", STARTED, follow=True)
    made = Request.objects.get()
    assert f"{made.reference} was started" in read(page)
    assert (made.pathway_id, made.holder, made.travel_max_miles) == ("P77", "Z01", 50)
    assert str(made.clock_start) == "2025-05-12"


def test_a_second_live_request_is_refused_with_a_link_to_the_first(people: People) -> None:
    first = carry(people, "draft")
    sent = STARTED | {"pathway_id": first.pathway_id}
    page = session(people.asking).post("/transfers/requests/start/", sent)
    assert page.status_code == 200
    assert f"This patient has a request already: {first.reference}" in read(page)
    assert f'href="/transfers/requests/{first.reference}/"' in page.content.decode()
    assert Request.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"clock_start_day": ""}, "The date must have a day"),
        ({"clock_start_day": "31", "clock_start_month": "2"}, "a date that is in the calendar"),
        ({"clock_start_year": "2027"}, "on or before 2 March 2026"),
        ({"clock_start_day": "twelve"}, "Enter a date in numbers"),
        ({"clock_start_day": "", "clock_start_month": "", "clock_start_year": ""},
         "Enter the date on which the clock started"),
        ({"pathway_id": ""}, "Enter the pathway identifier"),
        ({"holder": "Z02"}, "Choose the provider"),
        ({"tfc": "999"}, "Choose the specialty"),
        ({"priority": "P1"}, "Choose the clinical priority"),
        ({"procedure": "hip"}, "Enter an OPCS-4 code"),
        ({"age": "old"}, "Enter the age in whole years"),
        ({"nhs_number": "943 476 5918"}, "check digit does not fit"),
        ({"nhs_number": "12"}, "An NHS number has 10 digits"),
    ],
)  # fmt: skip
def test_a_request_is_not_started_with_what_cannot_be(
    people: People, changed: dict[str, str], error: str
) -> None:
    page = session(people.asking).post("/transfers/requests/start/", STARTED | changed)
    assert error in read(page)
    assert not Request.objects.exists()


def test_an_nhs_number_is_not_kept_nor_shown_again(people: People) -> None:
    sent = STARTED | {"nhs_number": "943 476 5919"}
    session(people.asking).post("/transfers/requests/start/", sent, follow=True)
    made = Request.objects.get()
    assert all("9434765919" not in str(value) for value in vars(made).values())
    assert "943 476 5919" not in page_of(session(people.asking), made)


def test_a_pathway_leads_to_the_form_filled_in_from_its_list(
    people: People, waiting_lists, client_of: Callable[..., Client]
) -> None:
    from tidegate.controlroom.directory.viewer import viewer_of
    from tidegate.controlroom.waiting import lists

    row = lists.newest(viewer_of(people.asking), lists.SINGLE)
    assert row is not None
    mine = row.frame.filter(row.frame["holder"] == "Z01")["pathway_id"][0]
    asking = session(people.asking)
    link = f"/transfers/requests/start/?pathway={mine}"
    assert link in asking.get(f"/waiting/pathways/{mine}/").content.decode()
    assert link not in session(people.arranging).get(f"/waiting/pathways/{mine}/").content.decode()
    form = asking.get(link)
    assert "Filled in from the waiting list of" in read(form)
    assert f'value="{mine}"' in form.content.decode()
    noted = Reading.objects.filter(subject=f"pathway:{mine}", reason="asked for a transfer")
    assert noted.count() == 1


def test_why_a_plan_treats_somebody_where_it_does_leads_to_asking_for_it(
    people: People, plan
) -> None:
    mine, theirs = (
        session(person).get(f"/plans/{plan.pk}/why/?about=A").content.decode()
        for person in (people.asking, people.arranging)
    )
    assert "/transfers/requests/start/?pathway=A" in mine
    assert "Pathway A" in theirs
    assert "/transfers/requests/start/" not in theirs


def test_a_pathway_of_others_fills_in_nothing(people: People, waiting_lists) -> None:
    form = session(people.receiving).get("/transfers/requests/start/?pathway=P1")
    assert "No list that you may see has this pathway" in read(form)
    assert not Reading.objects.exists()


def test_a_clock_start_that_the_list_contradicts_is_refused() -> None:
    between = (date(2025, 5, 6), date(2025, 5, 12))
    known = Known({"pathway_id": "P77"}, {"zone": "ZZ1"}, between)
    for day, fits in (("12", True), ("6", True), ("5", False), ("13", False)):
        sent = STARTED | {"clock_start_day": day}
        form = StartForm(sent, [("Z01", "Royal")], NOW.date(), known)
        assert form.is_valid() == fits
    another = STARTED | {"clock_start_day": "13", "pathway_id": "P78"}
    form = StartForm(another, [("Z01", "Royal")], NOW.date(), known)
    assert form.is_valid()
    assert "zone" not in form.new_request().facts  # that is another patient's


def test_a_receiver_is_not_told_the_holders_identifier_of_the_pathway(people: People) -> None:
    request = carry(people, "matched")
    Request.objects.update(pathway_id="HOLDERS-OWN-77")
    assert "HOLDERS-OWN-77" in page_of(session(people.asking), request)
    assert "HOLDERS-OWN-77" not in page_of(session(people.accepting), request)


def test_the_history_is_told_newest_first_by_whom_and_when(people: People) -> None:
    request = carry(people, "cleared", now=NOW - timedelta(days=1))
    page = page_of(session(people.asking), request)
    assert page.index("Patient cleared for transfer") < page.index("Request started for a patient")
    assert people.clearing.label in page
    assert "1 March 2026 at 10:00" in page
