"""End a subcontract beneath a contract, and name everybody beneath it whom that hits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.models import Contract, Subcontract
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.contracts.services.contract_facts import tree_of
from tidegate.controlroom.log.services.record import Actor, record
from tidegate.core.contracts.subcontracts import affected

if TYPE_CHECKING:
    from datetime import date, datetime


@transaction.atomic
def end_subcontract(
    *,
    subcontract: Subcontract,
    on: date,
    reason: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Subcontract:
    """End a subcontract; those beneath it end with it, but for those that go over to another.

    Raises:
        PermissionMissing: the actor may not manage contracts of this buyer.
        ContractRefused: ``ENDED_ALREADY``; ``REASON_NEEDED``.
    """
    acted_for = hold_to_reach(actor, MANAGE, subcontract.contract.buyer, on_behalf_of)
    contract = Contract.objects.select_for_update().get(pk=subcontract.contract_id)
    locked = Subcontract.objects.select_for_update().get(pk=subcontract.pk)
    if locked.ended_on is not None:
        raise refuse("ENDED_ALREADY", "This subcontract has ended.", on=locked.ended_on)
    if not reason.strip():
        raise refuse("REASON_NEEDED", "Say why.")
    hit = affected(tree_of(contract), locked.sub)
    locked.ended_on = on
    locked.save()
    _pass_down(contract, locked, on)
    record(
        kind="subcontract_ended",
        actor=actor,
        subject=subject_of(contract),
        headline=f"{contract.reference}: subcontract of {locked.sub} ended",
        facts={"lead": locked.lead, "sub": locked.sub, "on": on, "reason": reason.strip(),
               "affected": [edge.sub for edge in hit],
               "novates": {edge.sub: edge.novates_to for edge in hit if edge.novates_to}},
        on_behalf_of=acted_for,
        now=now,
    )  # fmt: skip
    return locked


def _pass_down(contract: Contract, ended: Subcontract, on: date) -> None:
    """End what hung on a party that no longer holds anything, or let it go over to another."""
    live = Subcontract.objects.filter(contract=contract, ended_on=None)
    if ended.sub == contract.provider or live.filter(sub=ended.sub).exists():
        return  # it still holds something from another lead
    for row in live.filter(lead=ended.sub).order_by("id"):
        if row.novates_to:
            row.lead, row.novates_to = row.novates_to, ""
            row.save()
        else:
            row.ended_on = on
            row.save()
            _pass_down(contract, row, on)
