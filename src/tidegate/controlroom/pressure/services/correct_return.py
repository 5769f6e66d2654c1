"""Correct a situation report: a new version, with a reason, that supersedes the newest one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.pressure.models import Return
from tidegate.controlroom.pressure.new_return import LONGEST_REASON, NewReturn, faults_of
from tidegate.controlroom.pressure.reach import hold_to_reach
from tidegate.controlroom.pressure.refused import ReturnRefused, refuse
from tidegate.controlroom.pressure.services.keep_return import keep_return
from tidegate.controlroom.pressure.services.submit_return import reporting_provider
from tidegate.controlroom.pressure.terms import TERMS

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor


@transaction.atomic
def correct_return(
    *,
    new: NewReturn,
    reason: str,
    corrects: int,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
    received_at: datetime | None = None,
) -> Return:
    """Keep the next version of a return; after the usual time it is taken, and flagged.

    Args:
        new: the whole return as it should have been.
        reason: why it is corrected, in a sentence.
        corrects: the version that whoever corrects has seen.
        actor: who corrects.
        now: when it is written down.
        on_behalf_of: ODS code acted for, if not the provider itself.
        received_at: when it came, for taking over returns that somebody else kept.

    Raises:
        PermissionMissing: the actor may not submit for this provider.
        ReturnRefused: nothing to correct, no reason, no difference, somebody corrected it in the
            meantime, or with every fault of this one.
    """
    acted_for = hold_to_reach(actor, new.organisation, on_behalf_of)
    if faults := faults_of(new, TERMS, received_at or now):
        raise ReturnRefused(faults)
    provider = reporting_provider(new.organisation)
    before = Return.objects.filter(
        organisation=new.organisation, day=new.day, superseded_by=None
    ).first()
    if before is None:
        detail = "There is no report for this day yet. Submit one instead."
        raise refuse(TERMS, "NOTHING_TO_CORRECT", detail, day=new.day)
    _refuse_what_is_no_correction(before, new, reason, corrects)
    return keep_return(
        new=new, provider=provider, before=before, reason=reason.strip(), actor=actor,
        on_behalf_of=acted_for, now=now, received_at=received_at,
    )  # fmt: skip


def _refuse_what_is_no_correction(
    before: Return, new: NewReturn, reason: str, corrects: int
) -> None:
    if before.version != corrects:
        detail = "Somebody corrected this report in the meantime. Look at their version first."
        raise refuse(TERMS, "CORRECTED_MEANWHILE", detail, newest=before.version)
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        detail = f"Say why it is corrected, in at most {LONGEST_REASON} characters."
        raise refuse(TERMS, "REASON_NEEDED", detail)
    if dict(new.values) == before.values:
        raise refuse(TERMS, "NOTHING_CHANGED", "No figure is different from the newest version.")
