"""Open an assurance gate of a contract, with the questions that it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.models import Contract, Gate
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.contracts.under_gate import questions_asked, statements_asked
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.lifecycle.states import ContractState
from tidegate.exchange.contracts.gate_terms import load_gate_terms

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.contracts.gates.terms import GateName

_OVER = {ContractState.ENDED.value, ContractState.WITHDRAWN.value}


@transaction.atomic
def open_gate(
    *, contract: Contract, gate: GateName, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Gate:
    """Open a gate; one that was referred back is opened anew, with its questions open again.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: ``GATE_STANDS`` where it is open or passed; ``CONTRACT_OVER``.
    """
    acted_for = hold_to_reach(actor, MANAGE, contract.buyer, on_behalf_of)
    locked = Contract.objects.select_for_update().get(pk=contract.pk)
    terms = load_gate_terms()
    if locked.state in _OVER:
        raise refuse("CONTRACT_OVER", "This contract is over.", state=locked.state)
    rows = Gate.objects.filter(contract=locked, gate=gate.value)
    if rows.filter(decision__in=["", "passed"]).exists():
        raise refuse("GATE_STANDS", "This gate is open, or was passed.", gate=gate.value)
    row = Gate.objects.create(
        contract=locked, gate=gate.value, questions=questions_asked(gate, terms),
        hard_stops=statements_asked(gate, terms), opened_by=identify(actor)[0], opened_at=now,
    )  # fmt: skip
    record(
        kind="gate_opened",
        actor=actor,
        subject=subject_of(locked),
        headline=f"{locked.reference}: gate opened, {terms.labels[gate]}",
        facts={"gate": gate.value, "questions": len(row.questions), "rules": terms.rules},
        on_behalf_of=acted_for,
        now=now,
    )
    return row
