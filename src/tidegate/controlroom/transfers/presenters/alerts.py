"""Alerts as a list: what each says, who agreed and until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.core.directory.treatment_functions import treatment_function_name
from tidegate.core.transfers.alert import (
    ALERT_STATES,
    AlertState,
    CapacityAlert,
    Standing,
    standing,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from tidegate.controlroom.transfers.models import Alert

    Named = Callable[[str], str]

_STANDS = {
    Standing.NOT_YET: "Not yet in force",
    Standing.IN_FORCE: "In force",
    Standing.TO_REVIEW: "In force, to be looked at again",
    Standing.EXPIRED: "Expired",
    Standing.ENDED: "Ended",
}
_COLOURS = {Standing.IN_FORCE: "", Standing.TO_REVIEW: "nhsuk-tag--yellow"}


@dataclass(frozen=True, slots=True)
class AlertShown:
    """One alert in words; ``end`` is where it is ended, for those who may."""

    heading: str
    says: str
    reason: str
    stands: str
    colour: str
    agreed: str
    until: str
    end: str


def listing(
    alerts: Iterable[Alert], named: Named, now: datetime, end: Callable[[Alert], str]
) -> list[AlertShown]:
    """Write alerts as a list shows them: services with room first, those that are over last."""
    told = [(alert, standing(_of(alert), now)) for alert in alerts]
    told.sort(key=lambda pair: (_over(pair[1]), not _shown_first(pair[0])))
    return [_told(alert, stands, named, end) for alert, stands in told]


def _told(alert: Alert, stands: Standing, named: Named, end: Callable[[Alert], str]) -> AlertShown:
    shown = ALERT_STATES[AlertState(alert.state)]
    return AlertShown(
        heading=f"{alert.service}, {named(alert.provider)}",
        says=f"{shown.label} ({treatment_function_name(alert.tfc)}). {shown.told}",
        reason=alert.reason,
        stands=_STANDS[stands],
        colour=_COLOURS.get(stands, "nhsuk-tag--grey"),
        agreed=f"Agreed with {named(alert.agreed_with)}, set on {words.day(alert.set_at)}",
        until=(
            f"Ended on {words.day(alert.ended_at)}"
            if alert.ended_at
            else f"Looked at again by {words.day_and_time(alert.review_at)}, "
            f"ends by itself on {words.day_and_time(alert.expires_at)}"
        ),
        end="" if _over(stands) else end(alert),
    )


def _over(stands: Standing) -> bool:
    return stands in (Standing.EXPIRED, Standing.ENDED)


def _shown_first(alert: Alert) -> bool:
    return ALERT_STATES[AlertState(alert.state)].first


def _of(alert: Alert) -> CapacityAlert:
    return CapacityAlert(
        alert.service, alert.provider, alert.state, alert.reason, alert.agreed_with, alert.set_by,
        alert.set_at, alert.review_at, alert.expires_at, alert.ended_at,
    )  # fmt: skip
