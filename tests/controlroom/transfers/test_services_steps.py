"""Each step as it is taken: its entry, what it changes, what it does to the units of an offer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from tests.controlroom.recording import changes_recorded
from tests.controlroom.transfers.carrying import (
    HOLDER,
    NOW,
    OTHER,
    RECEIVER,
    REPLY_BY,
    TODAY,
    WAITING_SINCE,
    People,
    carry,
    content_of,
    first_offer,
    new_offer,
    new_request,
    onward,
    people,
    place_at,
    written,
)

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.transfers.models import Message, Offer, Place, Request
from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.controlroom.transfers.services.accept_place import accept_place
from tidegate.controlroom.transfers.services.choose_place import choose_place
from tidegate.controlroom.transfers.services.clear_request import clear_request
from tidegate.controlroom.transfers.services.date_patient import date_patient
from tidegate.controlroom.transfers.services.move_units import balance_now
from tidegate.controlroom.transfers.services.open_request import open_request
from tidegate.controlroom.transfers.services.propose_place import propose_place
from tidegate.controlroom.transfers.services.query_message import query_message
from tidegate.controlroom.transfers.services.record_consent import record_consent
from tidegate.controlroom.transfers.services.refuse_place import refuse_place
from tidegate.controlroom.transfers.services.send_message import send_message
from tidegate.controlroom.transfers.services.start_request import start_request
from tidegate.controlroom.transfers.services.treat_patient import treat_patient
from tidegate.controlroom.transfers.services.write_message import write_message
from tidegate.core.directory.roles import Role
from tidegate.core.transfers.lifecycle.states import PlaceState
from tidegate.exchange.findings import UnusableInput

__all__ = ["people"]

# From where, which entry the next step writes, and how the units of the offer then stand:
# free, agreed, booked, done.
ONWARD = [
    ("draft", "request_cleared", "2 0 0 0"),
    ("cleared", "consent_recorded", "2 0 0 0"),
    ("consented", "request_opened", "2 0 0 0"),
    ("open", "place_proposed", "2 0 0 0"),
    ("matched", "place_accepted", "2 0 0 0"),
    ("accepted", "place_chosen", "1 1 0 0"),
    ("agreed", "message_prepared message_sent", "1 1 0 0"),
    ("sent", "message_received", "1 1 0 0"),
    ("received", "patient_dated", "1 0 1 0"),
    ("dated", "patient_treated", "1 0 0 1"),
    ("treated", "request_closed", "1 0 0 1"),
]


def units(offer: Offer | None = None) -> str:
    found = balance_now(offer or first_offer())
    return f"{found.free} {found.agreed} {found.booked} {found.done}"


@pytest.mark.parametrize(("state", "kinds", "stands"), ONWARD)
def test_each_step_writes_its_entry_and_moves_its_unit(
    people: People, state: str, kinds: str, stands: str
) -> None:
    first_offer()
    request = carry(people, state)
    with changes_recorded(*kinds.split()) as entries:
        after = onward(people, request)
    assert after.state != state
    assert after.moved_at == NOW
    assert {entry.subject for entry in entries} == {f"request:{request.reference}"}
    assert (entries[-1].facts["from"], entries[-1].facts["to"]) == (state, after.state)
    assert units() == stands
    assert Request.objects.get(pk=after.pk).clock_start == WAITING_SINCE


def test_the_rows_say_whose_yes_each_step_rests_on(people: People) -> None:
    request = carry(people, "accepted")
    assert request.cleared_by == f"person:{people.clearing.pk}"
    assert request.consent_by == f"person:{people.asking.pk}"
    assert (request.consent, request.consent_at) == ("yes", NOW)
    assert place_at(request).accepted_by == f"person:{people.accepting.pk}"


@pytest.mark.parametrize(
    ("how", "choices", "code"),
    [("by telephone", 0, "CHOICES_OUT_OF_RANGE"), ("by telephone", 4, "CHOICES_OUT_OF_RANGE"),
     ("", 1, "HOW_NEEDED"), ("she said so on the phone", 1, "HOW_NEEDED")],
)  # fmt: skip
def test_a_yes_is_recorded_in_coded_words_only(
    people: People, how: str, choices: int, code: str
) -> None:
    request = carry(people, "cleared")
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        record_consent(request=request, how=how, choices=choices, actor=people.asking, now=NOW)
    assert refused.value.codes == (code,)


def test_who_cleared_a_patient_does_not_record_the_yes_and_the_attempt_is_kept(
    person_with: Callable[..., Person], people: People
) -> None:
    both = person_with((Role.CLINICIAN, HOLDER), (Role.PROVIDER_USER, HOLDER))
    request = clear_request(request=carry(people, "draft"), actor=both, now=NOW)
    with changes_recorded("step_refused") as entries, pytest.raises(StepRefused) as refused:
        record_consent(request=request, how="by video", choices=1, actor=both, now=NOW)
    assert refused.value.codes == ("SAME_PERSON",)
    assert entries[0].actor == f"person:{both.pk}"
    assert entries[0].facts == {"codes": ["SAME_PERSON"], "verb": "consent"}
    request.refresh_from_db()
    assert (request.state, request.consent) == ("cleared", "not_asked")


def test_a_refused_step_changes_nothing_and_leaves_no_entry(people: People) -> None:
    request = carry(people, "draft")
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        open_request(request=request, actor=people.arranging, now=NOW)
    assert refused.value.codes[0] == "NOT_IN_THIS_STATE"


def propose(people: People, request: Request, offer: Offer | None, **changed: object) -> Request:
    terms: dict[str, object] = {"reply_by": REPLY_BY, "actor": people.arranging, "now": NOW}
    return propose_place(request=request, offer=offer, **(terms | changed))  # type: ignore[arg-type]


NOT_PROPOSED = [
    ({"provider": HOLDER}, {}, "OWN_HOLDER"),
    ({"tfcs": ["100"]}, {}, "OTHER_CARE"),
    ({"modality": "day_case"}, {}, "OTHER_CARE"),
    ({"state": "withdrawn"}, {}, "OFFER_NOT_OPEN"),
    ({"valid_until": NOW}, {}, "OFFER_NOT_OPEN"),
    ({}, {"reply_by": NOW}, "REPLY_BY_PAST"),
]


@pytest.mark.parametrize(("of_offer", "of_place", "code"), NOT_PROPOSED)
def test_a_place_that_does_not_fit_is_not_put_to_a_patient(
    people: People, of_offer: dict[str, object], of_place: dict[str, object], code: str
) -> None:
    offer = new_offer(**of_offer)  # type: ignore[arg-type]
    Offer.objects.filter(pk=offer.pk).update(**of_offer)
    request = carry(people, "open")
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        propose(people, request, offer, **of_place)
    assert refused.value.codes == (code,)


def test_a_place_names_an_offer_or_an_outside_provider(people: People) -> None:
    request = carry(people, "open")
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        propose(people, request, None, outside=" ")
    assert refused.value.codes == ("NO_SUCH_PLACE",)


def test_three_places_at_most_are_with_a_patient_and_none_twice(people: People) -> None:
    """Several offers go to the patient, who chooses (spec transfers 6, row 4)."""
    offers = [new_offer(f"O{number}", units=1) for number in range(1, 5)]
    request = carry(people, "open")
    for offer in offers[:3]:
        request = propose(people, request, offer)
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        propose(people, request, offers[3])
    assert refused.value.codes == ("TOO_MANY_PLACES",)
    again = carry(people, "matched", number=2)
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        propose(people, again, offers[0])
    assert refused.value.codes == ("PLACE_TWICE",)
    assert set(Place.objects.values_list("state", flat=True)) == {"proposed"}, "nobody is picked"


def test_the_patient_chooses_among_as_many_as_they_wanted_and_the_others_are_passed_over(
    people: People,
) -> None:
    offers = [new_offer("O1"), new_offer("O2", OTHER), new_offer("O3")]
    request = carry(people, "open", choices=2)
    for rank, offer in enumerate(offers, 1):
        request = propose(people, request, offer, rank=rank)
    places = list(Place.objects.filter(request=request).order_by("rank"))
    request = accept_place(request=request, place=places[0], actor=people.accepting, now=NOW)
    request = accept_place(
        request=request, place=places[1], actor=people.accepting_elsewhere, now=NOW
    )
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        accept_place(request=request, place=places[2], actor=people.accepting, now=NOW)
    assert refused.value.codes == ("ACCEPTED_ELSEWHERE",)
    assert [units(offer) for offer in offers] == ["2 0 0 0"] * 3, "no unit is taken before"
    with changes_recorded("place_chosen", "place_lapsed", "place_lapsed"):
        request = choose_place(request=request, place=places[1], actor=people.asking, now=NOW)
    states = list(
        Place.objects.filter(request=request).order_by("rank").values_list("state", "reason")
    )
    assert states == [("passed", "ANOTHER_CHOSEN"), ("chosen", ""), ("passed", "ANOTHER_CHOSEN")]
    assert [units(offer) for offer in offers] == ["2 0 0 0", "1 1 0 0", "2 0 0 0"]


def test_the_last_unit_goes_to_who_chooses_first_and_the_other_place_lapses(
    people: People,
) -> None:
    new_offer(units=1)
    first = carry(people, "accepted", number=1)
    second = carry(people, "accepted", number=2)
    carry(people, "agreed", request=first)
    with changes_recorded("place_lapsed") as entries, pytest.raises(StepRefused) as refused:
        choose_place(request=second, place=place_at(second), actor=people.asking, now=NOW)
    assert refused.value.codes == ("OFFER_FULL",)
    assert entries[0].facts["cause"] == "OFFER_FULL"
    second.refresh_from_db()
    assert (second.state, second.reason) == ("open", "OFFER_FULL")
    assert place_at(second).state == "lapsed"
    assert units() == "0 1 0 0"


PLANNED = [
    ({}, REPLY_BY, "proposed", "", "matched"),
    ({"state": "used"}, REPLY_BY, "lapsed", "OFFER_FULL", "open"),
    ({"state": "withdrawn"}, REPLY_BY, "lapsed", "OFFER_WITHDRAWN", "open"),
    ({"state": "lapsed"}, REPLY_BY, "lapsed", "OFFER_PAST", "open"),
    ({"valid_until": NOW}, REPLY_BY, "lapsed", "OFFER_PAST", "open"),
    ({"week": date(2026, 2, 23)}, REPLY_BY, "lapsed", "OFFER_PAST", "open"),
    ({}, NOW, "lapsed", "NO_REPLY_FROM_PATIENT", "open"),
]


@pytest.mark.parametrize(("of_offer", "reply_by", "state", "reason", "stands"), PLANNED)
def test_opening_puts_the_planned_places_forward_that_can_still_be_had(
    people: People, of_offer: dict[str, object], reply_by, state: str, reason: str, stands: str
) -> None:  # type: ignore[no-untyped-def]
    offer, request = new_offer(), carry(people, "consented")
    Offer.objects.filter(pk=offer.pk).update(**of_offer)
    Place.objects.create(
        request=request, offer=offer, destination=RECEIVER, state="planned", reply_by=reply_by,
        proposed_by="person:1", proposed_at=NOW,
    )  # fmt: skip
    entry = "place_proposed" if state == "proposed" else "place_lapsed"
    with changes_recorded("request_opened", entry):
        request = open_request(request=request, actor=people.arranging, now=NOW)
    place = place_at(request)
    assert (request.state, place.state, place.reason) == (stands, state, reason)


def test_a_message_is_written_only_once_the_patient_has_chosen_where_to_go(people: People) -> None:
    request = carry(people, "accepted")
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        write_message(request=request, content={}, actor=people.asking, now=NOW)
    assert refused.value.codes == ("NOT_IN_THIS_STATE",)


def test_a_message_that_fails_its_checks_is_not_sent_and_each_fault_is_said(
    people: People,
) -> None:
    request = carry(people, "agreed")
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        send_message(request=request, actor=people.asking, now=NOW)
    assert refused.value.codes == ("MESSAGE_MISSING",)
    content = content_of(
        request, **{"pathway.clock_start": WAITING_SINCE + timedelta(days=1), "patient.title": ""}
    )
    with changes_recorded("message_prepared"):
        write_message(request=request, content=content, actor=people.asking, now=NOW)
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        send_message(request=request, actor=people.asking, now=NOW)
    assert {"NO_PATIENT_TITLE", "CLOCK_START_CHANGED"} <= set(refused.value.codes)
    request.refresh_from_db()
    assert request.state == "agreed"


def test_what_is_no_message_is_not_kept(people: People) -> None:
    request = carry(people, "agreed")
    with changes_recorded(), pytest.raises(UnusableInput):
        write_message(request=request, content={"shoe_size": 9}, actor=people.asking, now=NOW)
    assert not Message.objects.exists()


def test_a_queried_message_is_written_anew_and_the_unit_stays(people: People) -> None:
    request = carry(people, "sent")
    with changes_recorded("message_queried") as entries:
        request = query_message(
            request=request, cause="RECORDS_INCOMPLETE", actor=people.receiving, now=NOW
        )
    assert entries[0].facts["cause"] == "RECORDS_INCOMPLETE"
    assert (request.state, units()) == ("agreed", "1 1 0 0")
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        send_message(request=request, actor=people.asking, now=NOW)
    assert refused.value.codes == ("MESSAGE_MISSING",)
    request = carry(people, "received", request=request)
    versions = Message.objects.filter(request=request).order_by("version")
    received = [(row.version, row.received_at is not None) for row in versions]
    assert received == [(1, False), (2, True)]


def test_a_message_about_another_patient_is_not_sent(people: People) -> None:
    first = carry(people, "sent", number=1)
    second = carry(people, "agreed", number=2)
    content = content_of(
        second, **{"patient.nhs_number": content_of(first)["patient"]["nhs_number"]}
    )
    write_message(request=second, content=content, actor=people.asking, now=NOW)
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        send_message(request=second, actor=people.asking, now=NOW)
    assert refused.value.codes == ("ALREADY_LIVE",)
    assert refused.value.reasons[0].inputs["reference"] == first.reference
    third = query_message(
        request=first, cause="RECORDS_INCOMPLETE", actor=people.receiving, now=NOW
    )
    content = content_of(
        third, **{"patient.nhs_number": content_of(second)["patient"]["nhs_number"]}
    )
    write_message(request=third, content=content, actor=people.asking, now=NOW)
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        send_message(request=third, actor=people.asking, now=NOW)
    assert refused.value.codes == ("OTHER_PATIENT",)


def test_a_day_that_has_passed_is_not_given_and_a_changed_one_says_why(people: People) -> None:
    request = carry(people, "received")
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        date_patient(
            request=request, day=TODAY - timedelta(days=1), actor=people.receiving, now=NOW
        )
    assert refused.value.codes == ("DAY_PAST",)
    request = date_patient(request=request, day=TODAY, actor=people.receiving, now=NOW)
    later = TODAY + timedelta(days=3)
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        date_patient(request=request, day=later, actor=people.receiving, now=NOW)
    assert refused.value.codes == ("REASON_NEEDED",)
    with changes_recorded("patient_dated") as entries:
        request = date_patient(
            request=request, day=later, cause="MOVED_BY_PROVIDER", actor=people.receiving, now=NOW
        )
    assert entries[0].facts["before"] == TODAY.isoformat()
    assert (request.treatment_on, units()) == (later, "1 0 1 0")


# Who is named, and who then answers for follow-up.
FOLLOW_UP = [("", RECEIVER), (RECEIVER, RECEIVER), (HOLDER, HOLDER)]


@pytest.mark.parametrize(("named", "answers"), FOLLOW_UP)
def test_the_whole_pathway_moves_with_the_patient_unless_the_holder_keeps_the_follow_up(
    people: People, named: str, answers: str
) -> None:
    """Spec transfers 6, row 5."""
    request = carry(people, "dated")
    request = treat_patient(
        request=request, on=TODAY, follow_up=named, actor=people.receiving, now=NOW
    )
    assert (request.follow_up, place_at(request).state) == (answers, "used")


@pytest.mark.parametrize(
    ("on", "follow_up", "code"),
    [
        (TODAY + timedelta(days=1), "", "DAY_TO_COME"),
        (WAITING_SINCE - timedelta(days=1), "", "BEFORE_CLOCK_START"),
        (TODAY, OTHER, "FOLLOW_UP_BY_NEITHER"),
    ],
)
def test_treatment_that_cannot_be_is_not_recorded(
    people: People, on: date, follow_up: str, code: str
) -> None:
    request = carry(people, "dated")
    with changes_recorded(), pytest.raises(StepRefused) as refused:
        treat_patient(request=request, on=on, follow_up=follow_up, actor=people.receiving, now=NOW)
    assert refused.value.codes == (code,)
    assert units() == "1 0 1 0"


def test_a_place_outside_the_network_is_carried_by_the_coordinator_for_that_provider(
    people: People,
) -> None:
    request = carry(people, "open")
    request = propose(people, request, None, outside="Seaside Clinic", miles=41.0)
    place = Place.objects.get(request=request)
    assert (place.destination, place.outside, place.offer) == ("", "Seaside Clinic", None)
    arranging = {"actor": people.arranging, "now": NOW}
    request = accept_place(request=request, place=place, **arranging)  # type: ignore[arg-type]
    request = choose_place(request=request, place=place, actor=people.asking, now=NOW)
    request = send_message(request=written(people, request), actor=people.asking, now=NOW)
    others = people.__class__(**{name: getattr(people, name) for name in people.__slots__}
                              | {"receiving": people.arranging})  # fmt: skip
    request = carry(others, "closed", request=request)
    assert request.follow_up == "outside"
    told = Entry.objects.filter(kind="place_chosen").get()
    assert told.facts["outside"] == "Seaside Clinic"
    assert PlaceState.USED.value == Place.objects.get(pk=place.pk).state


def test_a_patient_who_changes_their_mind_after_choosing_gives_the_unit_back(
    people: People,
) -> None:
    request = carry(people, "agreed")
    with changes_recorded("place_refused", "unit_released") as entries:
        request = refuse_place(
            request=request, place=place_at(request), cause="TOO_FAR", actor=people.asking, now=NOW
        )
    assert entries[1].subject == "offer:O1"
    assert (request.state, request.reason, units()) == ("open", "TOO_FAR", "2 0 0 0")
    assert place_at(request).reason == "TOO_FAR"


def test_starting_does_not_say_which_pathway_it_is(people: People) -> None:
    request = start_request(new=new_request(77), actor=people.asking, now=NOW)
    told = Entry.objects.get(kind="request_started", subject=f"request:{request.reference}")
    assert "P77" not in told.facts_text + told.headline


def test_a_cause_that_nobody_asked_for_is_not_kept(people: People) -> None:
    request = carry(people, "received")
    with changes_recorded("patient_dated") as entries:
        request = date_patient(
            request=request, day=TODAY, cause="BECAUSE", actor=people.receiving, now=NOW
        )
    assert request.reason == ""
    assert "cause" not in entries[0].facts
