"""Correct what was said of a line's week: a new version, with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.contracts.new_use import LONGEST_REASON, NewUse
from tidegate.controlroom.contracts.reach import SUBMIT, hold_to_reach
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.services.keep_use_return import (
    keep_use_return,
    locked_line,
    newest_return,
)
from tidegate.controlroom.contracts.services.submit_use_return import refuse_faults

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.contracts.models import Line, UseReturn
    from tidegate.controlroom.log.services.record import Actor


@transaction.atomic
def correct_use_return(  # noqa: PLR0913 - all by keyword: what a correction says
    *,
    line: Line,
    week: date,
    new: NewUse,
    corrects: int,
    reason: str,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> UseReturn:
    """Keep the next version of a statement; after the usual time it is taken, and marked.

    Args:
        line: the contract line.
        week: Monday.
        new: the whole statement as it should have been.
        corrects: number of the version that the corrector saw.
        reason: why.
        actor: who corrects.
        now: when.
        on_behalf_of: ODS code acted for, if not the provider itself.

    Raises:
        PermissionMissing: the actor may not say so for this provider.
        ContractRefused: there is nothing to correct, somebody else corrected it meanwhile, no
            reason, or with every fault of what is said.
    """
    acted_for = hold_to_reach(actor, SUBMIT, line.contract.provider, on_behalf_of)
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        detail = f"Say why it is corrected, in at most {LONGEST_REASON} characters."
        raise refuse("REASON_NEEDED", detail)
    locked = locked_line(line)
    before = newest_return(locked, week)
    if before is None:
        raise refuse("NOTHING_TO_CORRECT", "There is no return for this week.", week=week)
    if before.version != corrects:
        detail = "Somebody corrected this return in the meantime. Look at their version first."
        raise refuse("CORRECTED_MEANWHILE", detail, version=before.version)
    refuse_faults(locked, week, new, now)
    return keep_use_return(
        line=locked, week=week, new=new, before=before, observed=before.observed, reason=said,
        actor=actor, on_behalf_of=acted_for, now=now,
    )  # fmt: skip
