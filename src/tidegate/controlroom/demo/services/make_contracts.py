"""The demo's contracts: awarded and signed, then lived with week by week."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.models import Contract
from tidegate.controlroom.demo.services.award_contracts import award_contracts
from tidegate.controlroom.demo.services.manage_contracts import manage_contracts
from tidegate.controlroom.demo.services.return_use import return_use
from tidegate.controlroom.registers.fictional import (
    FictionalKeeping,
    put_fictional_cases,
    put_fictional_rows,
)
from tidegate.core.demo.days import Days
from tidegate.core.demo.organisations import AREA, TRUSTS

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.demo.cast import Cast
    from tidegate.controlroom.demo.contract_weeks import Due, Weeks


@transaction.atomic
def make_contracts(*, cast: Cast, weeks: Weeks, before: datetime) -> None:
    """Let the contracts be made, and the weeks that they ran before a moment, whole or not at all.

    Args:
        cast: who acts.
        weeks: of the contracts.
        before: when the rest of the demo begins.
    """
    if Contract.objects.exists():
        return
    days = Days(before)
    for moment, deed in _deeds(cast, weeks):
        if moment < before:
            days.put(moment, deed)
    days.pass_by()


def carry_contracts(*, days: Days, cast: Cast, weeks: Weeks, since: datetime) -> None:
    """Put what happens from a moment on into the demo's days."""
    for moment, deed in _deeds(cast, weeks):
        if moment >= since:
            days.put(moment, deed)


def _deeds(cast: Cast, weeks: Weeks) -> Iterator[Due]:
    yield from award_contracts(cast, weeks)
    yield from return_use(cast, weeks)
    yield from manage_contracts(cast, weeks)
    yield weeks.before(1, 15), lambda now: put_fictional_cases(AREA, cast.guardian, now)
    keeping = FictionalKeeping(AREA, tuple(TRUSTS), cast.loggist, cast.authoriser)
    yield weeks.in_week(12, 0, 14, 20), lambda now: put_fictional_rows(keeping, now)
