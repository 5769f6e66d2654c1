"""Whether a step of a performance notice may be taken now, each refusal with its code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tidegate.core.contracts.lifecycle.states import CONTRACT_LABELS, IN_FORCE, ContractState
from tidegate.core.contracts.performance.cases import CASES, SUSPENDING
from tidegate.core.contracts.performance.plan import Plan, plan_faults, unmet
from tidegate.core.contracts.performance.states import (
    PERFORMANCE_LABELS,
    PerformanceNeeds,
    PerformanceState,
)
from tidegate.core.reasons import Reason

RULES = "performance 2026-11"
S, N = PerformanceState, PerformanceNeeds


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as it stands.

    Attributes:
        state: where it stands; compliant before a notice was issued.
        contract: where its contract stands.
        plan: the plan that was agreed; None while there is none.
        settled: whether every withholding of it was given back or kept.
    """

    state: PerformanceState
    contract: ContractState
    plan: Plan | None = None
    settled: bool = True


@dataclass(frozen=True, slots=True)
class CaseStep:
    """What is about to be done.

    Attributes:
        verb: of ``CASES``.
        today: the day.
        reason: why, where a step asks for it.
        evidence: what a notice rests on.
        held_on, present: when a meeting was held, and who was there.
        plan: the plan to be agreed.
        milestone: the milestone that was breached.
    """

    verb: str
    today: date
    reason: str = ""
    evidence: str = ""
    held_on: date | None = None
    present: tuple[str, ...] = ()
    plan: Plan | None = None
    milestone: str = ""


def case_refusals(facts: CaseFacts, step: CaseStep) -> tuple[Reason, ...]:
    """Return why a step may not be taken; empty when it may.

    What a withholding and the end of a contract ask for besides is asked of their own rules.
    """
    row = CASES.step(facts.state, step.verb)
    if row is None:
        detail = f"This cannot be done: it is “{PERFORMANCE_LABELS[facts.state].lower()}”."
        return (_no("NOT_IN_THIS_STATE", detail, state=facts.state.value, verb=step.verb),)
    found = [*_needs(set(row.needs), step), *_contract(facts, step)]
    if N.PLAN in row.needs and step.plan is not None:
        found += plan_faults(step.plan, RULES)
    if N.BREACH in row.needs:
        found += _breach(facts, step)
    if step.verb == "close":
        found += _met(facts)
    if step.verb in {"monitor", "exit"} and not facts.settled:
        found.append(_no("WITHHOLDING_OPEN", "Withheld money has not been given back or kept."))
    return tuple(found)


def _no(code: str, detail: str, **inputs: object) -> Reason:
    return Reason(code, detail, inputs, RULES)


def _needs(needs: set[object], step: CaseStep) -> Iterator[Reason]:
    if N.REASON in needs and not step.reason.strip():
        yield _no("REASON_NEEDED", "Say why.")
    if N.EVIDENCE in needs and not step.evidence.strip():
        yield _no("EVIDENCE_NEEDED", "Say what the notice rests on.")
    if N.HELD in needs:
        if step.held_on is None or step.held_on > step.today:
            yield _no("MEETING_NOT_HELD", "Say on which day the meeting was held.")
        if len(set(step.present)) < 2:  # noqa: PLR2004 - one of each side
            yield _no("NOBODY_MET", "Say who was there, from both sides.")
    if N.PLAN in needs and (step.plan is None or step.plan.agreed_on is None):
        yield _no("PLAN_NEEDED", "Say what was agreed, and on which day.")


def _contract(facts: CaseFacts, step: CaseStep) -> Iterator[Reason]:
    said = CONTRACT_LABELS[facts.contract].lower()
    inputs = {"contract": facts.contract.value}
    if step.verb == "issue" and facts.contract not in IN_FORCE:
        detail = f"A notice is about a contract in force; this one is “{said}”."
        yield _no("CONTRACT_NOT_IN_FORCE", detail, **inputs)
    if step.verb in SUSPENDING and facts.contract not in {
        ContractState.RUNNING,
        ContractState.SUSPENDED,
    }:
        detail = f"Only a running contract can be suspended; this one is “{said}”."
        yield _no("CONTRACT_NOT_RUNNING", detail, **inputs)
    leaving = {ContractState.EXITING, ContractState.ENDED}
    if step.verb == "exit" and facts.contract not in leaving:
        detail = f"No exit is under way; the contract is “{said}”."
        yield _no("CONTRACT_NOT_EXITING", detail, **inputs)


def _breach(facts: CaseFacts, step: CaseStep) -> Iterator[Reason]:
    milestone = None if facts.plan is None else facts.plan.milestone(step.milestone)
    if milestone is None:
        yield _no("NO_AGREED_MILESTONE", "Say which milestone of the agreed plan was breached.")
    elif milestone.met_on is not None:
        detail = f"Milestone {milestone.id} was met."
        yield _no("MILESTONE_MET", detail, milestone=milestone.id)
    elif step.today <= milestone.due:
        detail = f"Milestone {milestone.id} is due on {milestone.due:%d %B %Y} only."
        yield _no("MILESTONE_NOT_DUE", detail, milestone=milestone.id, due=milestone.due)


def _met(facts: CaseFacts) -> Iterator[Reason]:
    for milestone in () if facts.plan is None else unmet(facts.plan):
        detail = f"Milestone {milestone.id} has not been met."
        yield _no("MILESTONE_OPEN", detail, milestone=milestone.id)
    if not facts.settled:
        yield _no("WITHHOLDING_OPEN", "Withheld money has not been given back or kept.")
