"""Let the demo's trusts hand in their situation reports, each by its own desk, in its own time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction

from tidegate.controlroom.pressure.models import Return
from tidegate.controlroom.pressure.new_return import NewReturn
from tidegate.controlroom.pressure.services.correct_return import correct_return
from tidegate.controlroom.pressure.services.submit_return import submit_return
from tidegate.core.demo.situation_reports import (
    DemoReport,
    make_neighbours_reports,
    make_reports,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.demo.cast import Cast
    from tidegate.core.demo.days import Days

# Streams of the seed, so that reports leave the other draws as they are.
_STREAM, _NEIGHBOURS_STREAM = 5, 6


def hand_in_returns(*, days: Days, cast: Cast, seed: int, today: date, since: datetime) -> None:
    """Put the reports that come from a moment on among the demo's days."""
    for report in _reports(seed, today):
        if report.received >= since:
            days.put(report.received, partial(_hand_in, report, cast))


@transaction.atomic
def take_over_returns(*, cast: Cast, seed: int, today: date, before: datetime) -> None:
    """Take over the reports that came before the control room opened, each with its moment."""
    if Return.objects.exists():
        return
    for report in _reports(seed, today):
        if report.received < before:
            _hand_in(report, cast, before, received_at=report.received)


def _reports(seed: int, today: date) -> tuple[DemoReport, ...]:
    own = make_reports(np.random.default_rng([seed, _STREAM]), today)
    others = make_neighbours_reports(np.random.default_rng([seed, _NEIGHBOURS_STREAM]), today)
    return tuple(sorted([*own, *others], key=lambda report: (report.received, report.provider)))


def _hand_in(
    report: DemoReport, cast: Cast, now: datetime, received_at: datetime | None = None
) -> None:
    new = NewReturn(report.provider, report.day, report.values)
    desk = cast.desk(report.provider)
    if report.reason:
        correct_return(
            new=new, reason=report.reason, corrects=1, actor=desk, now=now, received_at=received_at
        )
    else:
        submit_return(new=new, actor=desk, now=now, received_at=received_at)
