"""Turn a switch of a contract's terms: what a surge brings into force."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from tidegate.controlroom.contracts.models import Contract, Switch, Terms
from tidegate.controlroom.contracts.reach import TURN, hold_to_reach
from tidegate.controlroom.contracts.refused import ContractRefused, refuse
from tidegate.controlroom.contracts.said import subject_of
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.core.contracts.lifecycle.states import IN_FORCE, ContractState
from tidegate.core.contracts.terms.content import terms_from
from tidegate.core.contracts.terms.switch import Turned, refusals_to_turn

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.core.contracts.terms.terms import Terms as CoreTerms


@transaction.atomic
def turn_switch(  # noqa: PLR0913 - all by keyword: what a turn says
    *,
    contract: Contract,
    name: str,
    position: str,
    from_day: date,
    because: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str,
    trigger: str = "",
) -> Switch:
    """Turn a switch, for an organisation that the terms let turn it.

    Args:
        contract: in force.
        name: which switch.
        position: where to.
        from_day: the first day in the new position.
        because: what it is turned for.
        actor: someone who may turn switches for ``on_behalf_of``.
        now: when.
        on_behalf_of: ODS code of the organisation that turns it.
        trigger: one of the codes that the terms know, where they ask for one.

    Raises:
        PermissionMissing: the actor may not turn switches for that organisation.
        ContractRefused: the contract is not in force, or the terms do not let it be turned so.
    """
    hold_to_reach(actor, TURN, on_behalf_of)
    return turn_as_decided(
        contract=contract, name=name, position=position, from_day=from_day,
        decided_on=timezone.localdate(now), because=because, actor=actor, now=now,
        by=on_behalf_of, trigger=trigger,
    )  # fmt: skip


@transaction.atomic
def turn_as_decided(  # noqa: PLR0913 - all by keyword: what a turn says
    *,
    contract: Contract,
    name: str,
    position: str,
    from_day: date,
    decided_on: date,
    because: str,
    actor: Actor,
    now: datetime,
    by: str,
    trigger: str = "",
) -> Switch:
    """Turn a switch within a deed whose service has asked whether the actor may do that.

    So does a surge that opens after its notice, and one that ends.

    Args:
        contract: in force.
        name: which switch.
        position: where to.
        from_day: the first day in the new position.
        decided_on: the day of the decision, from which the notice of a position counts.
        because: what it is turned for.
        actor: who does the deed.
        now: when.
        by: ODS code of the organisation whose decision it was.
        trigger: one of the codes that the terms know, where they ask for one.

    Raises:
        ContractRefused: the contract is not in force, or the terms do not let it be turned so.
    """
    locked = Contract.objects.select_for_update().get(pk=contract.pk)
    if ContractState(locked.state) not in IN_FORCE:
        raise refuse("CONTRACT_NOT_IN_FORCE", "A switch is turned while a contract is in force.")
    if not because.strip():
        raise refuse("REASON_NEEDED", "Say what it is turned for.")
    found = refusals_to_turn(
        terms_on(locked, from_day), name, position, from_day=from_day,
        decided_on=decided_on, by=by, trigger=trigger, turned=turned(locked),
    )  # fmt: skip
    if found:
        raise ContractRefused(found)
    said = f"{trigger}: {because.strip()}" if trigger else because.strip()
    row = Switch.objects.create(
        contract=locked, name=name, position=position, from_day=from_day, because=said,
        turned_by=identify(actor)[0], turned_at=now,
    )  # fmt: skip
    record(
        kind="switch_turned",
        actor=actor,
        subject=subject_of(locked),
        headline=f"{locked.reference}: “{name}” switched to “{position}” from {from_day}",
        facts={"switch": name, "position": position, "from_day": from_day, "because": said},
        on_behalf_of=by,
        now=now,
    )
    return row


def terms_on(contract: Contract, day: date) -> CoreTerms:
    """Return the terms in force on a day: the newest version that has begun, else the first."""
    rows = Terms.objects.filter(contract=contract)
    row = rows.filter(from_day__lte=day).order_by("-from_day", "-version").first()
    row = row or rows.order_by("version").first()
    if row is None:
        raise refuse("NO_TERMS", "Nothing was written about money and duties.")
    return terms_from(row.content)


def turned(contract: Contract) -> tuple[Turned, ...]:
    """Return the turns of a contract's switches, in the order in which they were made."""
    rows = Switch.objects.filter(contract=contract).order_by("turned_at", "id")
    return tuple(Turned(row.name, row.position, row.from_day) for row in rows)
