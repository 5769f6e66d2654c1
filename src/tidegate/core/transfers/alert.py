"""Alerts of a service that is full or has room: agreed, reviewed, and never for ever.

After the national capacity alerts (spec: transfers 1.3): set per service, not per specialty, and
only as agreed with its commissioner. The end date is this house's own: public guidance has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tidegate.core.directory.ods_code import FORM as ODS_CODE
from tidegate.core.reasons import Reason

RULES = "capacity alert 2026"
LONGEST_REASON = 500


class AlertState(StrEnum):
    """What an alert tells those who refer."""

    LIMITED = "limited"
    SPARE = "spare"


class Standing(StrEnum):
    """Where an alert stands at a moment."""

    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    TO_REVIEW = "to_review"  # in force, and due to be looked at again
    EXPIRED = "expired"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Shown:
    """How an alert is shown: its words, and whether the service is put before others or after."""

    label: str
    told: str
    first: bool


ALERT_STATES: Mapping[AlertState, Shown] = {
    AlertState.LIMITED: Shown(
        "Limited capacity", "Referrals here wait longer than elsewhere.", first=False
    ),
    AlertState.SPARE: Shown("Spare capacity", "Patients are seen sooner here.", first=True),
}


@dataclass(frozen=True, slots=True)
class CapacityAlert:
    """One alert, as it is put forward or stands; times are timezone-aware.

    Attributes:
        service: the service's identifier.
        provider: ODS code of the provider.
        state: of ``AlertState``.
        reason: why, in a sentence.
        agreed_with: ODS code of the commissioner who agreed.
        set_by: identity of who set it.
        set_at, review_at, expires_at: when it begins, is looked at again, and ends by itself.
        ended_at: when someone ended it before that.
    """

    service: str
    provider: str
    state: str
    reason: str
    agreed_with: str
    set_by: str
    set_at: datetime
    review_at: datetime | None
    expires_at: datetime | None
    ended_at: datetime | None = None


def alert_faults(alert: CapacityAlert) -> tuple[Reason, ...]:
    """Return why an alert may not be set; empty when it may."""
    return (*_said(alert), *_agreed(alert), *_timed(alert))


def standing(alert: CapacityAlert, now: datetime) -> Standing:
    """Return where an alert stands; one without an end is taken as over."""
    if alert.ended_at is not None and alert.ended_at <= now:
        return Standing.ENDED
    if alert.expires_at is None or alert.expires_at <= now:
        return Standing.EXPIRED
    if now < alert.set_at:
        return Standing.NOT_YET
    due = alert.review_at is not None and alert.review_at <= now
    return Standing.TO_REVIEW if due else Standing.IN_FORCE


def _said(alert: CapacityAlert) -> list[Reason]:
    found = []
    if alert.state not in set(AlertState):
        found.append(_no("ALERT_STATE", "Say whether capacity is limited or spare.", "state"))
    if not alert.service.strip():
        found.append(_no("NO_SERVICE", "An alert is set for one service.", "service"))
    if not alert.set_by.strip():
        found.append(_no("NO_SETTER", "Somebody sets an alert.", "set_by"))
    if not alert.reason.strip():
        found.append(_no("NO_REASON", "Say why.", "reason"))
    elif len(alert.reason) > LONGEST_REASON:
        detail = f"The reason has at most {LONGEST_REASON} characters."
        found.append(_no("REASON_TOO_LONG", detail, "reason"))
    return found


def _agreed(alert: CapacityAlert) -> list[Reason]:
    if not alert.agreed_with.strip():
        detail = "An alert is set only when its commissioner has agreed: say which."
        return [_no("NO_COMMISSIONER", detail, "agreed_with")]
    if not ODS_CODE.fullmatch(alert.agreed_with):
        return [_no("COMMISSIONER_CODE", "Give the commissioner’s ODS code.", "agreed_with")]
    if alert.agreed_with == alert.provider:
        detail = "A provider cannot agree an alert with itself."
        return [_no("AGREED_WITH_ITSELF", detail, "agreed_with", provider=alert.provider)]
    return []


def _timed(alert: CapacityAlert) -> list[Reason]:
    times = (alert.set_at, alert.review_at, alert.expires_at)
    if any(time is not None and time.tzinfo is None for time in times):
        return [_no("NO_TIME_ZONE", "Times carry their time zone.", "set_at")]
    if alert.expires_at is None:
        return [_no("NO_EXPIRY", "Say when the alert ends by itself.", "expires_at")]
    if alert.expires_at <= alert.set_at:
        return [_no("EXPIRES_BEFORE_SET", "An alert ends after it begins.", "expires_at")]
    if alert.review_at is None:
        return [_no("NO_REVIEW", "Say when the alert is looked at again.", "review_at")]
    if not alert.set_at < alert.review_at <= alert.expires_at:
        detail = "An alert is looked at again after it begins and before it ends."
        return [_no("REVIEW_OUT_OF_TIME", detail, "review_at")]
    return []


def _no(code: str, detail: str, field: str, **inputs: object) -> Reason:
    return Reason(code, detail, {"field": field, **inputs}, RULES)
