"""Random legal and illegal steps by many people on several patients: nobody is ever lost.

A model beside the database keeps what must never change; after every step the rows are held
against it and against the tables of the lifecycles.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from tests.controlroom.transfers.carrying import (
    HOLDER,
    NOW,
    OTHER,
    RECEIVER,
    People,
    content_of,
    new_offer,
    new_request,
    nhs_number,
    onward,
    people,
)

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.log.services.verify_record import verify_record
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.transfers.models import Offer, Place, Request, Use
from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.controlroom.transfers.services.accept_place import accept_place
from tidegate.controlroom.transfers.services.choose_place import choose_place
from tidegate.controlroom.transfers.services.clear_request import clear_request
from tidegate.controlroom.transfers.services.close_request import close_request
from tidegate.controlroom.transfers.services.close_without_place import close_without_place
from tidegate.controlroom.transfers.services.date_patient import date_patient
from tidegate.controlroom.transfers.services.decline_place import decline_place
from tidegate.controlroom.transfers.services.find_unsuitable import find_unsuitable
from tidegate.controlroom.transfers.services.lapse_due import lapse_due
from tidegate.controlroom.transfers.services.miss_date import miss_date
from tidegate.controlroom.transfers.services.open_request import open_request
from tidegate.controlroom.transfers.services.propose_place import propose_place
from tidegate.controlroom.transfers.services.query_message import query_message
from tidegate.controlroom.transfers.services.receive_message import receive_message
from tidegate.controlroom.transfers.services.record_consent import record_consent
from tidegate.controlroom.transfers.services.refuse_place import refuse_place
from tidegate.controlroom.transfers.services.return_request import return_request
from tidegate.controlroom.transfers.services.send_message import send_message
from tidegate.controlroom.transfers.services.start_request import start_request
from tidegate.controlroom.transfers.services.treat_patient import treat_patient
from tidegate.controlroom.transfers.services.widen_search import widen_search
from tidegate.controlroom.transfers.services.withdraw_offer import withdraw_offer
from tidegate.controlroom.transfers.services.withdraw_request import withdraw_request
from tidegate.controlroom.transfers.services.write_message import write_message
from tidegate.controlroom.transfers.turns import NEXT
from tidegate.core.directory.roles import Role
from tidegate.core.transfers.ledger import Moved, Movement, balance
from tidegate.core.transfers.lifecycle.causes import UnusedCause, causes_of
from tidegate.core.transfers.lifecycle.places import PLACES
from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import (
    LIVE,
    LIVE_PLACES,
    MOST_PLACES,
    PlaceState,
    RequestState,
    standing,
)

__all__ = ["people"]

S, P = RequestState, PlaceState
PATIENTS = 4
LOOKING = {S.OPEN, S.MATCHED, S.ACCEPTED}
WITH_A_CHOICE = {S.AGREED, S.SENT, S.RECEIVED, S.DATED}
MOVED = {S.TREATED, S.CLOSED}
EXAMPLES = {"sqlite": 15, "postgresql": 6}  # of up to 50 steps: about ten seconds on each


@dataclass(slots=True)
class Try:
    """One attempt at a step: by whom, on what, with which cause and place."""

    request: Request
    actor: Person
    now: datetime
    place: Place | None
    offer: Offer
    cause: str

    @property
    def known(self) -> dict[str, Any]:
        return {"request": self.request, "actor": self.actor, "now": self.now}

    @property
    def why(self) -> dict[str, Any]:
        return self.known | {"cause": self.cause}

    @property
    def here(self) -> dict[str, Any]:
        return self.known | {"place": self.place}


STEPS: dict[str, Callable[[Try], Request]] = {
    "clear": lambda t: clear_request(**t.known),
    "consent": lambda t: record_consent(how="in person", choices=2, **t.known),
    "open": lambda t: open_request(**t.known),
    "propose": lambda t: propose_place(
        offer=t.offer, reply_by=t.now + timedelta(days=3), miles=30.0, **t.known
    ),
    "widen": lambda t: widen_search(**t.why),
    "close_without_place": lambda t: close_without_place(**t.why),
    "accept": lambda t: accept_place(**t.here),
    "decline": lambda t: decline_place(cause=t.cause, **t.here),
    "choose": lambda t: choose_place(**t.here),
    "refuse": lambda t: refuse_place(cause=t.cause, **t.here),
    "write": lambda t: write_message(content=content_of(t.request), **t.known),
    "send": lambda t: send_message(**t.known),
    "receive": lambda t: receive_message(**t.known),
    "query": lambda t: query_message(**t.why),
    "date": lambda t: date_patient(day=t.now.date() + timedelta(days=5), **t.why),
    "miss": lambda t: miss_date(**t.why),
    "treat": lambda t: treat_patient(on=t.now.date(), **t.known),
    "give_back": lambda t: return_request(**t.why),
    "close": lambda t: close_request(**t.known),
    "find_unsuitable": lambda t: find_unsuitable(**t.why),
    "withdraw": lambda t: withdraw_request(**t.why),
}
BACK = ("decline", "refuse", "query", "miss", "give_back", "date", "widen", "withdraw")


def rows() -> tuple[list[Any], ...]:
    """All that a refused step must leave as it was."""
    return tuple(
        list(model.objects.order_by("pk").values_list()) for model in (Request, Place, Use)
    )


class Transfers(RuleBasedStateMachine):
    """Several patients, two receivers with few units, nine actors, one of whom is everybody."""

    people: ClassVar[People]
    actors: ClassVar[list[Any]]
    seen: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.clocks: dict[str, Any] = {}
        self.states: dict[str, str] = {}
        self.world = transaction.atomic()
        self.world.__enter__()
        self.offers = [new_offer("O1", units=1), new_offer("O2", units=2), new_offer("O3", OTHER)]
        for number in (1, 2):
            new = new_request(number, travel_max_miles=50.0)
            made = start_request(new=new, actor=self.people.asking, now=NOW)
            self.clocks[made.reference] = made.clock_start

    def teardown(self) -> None:
        found = verify_record()
        self.seen.update(self.states.values())
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)
        assert found.ok, found

    def picked(self, data: st.DataObject) -> Request:
        found = list(Request.objects.order_by("pk"))
        return data.draw(st.sampled_from(found))

    @rule(number=st.integers(1, PATIENTS), named=st.booleans(), data=st.data())
    def start(self, number: int, named: bool, data: st.DataObject) -> None:
        actor = data.draw(st.sampled_from([self.people.asking, *self.actors]))
        number_of = nhs_number(number) if named else None
        live = Request.objects.filter(pathway_id=f"P{number}", state__in=LIVE).first()
        try:
            made = start_request(
                new=new_request(number, nhs_number=number_of), actor=actor, now=self.now
            )
        except PermissionMissing:
            return
        except StepRefused as refused:
            said = refused.reasons[0].inputs.get("reference")
            assert said == (live and live.reference), "refused without a request that lives"
            return
        assert live is None, "a second request"
        self.clocks[made.reference] = made.clock_start

    @rule(times=st.integers(1, 8), data=st.data())
    def go_on(self, times: int, data: st.DataObject) -> None:
        """The right people take the next steps; one may still be refused: no unit, no offer."""
        request = self.picked(data)
        for _ in range(times):
            request.refresh_from_db()
            self.one_step_on(request, data)

    def one_step_on(self, request: Request, data: st.DataObject) -> None:
        if request.state in {"open", "matched", "accepted"}:
            self.one_place_on(request, data)
        elif request.state in LIVE:
            before, choices = rows(), 1 + request.pk % 2
            try:
                onward(self.fitting_all(request), request, self.now, choices=choices)
            except StepRefused:  # the message was written; no unit was left for another date
                assert request.state == "agreed" or rows() == before
            else:
                self.seen[f"on from {request.state}"] += 1

    def one_place_on(self, request: Request, data: st.DataObject) -> None:
        """Propose one more place, accept one that is proposed, or choose one that is accepted."""
        places = list(request.places.filter(state__in=["proposed", "accepted"]).order_by("pk"))
        place = data.draw(st.sampled_from([*places, None])) if places else None
        if place is None:
            offer = data.draw(st.sampled_from(self.offers))
            self.attempt("propose", request, self.people.arranging, offer=offer)
            return
        verb = "accept" if place.state == "proposed" else "choose"
        self.attempt(verb, request, self.fitting(place), place=place)

    @rule(times=st.integers(1, 6), data=st.data())
    def one_person_tries_to_do_it_all(self, times: int, data: st.DataObject) -> None:
        """Whoever has every role is refused where it takes a second person."""
        request = self.picked(data)
        for _ in range(times):
            request.refresh_from_db()
            verb = NEXT.get(RequestState(request.state))
            if verb is None:
                return
            fitting = [place for place in request.places.order_by("pk")
                       if PLACES.step(PlaceState(place.state), verb)]  # fmt: skip
            place = data.draw(st.sampled_from(fitting)) if fitting else None
            self.attempt(verb, request, self.actors[0], place=place, data=data)

    @rule(data=st.data())
    def several_receivers_say_yes(self, data: st.DataObject) -> None:
        """As many as were asked; beyond what the patient wants to choose among, they are told."""
        request = self.picked(data)
        while request.state in {"draft", "cleared", "consented"}:
            self.one_step_on(request, data)
            request.refresh_from_db()
        for offer in self.offers[-MOST_PLACES:]:
            request.refresh_from_db()
            self.attempt("propose", request, self.people.arranging, offer=offer)
        for place in request.places.filter(state="proposed").order_by("pk"):
            request.refresh_from_db()
            self.attempt("accept", request, self.fitting(place), place=place)

    def fitting(self, place: Place) -> Any:
        if place.state == "accepted":
            return self.people.asking
        elsewhere = place.destination == OTHER
        return self.people.accepting_elsewhere if elsewhere else self.people.accepting

    def fitting_all(self, request: Request) -> People:
        chosen = request.places.filter(state__in=["chosen", "used"]).first()
        who = {name: getattr(self.people, name) for name in People.__slots__}
        if chosen is not None and chosen.destination == OTHER:
            who["receiving"] = self.people.receiving_elsewhere
        return People(**who)

    @rule(verb=st.sampled_from(sorted(STEPS)), data=st.data())
    def anybody_tries_anything(self, verb: str, data: st.DataObject) -> None:
        actor = data.draw(st.sampled_from(self.actors))
        place = data.draw(st.sampled_from([None, *Place.objects.order_by("pk")]))
        self.attempt(verb, self.picked(data), actor, place=place, data=data)

    @rule(data=st.data())
    def something_comes_back(self, data: st.DataObject) -> None:
        """Somebody with every role takes a step that leads back; the patient is carried there."""
        request, verb = self.picked(data), data.draw(st.sampled_from(BACK))
        for _ in RequestState:
            request.refresh_from_db()
            if REQUESTS.step(RequestState(request.state), verb):
                break
            self.one_step_on(request, data)
        fitting = [place for place in request.places.order_by("pk")
                   if PLACES.step(PlaceState(place.state), verb)]  # fmt: skip
        place = data.draw(st.sampled_from(fitting)) if fitting else None
        self.attempt(verb, request, self.actors[0], place=place, data=data)

    def attempt(
        self,
        verb: str,
        request: Request,
        actor: Any,
        *,
        place: Place | None = None,
        offer: Offer | None = None,
        data: st.DataObject | None = None,
    ) -> None:
        """Take a step, legal or not: it is in the table and done, or nothing has changed."""
        causes = [cause.code for cause in causes_of(verb)] or [""]
        cause = causes[0] if data is None else data.draw(st.sampled_from([*causes, "BECAUSE"]))
        offer = offer or (
            self.offers[0] if data is None else data.draw(st.sampled_from(self.offers))
        )
        before, state = rows(), RequestState(Request.objects.get(pk=request.pk).state)
        try:
            after = STEPS[verb](Try(request, actor, self.now, place, offer, cause))
        except StepRefused as refused:
            full = refused.codes == ("OFFER_FULL",)  # the place has lapsed by that
            assert full or rows() == before, "a refused step changed something"
            return
        except PermissionMissing:
            assert rows() == before
            return
        self.seen[verb] += 1
        row = REQUESTS.step(state, verb)
        if verb == "write":
            assert after.state == state == S.AGREED
        else:
            assert row is not None, f"{verb} was taken from {state}"
            assert row.next in (None, RequestState(after.state))

    @rule(provider=st.sampled_from([RECEIVER, OTHER]), units=st.integers(1, 2))
    def a_provider_offers_more(self, provider: str, units: int) -> None:
        name, week = f"O{len(self.offers) + 1}", (self.now + timedelta(days=7)).date()
        valid = self.now + timedelta(days=14)
        self.offers.append(new_offer(name, provider, units, week=week, valid_until=valid))

    @rule(hours=st.sampled_from([1, 30, 100]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        lapse_due(now=self.now)

    @rule(data=st.data())
    def a_provider_withdraws_an_offer(self, data: st.DataObject) -> None:
        offer = data.draw(st.sampled_from(self.offers))
        elsewhere = offer.provider == OTHER
        actor = self.people.receiving_elsewhere if elsewhere else self.people.receiving
        before = rows()
        try:
            withdraw_offer(offer=offer, cause="LIST_CANCELLED", actor=actor, now=self.now)
        except StepRefused:  # it is over already
            assert rows() == before

    @rule(data=st.data())
    def somebody_tampers_with_a_clock(self, data: st.DataObject) -> None:
        request = self.picked(data)
        request.clock_start += timedelta(days=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            request.save()

    @invariant()
    def everything_holds(self) -> None:
        requests = list(Request.objects.prefetch_related("places"))
        assert {one.reference: one.clock_start for one in requests} == self.clocks
        live = Counter(one.pathway_id for one in requests if one.state in LIVE)
        assert max(live.values(), default=0) <= 1
        for request in requests:
            self.request_holds(request, list(request.places.all()))
        self.states = {one.reference: one.state for one in requests}
        for offer in Offer.objects.all():
            self.ledger_holds(offer)

    def request_holds(self, request: Request, places: list[Place]) -> None:
        state = RequestState(request.state)
        states = [PlaceState(place.state) for place in places]
        counted = Counter(states)
        assert counted[P.CHOSEN] + counted[P.USED] <= 1, "in two places"
        assert (counted[P.CHOSEN] == 1) == (state in WITH_A_CHOICE)
        assert (counted[P.USED] == 1) == (state in MOVED)
        assert sum(counted[one] for one in LIVE_PLACES) <= MOST_PLACES
        assert counted[P.ACCEPTED] <= request.choices
        if state in LOOKING:
            assert standing(states) is state
        elif state not in WITH_A_CHOICE:
            assert not set(states) & {P.PLANNED, P.PROPOSED, P.ACCEPTED}
        if state in LOOKING | WITH_A_CHOICE | MOVED:
            assert request.consent == "yes"
            assert request.consent_at is not None
            assert request.cleared_by != request.consent_by
        for place in places:
            if place.state in {"accepted", "chosen", "used"}:
                assert place.accepted_by not in {"", request.cleared_by, request.consent_by}
        if state in {S.UNSUITABLE, S.NO_CAPACITY, S.WITHDRAWN}:
            assert request.reason
        assert (request.treatment_on is not None) == (state in MOVED | {S.DATED})

    def ledger_holds(self, offer: Offer) -> None:
        lines = Use.objects.filter(offer=offer).order_by("id")
        found = balance(
            Moved(Movement(one.movement), one.units, UnusedCause(one.cause) if one.cause else None)
            for one in lines
        )
        places = list(Place.objects.filter(offer=offer).select_related("request"))
        chosen = [place for place in places if place.state == "chosen"]
        dated = [place for place in chosen if place.request.state == "dated"]
        assert found.done == sum(place.state == "used" for place in places)
        assert found.booked == len(dated)
        lost = [place for place in chosen if place.request.state == "received" and
                place.request.reason in {cause.code for cause in causes_of("miss")}]  # fmt: skip
        assert len(chosen) - len(dated) - len(lost) <= found.agreed <= len(chosen) - len(dated)
        assert found.offered == found.free + found.taken + sum(found.unused.values())
        if offer.state in {"lapsed", "withdrawn"}:
            assert found.free == 0, "a unit without a cause"


@pytest.mark.django_db
def test_nobody_is_lost_in_two_places_or_moved_without_consent(
    people: People, person_with: Callable[..., Person]
) -> None:
    every = person_with(
        (Role.CLINICIAN, HOLDER), (Role.PROVIDER_USER, HOLDER), (Role.COORDINATOR, "ZQ1"),
        (Role.CLINICIAN, RECEIVER), (Role.PROVIDER_USER, RECEIVER),
        (Role.CLINICIAN, OTHER), (Role.PROVIDER_USER, OTHER),
    )  # fmt: skip
    Transfers.people = people
    Transfers.actors = [every, *(getattr(people, name) for name in People.__slots__)]
    Transfers.seen = Counter()
    entries = Entry.objects.count()
    run_state_machine_as_test(
        Transfers,
        settings=settings(
            max_examples=EXAMPLES[connection.vendor], stateful_step_count=50, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert Entry.objects.count() == entries, "every example leaves the world as it found it"
    assert Transfers.seen["choose"], "patients came as far as choosing a place"
