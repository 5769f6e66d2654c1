"""Let the demo's winter rise: a surge is proposed, signed off by another, opened and stood down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from itertools import count, islice
from typing import TYPE_CHECKING

from tidegate.controlroom.demo.drafts import DEALS
from tidegate.controlroom.demo.services.award_contracts import row_of
from tidegate.controlroom.demo.surge_draft import (
    CAME,
    NOTICE,
    OUTCOME,
    REVIEWS,
    STOOD_DOWN,
    TITLE,
    pledges_from,
    proposal_on,
)
from tidegate.controlroom.surge.models import Pledge, Surge
from tidegate.controlroom.surge.services.close_surge import close_surge
from tidegate.controlroom.surge.services.give_notice import give_notice
from tidegate.controlroom.surge.services.pledge_capacity import pledge_capacity
from tidegate.controlroom.surge.services.propose_surge import propose_surge
from tidegate.controlroom.surge.services.report_actual import report_actual
from tidegate.controlroom.surge.services.review_day import review_day
from tidegate.controlroom.surge.services.sign_off_surge import sign_off_surge
from tidegate.controlroom.surge.services.stand_down_surge import stand_down_surge
from tidegate.controlroom.surge.services.submit_surge import submit_surge
from tidegate.controlroom.surge.services.watch_surge import watch_surge
from tidegate.core.demo.contracted import IDLE
from tidegate.core.demo.days import at, working_day
from tidegate.core.demo.organisations import AREA

if TYPE_CHECKING:
    from tidegate.controlroom.demo.cast import Cast
    from tidegate.core.demo.days import Days
    from tidegate.core.surge.pledged import Amounts
    from tidegate.core.surge.reviewing import Judgement

Due = tuple[datetime, Callable[[datetime], object]]
# Days before today; the first forecast of the demo has been made by then.
_PROPOSED, _STOOD_DOWN, _CLOSED = 25, 5, 2
_SATURDAY = 5


def run_surge(*, days: Days, cast: Cast, today: date, since: date) -> None:
    """Put a surge of the area into the demo's days, from its watch to its end.

    Time opens it, by the demo's tick, when its notice is over.

    Args:
        days: the demo's days.
        cast: who acts; whoever signs off is not who proposed it.
        today: the day on which the demo stands.
        since: the first working day of the control room.
    """
    for moment, deed in (*_decide(cast, today, since), *_live(cast, today)):
        days.put(moment, deed)  # type: ignore[arg-type] # what a service returns is not needed


def _decide(cast: Cast, today: date, since: date) -> Iterator[Due]:
    day = working_day(today - timedelta(days=_PROPOSED))
    yield (
        at(since, 10, 50),
        lambda now: watch_surge(place=AREA, title=TITLE, actor=cast.coordinator, now=now),
    )
    yield at(day, 13, 30), partial(_propose, cast)
    yield at(day, 13, 50), lambda now: submit_surge(surge=_it(), actor=cast.coordinator, now=now)
    for number, new in enumerate(pledges_from(day)):
        yield at(day, 14, 40 + 15 * number), partial(_pledge, cast, new.provider, day)
    yield at(day, 16, 35), lambda now: sign_off_surge(surge=_it(), actor=cast.authoriser, now=now)
    yield at(day, 17, 5), lambda now: give_notice(surge=_it(), actor=cast.coordinator, now=now)


def _live(cast: Cast, today: date) -> Iterator[Due]:
    opened = working_day(today - timedelta(days=_PROPOSED)) + NOTICE
    for provider, reports in CAME.items():
        for number, amounts, note in reports:
            day = next(islice(_working_days(opened), number, None))
            yield at(day, 17, 20), partial(_report, cast, provider, amounts, note)
    ended = _working_day_before(today, _STOOD_DOWN)
    reviewed = next(islice(_working_days(opened), 2, None)), ended
    for day, (judgement, note) in zip(reviewed, REVIEWS, strict=True):
        yield at(day, 14, 10), partial(_review, cast, judgement, note)
    yield (
        at(ended, 15, 20),
        lambda now: stand_down_surge(
            surge=_it(), reason=STOOD_DOWN, actor=cast.coordinator, now=now
        ),
    )
    yield (
        at(_working_day_before(today, _CLOSED), 11, 35),
        lambda now: close_surge(surge=_it(), outcome=OUTCOME, actor=cast.coordinator, now=now),
    )


def _it() -> Surge:
    return Surge.objects.get(place=AREA)


def _propose(cast: Cast, now: datetime) -> None:
    contract = row_of(IDLE)
    weekly = contract.value_pence // DEALS[IDLE].weeks
    proposal = proposal_on(now.date(), contract.reference, weekly)
    propose_surge(surge=_it(), proposal=proposal, actor=cast.coordinator, now=now)


def _pledge(cast: Cast, provider: str, day: date, now: datetime) -> None:
    new = next(one for one in pledges_from(day) if one.provider == provider)
    pledge_capacity(surge=_it(), new=new, actor=cast.desk(provider), now=now)


def _report(cast: Cast, provider: str, amounts: Amounts, note: str, now: datetime) -> None:
    pledge = Pledge.objects.select_related("surge").get(surge__place=AREA, provider=provider)
    report_actual(
        pledge=pledge, day=now.date(), amounts=amounts, note=note, actor=cast.desk(provider),
        now=now,
    )  # fmt: skip


def _review(cast: Cast, judgement: Judgement, note: str, now: datetime) -> None:
    review_day(surge=_it(), judgement=judgement, note=note, actor=cast.coordinator, now=now)


def _working_days(first: date) -> Iterator[date]:
    days = (first + timedelta(days=number) for number in count())
    return (day for day in days if day.weekday() < _SATURDAY)


def _working_day_before(today: date, days: int) -> date:
    """Return a day so long ago; of a weekend, the Friday before it."""
    day = today - timedelta(days=days)
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))
