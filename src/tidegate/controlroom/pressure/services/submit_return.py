"""Submit the situation report of a provider for a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.pressure.models import Return
from tidegate.controlroom.pressure.new_return import NewReturn, faults_of
from tidegate.controlroom.pressure.reach import hold_to_reach
from tidegate.controlroom.pressure.refused import ReturnRefused, refuse
from tidegate.controlroom.pressure.services.keep_return import keep_return
from tidegate.controlroom.pressure.terms import TERMS

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor


@transaction.atomic
def submit_return(
    *,
    new: NewReturn,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    received_at: datetime | None = None,
) -> Return:
    """Keep the first version of a return; late and odd ones are taken and flagged.

    Args:
        new: the return.
        actor: who submits.
        now: when it is written down.
        on_behalf_of: ODS code acted for, if not the provider itself.
        received_at: when it came to whoever kept returns before, for taking those over; the entry
            of the record shows both moments.

    Raises:
        PermissionMissing: the actor may not submit for this provider.
        ReturnRefused: there is a return for this day already, or with every fault of this one.
    """
    acted_for = hold_to_reach(actor, new.organisation, on_behalf_of)
    if faults := faults_of(new, TERMS, received_at or now):
        raise ReturnRefused(faults)
    provider = reporting_provider(new.organisation)
    if Return.objects.filter(organisation=new.organisation, day=new.day).exists():
        detail = "There is a report for this day already. Correct that one instead."
        raise refuse(TERMS, "ALREADY_SUBMITTED", detail, day=new.day)
    return keep_return(
        new=new, provider=provider, before=None, reason="", actor=actor, on_behalf_of=acted_for,
        now=now, received_at=received_at,
    )  # fmt: skip


def reporting_provider(code: str) -> Organisation:
    """Return and lock the provider, so that two reports for one day come one after the other.

    Raises:
        ReturnRefused: it is not in the directory, or of a kind that does not report.
    """
    rows = Organisation.objects.select_for_update().filter(code=code, kind__in=TERMS.kinds)
    provider = rows.first()
    if provider is None:
        detail = "Only providers that the terms of reporting name submit situation reports."
        raise refuse(TERMS, "DOES_NOT_REPORT", detail, organisation=code)
    return provider
