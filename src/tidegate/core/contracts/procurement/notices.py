"""Which notices a contract owes, when each is due, and which step waits for one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from tidegate.core.contracts.procurement.notice_rules import Event, NoticeRule, Step
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from tidegate.core.contracts.procurement.regimes import Regime, Route


@dataclass(frozen=True, slots=True)
class Life:
    """The days of a contract's life that make notices due.

    Attributes:
        regime, route: of its selection.
        value_pence: lifetime value as signed.
        light_touch: whether the light touch of the Procurement Act applies.
        awarded_on, signed_on, abandoned_on: of the selection and the contract; None: not yet.
        starts_on: the first day of service.
        ended_on: the day on which it ended, whatever ended it; None: not yet.
        modified_on: the days of changes that owe a notice.
        urgently_modified_on: the days of urgent changes.
    """

    regime: Regime
    route: Route | None
    value_pence: int
    light_touch: bool = False
    awarded_on: date | None = None
    signed_on: date | None = None
    starts_on: date | None = None
    ended_on: date | None = None
    abandoned_on: date | None = None
    modified_on: tuple[date, ...] = ()
    urgently_modified_on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """One notice that a contract owes.

    Attributes:
        rule: the line of the table that says so.
        due_on: the last day on which it is in time; None where a step waits for it instead.
        event_on: the day of the event that made it due; None where a step waits for it.
        because: what made it due, in words.
    """

    rule: NoticeRule
    due_on: date | None
    event_on: date | None
    because: str


_BECAUSE: dict[Event, str] = {
    Event.AWARD: "awarded",
    Event.SIGNATURE: "signed",
    Event.ANNIVERSARY: "a year of service ended",
    Event.END: "ended",
    Event.ABANDONMENT: "selection abandoned",
    Event.MODIFICATION: "changed",
    Event.URGENT_MODIFICATION: "changed urgently",
}
STEP_LABELS: dict[Step, str] = {
    Step.TENDER: "before the tender notice",
    Step.INTENTION: "before the intention to award",
    Step.AWARD: "before the award",
    Step.MODIFICATION: "before the change",
    Step.DYNAMIC_MARKET: "with a dynamic market",
}
"""For which step a notice has to stand, in words."""


def owed(life: Life, rules: Sequence[NoticeRule], until: date) -> tuple[Due, ...]:
    """Return every notice that a contract owes, by events up to a day, in the table's order.

    Notices that a buyer may leave out are not owed; those that a change has to wait for are asked
    when the change is weighed.
    """
    found: list[Due] = []
    for rule in rules:
        if rule.optional or not rule.applies_to(life.regime, life.route, life.value_pence):
            continue
        if rule.before is not None:
            if rule.before is not Step.MODIFICATION:
                found.append(Due(rule, None, None, STEP_LABELS[rule.before]))
            continue
        for day in _days_of(rule, life, until):
            due = rule.due_on(day, light_touch=life.light_touch)
            found.append(
                Due(rule, due, day, f"{_BECAUSE[Event(rule.event or '')]} on {_said(day)}")
            )
    return tuple(found)


def _days_of(rule: NoticeRule, life: Life, until: date) -> Iterator[date]:
    single = {
        Event.AWARD: life.awarded_on,
        Event.SIGNATURE: life.signed_on,
        Event.END: life.ended_on,
        Event.ABANDONMENT: life.abandoned_on,
    }
    if rule.event in single:
        days: Iterable[date | None] = (single[rule.event],)
    elif rule.event is Event.ANNIVERSARY:
        days = anniversaries(life.starts_on, min(until, life.ended_on or until))
    elif rule.event is Event.MODIFICATION:
        days = life.modified_on
    elif rule.event is Event.URGENT_MODIFICATION:
        days = life.urgently_modified_on
    else:
        days = ()
    yield from (day for day in days if day is not None and rule.in_force <= day <= until)


def anniversaries(start: date | None, until: date) -> tuple[date, ...]:
    """Return each anniversary of a day up to another; of 29 February, the 28th in other years."""
    if start is None:
        return ()
    years = range(1, until.year - start.year + 1)
    return tuple(day for n in years if (day := _years_later(start, n)) <= until)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


class Standing(StrEnum):
    """How a notice stands on a day."""

    PUBLISHED = "published"
    LATE = "published_late"
    OVERDUE = "overdue"
    DUE = "due"
    AWAITED = "awaited"


STANDING_LABELS: dict[Standing, str] = {
    Standing.PUBLISHED: "Published",
    Standing.LATE: "Published late",
    Standing.OVERDUE: "Overdue",
    Standing.DUE: "Due",
    Standing.AWAITED: "To be published first",
}
"""How a notice stands, as people say it."""


def standing(due_on: date | None, published_on: date | None, today: date) -> Standing:
    """Say how a notice stands: in time up to and including the day on which it is due."""
    if published_on is not None:
        late = due_on is not None and published_on > due_on
        return Standing.LATE if late else Standing.PUBLISHED
    if due_on is None:
        return Standing.AWAITED
    return Standing.OVERDUE if today > due_on else Standing.DUE


@dataclass(frozen=True, slots=True)
class Published:
    """A notice that stands: its kind and its day."""

    kind: str
    on: date


def missing_before(
    step: Step,
    life: Life,
    published: Sequence[Published],
    rules: Sequence[NoticeRule],
    today: date,
) -> tuple[Reason, ...]:
    """Return the notices without which a step may not be taken on a day, or not yet.

    Args:
        step: the step.
        life: of the contract.
        published: the notices that stand.
        rules: the table of notices.
        today: the day of the step.
    """
    return tuple(
        reason
        for rule in rules
        if rule.before is step
        and not rule.optional
        and rule.applies_to(life.regime, life.route, life.value_pence)
        and (reason := _missing(rule, published, today)) is not None
    )


def _missing(rule: NoticeRule, published: Sequence[Published], today: date) -> Reason | None:
    days = [each.on for each in published if each.kind == rule.kind]
    if not days:
        detail = f"{rule.label}: publish it {STEP_LABELS[Step(rule.before or '')]}."
        return Reason("NOTICE_MISSING", detail, {"kind": rule.kind}, rule.source)
    earliest = max(days) + timedelta(days=rule.gap_days)
    if today >= earliest:
        return None
    detail = f"{rule.label} of {_said(max(days))}: wait until {_said(earliest)}."
    inputs = {"kind": rule.kind, "earliest": earliest.isoformat()}
    return Reason("NOTICE_TOO_FRESH", detail, inputs, rule.source)


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
