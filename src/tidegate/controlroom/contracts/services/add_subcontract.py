"""Add a subcontract beneath a contract, if the tree then still holds together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.models import Contract, Subcontract
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import ContractRefused, refuse
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.contracts.services.contract_facts import tree_of
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.lifecycle.states import ContractState
from tidegate.core.contracts.subcontracts import Edge, subcontract_faults

if TYPE_CHECKING:
    from datetime import datetime

_OVER = {ContractState.ENDED.value, ContractState.WITHDRAWN.value}


@transaction.atomic
def add_subcontract(
    *,
    contract: Contract,
    edge: Edge,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    risk_share: str = "",
) -> Subcontract:
    """Add a subcontract; one that would break the tree is refused with what it would break.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: every new fault of ``subcontract_faults``; ``CONTRACT_OVER``.
    """
    acted_for = hold_to_reach(actor, MANAGE, contract.buyer, on_behalf_of)
    locked = Contract.objects.select_for_update().get(pk=contract.pk)
    if locked.state in _OVER:
        raise refuse("CONTRACT_OVER", "This contract is over.", state=locked.state)
    tree = tree_of(locked)
    before = {(one.code, one.detail) for one in subcontract_faults(tree)}
    after = subcontract_faults(replace(tree, edges=(*tree.edges, edge)))
    if found := tuple(one for one in after if (one.code, one.detail) not in before):
        raise ContractRefused(found)
    row = Subcontract.objects.create(
        contract=locked, lead=edge.lead, sub=edge.sub, services=sorted(edge.services),
        value_pence=edge.value_pence, risk_share=risk_share, clauses=sorted(edge.clauses),
        novates_to=edge.novates_to, added_by=identify(actor)[0], added_at=now,
    )  # fmt: skip
    record(
        kind="subcontract_added",
        actor=actor,
        subject=subject_of(locked),
        headline=f"{locked.reference}: {edge.sub} added as subcontractor of {edge.lead}",
        facts={"lead": edge.lead, "sub": edge.sub, "services": row.services,
               "value_pence": edge.value_pence, "novates_to": edge.novates_to},
        on_behalf_of=acted_for,
        now=now,
    )  # fmt: skip
    return row
