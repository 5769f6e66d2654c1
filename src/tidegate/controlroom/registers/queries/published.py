"""What everyone may read of the registers: data releases by month, and counts of who spoke up.

These do not depend on the viewer: they are the same for everyone, or one could be set against
another to find what is hidden.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.registers.models import ReleasedFile, SpeakUpCase
from tidegate.core.registers.releases import month_of
from tidegate.core.registers.speak_up import CaseFacts, Concern, quarter_of

if TYPE_CHECKING:
    from tidegate.controlroom.directory.viewer import Viewer


def release_months(viewer: Viewer) -> list[str]:  # noqa: ARG001 - the same for everyone
    """Return the months in which files were released, newest first."""
    days = ReleasedFile.objects.order_by().values_list("on", flat=True).distinct()
    return sorted({month_of(day) for day in days}, reverse=True)


def files_of_month(viewer: Viewer, month: str) -> list[ReleasedFile]:  # noqa: ARG001 - the same
    """Return the files released in a month, written ``2026-11``, with their agreements."""
    year, number = int(month[:4]), int(month[5:])
    rows = ReleasedFile.objects.filter(on__year=year, on__month=number)
    return list(rows.select_related("release").order_by("on", "pk"))


def quarters(viewer: Viewer, today: date) -> list[date]:  # noqa: ARG001 - the same for everyone
    """Return the first days of the quarters that are over and had a case, newest first."""
    current, _ = quarter_of(today)
    kept = SpeakUpCase.objects.filter(added_at__lt=_midnight(current)).order_by()
    days = (words.local_day(moment) for moment in kept.values_list("added_at", flat=True))
    return sorted({quarter_of(day)[0] for day in days}, reverse=True)


def cases_of_quarter(viewer: Viewer, first: date) -> list[CaseFacts]:  # noqa: ARG001 - the same
    """Return what is counted of the cases that came onto the register in a quarter.

    A case that was superseded later is counted as it was, so that the count never changes.
    """
    start, after = quarter_of(first)
    rows = SpeakUpCase.objects.filter(
        added_at__gte=_midnight(start), added_at__lt=_midnight(after), supersedes=None
    )
    return [
        CaseFacts(row.region, frozenset(Concern(each) for each in row.concerns)) for row in rows
    ]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), words.LONDON).astimezone(UTC)
