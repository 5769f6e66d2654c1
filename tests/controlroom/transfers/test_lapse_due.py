"""Time ends what nobody answered; no unit is left without a cause, a second run changes nothing."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from tests.controlroom.recording import changes_recorded
from tests.controlroom.transfers.carrying import (
    NEXT_WEEK,
    NOW,
    People,
    carry,
    new_offer,
    onward,
    people,
    place_at,
)
from typer.testing import CliRunner

from tidegate.controlroom.transfers.models import Alert, Offer, Request, Use
from tidegate.controlroom.transfers.services.decline_place import decline_place
from tidegate.controlroom.transfers.services.lapse_due import Lapsed, lapse_due
from tidegate.controlroom.transfers.services.move_units import balance_now
from tidegate.core.transfers.lifecycle.causes import UnusedCause

__all__ = ["people"]

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=8)  # after the day to answer by, before the offer's week is over
WEEK_OVER = NOW + timedelta(days=14)


@pytest.mark.parametrize(
    ("state", "cause"),
    [("matched", "NO_REPLY_FROM_RECEIVER"), ("accepted", "NO_REPLY_FROM_PATIENT")],
)
def test_a_place_that_nobody_answered_lapses_and_its_request_looks_on(
    people: People, state: str, cause: str
) -> None:
    request = carry(people, state)
    with changes_recorded("place_lapsed"):
        assert lapse_due(now=LATER).lapsed == {cause: 1}
    request.refresh_from_db()
    assert (request.state, request.reason) == ("open", cause)
    assert place_at(request).state == "lapsed"


@pytest.mark.parametrize("state", ["agreed", "sent", "received", "dated"])
def test_once_a_patient_has_chosen_the_day_to_answer_by_is_past_history(
    people: People, state: str
) -> None:
    request = carry(people, state)
    with changes_recorded():
        assert not lapse_due(now=LATER).anything
    request.refresh_from_db()
    assert request.state == state


def test_an_offer_lapses_with_its_week_and_each_unit_has_its_cause(people: People) -> None:
    offer = new_offer("O1", units=4)
    Offer.objects.filter(pk=offer.pk).update(empty_because="NO_ELIGIBLE_PATIENT")
    declined = carry(people, "matched", number=1)
    decline_place(
        request=declined, place=place_at(declined), cause="CRITERIA", actor=people.accepting,
        now=NOW,
    )  # fmt: skip
    carry(people, "closed", number=2)

    found = lapse_due(now=WEEK_OVER)

    assert (found.offers, found.units) == (1, 3)
    balance = balance_now(offer)
    assert (balance.done, balance.free) == (1, 0)
    assert balance.unused == {
        UnusedCause.CRITERIA_TOO_TIGHT: 1,
        UnusedCause.NO_ELIGIBLE_PATIENT: 2,
    }
    assert not Use.objects.filter(movement="unused", cause="").exists()


def test_an_offer_posted_by_hand_that_nobody_used_was_not_booked() -> None:
    offer = new_offer("O1", units=2)
    lapse_due(now=WEEK_OVER)
    offer.refresh_from_db()
    assert offer.state == "lapsed"
    assert balance_now(offer).unused == {UnusedCause.NOT_BOOKED: 2}


def test_a_provider_may_end_an_offer_early_for_new_patients_only(people: People) -> None:
    offer = new_offer("O1", units=3, valid_until=NOW + timedelta(days=2))
    proposed, chosen = carry(people, "matched", number=1), carry(people, "agreed", number=2)

    found = lapse_due(now=NOW + timedelta(days=2))

    proposed.refresh_from_db()
    chosen.refresh_from_db()
    assert (found.lapsed, found.units) == ({"OFFER_PAST": 1}, 2)
    assert (proposed.state, chosen.state) == ("open", "agreed")
    assert balance_now(offer).agreed == 1


def test_a_chosen_place_whose_message_was_never_sent_ends_with_its_week(people: People) -> None:
    request = carry(people, "agreed")
    offer = Offer.objects.get()

    found = lapse_due(now=WEEK_OVER)

    request.refresh_from_db()
    assert (request.state, request.reason, found.units) == ("open", "OFFER_PAST", 2)
    assert balance_now(offer).unused == {UnusedCause.LATE_NOTICE: 1, UnusedCause.NOT_BOOKED: 1}


def test_a_patient_with_a_date_keeps_it_and_the_unit_waits_for_its_outcome(
    people: People,
) -> None:
    request = carry(people, "dated")
    lapse_due(now=WEEK_OVER)
    request.refresh_from_db()
    assert request.state == "dated"
    balance = balance_now(Offer.objects.get())
    assert (balance.booked, balance.unused) == (1, {UnusedCause.NOT_BOOKED: 1})
    onward(people, request, WEEK_OVER)
    assert balance_now(Offer.objects.get()).done == 1


@pytest.mark.parametrize("state", ["draft", "cleared", "consented", "open", "matched", "accepted"])
def test_an_old_request_expires_and_frees_what_it_held_but_keeps_its_clock(
    people: People, state: str
) -> None:
    request = carry(people, state)
    started, old = request.clock_start, request.expires_at
    found = lapse_due(now=old)
    request.refresh_from_db()
    assert (found.requests, request.state) == (1, "expired")
    assert request.clock_start == started
    assert {place.state for place in request.places.all()} <= {"lapsed"}


def test_alerts_end_by_themselves() -> None:
    Alert.objects.create(
        service="Hips", provider="Z01", tfc="110", state="limited", reason="Full",
        agreed_with="ZQ1", set_by="x", set_at=NOW, review_at=NOW, expires_at=LATER,
    )  # fmt: skip
    assert lapse_due(now=LATER).alerts == 1
    assert Alert.objects.get().ended_at == LATER


def test_a_second_run_finds_nothing(people: People) -> None:
    for number, state in enumerate(("draft", "open", "matched", "accepted", "agreed", "dated"), 1):
        new_offer("O1", units=9) if number == 1 else None
        carry(people, state, number=number)
    far = NOW + timedelta(weeks=40)
    assert lapse_due(now=far).anything
    with changes_recorded():
        assert lapse_due(now=far) == Lapsed()
    assert set(Request.objects.values_list("state", flat=True)) == {"expired", "dated"}


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    ("moment", "answer"),
    [
        (NOW, {"offers_lapsed": 0, "units_unused": 0}),
        (WEEK_OVER, {"offers_lapsed": 1, "units_unused": 2}),
    ],
)
def test_the_verb_says_what_it_did(
    monkeypatch: pytest.MonkeyPatch, moment: datetime, answer: dict[str, int]
) -> None:
    from django.utils import timezone

    from tidegate.cli.main import app
    from tidegate.controlroom import database

    monkeypatch.setattr(database, "open_database", lambda *, make=True: None)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    new_offer("O1", week=NEXT_WEEK)
    ran = CliRunner().invoke(app, ["tick", "--json"], catch_exceptions=False)
    assert ran.exit_code == 0
    told = json.loads(ran.stdout)
    assert {name: told[name] for name in answer} == answer
    again = CliRunner().invoke(app, ["tick"], catch_exceptions=False)
    assert "Nothing was due." in again.stdout
