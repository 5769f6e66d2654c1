"""Take one step of a contract: the one way from where it stands to where it stands next.

Each verb of the lifecycle has a service of its own beside this one, which says what it changes
besides; this module asks the permission and the guards, moves the contract by the table and writes
the entry that the table names.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tidegate.controlroom.contracts.models import Contract, Signature, Terms
from tidegate.controlroom.contracts.permitted import hold_to_permission
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.said import Said, Underway, subject_of
from tidegate.controlroom.contracts.services.contract_facts import contract_facts
from tidegate.controlroom.directory.one_actor import same_actor_as
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.lifecycle.contracts import CONTRACTS
from tidegate.core.contracts.lifecycle.guards import ContractStep, contract_refusals
from tidegate.core.contracts.lifecycle.states import ContractState
from tidegate.core.lifecycle import Side
from tidegate.core.log.kinds import kind_of

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.lifecycle import Transition
    from tidegate.core.reasons import Reason

Deed = Callable[[Underway], None]
BOTH = {Side.BUYER.value, Side.PROVIDER.value}


def nothing_else(_underway: Underway) -> None:
    """Change nothing besides the state."""


def nothing_besides(_contract: Contract) -> tuple[Reason, ...]:
    """Find nothing that the step's own subject says against it."""
    return ()


def take_contract_step(  # noqa: PLR0913 - all by keyword: what a step may be about
    *,
    contract: Contract,
    verb: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    said: Said = Said(),  # noqa: B008 - frozen
    deed: Deed = nothing_else,
    besides: Callable[[Contract], tuple[Reason, ...]] = nothing_besides,
) -> Contract:
    """Take a step of the table, in one transaction with its entry.

    Args:
        contract: which contract.
        verb: of ``CONTRACTS``.
        actor: who takes it.
        now: when.
        on_behalf_of: ODS code of the organisation acted for; empty: the one whose step it is.
        said: what is said with it.
        deed: what else changes, asked once the guards have agreed.
        besides: says what the rules of the step's own subject find, asked of the locked contract.

    Raises:
        PermissionMissing: the actor may not.
        ContractRefused: the lifecycle does not allow it now; nothing was changed.
    """
    try:
        with transaction.atomic():
            locked = Contract.objects.select_for_update().get(pk=contract.pk)
            row = CONTRACTS.step(ContractState(locked.state), verb) or _elsewhere(verb)
            acted_for = hold_to_permission(actor, on_behalf_of, locked, row)
            identity, name = identify(actor)
            underway = Underway(locked, row, said, identity, name, now, row.next)
            _ask_the_guards(underway, verb, besides)
            deed(underway)
            _write(underway, actor, acted_for)
    except ContractRefused as refused:
        if "SAME_PERSON" in refused.codes:
            _record_the_attempt(contract, verb, actor, now, on_behalf_of, refused)
        raise
    return underway.contract


def _elsewhere(verb: str) -> Transition[ContractState]:
    # From another state the verb asks for the same permission; the guards then refuse it.
    return next(row for row in CONTRACTS.rows if row.verb == verb)


def _ask_the_guards(
    underway: Underway, verb: str, besides: Callable[[Contract], tuple[Reason, ...]]
) -> None:
    said, contract = underway.said, underway.contract
    facts = contract_facts(contract, underway.now)
    legal = CONTRACTS.step(facts.state, verb) is not None
    step = ContractStep(
        verb=verb,
        actor=underway.said_by,
        today=timezone.localdate(underway.now),
        same_actor=same_actor_as(underway.said_by),
        reason=said.reason,
        day=said.day,
        ground=said.ground,
        minute=said.minute,
        at_once=said.at_once,
        besides=besides(contract) if legal else (),
    )
    if found := contract_refusals(facts, step):
        raise ContractRefused(found)


def _write(underway: Underway, actor: Actor, acted_for: str) -> None:
    contract, before = underway.contract, underway.contract.state
    for other in underway.rows:
        other.save()
    comes_to = underway.next or _as_signed(contract)
    if contract.state != comes_to.value:
        contract.state, contract.moved_at = comes_to.value, underway.now
        contract.reason = underway.said.reason
    contract.save()
    facts = {"from": before, "to": contract.state} | _spoken(underway.said) | underway.facts
    record(
        kind=underway.row.kind,
        actor=actor,
        subject=subject_of(contract),
        headline=f"{contract.reference}: {_headline(underway)}",
        facts=facts,
        on_behalf_of=acted_for,
        now=underway.now,
    )


def _headline(underway: Underway) -> str:
    return underway.headline or kind_of(underway.row.kind).label.lower()


def _as_signed(contract: Contract) -> ContractState:
    """Return where a contract stands after a signature: the second one makes it signed."""
    version = Terms.objects.filter(contract=contract).order_by("-version").first()
    newest = version.version if version else 0
    signed = Signature.objects.filter(contract=contract, version=newest)
    both = set(signed.values_list("side", flat=True)) >= BOTH
    return ContractState.SIGNED if both else ContractState(contract.state)


def _spoken(said: Said) -> dict[str, object]:
    told = {"reason": said.reason, "ground": said.ground, "minute": said.minute, "day": said.day}
    return {name: value for name, value in told.items() if value}


def _record_the_attempt(
    contract: Contract,
    verb: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str,
    why: ContractRefused,
) -> None:
    """Keep that somebody tried to take a step that has to be another's; nothing else changed."""
    with transaction.atomic():
        record(
            kind="contract_step_refused",
            actor=actor,
            subject=subject_of(contract),
            headline=f"{contract.reference}: “{verb}” refused, it needs another person",
            facts={"verb": verb, "codes": list(why.codes)},
            on_behalf_of=on_behalf_of or contract.buyer,
            now=now,
        )
