"""The demo's transfers: each request is carried on by its people until the days are over."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from tidegate.controlroom.demo.services.take_deed import NothingToPropose, take_deed
from tidegate.controlroom.transfers.models import Request
from tidegate.controlroom.transfers.refused import StepRefused
from tidegate.core.demo.courses import Course, course_of, next_deed
from tidegate.core.demo.courses import Deed as Next
from tidegate.core.demo.days import at, in_working_hours
from tidegate.core.transfers.lifecycle.states import ENDED, RequestState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from numpy.random import Generator

    from tidegate.controlroom.demo.cast import Cast
    from tidegate.controlroom.demo.services.offer_for import Journeys
    from tidegate.core.demo.days import Days

_MOST_REFUSALS = 3
_TREATED_BY_HOUR = 16


@dataclass(slots=True)
class Carried:
    """What is known of one request's way through the demo.

    Attributes:
        course: which course its patient takes.
        pace: how long people take with it, against the usual.
        halt: where nobody carries it on.
        before: the verbs of the steps that were taken.
        refused: how many steps were refused.
    """

    course: Course
    pace: float = 1.0
    halt: RequestState | None = None
    before: set[str] = field(default_factory=set)
    refused: int = 0


@dataclass(slots=True)
class Transfers:
    """The requests of the demo, carried on day by day."""

    cast: Cast
    journeys: Journeys
    days: Days
    rng: Generator
    carried: dict[int, Carried] = field(default_factory=lambda: defaultdict(_usual))


def follow_wave(transfers: Transfers, requests: Sequence[Request], now: datetime) -> None:
    """Let the people of a wave be carried on, each by a course of their own."""
    order = transfers.rng.permutation(len(requests))
    for turn, request in zip(order.tolist(), requests, strict=True):
        first = request.places.order_by("rank").first()
        course = course_of(transfers.rng, turn, first.miles if first else None)
        follow(transfers, request, Carried(course), now)


def follow(transfers: Transfers, request: Request, carried: Carried, now: datetime) -> None:
    """Let one request be carried on."""
    transfers.carried[request.pk] = carried
    carry_on(transfers, request, now)


def carry_on(transfers: Transfers, request: Request, now: datetime) -> None:
    """Put the next step of a request into the days."""
    state, carried = RequestState(request.state), transfers.carried[request.pk]
    if state in ENDED or state is carried.halt or carried.refused >= _MOST_REFUSALS:
        return
    deed = next_deed(transfers.rng, carried.course, state, carried.before, carried.pace)
    if deed is None:
        return
    if deed.after is None and request.treatment_on is not None:
        moment = max(now, at(request.treatment_on, _TREATED_BY_HOUR, request.pk % 60))
    else:
        moment = in_working_hours(now + (deed.after or timedelta(0)))
    transfers.days.put(moment, partial(_step, transfers, request.pk, state, deed))


def _step(transfers: Transfers, pk: int, state: RequestState, deed: Next, now: datetime) -> None:
    request, carried = Request.objects.get(pk=pk), transfers.carried[pk]
    if request.state == state:
        try:
            take_deed(request, deed, transfers.cast, transfers.journeys, now)
        except StepRefused:
            carried.refused += 1
        except NothingToPropose:
            return
        carried.before.add(deed.verb)
        request.refresh_from_db()
    carry_on(transfers, request, now)


def _usual() -> Carried:
    return Carried(Course.STRAIGHT)
