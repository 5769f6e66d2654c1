"""Say that a service is full, or has room, as agreed with its commissioner, until a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.transfers.models import Alert
from tidegate.controlroom.transfers.reach import hold_to_reach
from tidegate.controlroom.transfers.refused import StepRefused, refuse
from tidegate.core.directory.treatment_functions import TREATMENT_FUNCTIONS
from tidegate.core.transfers.alert import ALERT_STATES, AlertState, CapacityAlert, alert_faults

if TYPE_CHECKING:
    from collections.abc import Mapping

SET_ALERT = "transfers.set_alert"


@dataclass(frozen=True, slots=True)
class NewAlert:
    """An alert as it is put forward.

    Attributes:
        service: what people call the service.
        provider: ODS code of its provider.
        tfc: its treatment function.
        state: of ``core.transfers.alert.AlertState``.
        reason: why, in a sentence.
        agreed_with: ODS code of the commissioner.
        review_at, expires_at: when it is looked at again, and when it ends by itself.
    """

    service: str
    provider: str
    tfc: str
    state: str
    reason: str
    agreed_with: str
    review_at: datetime | None
    expires_at: datetime | None


@transaction.atomic
def set_alert(*, new: NewAlert, actor: Actor, now: datetime, on_behalf_of: str = "") -> Alert:
    """Keep an alert and record it; those who refer in the area see it from now on.

    Raises:
        PermissionMissing: the actor may not set alerts of this provider.
        StepRefused: the commissioner or the specialty is not known, one stands for this service
            already, or with the reasons of ``core.transfers.alert``.
    """
    acted_for = hold_to_reach(actor, SET_ALERT, new.provider, on_behalf_of)
    said_by = identify(actor)[0]
    put = CapacityAlert(
        service=new.service, provider=new.provider, state=new.state, reason=new.reason,
        agreed_with=new.agreed_with, set_by=said_by, set_at=now, review_at=new.review_at,
        expires_at=new.expires_at,
    )  # fmt: skip
    if faults := alert_faults(put):
        raise StepRefused(faults)
    _refuse_unknown(new)
    _refuse_a_second(new, now)
    alert = Alert.objects.create(
        service=new.service.strip(), provider=new.provider, tfc=new.tfc, state=new.state,
        reason=new.reason.strip(), agreed_with=new.agreed_with, set_by=said_by, set_at=now,
        review_at=new.review_at or now, expires_at=new.expires_at or now,
    )  # fmt: skip
    record(
        kind="alert_set",
        actor=actor,
        on_behalf_of=acted_for,
        subject=f"alert:{alert.pk}",
        headline=(
            f"{ALERT_STATES[AlertState(alert.state)].label} at {alert.service} ({alert.provider})"
            f" until {words.day(alert.expires_at)}"
        ),
        facts=_facts(alert),
        now=now,
    )
    return alert


def _refuse_unknown(new: NewAlert) -> None:
    if new.tfc not in TREATMENT_FUNCTIONS:
        raise refuse("UNKNOWN_TFC", "Choose a specialty.", tfc=new.tfc)
    if not Organisation.objects.filter(code=new.agreed_with, kind="icb").exists():
        detail = "The commissioner must be an integrated care board in the directory."
        raise refuse("COMMISSIONER_NOT_KNOWN", detail, agreed_with=new.agreed_with)


def _refuse_a_second(new: NewAlert, now: datetime) -> None:
    rows = Alert.objects.filter(provider=new.provider, service=new.service.strip(), ended_at=None)
    if rows.exists():
        detail = "An alert stands for this service already. End that one first."
        raise refuse("ALERT_STANDS", detail, service=new.service, now=now.isoformat())


def _facts(alert: Alert) -> Mapping[str, object]:
    return {
        "service": alert.service,
        "provider": alert.provider,
        "tfc": alert.tfc,
        "state": alert.state,
        "reason": alert.reason,
        "agreed_with": alert.agreed_with,
        "review_at": alert.review_at,
        "expires_at": alert.expires_at,
    }
