"""End an agreement to release data before its time."""

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
from tidegate.controlroom.registers.refused import refuse

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.log.services.record import Actor


@transaction.atomic
def end_data_release(
    *, release: DataRelease, on: date, why: str, actor: Actor, now: datetime
) -> ReleaseEnd:
    """Note the last day of an agreement, and record it.

    Raises:
        PermissionMissing: the actor keeps no registers for its keeper.
        RegisterRefused: it has ended, the day has not come, or a file was released after it.
    """
    hold_to_reach(actor, KEEP, release.keeper)
    locked = DataRelease.objects.select_for_update().get(pk=release.pk)
    refuse_addition(locked)
    refuse_future(on, words.local_day(now))
    if ReleaseEnd.objects.filter(release=locked).exists():
        raise refuse("ENDED", "It has ended already.")
    if ReleasedFile.objects.filter(release=locked, on__gt=on).exists():
        raise refuse("FILE_AFTER_END", "A file was released after that day.", on=on)
    made = ReleaseEnd.objects.create(release=locked, on=on, why=why.strip(), **said(actor, now))
    record(
        kind="data_release_ended",
        actor=actor,
        on_behalf_of=locked.keeper,
        subject=f"data_release:{locked.pk}",
        headline=f"{locked.dsa_ref} ended on {words.day(on)}",
        facts={"on": on, "why": made.why},
        now=now,
    )
    return made
