"""Whether a step of a contract may be taken now, each refusal with its code.

What an actor may do at all is a matter of permissions and reach, and is asked before; these rules
ask what is true of the contract.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tidegate.core.contracts.lifecycle.contracts import CONTRACTS
from tidegate.core.contracts.lifecycle.states import CONTRACT_LABELS, ContractState, Needs
from tidegate.core.lifecycle import Side
from tidegate.core.reasons import Reason

RULES = "contract lifecycle 2026-11"
SIGNS: Mapping[str, Side] = {"sign_for_buyer": Side.BUYER, "sign_for_provider": Side.PROVIDER}


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """What the guards look at: one contract as it stands.

    Attributes:
        state: where it stands.
        start, end: the first and last day of its term.
        notice_days: how long before the last day notice is given.
        drafted_by: identity of who drafted the newest version of its terms.
        signed_by: side → identity of who signed that version.
        lines: how many lines it has.
        term_faults: what is wrong with its terms.
        holder_of_risk: who bears what nobody else does; empty: nobody said.
        selection: why it may not be signed as far as its award goes; a contract without a selection
            has a reason here too.
        gates_before_signature, gates_before_start: gates that a complex contract has not passed.
        exit_plan_gaps: what its exit plan lacks.
        exit_plan_due: what is due of its exit plan: a new version, a dry run.
        subcontract_faults: what is wrong with its subcontracts.
        ends_on: last day of service, once notice was given.
        open_cases: performance notices that still ask for something.
    """

    state: ContractState
    start: date
    end: date
    notice_days: int
    drafted_by: str = ""
    signed_by: Mapping[Side, str] = field(default_factory=dict)
    lines: int = 0
    term_faults: tuple[Reason, ...] = ()
    holder_of_risk: str = ""
    selection: tuple[Reason, ...] = ()
    gates_before_signature: tuple[Reason, ...] = ()
    gates_before_start: tuple[Reason, ...] = ()
    exit_plan_gaps: tuple[Reason, ...] = ()
    exit_plan_due: tuple[Reason, ...] = ()
    subcontract_faults: tuple[Reason, ...] = ()
    ends_on: date | None = None
    open_cases: int = 0


@dataclass(frozen=True, slots=True)
class ContractStep:
    """What is about to be done.

    Attributes:
        verb: of ``CONTRACTS``.
        actor: identity of who does it; ``system:…`` for what time does.
        today: the day.
        same_actor: identities that count as the same actor.
        reason: why, where a step asks for it.
        day: the last day of service, or the new end.
        ground: on what ground it is varied.
        minute: reference of the board minute that decided to end it.
        at_once: the notice is shorter than agreed, for a reason that the contract knows.
        besides: what the rules of the step's own subject found: modification, review, scope.
    """

    verb: str
    actor: str
    today: date
    same_actor: frozenset[str] = frozenset()
    reason: str = ""
    day: date | None = None
    ground: str = ""
    minute: str = ""
    at_once: bool = False
    besides: tuple[Reason, ...] = ()


def contract_refusals(facts: ContractFacts, step: ContractStep) -> tuple[Reason, ...]:
    """Return why a step may not be taken; empty when it may."""
    row = CONTRACTS.step(facts.state, step.verb)
    if row is None:
        detail = f"This cannot be done: the contract is “{CONTRACT_LABELS[facts.state].lower()}”."
        return (_no("NOT_IN_THIS_STATE", detail, state=facts.state.value, verb=step.verb),)
    found = [*_needs(set(row.needs), step), *step.besides]
    if step.verb == "propose":
        found += [*_complete(facts)]
    if step.verb in SIGNS:
        found += [*_people(facts, step), *_complete(facts), *_signable(facts)]
    if step.verb == "start":
        found += [*_startable(facts, step)]
    if step.verb in {"terminate", "leave"}:
        found += [*_notice(facts, step)]
    if step.verb == "expire" and step.today <= facts.end:
        found.append(_no("NOT_OVER_YET", f"It runs to {_said(facts.end)}.", end=facts.end))
    if step.verb == "close":
        found += [*_over(facts, step)]
    return tuple(found)


def _no(code: str, detail: str, **inputs: object) -> Reason:
    return Reason(code, detail, inputs, RULES)


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _needs(needs: set[object], step: ContractStep) -> Iterator[Reason]:
    if Needs.REASON in needs and not step.reason.strip():
        yield _no("REASON_NEEDED", "Say why.")
    if Needs.DAY in needs and step.day is None:
        yield _no("DAY_NEEDED", "Say on which day.")
    if Needs.GROUND in needs and not step.ground.strip():
        yield _no("GROUND_NEEDED", "Say on what ground the contract is changed.")


def _complete(facts: ContractFacts) -> Iterator[Reason]:
    if facts.lines == 0:
        yield _no("NO_LINES", "The contract has no line: nothing is bought with it.")
    yield from facts.term_faults


def _people(facts: ContractFacts, step: ContractStep) -> Iterator[Reason]:
    """Two people sign, one for each side, and whoever drafted the terms is neither."""
    side = SIGNS[step.verb]
    if side in facts.signed_by:
        yield _no("SIGNED_ALREADY", f"It is signed for the {side.value} already.", side=side.value)
    same = {step.actor} | step.same_actor
    if same & {facts.drafted_by}:
        detail = "Someone else must sign: you wrote these terms."
        yield _no("SAME_PERSON", detail, actor=step.actor, verb=step.verb)
    elif same & {who for other, who in facts.signed_by.items() if other is not side}:
        detail = "Someone else must sign: you signed for the other side."
        yield _no("SAME_PERSON", detail, actor=step.actor, verb=step.verb)


def _signable(facts: ContractFacts) -> Iterator[Reason]:
    yield from facts.selection
    yield from facts.gates_before_signature
    yield from facts.exit_plan_gaps
    yield from facts.subcontract_faults
    if not facts.holder_of_risk.strip():
        detail = "Nobody is named who holds the risk that nobody else bears."
        yield _no("NO_HOLDER_OF_RISK", detail)


def _startable(facts: ContractFacts, step: ContractStep) -> Iterator[Reason]:
    if step.today < facts.start:
        yield _no("NOT_YET", f"It starts on {_said(facts.start)}.", start=facts.start)
    yield from facts.gates_before_start


def _notice(facts: ContractFacts, step: ContractStep) -> Iterator[Reason]:
    """A buyer ends a contract by its board, on a plan that is complete and fresh.

    A dry run that is due does not stand in the way: who must leave is not kept from leaving.
    """
    if step.day is not None:
        earliest = step.today + timedelta(days=facts.notice_days)
        if step.day < step.today:
            yield _no("DAY_PAST", "The last day of service is still to come.", day=step.day)
        elif step.day < earliest and not step.at_once:
            detail = f"Notice is {facts.notice_days} days: {_said(earliest)} at the earliest."
            yield _no("NOTICE_TOO_SHORT", detail, earliest=earliest)
        elif step.day > facts.end:
            detail = f"It ends by itself on {_said(facts.end)}."
            yield _no("ENDS_BEFORE", detail, end=facts.end)
    if step.verb == "terminate":
        if not step.minute.strip():
            yield _no("NO_BOARD_MINUTE", "A board decides to end a contract: name its minute.")
        yield from facts.exit_plan_gaps
        yield from (one for one in facts.exit_plan_due if one.code == "EXIT_PLAN_STALE")


def _over(facts: ContractFacts, step: ContractStep) -> Iterator[Reason]:
    last = facts.ends_on or facts.end
    if step.today < last:
        yield _no("NOT_OVER_YET", f"Its last day of service is {_said(last)}.", last=last)
    if facts.open_cases:
        detail = "A performance notice is still open: close it, or let it follow the exit."
        yield _no("PERFORMANCE_OPEN", detail, cases=facts.open_cases)
