"""Note what was found of a promise, on one of the three questions asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.log.services.record import record
from tidegate.controlroom.registers.keeping import (
    KEEP,
    hold_to_reach,
    refuse_addition,
    refuse_future,
    said,
)
from tidegate.controlroom.registers.models import Commitment, CommitmentMark
from tidegate.controlroom.registers.refused import refuse_if
from tidegate.core.registers.commitments import STATUSES, TRACKS, Mark, mark_faults

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor


@transaction.atomic
def mark_commitment(
    *, commitment: Commitment, mark: Mark, actor: Actor, now: datetime
) -> CommitmentMark:
    """Add a mark beside a promise, which stays as it was made, and record it.

    Raises:
        PermissionMissing: the actor keeps no registers for its keeper.
        RegisterRefused: it was superseded, or the mark cannot stand beside it.
    """
    hold_to_reach(actor, KEEP, commitment.keeper)
    refuse_addition(commitment)
    refuse_future(mark.on, words.local_day(now))
    refuse_if(mark_faults(commitment.promise(), mark))
    made = CommitmentMark.objects.create(
        commitment=commitment,
        track=mark.track.value,
        status=mark.status,
        on=mark.on,
        source=mark.source.strip(),
        **said(actor, now),
    )
    status = STATUSES[mark.track][mark.status]
    record(
        kind="commitment_marked",
        actor=actor,
        on_behalf_of=commitment.keeper,
        subject=f"commitment:{commitment.pk}",
        headline=f"{TRACKS[mark.track]}: {status.lower()}",
        facts={
            "track": mark.track,
            "status": mark.status,
            "on": mark.on,
            "source": made.source,
            "sha256_of_promise": commitment.sha256,
        },
        now=now,
    )
    return made
