"""Money that the health service passes to councils: agreed first, then released, then followed.

Source: spec, contracts 7 (register of funding transfers). The health and wellbeing board agrees the
plan before anything is released; the payer must be satisfied that the money is better used so; what
was paid is set against what was planned, and outcomes are reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from tidegate.core.registers.faults import fault

if TYPE_CHECKING:
    from tidegate.core.reasons import Reason


@dataclass(frozen=True, slots=True)
class FundingPower:
    """A power to pass money across.

    Attributes:
        name: how it is known here, such as ``s256``.
        label: its words.
        directions_from: first day on which directions under it are in force, where that is known.
    """

    name: str
    label: str
    directions_from: date | None = None


@dataclass(frozen=True, slots=True)
class FundingPlan:
    """A transfer as it is planned.

    Attributes:
        direction_ref: the direction or agreement that it rests on.
        power: the legal power.
        payer, payee: ODS code or name.
        year: the year that the financial year begins in.
        amount_pence: what is to be paid.
        purpose: what for.
        health_benefit: what health gains from it.
        better_use: why the payer is satisfied that the money is better used so.
    """

    direction_ref: str
    power: FundingPower
    payer: str
    payee: str
    year: int
    amount_pence: int
    purpose: str
    health_benefit: str
    better_use: str


class FundingVerb(StrEnum):
    """What happens to a transfer."""

    AGREE = "agree"
    RELEASE = "release"
    PAY = "pay"
    REPORT = "report"


FUNDING_VERBS: dict[FundingVerb, str] = {
    FundingVerb.AGREE: "Plan agreed by the health and wellbeing board",
    FundingVerb.RELEASE: "Released",
    FundingVerb.PAY: "Paid",
    FundingVerb.REPORT: "Outcome reported",
}


@dataclass(frozen=True, slots=True)
class FundingEvent:
    """Something that happened to a transfer on a day; ``pence`` of a payment, ``text`` of others.

    A payment taken back is one of less than nothing.
    """

    verb: FundingVerb
    on: date
    pence: int = 0
    text: str = ""


@dataclass(frozen=True, slots=True)
class FundingPosition:
    """How a transfer stands.

    Attributes:
        agreed_on: when the board agreed the plan.
        released_on: when the money was released.
        planned_pence, paid_pence: what was planned, and what was paid so far.
        outcomes: how many outcomes were reported.
    """

    agreed_on: date | None
    released_on: date | None
    planned_pence: int
    paid_pence: int
    outcomes: int

    @property
    def variance_pence(self) -> int:
        """Return plan less paid: below nothing where more was paid than planned."""
        return self.planned_pence - self.paid_pence

    @property
    def words(self) -> str:
        """Say in a word or two how it stands."""
        if self.paid_pence and self.variance_pence > 0:
            return "Paid in part"
        if self.paid_pence:
            return "Paid" if self.variance_pence == 0 else "Paid beyond plan"
        if self.released_on:
            return "Released"
        return "Plan agreed" if self.agreed_on else "Waiting for the board"


def plan_faults(plan: FundingPlan) -> tuple[Reason, ...]:
    """Return why a transfer cannot be planned so; empty when it can."""
    found = []
    if plan.amount_pence <= 0:
        found.append(fault("AMOUNT_NOT_POSITIVE", "The amount must be more than nothing."))
    if not plan.better_use.strip():
        found.append(
            fault(
                "BETTER_USE_NOT_SAID",
                "Say why the payer is satisfied that the money is better used so.",
            )
        )
    if plan.payer == plan.payee:
        found.append(fault("PAYER_IS_PAYEE", "Payer and payee are the same."))
    return tuple(found)


def position(amount_pence: int, events: Sequence[FundingEvent]) -> FundingPosition:
    """Return how a transfer of this amount stands after these events."""
    first = {event.verb: event.on for event in reversed(events)}
    return FundingPosition(
        agreed_on=first.get(FundingVerb.AGREE),
        released_on=first.get(FundingVerb.RELEASE),
        planned_pence=amount_pence,
        paid_pence=sum(event.pence for event in events if event.verb is FundingVerb.PAY),
        outcomes=sum(event.verb is FundingVerb.REPORT for event in events),
    )


def event_faults(
    plan: FundingPlan, events: Sequence[FundingEvent], new: FundingEvent
) -> tuple[Reason, ...]:
    """Return why something cannot happen to a transfer yet; empty when it can."""
    return tuple(_event_faults(plan, position(plan.amount_pence, events), new))


def _event_faults(plan: FundingPlan, now: FundingPosition, new: FundingEvent) -> Iterator[Reason]:
    if new.verb is FundingVerb.AGREE and now.agreed_on:
        yield fault("ALREADY_AGREED", "The plan is agreed already.", agreed_on=now.agreed_on)
    if new.verb is FundingVerb.RELEASE:
        yield from _release_faults(plan, now, new.on)
    if new.verb is FundingVerb.PAY:
        yield from _payment_faults(now, new)
    if new.verb in (FundingVerb.AGREE, FundingVerb.REPORT) and not new.text.strip():
        yield fault("NOT_SAID", "Say which board agreed, or what came of it.")


def _release_faults(plan: FundingPlan, now: FundingPosition, on: date) -> Iterator[Reason]:
    if now.released_on:
        yield fault("ALREADY_RELEASED", "It is released already.", released_on=now.released_on)
    if now.agreed_on is None:
        yield fault(
            "NO_BOARD_DATE",
            "The health and wellbeing board has not agreed the plan: nothing can be released.",
        )
    elif on < now.agreed_on:
        yield fault("RELEASED_BEFORE_AGREED", "That day lies before the board agreed.", on=on)
    since = plan.power.directions_from
    if since is not None and on < since:
        yield fault(
            "DIRECTIONS_NOT_IN_FORCE",
            f"Directions under {plan.power.label} are in force from {since.isoformat()}.",
            on=on,
        )


def _payment_faults(now: FundingPosition, new: FundingEvent) -> Iterator[Reason]:
    if now.released_on is None:
        yield fault("NOT_RELEASED", "Nothing can be paid before it is released.")
    elif new.on < now.released_on:
        yield fault("PAID_BEFORE_RELEASED", "That day lies before the release.", on=new.on)
    if not new.pence:
        yield fault("AMOUNT_NOT_POSITIVE", "Enter what was paid.")
    elif now.paid_pence + new.pence < 0:
        yield fault("MORE_BACK_THAN_PAID", "More cannot be taken back than was paid.")


def year_words(year: int) -> str:
    """Write a financial year by the year that it begins in: ``2013/14``."""
    return f"{year}/{(year + 1) % 100:02d}"
