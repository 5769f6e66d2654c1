"""What happens in the demo's days besides the steps of single requests."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import polars as pl
from django.db.models import Count, Q

from tidegate.controlroom.demo.by_hand import (
    PACE,
    STARTED,
    offer_by_hand,
    people_to_start,
)
from tidegate.controlroom.demo.services.carry_on import Carried, carry_on, follow, follow_wave
from tidegate.controlroom.transfers.models import Offer, Request
from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.controlroom.transfers.services.confirm_offer import confirm_offer
from tidegate.controlroom.transfers.services.post_offer import post_offer
from tidegate.controlroom.transfers.services.send_wave import send_wave
from tidegate.controlroom.transfers.services.set_alert import NewAlert, set_alert
from tidegate.controlroom.transfers.services.start_request import start_request
from tidegate.controlroom.transfers.services.withdraw_offer import withdraw_offer
from tidegate.controlroom.transfers.services.withdraw_request import withdraw_request
from tidegate.core.demo.days import at, working_day
from tidegate.core.demo.organisations import AREA
from tidegate.core.transfers.alert import AlertState
from tidegate.core.transfers.lifecycle.requests import REQUESTS
from tidegate.core.transfers.lifecycle.states import LIVE, RequestState

if TYPE_CHECKING:
    from tidegate.controlroom.demo.services.carry_on import Transfers
    from tidegate.controlroom.matching.models import Plan
    from tidegate.controlroom.transfers.new_request import NewRequest
    from tidegate.exchange.matching.plan_folder import Plan as KeptPlan

# Of a wave: so many places of the plan for each thousand who wait, and at least and at most.
_PER_THOUSAND, _FEWEST, _MOST = 1.2, 28, 120
_FIRST_WEEKS, _SECOND_WEEKS = (1, 2, 3), (4, 5)  # of the plan, counted from 0
_DAYS_TO_SECOND = 18
_TO_ANSWER = timedelta(days=16)
_CONFIRMED_OF = 6  # of seven offers that people are asked for


@dataclass(frozen=True, slots=True)
class Stage:
    """On what the demo's days are played.

    Attributes:
        plan, kept: the plan, as a row and as its files have it.
        transfers: the requests that are carried on.
        today: the day on which the demo stands.
        waiting: pathways that are on the lists of today.
    """

    plan: Plan
    kept: KeptPlan
    transfers: Transfers
    today: date
    waiting: Collection[str]


Happening = Callable[[Stage, datetime], None]


def fill_days(stage: Stage, first: date) -> None:
    """Put what happens into the days, from the first working day of the plan on."""
    for moment, happening in _happenings(stage, first):
        stage.transfers.days.put(moment, partial(happening, stage))


def _happenings(stage: Stage, first: date) -> Iterator[tuple[datetime, Happening]]:
    second = working_day(first + timedelta(days=_DAYS_TO_SECOND))
    yield at(first, 10, 20), partial(_wave, weeks=_FIRST_WEEKS)
    yield at(second, 9, 40), partial(_wave, weeks=_SECOND_WEEKS)
    for day in (working_day(first + timedelta(days=1)), working_day(second + timedelta(days=1))):
        yield at(day, 11, 10), _confirm
    ago = partial(_ago, stage.today)
    yield at(ago(17), 9, 15), _post_by_hand
    started = people_to_start(stage.kept, stage.waiting, len(STARTED))
    for number, (new, (days, course, halt)) in enumerate(zip(started, STARTED, strict=False)):
        carried = Carried(course, PACE, halt)
        yield at(ago(days), 9, 30 + number), partial(_start, new=new, carried=carried)
    yield at(ago(9), 15, 5), partial(_alert, number=0)
    yield at(ago(6), 9, 55), partial(_alert, number=1)
    yield at(ago(2), 10, 45), _withdraw_a_list
    yield at(ago(2), 12, 15), _leave_the_list


def _ago(today: date, days: int) -> date:
    """Return a day so long ago; of a weekend, the Friday before it."""
    day = today - timedelta(days=days)
    return day - timedelta(days=max(0, day.weekday() - 4))


def _wave(stage: Stage, now: datetime, *, weeks: tuple[int, ...]) -> None:
    """Ask for the offers of some weeks, as many as the demo can carry on."""
    cast = stage.transfers.cast
    try:
        wave = send_wave(
            plan=stage.plan, reply_by=at((now + _TO_ANSWER).date(), 17), actor=cast.coordinator,
            now=now, offer_ids=_offers_of(stage.kept, weeks),
        )  # fmt: skip
    except StepRefused:  # of a list so small there may be nobody to ask
        return
    people = Request.objects.filter(wave=wave).order_by("pk")
    follow_wave(stage.transfers, list(people), now)


def _offers_of(kept: KeptPlan, weeks: tuple[int, ...]) -> set[str]:
    """Choose the offers of a wave: of each week the small ones, until there are enough places."""
    people = kept.problem.pathways.height / 1000
    places = min(_MOST, max(_FEWEST, people * _PER_THOUSAND)) / len(weeks)
    used = (
        kept.result.offers.filter(pl.col("used") > 0)
        .join(kept.problem.offers.select("offer_id", "week"), on="offer_id")
        .filter(pl.col("week").is_in(list(weeks)))
        .sort("week", "used", "offer_id")
        .with_columns(before=(pl.col("used").cum_sum() - pl.col("used")).over("week"))
    )
    return set(used.filter(pl.col("before") < places)["offer_id"])


def _confirm(stage: Stage, now: datetime) -> None:
    """Let providers confirm what they offer; one of them has fewer staff than it thought."""
    cut = False
    for offer in Offer.objects.filter(state="posted", week__gt=now.date()).order_by("pk"):
        if offer.pk % (_CONFIRMED_OF + 1) == 0:
            continue
        fewer = not cut and offer.units > 2  # noqa: PLR2004 - one is cut, one is left at least
        cut = cut or fewer
        confirm_offer(
            offer=offer, actor=stage.transfers.cast.desk(offer.provider), now=now,
            units=offer.units - fewer, physical_units=offer.units,
            staffed_units_claimed=offer.units - fewer, cause="NOT_STAFFED" if fewer else "",
        )  # fmt: skip


def _post_by_hand(stage: Stage, now: datetime) -> None:
    """Let a hospital's system offer units besides those of its weekly file."""
    cast = stage.transfers.cast
    coming = stage.plan.start + timedelta(weeks=_SECOND_WEEKS[0])
    for week in (coming, coming + timedelta(weeks=1)):
        new = offer_by_hand(week)
        actor = cast.token or cast.desk(new.provider)
        confirmed = post_offer(new=new, actor=actor, now=now)
        confirm_offer(offer=confirmed, actor=actor, now=now)


