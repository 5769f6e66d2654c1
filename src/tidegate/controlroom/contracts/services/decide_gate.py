"""Decide an assurance gate: pass it, with conditions, or refer it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tidegate.controlroom.contracts.models import Contract, Gate
from tidegate.controlroom.contracts.reach import SIGN, hold_to_reach
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.contracts.services.contract_facts import (
    gates_passed,
    newest_exit_plan,
    tree_of,
)
from tidegate.controlroom.contracts.under_gate import facts_of_gate, stated_in
from tidegate.controlroom.directory.one_actor import same_actor_as
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.exit_plan import exit_plan_gaps
from tidegate.core.contracts.gates.decide import Deciding, GateDecision, gate_refusals
from tidegate.core.contracts.gates.hard_stops import Arrangement
from tidegate.core.contracts.gates.terms import GateName
from tidegate.core.contracts.subcontracts import subcontract_faults
from tidegate.exchange.contracts.ending_terms import load_exit_terms
from tidegate.exchange.contracts.gate_terms import load_gate_terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tidegate.core.contracts.gates.decide import Condition
    from tidegate.core.reasons import Reason


def decide_gate(
    *,
    gate: Gate,
    decision: GateDecision,
    with_whom: Sequence[str],
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    conditions: Sequence[Condition] = (),
) -> Gate:
    """Decide a gate; nobody who rated a question of it does, and passing asks the hard stops.

    Args:
        gate: which gate.
        decision: passed or referred back.
        with_whom: who decided it besides the actor, by name and role.
        actor: someone who may sign for the buyer.
        now: when.
        on_behalf_of: ODS code of the organisation acted for; empty: the buyer.
        conditions: what must still be done.

    Raises:
        PermissionMissing: the actor may not sign for this buyer.
        ContractRefused: every reason of ``gate_refusals``; ``SAME_PERSON`` leaves an entry.
    """
    try:
        return _decide(gate, decision, with_whom, actor, now, on_behalf_of, conditions)
    except ContractRefused as refused:
        if "SAME_PERSON" in refused.codes:
            _record_the_attempt(gate, actor, now, on_behalf_of, refused)
        raise


@transaction.atomic
def _decide(
    gate: Gate,
    decision: GateDecision,
    with_whom: Sequence[str],
    actor: Actor,
    now: datetime,
    on_behalf_of: str,
    conditions: Sequence[Condition],
) -> Gate:
    acted_for = hold_to_reach(actor, SIGN, gate.contract.buyer, on_behalf_of)
    Contract.objects.select_for_update().get(pk=gate.contract_id)
    locked = Gate.objects.select_for_update().select_related("contract").get(pk=gate.pk)
    identity, name = identify(actor)
    deciders = (identity, *(one.strip() for one in with_whom if one.strip()))
    today = timezone.localdate(now)
    deciding = Deciding(decision, deciders, identity, today, same_actor_as(identity))
    if found := refusals_of(locked, deciding):
        raise ContractRefused(found)
    locked.decision, locked.decided_at = decision.value, now
    locked.decided_by = [name, *deciders[1:]]
    locked.conditions = [
        {"text": one.text, "owner": one.owner, "due": one.due.isoformat(), "closed_at": ""}
        for one in conditions
    ]
    locked.save()
    _record(locked, actor, acted_for, now)
    return locked


def refusals_of(gate: Gate, deciding: Deciding) -> tuple[Reason, ...]:
    """Return why a gate may not be decided so, from the rows as they stand."""
    others = Gate.objects.filter(contract=gate.contract_id, decision="passed").exclude(pk=gate.pk)
    conditions = [one for row in others.order_by("opened_at") for one in row.conditions]
    facts = facts_of_gate(gate, gates_passed(gate.contract), conditions)
    return gate_refusals(facts, arrangement_of(gate), deciding, load_gate_terms())


def arrangement_of(gate: Gate) -> Arrangement:
    """Return what a gate knows of its contract: what was stated, and what rows say themselves."""
    contract = gate.contract
    gaps = exit_plan_gaps(newest_exit_plan(contract), load_exit_terms())
    return Arrangement(
        stated=stated_in(gate),
        holder_of_risk=contract.holder_of_risk,
        exit_plan=not gaps,
        subcontract_faults=subcontract_faults(tree_of(contract)),
    )


def _record(gate: Gate, actor: Actor, acted_for: str, now: datetime) -> None:
    label = load_gate_terms().labels[GateName(gate.gate)]
    passed = gate.decision == GateDecision.PASSED.value
    how = "passed" if passed and not gate.conditions else "passed, with conditions"
    record(
        kind="gate_decided",
        actor=actor,
        subject=subject_of(gate.contract),
        headline=f"{gate.contract.reference}: gate {how if passed else 'referred back'}, {label}",
        facts={
            "gate": gate.gate,
            "decision": gate.decision,
            "decided_by": gate.decided_by,
            "conditions": gate.conditions,
        },
        on_behalf_of=acted_for,
        now=now,
    )


def _record_the_attempt(
    gate: Gate, actor: Actor, now: datetime, on_behalf_of: str, why: ContractRefused
) -> None:
    with transaction.atomic():
        record(
            kind="contract_step_refused",
            actor=actor,
            subject=subject_of(gate.contract),
            headline=f"{gate.contract.reference}: gate not decided, it needs another person",
            facts={"verb": "decide_gate", "codes": list(why.codes)},
            on_behalf_of=on_behalf_of or gate.contract.buyer,
            now=now,
        )
