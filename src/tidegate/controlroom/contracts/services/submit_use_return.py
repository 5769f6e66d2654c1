"""Say what became of a line's units in a week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.new_use import MINUTES, MONEY, UNITS, NewUse, faults_of
from tidegate.controlroom.contracts.reach import SUBMIT, hold_to_reach
from tidegate.controlroom.contracts.refused import ContractRefused, refuse
from tidegate.controlroom.contracts.services.contract_ledger import core_line, offers_used
from tidegate.controlroom.contracts.services.keep_use_return import (
    keep_use_return,
    locked_line,
    newest_return,
)
from tidegate.controlroom.transfers.models import Offer

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.contracts.models import Line, UseReturn
    from tidegate.controlroom.log.services.record import Actor

_AFTER_SEEN = "First statement of the provider"


@transaction.atomic
def submit_use_return(
    *, line: Line, week: date, new: NewUse, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> UseReturn:
    """Keep the first statement of a line's week; late and odd ones are taken and flagged.

    Args:
        line: the contract line.
        week: Monday.
        new: what is said.
        actor: who says so.
        now: when.
        on_behalf_of: ODS code acted for, if not the provider itself.

    Raises:
        PermissionMissing: the actor may not say so for this provider.
        ContractRefused: it was said already, or with every fault of what is said.
    """
    acted_for = hold_to_reach(actor, SUBMIT, line.contract.provider, on_behalf_of)
    locked = locked_line(line)
    before = newest_return(locked, week)
    if before is not None and not only_seen(before):
        detail = "There is a return for this week already. Correct that one instead."
        raise refuse("ALREADY_SUBMITTED", detail, week=week)
    refuse_faults(locked, week, new, now)
    return keep_use_return(
        line=locked, week=week, new=new, before=before,
        observed=before.observed if before else None, reason=_AFTER_SEEN if before else "",
        actor=actor, on_behalf_of=acted_for, now=now,
    )  # fmt: skip


def refuse_faults(line: Line, week: date, new: NewUse, now: datetime) -> None:
    """Refuse what cannot be taken, with every fault.

    Raises:
        ContractRefused: with each fault.
    """
    offers = Offer.objects.filter(
        line_id=line.line_id, provider=line.contract.provider, week=week
    ).order_by("offer_id")
    if faults := faults_of(new, core_line(line), week, offers_used(offers), now):
        raise ContractRefused(faults)


def only_seen(row: UseReturn) -> bool:
    """Say whether a version holds nothing but what the buyer saw."""
    said = any(getattr(row, name) is not None for name in (*UNITS, *MONEY))
    return not (said or row.unused or row.nights or any(row.minutes.get(n) for n in MINUTES))
