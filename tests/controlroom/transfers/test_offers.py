"""Offers are posted, confirmed and withdrawn by their provider, and each unit is accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.controlroom.recording import changes_recorded
from tests.controlroom.transfers.carrying import (
    NEXT_WEEK,
    NOW,
    People,
    carry,
    new_offer,
    people,
    place_at,
)

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.transfers.models import Offer, Request, Use
from tidegate.controlroom.transfers.new_offer import NewOffer
from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.controlroom.transfers.services.confirm_offer import confirm_offer
from tidegate.controlroom.transfers.services.move_units import balance_now, move_units
from tidegate.controlroom.transfers.services.post_offer import post_offer
from tidegate.controlroom.transfers.services.withdraw_offer import withdraw_offer
from tidegate.core.directory.roles import Role
from tidegate.core.transfers.ledger import NEED_A_CAUSE, Movement, UnitsDoNotTieError
from tidegate.core.transfers.lifecycle.causes import UnusedCause

__all__ = ["people"]

NEW = NewOffer("ZN101", "ZN101", "day_case", ("110",), NEXT_WEEK, 4)


@pytest.fixture
def provider(person_with: Callable[..., Person]) -> Person:
    return person_with((Role.PROVIDER_USER, "ZN101"))


def posted(provider: Person, new: NewOffer = NEW) -> Offer:
    return post_offer(new=new, actor=provider, now=NOW)


class TestPosting:
    def test_an_offer_stands_with_the_first_line_of_its_ledger(self, provider: Person) -> None:
        with changes_recorded("offer_posted"):
            offer = posted(provider)
        assert (offer.state, offer.area, offer.units) == ("posted", "ZQ1", 4)
        assert offer.valid_until.isoformat() == "2026-03-16T00:00:00+00:00"
        assert list(Use.objects.values_list("movement", "units")) == [("offered", 4)]

    def test_a_system_that_did_not_hear_the_answer_may_post_again(self, provider: Person) -> None:
        named = replace(NEW, offer_id="tarn-1")
        first = posted(provider, named)
        with changes_recorded():
            assert posted(provider, named) == first
        with pytest.raises(StepRefused) as refused:
            posted(provider, replace(named, units=5))
        assert refused.value.codes == ("OFFER_ID_TAKEN",)

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"units": 0}, "UNITS_OUT_OF_RANGE"),
            ({"week": NEXT_WEEK + timedelta(days=1)}, "NOT_A_MONDAY"),
            ({"week": date(2026, 2, 16)}, "WEEK_IS_OVER"),
            ({"modality": "surgery"}, "UNKNOWN_MODALITY"),
            ({"tfcs": ()}, "UNKNOWN_TFC"),
            ({"tfcs": ("999",)}, "UNKNOWN_TFC"),
            ({"limits": {"max_height": 2}}, "UNKNOWN_LIMIT"),
            ({"valid_until": NOW}, "ALREADY_OVER"),
            ({"physical_units": 3}, "UNITS_WITHOUT_STAFF"),
            ({"physical_units": 4, "staffed_units_claimed": 5}, "MORE_STAFFED_THAN_PHYSICAL"),
            ({"site": "Z01A1"}, "SITE_NOT_KNOWN"),
        ],
    )
    def test_what_can_be_no_offer_is_refused_with_its_reason(
        self, provider: Person, changed: dict[str, object], code: str
    ) -> None:
        with pytest.raises(StepRefused) as refused:
            posted(provider, replace(NEW, **changed))
        assert code in refused.value.codes
        assert not Offer.objects.exists()

    @pytest.mark.parametrize(
        "held", [(Role.PROVIDER_USER, "Z02"), (Role.CLINICIAN, "ZN101"), (Role.COORDINATOR, "ZQ1")]
    )
    def test_only_the_provider_may_post_its_offers(self, person_with, held) -> None:
        with pytest.raises(PermissionMissing):
            posted(person_with(held))


class TestConfirming:
    def test_three_kinds_of_units_are_three_numbers(self, provider: Person) -> None:
        offer = posted(provider)
        with changes_recorded("offer_confirmed"):
            confirm_offer(
                offer=offer, actor=provider, now=NOW, physical_units=8,
                staffed_units_claimed=6, staffed_units_observed=3,
            )  # fmt: skip
        offer.refresh_from_db()
        assert (offer.state, offer.last_confirmed_at) == ("confirmed", NOW)
        assert (offer.units, offer.physical_units) == (4, 8)
        assert (offer.staffed_units_claimed, offer.staffed_units_observed) == (6, 3)

    def test_units_may_be_added_and_cut_with_a_cause(self, provider: Person) -> None:
        offer = posted(provider)
        confirm_offer(offer=offer, actor=provider, now=NOW, units=6)
        confirm_offer(offer=offer, actor=provider, now=NOW, units=1, cause="NOT_STAFFED")
        offer.refresh_from_db()
        balance = balance_now(offer)
        assert (offer.units, balance.offered, balance.free) == (1, 6, 1)
        assert balance.unused == {UnusedCause.NOT_STAFFED: 5}

    @pytest.mark.parametrize(
        ("given", "code"),
        [
            ({"units": 1}, "REASON_NEEDED"),
            ({"units": 1, "cause": "TOO_FAR"}, "REASON_NEEDED"),
            ({"units": -1}, "UNITS_OUT_OF_RANGE"),
            ({"physical_units": 2}, "UNITS_WITHOUT_STAFF"),
        ],
    )
    def test_numbers_that_contradict_each_other_are_refused(
        self, provider: Person, given: dict[str, object], code: str
    ) -> None:
        offer = posted(provider)
        with pytest.raises(StepRefused) as refused:
            confirm_offer(offer=offer, actor=provider, now=NOW, **given)
        assert refused.value.codes == (code,)
        assert balance_now(offer).free == 4

    def test_units_that_patients_have_are_not_cut(self, people: People) -> None:
        carry(people, "agreed")
        offer = Offer.objects.get()
        with pytest.raises(StepRefused) as refused:
            confirm_offer(
                offer=offer, actor=people.receiving, now=NOW, units=0, cause="NOT_STAFFED"
            )
        assert refused.value.codes == ("UNITS_TAKEN",)


class TestWithdrawing:
    def test_free_units_go_unused_with_its_cause(self, provider: Person) -> None:
        offer = posted(provider)
        with changes_recorded("offer_withdrawn"):
            withdraw_offer(offer=offer, cause="HELD_FOR_SURGE", actor=provider, now=NOW)
        offer.refresh_from_db()
        assert offer.state == "withdrawn"
        assert balance_now(offer).unused == {UnusedCause.HELD_FOR_SURGE: 4}

    def test_who_was_proposed_or_accepted_looks_for_another_place(self, people: People) -> None:
        carry(people, "matched", number=1)
        carry(people, "accepted", number=2)
        with changes_recorded("place_lapsed", "place_lapsed", "offer_withdrawn"):
            withdraw_offer(
                offer=Offer.objects.get(), cause="NOT_STAFFED", actor=people.receiving, now=NOW
            )
        found = set(Request.objects.values_list("state", "reason"))
        assert found == {("open", "OFFER_WITHDRAWN")}

    def test_a_patient_who_had_chosen_is_asked_again_and_it_is_said_loudly(
        self, people: People
    ) -> None:
        request = carry(people, "agreed")
        started = request.clock_start
        withdraw_offer(
            offer=Offer.objects.get(), cause="LIST_CANCELLED", actor=people.receiving, now=NOW
        )
        request.refresh_from_db()
        assert (request.state, request.clock_start) == ("open", started)
        told = Entry.objects.filter(subject=f"request:{request.reference}").latest("seq")
        assert (told.kind, told.severity, told.facts["had_chosen"]) == ("place_lapsed", 3, True)
        withdrawn = Entry.objects.get(kind="offer_withdrawn")
        assert "1 patient had chosen it and must be asked again" in withdrawn.headline
        assert balance_now(Offer.objects.get()).unused == {UnusedCause.WITHDRAWN: 2}

    def test_a_patient_with_a_date_is_returned_and_the_unit_is_accounted_for(
        self, people: People
    ) -> None:
        request = carry(people, "dated")
        withdraw_offer(
            offer=Offer.objects.get(), cause="HELD_FOR_SURGE", actor=people.receiving, now=NOW
        )
        request.refresh_from_db()
        assert (request.state, request.reason) == ("open", "LIST_CANCELLED")
        assert place_at(request).state == "returned"
        balance = balance_now(Offer.objects.get())
        assert (balance.free, balance.taken) == (0, 0)
        assert balance.unused == {UnusedCause.HELD_FOR_SURGE: 2}

    @pytest.mark.parametrize("cause", ["", "TOO_FAR", "nonsense"])
    def test_a_cause_is_owed(self, provider: Person, cause: str) -> None:
        with pytest.raises(StepRefused) as refused:
            withdraw_offer(offer=posted(provider), cause=cause, actor=provider, now=NOW)
        assert refused.value.codes == ("REASON_NEEDED",)

    def test_once_it_is_over_nothing_more_can_be_done(self, provider: Person) -> None:
        offer = posted(provider)
        withdraw_offer(offer=offer, cause="NOT_STAFFED", actor=provider, now=NOW)
        with pytest.raises(StepRefused, match="OFFER_NOT_OPEN"):
            withdraw_offer(offer=offer, cause="NOT_STAFFED", actor=provider, now=NOW)
        with pytest.raises(StepRefused, match="OFFER_NOT_OPEN"):
            confirm_offer(offer=offer, actor=provider, now=NOW)


MOVES = st.lists(st.tuples(st.sampled_from(Movement), st.integers(0, 3)), max_size=25)


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_whatever_is_moved_the_ledger_ties_and_the_row_says_what_is_left(
    moves: list[tuple[Movement, int]],
) -> None:
    with transaction.atomic():
        offer = new_offer(units=5)
        refused = 0
        for movement, units in moves:
            cause = UnusedCause.NOT_BOOKED if movement in NEED_A_CAUSE else None
            try:
                with transaction.atomic():
                    move_units(offer, movement, units, cause=cause, said_by="x", at=NOW)
            except UnitsDoNotTieError:
                refused += 1
        balance = balance_now(offer)
        kept = Offer.objects.get(pk=offer.pk)
        assert Use.objects.filter(offer=offer).count() == 1 + len(moves) - refused
        assert kept.units == offer.units == balance.free + balance.taken
        parts = balance.free + balance.taken + sum(balance.unused.values())
        assert balance.offered == parts
        assert (kept.state == "used") == (balance.taken > 0 and balance.free == 0)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_unit_that_comes_back_too_late_goes_unused_with_the_cause_of_its_place(
    people: People,
) -> None:
    request = carry(people, "agreed")
    offer = Offer.objects.get()
    Offer.objects.filter(pk=offer.pk).update(state="lapsed")
    from tidegate.controlroom.transfers.services.refuse_place import refuse_place

    refuse_place(
        request=request, place=place_at(request), cause="TOO_FAR", actor=people.asking, now=NOW
    )
    assert balance_now(offer).unused == {UnusedCause.PATIENT_DECLINED: 1}
    assert Counter(Use.objects.values_list("movement", flat=True))["unused"] == 1
