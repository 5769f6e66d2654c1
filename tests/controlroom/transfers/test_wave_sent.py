"""A wave asks the people of a plan once, with their places planned, and never anybody twice."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from tests.controlroom.recording import changes_recorded
from tests.controlroom.transfers.a_plan import (
    MONDAY,
    NOW,
    REPLY_BY,
    coordinator,
    journeys,
    listed,
    offered,
    plan,
    plan_made,
)

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.viewer import viewer_of
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.matching.models import Plan
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.transfers.models import Offer, Place, Request, Use, Wave
from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.controlroom.transfers.services.send_wave import send_wave
from tidegate.controlroom.transfers.wave_of import next_wave
from tidegate.core.directory.roles import Role
from tidegate.exchange.findings import UnusableInput

__all__ = ["coordinator", "plan"]


def sent(plan: Plan, coordinator: Person) -> Wave:
    return send_wave(plan=plan, reply_by=REPLY_BY, actor=coordinator, now=NOW)


def test_each_is_asked_for_the_place_of_the_plan_with_others_to_choose_from(
    plan: Plan, coordinator: Person
) -> None:
    wave = sent(plan, coordinator)

    requests = list(Request.objects.filter(wave=wave))
    assert wave.asked == len(requests) >= plan.matched == 10
    assert {request.state for request in requests} == {"draft"}
    for request in requests:
        places = list(Place.objects.filter(request=request).order_by("rank"))
        assert [place.rank for place in places] == list(range(1, len(places) + 1))
        assert 1 <= len(places) <= 3
        assert {place.state for place in places} == {"planned"}
        assert len({place.offer_id for place in places}) == len(places)
    assert Place.objects.filter(rank=2).exists()


def test_a_request_carries_what_the_list_says_and_nothing_that_it_does_not(
    plan: Plan, coordinator: Person
) -> None:
    sent(plan, coordinator)

    request = Request.objects.get(pathway_id="Z01-19")
    assert request.clock_start == MONDAY - timedelta(weeks=39, days=1)
    assert (request.holder, request.area, request.tfc) == ("Z01", "ZQ1", "110")
    assert request.facts == {
        "asa": 2,
        "bmi": 27.2,
        "conditions": ["diabetes"],
        "unavailable_weeks": [(MONDAY + timedelta(weeks=1)).isoformat()],
        "zone": "ZZ001",
    }
    assert request.reference == f"T-{request.pk:06d}"
    assert (len(request.person), request.consent) == (64, "not_asked")


def test_offers_become_rows_with_their_ledger_when_a_wave_first_uses_them(
    plan: Plan, coordinator: Person
) -> None:
    assert not Offer.objects.exists()

    sent(plan, coordinator)

    offer = Offer.objects.get(offer_id="tarn-4")
    assert (offer.week, offer.units, offer.area) == (MONDAY + timedelta(weeks=4), 6, "ZQ1")
    assert offer.snapshot in plan.inputs.all()
    assert list(Use.objects.values_list("movement", "units").order_by("units")) == [
        ("offered", 4),
        ("offered", 6),
    ]


def test_a_wave_may_ask_for_some_of_the_offers_only(plan: Plan, coordinator: Person) -> None:
    wave = send_wave(plan=plan, reply_by=REPLY_BY, actor=coordinator, now=NOW, offer_ids={"tarn-4"})

    asked = Request.objects.filter(wave=wave)
    assert 0 < wave.asked == asked.count() < plan.matched
    assert set(Place.objects.values_list("offer__offer_id", flat=True)) == {"tarn-4"}
    assert list(Offer.objects.values_list("offer_id", flat=True)) == ["tarn-4"]
    assert wave.expected_yes <= wave.asked


def test_each_request_offer_and_wave_has_its_entry(plan: Plan, coordinator: Person) -> None:
    with changes_recorded("offer_posted", "offer_posted", *["request_started"] * 10, "wave_sent"):
        wave = sent(plan, coordinator)
    told = Entry.objects.get(kind="wave_sent")
    assert (told.subject, told.on_behalf_of) == (f"wave:{wave.pk}", "ZQ1")
    assert told.facts["asked"] == 10
    subjects = Entry.objects.filter(kind="request_started").values_list("subject", flat=True)
    references = Request.objects.values_list("reference", flat=True)
    assert set(subjects) == {f"request:{reference}" for reference in references}


def test_nobody_is_asked_twice_however_often_a_wave_is_sent(
    plan: Plan, coordinator: Person
) -> None:
    sent(plan, coordinator)

    with pytest.raises(StepRefused) as refused:
        sent(plan, coordinator)

    assert refused.value.codes == ("NOBODY_TO_ASK",)
    assert Wave.objects.count() == 1


def test_whoever_has_a_request_already_is_left_out_and_counted(
    plan: Plan, coordinator: Person
) -> None:
    from tidegate.controlroom.transfers.new_request import NewRequest
    from tidegate.controlroom.transfers.services.start_request import start_request

    first = NewRequest("Z01-19", "Z01", "110", "day_case", "P4", date(2025, 6, 1))
    start_request(new=first, actor=coordinator, now=NOW)

    composed = next_wave(viewer_of(coordinator), plan, NOW)

    assert composed.left_out == {"ALREADY_LIVE": 1}
    asked = {one.pathway["pathway_id"] for one in composed.asked}
    assert "Z01-19" not in asked
    assert len(asked) == 10  # the next in line takes the place in the count


@pytest.mark.parametrize(
    ("people", "code"),
    [
        (listed("Z01", 20).drop("clock_start"), "NO_CLOCK_START"),
        (listed("Z01", 20, clock_start=None).cast({"clock_start": pl.Date}), "NO_CLOCK_START"),
        (listed("Z01", 20, count=3), "COUNTED_ROW"),
    ],
    ids=["no column", "blank", "counted"],
)
@pytest.mark.usefixtures("organisations")
def test_who_cannot_be_asked_is_counted_with_the_reason_and_nothing_is_made_up(
    coordinator: Person, people: pl.DataFrame, code: str
) -> None:
    made = plan_made([people], offered(("tarn-4", "ZN101", 4, 6)), journeys("ZN101"))

    assert next_wave(viewer_of(coordinator), made, NOW).left_out == {code: 6}
    with pytest.raises(StepRefused) as refused:
        sent(made, coordinator)

    assert refused.value.reasons[0].inputs == {"left_out": {code: 6}}
    assert not Request.objects.exists()


@pytest.mark.usefixtures("organisations")
def test_a_place_at_the_own_provider_is_no_transfer(coordinator: Person) -> None:
    made = plan_made([listed("Z02", 8)], offered(("fell-4", "Z02", 4, 5)), journeys("Z02"))

    composed = next_wave(viewer_of(coordinator), made, NOW)

    assert (composed.asked, composed.left_out["OWN_PROVIDER"]) == ((), 5)


@pytest.mark.usefixtures("organisations")
def test_units_for_the_providers_own_patients_are_offered_to_nobody_else(
    coordinator: Person,
) -> None:
    longest = listed("Z02", 3, consent=False).with_columns(pl.col("weeks_waited") + 40)
    made = plan_made(
        [longest, listed("Z01", 9)],
        offered(("fell-4", "Z02", 4, 5), ("tarn-4", "ZN101", 4, 3)),
        journeys("Z02", "ZN101"),
    )
    composed = next_wave(viewer_of(coordinator), made, NOW)
    own = composed.left_out["OWN_PROVIDER"]
    assert {one.pathway["holder"] for one in composed.asked} == {"Z01"}
    assert own + len(composed.asked) == made.matched == 8
    expected = 0.7 * len(composed.asked)
    assert composed.expected_yes == pytest.approx(expected)  # of those asked, and nobody else

    sent(made, coordinator)

    assert sum(Offer.objects.values_list("units", flat=True)) == len(composed.asked)
    again = next_wave(viewer_of(coordinator), made, NOW)
    assert (again.asked, again.expected_yes) == ((), pytest.approx(expected))


@pytest.mark.usefixtures("organisations")
def test_offers_whose_week_has_begun_are_not_asked_for(coordinator: Person) -> None:
    made = plan_made(
        [listed("Z01", 20)],
        offered(("tarn-0", "ZN101", 0, 6), ("tarn-4", "ZN101", 4, 3)),
        journeys("ZN101"),
    )
    later = NOW + timedelta(days=7)

    asked = next_wave(viewer_of(coordinator), made, later).asked

    assert {place.offer_id for one in asked for place in one.places[:1]} == {"tarn-4"}


def test_an_identifier_that_stands_for_another_offer_is_refused(
    plan: Plan, coordinator: Person
) -> None:
    sent(plan, coordinator)
    Offer.objects.filter(offer_id="fell-5").update(site="Z01A1")

    with pytest.raises(UnusableInput, match="OFFER_ID_TAKEN"):
        next_wave(viewer_of(coordinator), plan, NOW)


@pytest.mark.parametrize(
    "held", [(Role.COORDINATOR, "ZQ2"), (Role.PROVIDER_USER, "Z01"), (Role.AUDITOR, "ZQ1")]
)
def test_only_a_coordinator_of_the_area_may_send_one(plan: Plan, person_with, held) -> None:
    with pytest.raises(PermissionMissing):
        sent(plan, person_with(held))
    assert not Request.objects.exists()


def test_people_need_time_to_answer(plan: Plan, coordinator: Person) -> None:
    with pytest.raises(StepRefused) as refused:
        send_wave(plan=plan, reply_by=NOW, actor=coordinator, now=NOW)
    assert refused.value.codes == ("REPLY_BY_PAST",)


def test_out_of_a_plan_that_was_replaced_nobody_is_asked(plan: Plan, coordinator: Person) -> None:
    from tidegate.controlroom.matching.services.run_plan import run_plan
    from tidegate.exchange.matching.policies import DEFAULT, load_policy

    run_plan(
        lists=list(plan.inputs.filter(kind="pathways")),
        offers=list(plan.inputs.filter(kind="offers")),
        policy=load_policy(DEFAULT),
        actor=coordinator,
        now=NOW,
        replaces=plan,
    )
    with pytest.raises(StepRefused) as refused:
        sent(plan, coordinator)
    assert refused.value.codes == ("PLAN_REPLACED",)
