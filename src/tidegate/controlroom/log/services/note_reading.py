"""Note that someone looked at a row that can be traced to one patient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.log.models import LONGEST, Reading
from tidegate.controlroom.log.services.record import Actor, identify

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def note_reading(
    *, actor: Actor, subject: str, reason: str, now: datetime, on_behalf_of: str = ""
) -> Reading:
    """Append to the list of readings: who saw which row, when, for whom, and why.

    Call it before the row is shown, so that nothing is shown that was not noted. An identifier
    that is too long for the list is cut there, rather than the row not shown.
    """
    if not subject or not reason:
        raise ValueError("a reading needs what was read and why")
    identity, name = identify(actor)
    return Reading.objects.create(
        actor=identity,
        actor_name=name,
        on_behalf_of=on_behalf_of,
        subject=subject[: LONGEST["subject"]],
        reason=reason,
        read_at=now,
    )
