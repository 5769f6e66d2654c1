"""What a surge opens is in the next plan, and what it ends leaves accepted transfers alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from tests.controlroom.matching.test_services_run_plan import capacity, load, pathways
from tests.controlroom.surge.surging import (
    OPENED_AT,
    OPENS,
    PLACE,
    Cast,
    active,
    cast,
    later,
    new_pledge,
)
from tests.controlroom.transfers import carrying
from tests.controlroom.transfers.carrying import People, people

from tidegate.controlroom.directory.viewer import viewer_of
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.matching import queries
from tidegate.controlroom.matching.plan_store import kept_plan, plans_folder
from tidegate.controlroom.matching.services.run_plan import run_plan
from tidegate.controlroom.surge.services.move_due_surges import move_due_surges
from tidegate.controlroom.surge.services.stand_down_surge import stand_down_surge
from tidegate.controlroom.transfers.models import Offer, Request
from tidegate.controlroom.transfers.services.choose_place import choose_place
from tidegate.controlroom.transfers.services.propose_place import propose_place
from tidegate.controlroom.transfers.services.refuse_place import refuse_place
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.controlroom.waiting.store import store
from tidegate.core.matching.problem import make_problem
from tidegate.exchange.matching.policies import DEFAULT, load_policy

if TYPE_CHECKING:
    from tidegate.controlroom.surge.models import Surge

__all__ = ["cast", "people"]
pytestmark = pytest.mark.django_db
BEFORE = date(2026, 6, 3)  # a Wednesday: its offers begin on the day on which the surge opens


def loaded() -> dict[str, Snapshot]:
    """A list of thirty people, and what the board has on offer besides the surge."""
    base = capacity()
    offers = base["offers"].with_columns(pl.lit(None, pl.String).alias("line_id"))
    problem = make_problem(
        OPENS, 2, pathways=pathways("Z01", 30), offers=offers, travel=base["travel"],
        lines=None, budgets=None,
    )  # fmt: skip
    return {
        "offers": load("offers", problem.offers, PLACE, BEFORE),
        "travel": load("travel", problem.travel, PLACE, BEFORE),
        "pathways": load("pathways", problem.pathways, "Z01", BEFORE),
    }


def planned(cast: Cast, world: dict[str, Snapshot], now: datetime) -> set[str]:
    """Make the next plan with the offers that its form chooses, and return the offers it uses."""
    newest = queries.offers_to_plan(viewer_of(cast.proposing))[0]
    plan = run_plan(
        lists=[world["pathways"]], offers=[newest], policy=load_policy(DEFAULT),
        actor=cast.proposing, now=now,
    )  # fmt: skip
    kept = kept_plan(plans_folder() / plan.folder)
    return set(kept.result.assignments["offer_id"])


def test_the_next_plan_has_the_offers_that_a_surge_opened_and_no_more_once_it_ended(
    cast: Cast,
) -> None:
    world = loaded()
    made = active(cast)
    weeks = {f"{made.reference}-P1-2026-W{week}" for week in (25, 26, 27)}
    assert planned(cast, world, later(0)) == {"two", *weeks}
    first = Snapshot.objects.filter(kind="offers").order_by("-pk")[0]
    assert first.name == f"offers, with those of {made.reference}"
    entry = Entry.objects.get(kind="surge_opened")
    assert entry.facts["planned_with"] == [{"area": PLACE, "why_not": ""}]
    stand_down_surge(surge=made, reason="Quiet", actor=cast.proposing, now=later(1))
    newest = queries.offers_to_plan(viewer_of(cast.proposing))[0]
    assert store().read(newest.sha256)["offer_id"].to_list() == ["two"]


def carried(people: People, made: Surge, number: int, *, accept: bool, choose: bool) -> Request:
    """Put a patient to the surge’s second week, and carry it as far as asked."""
    offer = made.offers.order_by("offer__week")[1].offer
    now = later(0)
    request = carrying.carry(people, "open", number=number, now=now)
    propose_place(
        request=request, offer=offer, reply_by=now + timedelta(days=5), actor=people.arranging,
        now=now,
    )  # fmt: skip
    request.refresh_from_db()
    if accept:
        request = carrying.onward(people, request, now)
    if choose:
        request = carrying.onward(people, request, now)
    return request


def test_standing_down_does_not_touch_accepted_transfers(cast: Cast, people: People) -> None:
    made = active(cast, new_pledge(modality="inpatient"))
    chosen = carried(people, made, 1, accept=True, choose=True)
    accepted = carried(people, made, 2, accept=True, choose=False)
    put = carried(people, made, 3, accept=False, choose=False)
    before = [(row.state, row.moved_at) for row in (chosen, accepted)]
    stand_down_surge(surge=made, reason="Quiet", actor=cast.proposing, now=later(1))
    for row in (chosen, accepted, put):
        row.refresh_from_db()
    assert [(row.state, row.moved_at) for row in (chosen, accepted)] == before
    assert (put.state, put.places.get().reason) == ("open", "SURGE_ENDED")
    kept = chosen.places.get().offer
    assert kept is not None
    assert (kept.state, kept.units) == ("part_used", 2)
    others = Offer.objects.exclude(pk=kept.pk)
    assert set(others.values_list("state", flat=True)) == {"withdrawn"}
    stopped = Entry.objects.get(kind="offer_stopped")
    told = {name: stopped.facts[name] for name in ("units_unused", "places_kept", "places_lapsed")}
    assert told == {"units_unused": 4, "places_kept": 2, "places_lapsed": 1}
    now: dict[str, Any] = {"actor": people.asking, "now": later(1)}
    late = choose_place(request=accepted, place=accepted.places.get(), **now)
    assert late.state == "agreed"
    kept.refresh_from_db()
    assert kept.state == "used"


def test_a_unit_that_is_given_back_while_it_stands_down_is_not_offered_again(
    cast: Cast, people: People
) -> None:
    made = active(cast, new_pledge(modality="inpatient"))
    chosen = carried(people, made, 1, accept=True, choose=False)
    stand_down_surge(surge=made, reason="Quiet", actor=cast.proposing, now=later(1))
    place = chosen.places.get()
    refuse_place(request=chosen, place=place, cause="TOO_FAR", actor=people.asking, now=later(1))
    move_due_surges(now=later(2))
    assert place.offer is not None
    place.offer.refresh_from_db()
    assert place.offer.state == "withdrawn"
    assert later(2) > OPENED_AT
