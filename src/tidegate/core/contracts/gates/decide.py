"""Whether a gate may be passed, and how long one has been standing still."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from tidegate.core.contracts.gates.hard_stops import Arrangement, standing_stops
from tidegate.core.contracts.gates.terms import IN_ORDER, GateName, GateTerms
from tidegate.core.reasons import Reason


class Rating(StrEnum):
    """How well a question is answered."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class GateDecision(StrEnum):
    """What was decided; a gate that was referred back is opened anew."""

    PASSED = "passed"
    REFERRED_BACK = "referred_back"


@dataclass(frozen=True, slots=True)
class Rated:
    """The answer to one question.

    Attributes:
        rating: how good; None while it is open.
        evidence: where it can be read; empty: nowhere.
        assessor: identity of who rated it.
    """

    rating: Rating | None = None
    evidence: str = ""
    assessor: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """What must still be done although a gate was passed."""

    text: str
    owner: str
    due: date
    closed_on: date | None = None

    def is_overdue(self, today: date) -> bool:
        """Say whether it should be closed by now and is not."""
        return self.closed_on is None and self.due < today


@dataclass(frozen=True, slots=True)
class GateFacts:
    """One gate as it stands when somebody wants to decide it.

    Attributes:
        gate: which.
        answers: id of the question → its answer.
        passed: gates of this contract that were passed before.
        conditions: those that earlier gates left.
        decision: what was decided already; None while it is open.
        paused_since: since when it stands still; None: it does not.
    """

    gate: GateName
    answers: Mapping[str, Rated] = field(default_factory=dict)
    passed: frozenset[GateName] = frozenset()
    conditions: tuple[Condition, ...] = ()
    decision: GateDecision | None = None
    paused_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who wants to decide what.

    Attributes:
        decision: the decision.
        deciders: everybody who takes it: the identity of the one who records it, others by name.
        actor: identity of the one who records it.
        same_actor: identities that count as the same actor.
        today: the day.
    """

    decision: GateDecision
    deciders: tuple[str, ...]
    actor: str
    today: date
    same_actor: frozenset[str] = frozenset()


def gate_refusals(
    facts: GateFacts, arrangement: Arrangement, deciding: Deciding, terms: GateTerms
) -> tuple[Reason, ...]:
    """Return why a gate may not be decided so; empty when it may.

    Only passing asks for answers; a gate may be referred back at any time.
    """
    found = list(_either_way(facts, deciding, terms))
    if deciding.decision is GateDecision.PASSED and facts.decision is None:
        found += _unanswered(facts, terms)
        found += _earlier(facts, deciding.today, terms)
        if facts.gate in terms.stops_at:
            found += standing_stops(arrangement, terms)
    return tuple(found)


def days_paused(facts: GateFacts, now: datetime) -> int | None:
    """Return for how many whole days a gate has stood still; None where it does not."""
    return None if facts.paused_since is None else (now - facts.paused_since).days


def missing_gates(
    needed: GateName, passed: frozenset[GateName], terms: GateTerms
) -> tuple[Reason, ...]:
    """Return why a complex contract may not go on past a gate: each gate that it has not passed."""
    return tuple(
        _no(terms, "GATE_NOT_PASSED", f"“{terms.labels[gate]}” has not been passed.",
            gate=gate.value)
        for gate in IN_ORDER[: IN_ORDER.index(needed) + 1]
        if gate not in passed
    )  # fmt: skip


def missing_before_extension(passed: frozenset[GateName], terms: GateTerms) -> tuple[Reason, ...]:
    """Return why a complex contract may not be extended: the gate before it was not passed."""
    if GateName.ROLLOVER in passed:
        return ()
    detail = f"“{terms.labels[GateName.ROLLOVER]}” has not been passed."
    return (_no(terms, "GATE_NOT_PASSED", detail, gate=GateName.ROLLOVER.value),)


def _no(terms: GateTerms, code: str, detail: str, **inputs: object) -> Reason:
    return Reason(code, detail, inputs, terms.rules)


def _either_way(facts: GateFacts, deciding: Deciding, terms: GateTerms) -> Iterator[Reason]:
    if facts.decision is not None:
        detail = "This gate was decided already; open it anew."
        yield _no(terms, "GATE_DECIDED", detail, decision=facts.decision.value)
    if facts.paused_since is not None:
        detail = "This gate is paused; end the pause first."
        yield _no(terms, "GATE_PAUSED", detail, since=facts.paused_since.isoformat())
    if len(set(deciding.deciders)) < terms.fewest_deciders:
        detail = f"At least {terms.fewest_deciders} people decide a gate."
        yield _no(terms, "TOO_FEW_DECIDERS", detail, deciders=len(set(deciding.deciders)))
    assessors = {answer.assessor for answer in facts.answers.values()}
    if ({deciding.actor} | deciding.same_actor) & (assessors - {""}):
        detail = "Whoever rated a question of this gate does not decide it."
        yield _no(terms, "SAME_PERSON", detail, actor=deciding.actor)


def _unanswered(facts: GateFacts, terms: GateTerms) -> Iterator[Reason]:
    for question in terms.asked_at(facts.gate):
        answer = facts.answers.get(question.id, Rated())
        if answer.rating is None:
            detail = f"Not answered: {question.text}"
            yield _no(terms, "QUESTION_OPEN", detail, question=question.id)
        elif answer.rating is Rating.RED:
            detail = f"Rated red: {question.text}"
            yield _no(terms, "QUESTION_RED", detail, question=question.id)
        elif not answer.evidence.strip():
            detail = f"Rated without evidence: {question.text}"
            yield _no(terms, "EVIDENCE_MISSING", detail, question=question.id)


def _earlier(facts: GateFacts, today: date, terms: GateTerms) -> Iterator[Reason]:
    if facts.gate in IN_ORDER[1:]:
        before = IN_ORDER[IN_ORDER.index(facts.gate) - 1]
        yield from missing_gates(before, facts.passed, terms)
    for condition in facts.conditions:
        if condition.is_overdue(today):
            detail = f"A condition of an earlier gate is overdue: {condition.text}"
            yield _no(terms, "CONDITION_OVERDUE", detail, owner=condition.owner, due=condition.due)
