"""Record that a patient would be treated elsewhere: the yes, how it was said, how much choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.transfers.refused import refuse
from tidegate.controlroom.transfers.services.take_step import take_step
from tidegate.core.transfers.lifecycle.asked import HOW_ASKED
from tidegate.core.transfers.lifecycle.guards import Consent
from tidegate.core.transfers.lifecycle.states import MOST_PLACES

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.transfers.models import Request
    from tidegate.controlroom.transfers.underway import Underway


def record_consent(
    *,
    request: Request,
    how: str,
    choices: int,
    actor: Actor,
    now: datetime,
    on_behalf_of: str = "",
) -> Request:
    """Record the patient's yes.

    Args:
        request: which request.
        how: a code of ``HOW_ASKED``.
        choices: among how many accepted places the patient wants to choose, 1 to ``MOST_PLACES``.
        actor: who heard it.
        now: when.
        on_behalf_of: ODS code of the organisation acted for.

    Raises:
        StepRefused: ``HOW_NEEDED``, ``CHOICES_OUT_OF_RANGE``, or the lifecycle's own.
    """

    def said_yes(underway: Underway) -> None:
        if how not in HOW_ASKED:
            raise refuse("HOW_NEEDED", "Say how the patient said yes.", given=how)
        if not 1 <= choices <= MOST_PLACES:
            detail = f"The patient chooses among 1 to {MOST_PLACES} places."
            raise refuse("CHOICES_OUT_OF_RANGE", detail, given=choices)
        row = underway.request
        row.consent, row.consent_at = Consent.YES.value, underway.now
        row.consent_how, row.consent_by, row.choices = how, underway.said_by, choices
        underway.facts |= {"how": how, "choices": choices}

    return take_step(
        request=request, verb="consent", actor=actor, now=now, on_behalf_of=on_behalf_of,
        deed=said_yes,
    )  # fmt: skip
