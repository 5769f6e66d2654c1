"""The demo shows transfers at work: every state, both queues, ledgers that tie, nobody real."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from tests.demo_site import MADE_AT, TODAY, DemoSite

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.demo.services.make_demo import demo_made
from tidegate.controlroom.directory.models import Token
from tidegate.controlroom.directory.viewer import viewer_of
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.matching.services.run_plan import run_plan
from tidegate.controlroom.transfers import queries
from tidegate.controlroom.transfers.answers import answers_of_plan
from tidegate.controlroom.transfers.models import Alert, Message, Offer, Place, Request, Use, Wave
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.core.directory.nhs_number import nhs_number_faults
from tidegate.core.transfers.ledger import Moved, Movement, balance
from tidegate.core.transfers.lifecycle.causes import UnusedCause
from tidegate.core.transfers.lifecycle.states import LIVE, OfferState, PlaceState, RequestState
from tidegate.exchange.matching.policies import DEFAULT, load_policy

COORDINATOR = "coordinator@northmere.example"
HOLDER = "waitinglist@northmerehospitals.example"


def test_every_state_of_a_request_is_there(demo_site: DemoSite) -> None:
    assert set(Request.objects.values_list("state", flat=True)) == set(RequestState)


def test_every_state_of_a_place_and_of_an_offer_is_there(demo_site: DemoSite) -> None:
    assert set(Place.objects.values_list("state", flat=True)) == set(PlaceState)
    assert set(Offer.objects.values_list("state", flat=True)) == set(OfferState)


def test_the_ledger_of_every_offer_ties(demo_site: DemoSite) -> None:
    for offer in Offer.objects.prefetch_related("uses"):
        rows = sorted(offer.uses.all(), key=lambda use: use.pk)
        left = balance(
            Moved(Movement(use.movement), use.units, UnusedCause(use.cause) if use.cause else None)
            for use in rows
        )
        assert offer.units == left.taken + left.free
        if offer.state in {"lapsed", "withdrawn"}:
            assert left.free == 0


def test_units_go_unused_for_several_causes_and_never_without_one(demo_site: DemoSite) -> None:
    lost = Use.objects.filter(movement__in=["unused", "missed", "cut"])
    causes = set(lost.values_list("cause", flat=True))
    assert "" not in causes
    assert {"NOT_BOOKED", "PATIENT_DECLINED", "NOT_STAFFED", "WITHDRAWN"} <= causes
    assert Use.objects.filter(movement="missed").exists()
    assert Use.objects.filter(movement="done").exists()


@pytest.mark.parametrize("email", [COORDINATOR, HOLDER, "clinician@northmerehospitals.example",
                                   "bookings@wendhampark.example",
                                   "clinician@wendhampark.example"])  # fmt: skip
def test_work_waits_for_both_sides_and_the_area(demo_site: DemoSite, email: str) -> None:
    queues = queries.to_do(viewer_of(Person.objects.get(email=email)))
    assert sum(queue.requests.count() for queue in queues) > 0


def test_both_waves_have_answers_that_the_next_plan_takes_up(demo_site: DemoSite) -> None:
    coordinator = Person.objects.get(email=COORDINATOR)
    answers = answers_of_plan(viewer_of(coordinator), demo_site.plan)
    assert answers is not None
    assert Wave.objects.count() == 2
    assert {"accepted", "declined"} <= set(answers.frame["reply"])
    newest = Snapshot.objects.filter(as_of=TODAY)
    again = run_plan(
        lists=list(newest.filter(kind="pathways")),
        offers=list(newest.filter(kind="offers")),
        policy=load_policy(DEFAULT),
        actor=coordinator,
        now=MADE_AT,
        replaces=demo_site.plan,
        replies=answers,
    )
    assert again.matched > 0


def test_whoever_was_treated_is_on_nobodys_list_any_more(demo_site: DemoSite) -> None:
    from tidegate.controlroom.waiting.store import store

    over = Request.objects.filter(state__in=["treated", "closed"])
    treated = set(over.values_list("pathway_id", flat=True))
    assert treated
    for part in Snapshot.objects.filter(kind="pathways", as_of=TODAY):
        assert not treated & set(store().read(part.sha256)["pathway_id"])


def test_live_requests_are_of_people_who_wait(demo_site: DemoSite) -> None:
    made = demo_made(TODAY)
    assert made is not None
    assert sum(made.requests.values()) == Request.objects.count()
    assert made.waves == tuple(Wave.objects.order_by("number").values_list("asked", flat=True))
    live = Request.objects.filter(state__in=list(LIVE))
    assert all(request.clock_start <= TODAY for request in live)


def test_nobody_in_a_message_could_be_a_real_person(demo_site: DemoSite) -> None:
    numbers = []
    for message in Message.objects.all():
        patient = message.content["patient"]
        assert patient["family_name"] == "Example"
        assert re.fullmatch(r"Patient \d+", patient["given_name"])
        assert "Example Street" in patient["address"]
        assert patient["nhs_number"].startswith("999")
        assert nhs_number_faults(patient["nhs_number"], demo=True) == ()
        numbers.append((message.request_id, patient["nhs_number"]))
    assert len({number for _, number in numbers}) == len({request for request, _ in numbers}) > 0


def test_names_of_patients_stand_in_messages_only(demo_site: DemoSite) -> None:
    said = " ".join(map(str, Entry.objects.values_list("headline", "facts_text")))
    assert "Example Street" not in said
    assert "999000" not in said


def test_one_service_is_full_and_another_has_room(demo_site: DemoSite) -> None:
    assert Counter(Alert.objects.values_list("state", flat=True)) == {"limited": 1, "spare": 1}
    assert not Alert.objects.filter(expires_at__lte=MADE_AT).exists()


def test_a_hospitals_system_has_a_token_and_acts_by_it(demo_site: DemoSite) -> None:
    token = Token.objects.get()
    assert token.organisation.code == "ZN101"
    assert Entry.objects.filter(actor=f"token:{token.pk}").exists()


def test_a_place_outside_and_units_offered_by_hand_are_put_to_patients(
    demo_site: DemoSite,
) -> None:
    assert Place.objects.filter(offer=None, state__in=["chosen", "used"]).exists()
    assert Place.objects.filter(offer__isnull=False, offer__snapshot=None).exists()
