"""Which returns are there, late, missing or corrected, from the rows and the rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from tidegate.controlroom.pressure.terms import TERMS
from tidegate.core.pressure.submission import Standing, Version, late_to_amend, standing

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.pressure.models import Return

Versions = Mapping[tuple[str, "date"], list["Return"]]


def by_day(rows: Iterable[Return]) -> Versions:
    """Group versions by provider and day, each group from the first version on."""
    found: dict[tuple[str, date], list[Return]] = defaultdict(list)
    for row in rows:
        found[row.organisation, row.day].append(row)
    return found


def standings(
    code: str, kept: Versions, first: date | None, since: date, now: datetime
) -> list[Standing]:
    """Say how each day of a provider stands, the newest first.

    Args:
        code: the provider.
        kept: versions by provider and day.
        first: the day of its first return; before it nothing is missing. None: it never reported.
        since: how far back to go.
        now: the moment; the last day is today.
    """
    today = TERMS.today(now)
    begins = max(since, first) if first else today
    days = [today - timedelta(days=ago) for ago in range((today - begins).days + 1)]
    return [standing_of(kept.get((code, day), []), day, now) for day in days]


def came_late(row: Return) -> bool:
    """Say whether a version came late: the first after the hour, a correction after its days."""
    if row.version == 1:
        return row.submitted_at > TERMS.due_at(row.day)
    return late_to_amend(row.day, row.submitted_at, TERMS)


def standing_of(rows: Iterable[Return], day: date, now: datetime) -> Standing:
    """Say how one day of a provider stands, from its versions."""
    versions = [Version(row.version, row.submitted_at) for row in rows]
    return standing(day, versions, TERMS, now)
