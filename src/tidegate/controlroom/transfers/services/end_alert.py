"""End an alert: before its time by whoever may set it, or by time itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.log.services.record import Actor, record
from tidegate.controlroom.transfers.models import Alert
from tidegate.controlroom.transfers.reach import hold_to_reach
from tidegate.controlroom.transfers.refused import refuse
from tidegate.core.log.entry import System

if TYPE_CHECKING:
    from datetime import datetime

SET_ALERT = "transfers.set_alert"


@transaction.atomic
def end_alert(*, alert: Alert, actor: Actor, now: datetime, on_behalf_of: str = "") -> Alert:
    """End an alert and record it.

    Raises:
        PermissionMissing: the actor may not set alerts of this provider; or it is the software, and
            the alert has not expired.
        StepRefused: it has ended already.
    """
    locked = Alert.objects.select_for_update().get(pk=alert.pk)
    expired = locked.expires_at <= now
    if isinstance(actor, System) and expired:
        acted_for = locked.provider
    else:
        acted_for = hold_to_reach(actor, SET_ALERT, locked.provider, on_behalf_of)
    if locked.ended_at is not None:
        raise refuse("ALERT_HAS_ENDED", "This alert has ended already.", alert=locked.pk)
    locked.ended_at = now
    locked.save(update_fields=["ended_at"])
    record(
        kind="alert_ended",
        actor=actor,
        on_behalf_of=acted_for,
        subject=f"alert:{locked.pk}",
        headline=f"Alert of {locked.service} ({locked.provider}) ended",
        facts={"state": locked.state, "expired": expired, "service": locked.service},
        now=now,
    )
    return locked
