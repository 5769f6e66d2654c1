"""Which deeds a viewer is offered on a contract's page now, and why others are not possible yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.deeds_contract import REVISE, SWITCH, VERBS, terms_in_force
from tidegate.controlroom.contracts.deeds_management import DEEDS as MANAGEMENT
from tidegate.controlroom.contracts.queries.contracts import buys
from tidegate.controlroom.contracts.queries.guards import standing
from tidegate.controlroom.contracts.refused import RULES as REFUSED
from tidegate.controlroom.transfers.queries import identities
from tidegate.core.contracts.lifecycle.contracts import CONTRACTS
from tidegate.core.contracts.lifecycle.guards import RULES, ContractStep, contract_refusals
from tidegate.core.contracts.lifecycle.states import IN_FORCE, ContractState
from tidegate.core.contracts.performance.cases import CASES
from tidegate.core.contracts.performance.guards import RULES as PERFORMANCE
from tidegate.core.contracts.performance.states import OPEN, PerformanceState
from tidegate.core.contracts.subcontracts import RULES as SUBCONTRACTS
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tidegate.controlroom.contracts.deeds import Asked, Deed

_NOT_SAID = frozenset(
    {"REASON_NEEDED", "DAY_NEEDED", "GROUND_NEEDED", "NO_BOARD_MINUTE", "NOTICE_TOO_SHORT"}
)
"""Reasons that the form of a step takes away."""

_TOLD = frozenset({RULES, SUBCONTRACTS, PERFORMANCE, REFUSED})
"""Rules whose reasons both sides may read."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A deed that someone may do, and why not now where that is so."""

    deed: Deed
    reasons: tuple[Reason, ...] = ()


def told_to(asked: Asked, reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return the reasons as a viewer may read them.

    How the award, the gates and the exit plan stand is the buyer's own, and who objected is nobody
    else's; a provider reads that the buyer is not ready.
    """
    found = tuple(reasons)
    if buys(asked.viewer, asked.contract):
        return found
    own = tuple(one for one in found if one.rule_version in _TOLD)
    if len(own) == len(found):
        return own
    detail = "The buyer is not ready: its award, its gates or its exit plan do not stand yet."
    return (*own, Reason("BUYER_NOT_READY", detail, {}, RULES))


def steps_offered(asked: Asked, now: datetime) -> list[Offered]:
    """Return the steps of the lifecycle that a viewer may take from where a contract stands."""
    state = ContractState(asked.contract.state)
    deeds = [VERBS[row.verb] for row in CONTRACTS.steps_from(state) if row.verb in VERBS]
    if not any(deed.may(asked) for deed in deeds):
        return []
    facts = standing(asked.viewer, asked.contract, now)
    same = identities(asked.viewer)
    step = ContractStep("", min(same, default=""), asked.today, same_actor=same)
    found = []
    for deed in deeds:
        if deed.may(asked):
            reasons = contract_refusals(facts, replace(step, verb=deed.name))
            why = tuple(one for one in reasons if one.code not in _NOT_SAID)
            found.append(Offered(deed, told_to(asked, why)))
    if state is ContractState.DRAFT and REVISE.may(asked):
        found.append(Offered(REVISE))
    return found


def deeds_offered(asked: Asked) -> list[Deed]:
    """Return what else may be done on a contract as it stands."""
    state = ContractState(asked.contract.state)
    names = []
    if state not in {ContractState.ENDED, ContractState.WITHDRAWN}:
        names += ["exit_plan", "subcontract"]
        if asked.contract.complex_why or state in IN_FORCE:
            names.append("gate_open")
    if state in IN_FORCE:
        names += ["issue", "rollover"]
    found = [MANAGEMENT[name] for name in names]
    terms = terms_in_force(asked) if state in IN_FORCE else None
    if terms is not None and terms.switches:
        found.append(SWITCH)
    return [deed for deed in found if deed.may(asked)]


def case_deeds(asked: Asked) -> list[Deed]:
    """Return what may be done with a performance notice as it stands."""
    state = PerformanceState(asked.about.state)
    verbs = [row.verb for row in CASES.steps_from(state)]
    names = [f"case_{verb}" for verb in verbs if f"case_{verb}" in MANAGEMENT]
    if state in OPEN and asked.about.plan:
        names.insert(0, "case_met")
    if asked.contract.state not in {ContractState.EXITING.value, ContractState.ENDED.value}:
        names = [name for name in names if name != "case_exit"]
    return [MANAGEMENT[name] for name in names if MANAGEMENT[name].may(asked)]
