"""Why a contract may not be awarded or signed yet: standstill, representations, route."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from tidegate.core.contracts.procurement.regimes import (
    WITH_STANDSTILL,
    Decision,
    Regime,
    Route,
    SelectionState,
)
from tidegate.core.contracts.procurement.standstill import (
    Standstill,
    StandstillTerms,
    further_wait,
    pa23_standstill,
    previous_standstill,
    psr_standstill,
)
from tidegate.core.contracts.working_days import WorkingDays, day_of, end_of
from tidegate.core.reasons import Reason


@dataclass(frozen=True, slots=True)
class Objection:
    """A representation against an intended award.

    Attributes:
        by: who objected.
        received_at: when it came.
        decision: what was decided; None while it is open.
        told_at: when whoever objected was told the outcome; None while it is open.
    """

    by: str
    received_at: datetime
    decision: Decision | None = None
    told_at: datetime | None = None

    def __post_init__(self) -> None:
        if (self.decision is None) != (self.told_at is None):
            raise ValueError("a representation is answered when its outcome was told")
        if self.told_at is not None and self.told_at < self.received_at:
            raise ValueError("an outcome is told after a representation was received")

    @property
    def is_open(self) -> bool:
        """Say whether it waits for its answer."""
        return self.told_at is None


@dataclass(frozen=True, slots=True)
class SelectionFacts:
    """What is known of a selection when somebody wants to award or sign.

    Attributes:
        regime: which law governs it.
        route: the process that was chosen; None while it is open.
        state: where the selection stands.
        intention_published: the day of the newest notice that starts a standstill; None: none yet.
        objections: every representation received since that notice.
        calendar: working days.
        terms: the numbers of the standstills.
    """

    regime: Regime
    route: Route | None
    state: SelectionState
    intention_published: date | None
    objections: tuple[Objection, ...]
    calendar: WorkingDays
    terms: StandstillTerms

    @property
    def needs_standstill(self) -> bool:
        """Say whether nothing is signed before a standstill is over."""
        return self.route is not None and (self.regime, self.route) in WITH_STANDSTILL

    def standstill(self) -> Standstill | None:
        """Return the standstill by the law that governs; None where none runs."""
        if not self.needs_standstill or self.intention_published is None:
            return None
        if self.regime is Regime.PSR:
            return psr_standstill(self.intention_published, self.calendar, self.terms)
        if self.regime is Regime.PA23:
            return pa23_standstill(self.intention_published, self.calendar, self.terms)
        return previous_standstill(self.intention_published, self.calendar, self.terms)

    def in_time(self, objection: Objection) -> bool:
        """Say whether a representation came before the standstill was over."""
        standstill = self.standstill()
        return standstill is not None and objection.received_at < standstill.ends_at


def clear_at(facts: SelectionFacts) -> datetime | None:
    """Return the first moment at which nothing of the standstill stands in the way any more.

    None while nobody can say: no intention was published, or a representation waits for its answer.
    Only the Provider Selection Regime adds a wait once the outcome was told.
    """
    standstill = facts.standstill()
    if standstill is None or any(map(_holds, _in_time(facts))):
        return None
    waits = [standstill.ends_at]
    if facts.regime is Regime.PSR:
        waits += [end_of(_wait(facts, one)) for one in _in_time(facts)]
    return max(waits)


def award_refusals(facts: SelectionFacts, now: datetime) -> tuple[Reason, ...]:
    """Return why a contract may not be awarded at a moment; empty: it may.

    Args:
        facts: of the selection.
        now: a timezone-aware moment; midnight at the end of a standstill's last day is after it.
    """
    return tuple(_whatever_stands_in_the_way(facts, now))


def signature_refusals(facts: SelectionFacts, now: datetime) -> tuple[Reason, ...]:
    """Return why a contract may not be signed at a moment; empty: it may.

    What forbids the award forbids the signature; besides, the award must have been decided.
    """
    found = award_refusals(facts, now)
    if facts.state in {SelectionState.AWARDED, SelectionState.ABANDONED}:
        return found
    detail = "The award has not been decided yet."
    return (*found, _reason(facts, "NOT_AWARDED", detail, state=facts.state.value))


def _whatever_stands_in_the_way(facts: SelectionFacts, now: datetime) -> Iterator[Reason]:
    if facts.state is SelectionState.ABANDONED:
        yield _reason(facts, "SELECTION_ABANDONED", "This selection was abandoned.")
    if facts.regime is Regime.UNKNOWN:
        yield _reason(facts, "REGIME_UNKNOWN", "Nobody has said yet which law governs the award.")
    if facts.route is None:
        yield _reason(facts, "ROUTE_NOT_CHOSEN", "No route has been chosen.")
    if not facts.needs_standstill:
        return
    standstill = facts.standstill()
    if standstill is None:
        detail = "The intention to award has not been published, so no standstill has begun."
        yield _reason(facts, "INTENTION_NOT_PUBLISHED", detail)
        return
    if now < standstill.ends_at:
        detail = f"The standstill runs to midnight at the end of {_said(standstill.last_day)}."
        yield _reason(facts, "STANDSTILL_RUNS", detail, until=standstill.ends_at.isoformat())
    yield from _objections(facts, now)


def _objections(facts: SelectionFacts, now: datetime) -> Iterator[Reason]:
    """Yield what each representation forbids; both sides read it, so that nobody is named."""
    for one in _in_time(facts):
        came = _said(day_of(one.received_at))
        inputs: dict[str, object] = {"received_at": one.received_at.isoformat()}
        if one.is_open:
            detail = f"A representation received on {came} waits for its answer."
            yield _reason(facts, "REPRESENTATION_OPEN", detail, **inputs)
        elif one.decision is not Decision.AWARD:
            detail = f"A representation received on {came} led back a step, or to abandoning."
            yield _reason(facts, "INTENTION_FELL", detail, **inputs)
        elif facts.regime is Regime.PSR and now < end_of(_wait(facts, one)):
            last = _wait(facts, one)
            detail = (
                f"The outcome of a representation was told on {_said(day_of(one.told_at or now))}; "
                f"wait to midnight at the end of {_said(last)}."
            )
            until = end_of(last).isoformat()
            yield _reason(facts, "FURTHER_WAIT_RUNS", detail, **inputs, until=until)


def _in_time(facts: SelectionFacts) -> list[Objection]:
    return [one for one in facts.objections if facts.in_time(one)]


def _holds(objection: Objection) -> bool:
    return objection.is_open or objection.decision is not Decision.AWARD


def _wait(facts: SelectionFacts, objection: Objection) -> date:
    told = day_of(objection.told_at or objection.received_at)
    return further_wait(told, facts.calendar, facts.terms)


def _said(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def _reason(facts: SelectionFacts, code: str, detail: str, **inputs: object) -> Reason:
    return Reason(code, detail, inputs, facts.terms.version)
