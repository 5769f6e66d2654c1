"""Note that a file was released under an agreement."""

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
from tidegate.controlroom.registers.models import DataRelease, ReleasedFile, ReleaseEnd
from tidegate.controlroom.registers.refused import refuse_if
from tidegate.core.registers.releases import file_faults

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.log.services.record import Actor


@transaction.atomic
def release_file(
    *, release: DataRelease, name: str, on: date, actor: Actor, now: datetime
) -> ReleasedFile:
    """Add a file to its agreement, and record it; the public sees it under its month.

    Raises:
        PermissionMissing: the actor keeps no registers for its keeper.
        RegisterRefused: its day lies outside the agreement or has not come.
    """
    hold_to_reach(actor, KEEP, release.keeper)
    locked = DataRelease.objects.select_for_update().get(pk=release.pk)
    refuse_addition(locked)
    refuse_future(on, words.local_day(now))
    ended = ReleaseEnd.objects.filter(release=locked).first()
    refuse_if(file_faults(locked.agreement(), ended.on if ended else None, on))
    made = ReleasedFile.objects.create(release=locked, on=on, name=name, **said(actor, now))
    record(
        kind="data_file_released",
        actor=actor,
        on_behalf_of=locked.keeper,
        subject=f"data_release:{locked.pk}",
        headline=f"{name} released to {locked.applicant}, {words.day(on)}",
        facts={"name": name, "on": on},
        now=now,
    )
    return made
