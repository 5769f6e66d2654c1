"""Opinions about a provider, and acts against it: two things that are never one record.

Source: spec, stepdown 4.2. A rating is an opinion at a date. Enforcement is a legal act with its
own dates: a warning notice names a day to comply by, a notice of proposal leaves time for
representations, an urgent act works from the moment that the notice is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from tidegate.core.registers.faults import fault

if TYPE_CHECKING:
    from tidegate.core.reasons import Reason


class Rating(StrEnum):
    """What an inspector can think of a service."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    INADEQUATE = "inadequate"


RATINGS: dict[Rating, str] = {
    Rating.OUTSTANDING: "Outstanding",
    Rating.GOOD: "Good",
    Rating.REQUIRES_IMPROVEMENT: "Requires improvement",
    Rating.INADEQUATE: "Inadequate",
}


class Question(StrEnum):
    """What a rating is about."""

    OVERALL = "overall"
    SAFE = "safe"
    EFFECTIVE = "effective"
    CARING = "caring"
    RESPONSIVE = "responsive"
    WELL_LED = "well_led"


QUESTIONS: dict[Question, str] = {
    Question.OVERALL: "Overall",
    Question.SAFE: "Safe",
    Question.EFFECTIVE: "Effective",
    Question.CARING: "Caring",
    Question.RESPONSIVE: "Responsive",
    Question.WELL_LED: "Well led",
}


class Trusts(StrEnum):
    """Whether an action can be taken against an NHS trust."""

    ONLY = "only"
    NEVER = "never"
    TOO = "too"


@dataclass(frozen=True, slots=True)
class Action:
    """A kind of legal act.

    Attributes:
        name: how it is known in its table.
        label: its words.
        basis: the law.
        trusts: whether it is for NHS trusts.
        names_a_day: whether it must say by when to comply.
        works_at_once: whether it takes effect when the notice is given.
        representation_days: days for representations; None where it has none.
    """

    name: str
    label: str
    basis: str
    trusts: Trusts
    names_a_day: bool
    works_at_once: bool
    representation_days: int | None


@dataclass(frozen=True, slots=True)
class Act:
    """An act as it was taken: what, when it was served, from when it works, by when to comply."""

    action: Action
    against_trust: bool
    served_on: date
    effective_on: date | None = None
    comply_by: date | None = None


def act_faults(act: Act) -> tuple[Reason, ...]:
    """Return why an act cannot be so; empty when it can."""
    found = []
    action = act.action
    if action.trusts is Trusts.NEVER and act.against_trust:
        found.append(fault("NOT_AGAINST_TRUSTS", f"{action.basis} is not for NHS trusts."))
    if action.trusts is Trusts.ONLY and not act.against_trust:
        found.append(fault("TRUSTS_ONLY", f"{action.basis} is for NHS trusts only."))
    if action.names_a_day and act.comply_by is None:
        found.append(fault("NO_DAY_TO_COMPLY", "A warning notice names a day to comply by."))
    if act.comply_by is not None and act.comply_by < act.served_on:
        found.append(fault("COMPLY_BEFORE_SERVED", "The day to comply lies before the notice."))
    if action.works_at_once and act.effective_on not in (None, act.served_on):
        found.append(fault("WORKS_AT_ONCE", "It takes effect when the notice is given."))
    if act.effective_on is not None and act.effective_on < act.served_on:
        found.append(fault("EFFECT_BEFORE_SERVED", "It cannot work before it is served."))
    return tuple(found)


def works_from(act: Act) -> date | None:
    """Return the first day on which an act works, where that is known."""
    return act.served_on if act.action.works_at_once else act.effective_on


def representations_until(act: Act) -> date | None:
    """Return the last day for representations: that many days after the notice was served."""
    days = act.action.representation_days
    return None if days is None else act.served_on + timedelta(days=days)


class Outcome(StrEnum):
    """How an act ends or moves."""

    COMPLIED = "complied"
    NOT_COMPLIED = "not_complied"
    CONFIRMED = "confirmed"
    VARIED = "varied"
    LIFTED = "lifted"
    OVERTURNED = "overturned"


OUTCOMES: dict[Outcome, str] = {
    Outcome.COMPLIED: "Complied with",
    Outcome.NOT_COMPLIED: "Not complied with",
    Outcome.CONFIRMED: "Confirmed after representations",
    Outcome.VARIED: "Varied",
    Outcome.LIFTED: "Lifted",
    Outcome.OVERTURNED: "Overturned on appeal",
}
ENDS = frozenset({Outcome.COMPLIED, Outcome.LIFTED, Outcome.OVERTURNED})
