"""Withdraw a recalculation: the chart is again as if it had not been made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.pressure.models import Rebase
from tidegate.controlroom.pressure.new_return import LONGEST_REASON
from tidegate.controlroom.pressure.reach import RECALCULATE, hold_to_reach
from tidegate.controlroom.pressure.refused import RebaseRefused
from tidegate.controlroom.pressure.terms import CHARTS, MEASURES
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def withdraw_rebase(
    *, rebase: Rebase, reason: str, actor: Actor, now: datetime, on_behalf_of: str = ""
) -> Rebase:
    """Take a recalculation back, with a reason; it stays listed beside the chart.

    Raises:
        PermissionMissing: the actor may not have limits of this provider recalculated.
        RebaseRefused: it is withdrawn already, or no reason is given.
    """
    acted_for = hold_to_reach(actor, rebase.organisation, on_behalf_of, RECALCULATE)
    row = Rebase.objects.select_for_update().get(pk=rebase.pk)
    if row.withdrawn_at is not None:
        detail = f"{row.withdrawn_by_name} withdrew it already."
        raise _refuse(row, "WITHDRAWN_ALREADY", detail)
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        detail = f"Say why it is withdrawn, in at most {LONGEST_REASON} characters."
        raise _refuse(row, "REASON_NEEDED", detail)
    row.withdrawn_by, row.withdrawn_by_name = identify(actor)
    row.withdrawn_at, row.withdrawn_reason = now, reason.strip()
    row.save()
    label = MEASURES[row.measure].label
    record(
        kind="recalculation_withdrawn",
        actor=actor,
        on_behalf_of=acted_for,
        subject=f"chart:{row.organisation}-{row.measure}",
        headline=f"Recalculation of {label} from {words.day(row.from_day)} withdrawn",
        facts={
            "organisation": row.organisation,
            "measure": row.measure,
            "from_day": row.from_day,
            "reason": row.withdrawn_reason,
            "number": row.pk,
        },
        now=now,
    )
    return row


def _refuse(row: Rebase, code: str, detail: str) -> RebaseRefused:
    inputs = {"measure": row.measure, "day": row.from_day}
    return RebaseRefused((Reason(code, detail, inputs, CHARTS.label),))