def _start(stage: Stage, now: datetime, *, new: NewRequest, carried: Carried) -> None:
    """Start a request by hand."""
    actor = stage.transfers.cast.desk(new.holder)
    try:
        request = start_request(new=new, actor=actor, now=now)
    except StepRefused:  # a wave has asked the patient already: nobody has two live requests
        return
    follow(stage.transfers, request, carried, now)


_ALERTS = (
    ("Z03", "110", AlertState.LIMITED, "Orthopaedics, Fellgarth Hospital",
     "Theatre two is closed for repairs; new referrals wait longer than a year."),
    ("ZN105", "130", AlertState.SPARE, "Eye day surgery, Aldersey",
     "Two cataract lists a week have places within a month."),
)  # fmt: skip


def _alert(stage: Stage, now: datetime, *, number: int) -> None:
    """Say that one service is full, and later that another one has room."""
    provider, tfc, state, service, reason = _ALERTS[number]
    new = NewAlert(
        service=service, provider=provider, tfc=tfc, state=state.value, reason=reason,
        agreed_with=AREA, review_at=now + timedelta(days=14), expires_at=now + timedelta(days=42),
    )  # fmt: skip
    set_alert(new=new, actor=stage.transfers.cast.desk(provider), now=now)


def _withdraw_a_list(stage: Stage, now: datetime) -> None:
    """Let a provider cancel a list of a coming week that patients have chosen."""
    held = Q(places__state__in=["chosen", "accepted", "proposed"])
    rows = Offer.objects.filter(week__gt=now.date()).annotate(
        chosen=Count("places", filter=Q(places__state="chosen")), held=Count("places", filter=held)
    )
    rows = rows.filter(held__gt=0, line_id__gt="")
    offer = rows.order_by("-chosen", "-held", "pk").first()
    if offer is None:
        return
    touched = list(Request.objects.filter(places__offer=offer, state__in=list(LIVE)).distinct())
    withdraw_offer(
        offer=offer, cause="LIST_CANCELLED", actor=stage.transfers.cast.desk(offer.provider),
        now=now,
    )  # fmt: skip
    for request in touched:
        before = request.state
        request.refresh_from_db()
        if request.state != before:
            carry_on(stage.transfers, request, now)


def _leave_the_list(stage: Stage, now: datetime) -> None:
    """Let holders end the requests of those who have left their lists otherwise meanwhile."""
    for request in Request.objects.filter(state__in=list(LIVE)).order_by("pk"):
        state = RequestState(request.state)
        if request.pathway_id in stage.waiting or REQUESTS.step(state, "withdraw") is None:
            continue
        withdraw_request(
            request=request, cause="TREATED_AT_HOME",
            actor=stage.transfers.cast.desk(request.holder), now=now,
        )  # fmt: skip
