"""What the guards of a contract look at, for those who see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.queries.contracts import buys, contracts
from tidegate.controlroom.contracts.services.contract_facts import contract_facts, tree_of
from tidegate.controlroom.contracts.services.decide_gate import arrangement_of
from tidegate.core.contracts.gates.hard_stops import standing_stops
from tidegate.core.contracts.gates.terms import GateName
from tidegate.exchange.contracts.gate_terms import load_gate_terms

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.contracts.models import Contract, Gate
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.core.contracts.lifecycle.guards import ContractFacts
    from tidegate.core.contracts.subcontracts import Tree
    from tidegate.core.reasons import Reason


def standing(viewer: Viewer, contract: Contract, now: datetime) -> ContractFacts:
    """Return how a contract in sight stands: all that the guards ask, whoever sees which part.

    Raises:
        Contract.DoesNotExist: it is out of sight.
    """
    return contract_facts(contracts(viewer).get(pk=contract.pk), now)


def tree(viewer: Viewer, contract: Contract) -> Tree:
    """Return a contract in sight with its subcontracts.

    Raises:
        Contract.DoesNotExist: it is out of sight.
    """
    return tree_of(contracts(viewer).get(pk=contract.pk))


def stops_of(viewer: Viewer, gate: Gate) -> tuple[Reason, ...]:
    """Return the hard stops that stand against a gate, for the buyer's side."""
    terms = load_gate_terms()
    if GateName(gate.gate) not in terms.stops_at or not buys(viewer, gate.contract):
        return ()
    return standing_stops(arrangement_of(gate), terms)
