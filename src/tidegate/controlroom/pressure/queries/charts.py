"""What stands behind the charts of the last weeks, as one viewer may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from tidegate.controlroom.pressure.models import Rebase, Return
from tidegate.controlroom.pressure.observed import observations
from tidegate.controlroom.pressure.queries.returns import first_days
from tidegate.controlroom.pressure.reach import VIEW
from tidegate.controlroom.pressure.terms import CHARTS, TERMS

if TYPE_CHECKING:
    from datetime import date

    import polars as pl

    from tidegate.controlroom.directory.viewer import Viewer

Key = tuple[str, str]
"""Provider and measure."""
LEAD_DAYS = 56  # twice as many as limits are held from, so that gaps leave enough


@dataclass(frozen=True, slots=True)
class Behind:
    """What charts go by besides the last weeks.

    Attributes:
        rebases: recalculations in force, the earliest first, by provider and measure.
        lead: figures from the beginning of each part that is older than the last weeks.
        events: days on which rare events happened, by provider and measure.
    """

    rebases: Mapping[Key, tuple[Rebase, ...]] = field(default_factory=dict)
    lead: pl.DataFrame = field(default_factory=lambda: observations([]))
    events: Mapping[Key, tuple[date, ...]] = field(default_factory=dict)


def behind(viewer: Viewer, codes: Iterable[str], since: date) -> Behind:
    """Gather what the charts of some providers go by from before a day.

    Args:
        viewer: who looks; providers out of sight have nothing here.
        codes: of the providers.
        since: the first day of the charts.
    """
    wanted = viewer.codes_where(VIEW) & frozenset(codes)
    rebases: dict[Key, list[Rebase]] = defaultdict(list)
    for row in Rebase.objects.filter(organisation__in=wanted, withdrawn_at=None):
        rebases[row.organisation, row.measure].append(row)
    return Behind(
        {key: tuple(rows) for key, rows in rebases.items()},
        _lead(first_days(viewer, wanted), rebases, since),
        _events(wanted),
    )


def _lead(
    first: Mapping[str, date], rebases: Mapping[Key, list[Rebase]], since: date
) -> pl.DataFrame:
    """Read the returns with which each part begins that began before a day."""
    begun = {(code, day) for code, day in first.items() if day < since}
    for (code, _), rows in rebases.items():
        older = [row.from_day for row in rows if row.from_day < since]
        begun |= {(code, max(older))} if older else set()
    asked = Q()
    for code, day in begun:
        until = min(day + timedelta(days=LEAD_DAYS), since)
        asked |= Q(organisation=code, day__gte=day, day__lt=until)
    return observations(Return.objects.filter(asked, superseded_by=None) if begun else ())


def _events(codes: Iterable[str]) -> dict[Key, tuple[date, ...]]:
    """Read on which days what is rare happened; days without are passed over in the database."""
    found: dict[Key, set[date]] = defaultdict(set)
    for measure in CHARTS.rare:
        rows = Return.objects.filter(
            organisation__in=codes, superseded_by=None, **{f"values__{measure}__gt": 0}
        )
        for code, day in rows.values_list("organisation", "day"):
            found[code, measure].add(TERMS.described(measure, day))
    return {key: tuple(sorted(days)) for key, days in found.items()}


def recalculations(viewer: Viewer, code: str, measure: str) -> list[Rebase]:
    """Return every recalculation of a chart, withdrawn ones too, the newest first."""
    rows = Rebase.objects.filter(organisation=code, measure=measure)
    return list(rows.order_by("-made_at", "-id")) if viewer.may(VIEW, code) else []


def recalculation_in_sight(viewer: Viewer, code: str, measure: str, number: int) -> Rebase | None:
    """Return a recalculation that is in force, or None when it is not there or not in sight."""
    rows = recalculations(viewer, code, measure)
    return next((row for row in rows if row.pk == number and row.withdrawn_at is None), None)
