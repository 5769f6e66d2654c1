"""Draft a contract: what a buyer and a provider may come to agree."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction

from tidegate.controlroom.contracts.models import Contract, Line, Terms
from tidegate.controlroom.contracts.new_lines import lines_of, refuse_unusable_terms
from tidegate.controlroom.contracts.reach import MANAGE, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.exchange.contracts.gate_terms import load_gate_terms

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.contracts.new_contract import NewContract


@transaction.atomic
def draft_contract(
    *, new: NewContract, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Contract:
    """Draft a contract with its lines and the first version of its terms.

    Args:
        new: what it says.
        actor: a contract manager of the buyer.
        now: when.
        on_behalf_of: ODS code of the organisation acted for; empty: the buyer.

    Raises:
        PermissionMissing: the actor may not draft contracts of this buyer.
        ContractRefused: ``UNKNOWN_ORGANISATION``; ``ONE_SIDE`` where both are the same;
            ``ENDS_BEFORE_IT_STARTS``; ``UNKNOWN_TRIGGER``; ``LINE_TAKEN`` or ``ID_TAKEN`` where an
            identifier is another's; ``TERMS_UNUSABLE``; ``LINE_UNUSABLE``.
    """
    acted_for = hold_to_reach(actor, MANAGE, new.buyer, on_behalf_of)
    buyer, provider = _known(new.buyer), _known(new.provider)
    _refuse_what_cannot_be(new)
    refuse_unusable_terms(new.terms)
    identity, _ = identify(actor)
    contract = _row(new, buyer, identity, now)
    contract.reference = f"K-{contract.pk:06d}"
    contract.contract_id = new.contract_id or contract.reference
    contract.save()
    lines = lines_of(contract, new.lines)
    refuse_taken_lines(lines)
    Line.objects.bulk_create(lines)
    Terms.objects.create(
        contract=contract, version=1, content=dict(new.terms), from_day=new.start,
        written_by=identity, written_at=now,
    )  # fmt: skip
    record(
        kind="contract_drafted",
        actor=actor,
        subject=subject_of(contract),
        headline=f"{contract.reference}: contract with {provider.name} drafted, {new.title}",
        facts=_told(contract, lines),
        on_behalf_of=acted_for,
        now=now,
    )
    return contract


def refuse_taken_lines(lines: list[Line]) -> None:
    """Refuse lines whose identifiers are another's, or the same twice.

    Raises:
        ContractRefused: ``LINE_TAKEN``, naming them.
    """
    names = [line.line_id for line in lines]
    taken = set(Line.objects.filter(line_id__in=names).values_list("line_id", flat=True))
    taken |= {name for name in names if names.count(name) > 1}
    if taken:
        said = ", ".join(sorted(taken))
        raise refuse("LINE_TAKEN", f"There is another line of this name: {said}.", lines=said)


def _known(code: str) -> Organisation:
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        raise refuse("UNKNOWN_ORGANISATION", f"No organisation {code} is known here.", ods=code)
    return found


def _refuse_what_cannot_be(new: NewContract) -> None:
    if new.buyer == new.provider:
        raise refuse("ONE_SIDE", "A contract has two sides.", ods=new.buyer)
    if new.end < new.start:
        raise refuse("ENDS_BEFORE_IT_STARTS", "It ends before it starts.", end=new.end)
    if new.value_pence < 0 or new.notice_days < 0:
        raise refuse("BELOW_ZERO", "Neither its value nor its notice is below zero.")
    if unknown := sorted(set(new.complex_why) - set(load_gate_terms().triggers)):
        raise refuse("UNKNOWN_TRIGGER", "Nothing of this name makes it complex.", names=unknown)
    if new.contract_id and Contract.objects.filter(contract_id=new.contract_id).exists():
        detail = f"Another contract has the identifier {new.contract_id}."
        raise refuse("ID_TAKEN", detail, contract_id=new.contract_id)


def _row(new: NewContract, buyer: Organisation, identity: str, now: datetime) -> Contract:
    """Make the row under a name of its own; it is numbered by its key."""
    unique = uuid4().hex
    return Contract.objects.create(
        reference=unique[:20], contract_id=unique, title=new.title, buyer=new.buyer,
        provider=new.provider, area=buyer.area, service=new.service, cpv=new.cpv,
        legal_basis=new.legal_basis, complex_why=list(new.complex_why),
        holder_of_risk=new.holder_of_risk, value_pence=new.value_pence, start=new.start,
        end=new.end, notice_days=new.notice_days, drafted_by=identity, drafted_at=now,
        moved_at=now,
    )  # fmt: skip


def _told(contract: Contract, lines: list[Line]) -> dict[str, object]:
    return {
        "buyer": contract.buyer,
        "provider": contract.provider,
        "service": contract.service,
        "value_pence": contract.value_pence,
        "start": contract.start,
        "end": contract.end,
        "lines": {line.line_id: line.units_per_week for line in lines},
        "complex_why": contract.complex_why,
    }
