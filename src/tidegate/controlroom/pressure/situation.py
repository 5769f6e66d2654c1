"""All that is known of the pressure on a viewer's providers at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from tidegate.controlroom.pressure import presence, queries
from tidegate.controlroom.pressure.charting import DAYS
from tidegate.controlroom.pressure.observed import observations
from tidegate.controlroom.pressure.presence import by_day
from tidegate.controlroom.pressure.scoring import Scored, scored
from tidegate.controlroom.pressure.terms import TERMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    import polars as pl

    from tidegate.controlroom.directory.models import Organisation
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.pressure.models import Return
    from tidegate.core.pressure.submission import Standing

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of some providers.

    Attributes:
        now: the moment.
        today: the day whose reports are due.
        since: the first day of what is known.
        providers: who reports, by name.
        frame: their figures of the last weeks.
        newest: the newest return of each, by code.
        standings: how each day of each stands, the newest first, by code; of who never reported,
            today alone.
        kept: versions by provider and day.
    """

    now: datetime
    today: date
    since: date
    providers: Sequence[Organisation]
    frame: pl.DataFrame
    newest: Mapping[str, Return]
    standings: Mapping[str, Sequence[Standing]]
    kept: presence.Versions

    @property
    def area_of(self) -> dict[str, str]:
        """The area of each provider."""
        return {provider.code: provider.area for provider in self.providers}

    @property
    def names(self) -> dict[str, str]:
        """The name of each provider."""
        return {provider.code: provider.name for provider in self.providers}

    def scored(self, day: date | None = None) -> Scored | None:
        """Score as of a day, today unless named; what came later is not looked at."""
        return scored(self.frame, self.area_of, day or self.today)


def situation(
    viewer: Viewer, providers: Sequence[Organisation], now: datetime, days: int = DAYS
) -> Situation:
    """Gather what is known of these providers, as far as the viewer may see it."""
    today = TERMS.today(now)
    since = today - timedelta(days=days - 1)
    codes = [provider.code for provider in providers]
    rows = queries.versions(viewer, codes, since, today)
    kept = by_day(rows)
    current = [versions[-1] for versions in kept.values()]
    first = queries.first_days(viewer, codes)
    return Situation(
        now=now,
        today=today,
        since=since,
        providers=providers,
        frame=observations(current),
        newest={row.organisation: row for row in sorted(current, key=lambda row: row.day)},
        standings={
            code: presence.standings(code, kept, first.get(code), since, now) for code in codes
        },
        kept=kept,
    )
