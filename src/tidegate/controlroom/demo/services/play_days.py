"""Let the demo's people work from the first plan up to now, each by the service that is theirs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction

from tidegate.controlroom.demo.services.carry_on import Transfers
from tidegate.controlroom.demo.services.close_departments import close_departments
from tidegate.controlroom.demo.services.fill_days import Stage, fill_days
from tidegate.controlroom.demo.services.forecast_winter import forecast_winter
from tidegate.controlroom.demo.services.hand_in_returns import hand_in_returns
from tidegate.controlroom.demo.services.make_contracts import carry_contracts
from tidegate.controlroom.demo.services.run_surge import run_surge
from tidegate.controlroom.matching.plan_store import kept_plan, plans_folder
from tidegate.controlroom.surge.services.move_due_surges import move_due_surges
from tidegate.controlroom.transfers.models import Request
from tidegate.controlroom.transfers.services.lapse_due import lapse_due
from tidegate.core.demo.days import Days, at, working_day

if TYPE_CHECKING:
    from tidegate.controlroom.demo.cast import Cast
    from tidegate.controlroom.demo.contract_weeks import Weeks
    from tidegate.controlroom.matching.models import Plan

_TICK_HOUR = 6


@transaction.atomic
def play_days(
    *,
    plan: Plan,
    cast: Cast,
    seed: int,
    today: date,
    until: datetime,
    waiting: Collection[str],
    weeks: Weeks,
) -> None:
    """Send the plan's first two waves and carry on what comes of them, all of it or nothing.

    Args:
        plan: made four weeks before today.
        cast: who acts.
        seed: from which every course follows.
        today: the day on which the demo stands.
        until: the moment at which the demo's days end.
        waiting: pathways that are on the lists of today.
        weeks: of the contracts, which go on meanwhile.
    """
    if Request.objects.exists():
        return
    kept = kept_plan(plans_folder() / plan.folder)
    days = Days(until)
    journeys = {
        (zone, site): (minutes, miles)
        for zone, site, minutes, miles in kept.problem.travel.select(
            "zone", "site", "minutes", "miles"
        ).iter_rows()
    }
    transfers = Transfers(cast, journeys, days, np.random.default_rng([seed, 4]))
    begun = plan.made_at.date()
    for number in range((today - begun).days + 1):
        day = begun + timedelta(days=number)
        days.put(at(day, _TICK_HOUR), _tick)
    hand_in_returns(days=days, cast=cast, seed=seed, today=today, since=at(begun, 7))
    carry_contracts(days=days, cast=cast, weeks=weeks, since=at(working_day(begun), 7))
    forecast_winter(days=days, today=today, since=begun)
    close_departments(days=days, cast=cast, today=today)
    run_surge(days=days, cast=cast, today=today, since=working_day(begun))
    fill_days(Stage(plan, kept, transfers, today, waiting), working_day(begun))
    days.pass_by()


def _tick(now: datetime) -> None:
    lapse_due(now=now)
    move_due_surges(now=now)
