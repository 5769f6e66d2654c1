"""Weeks of reports for tests of forecasts, written at once, and the noon on which they end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from tests.controlroom.pressure.reporting import DAY, VALUES

from tidegate.controlroom.pressure.models import Return
from tidegate.controlroom.pressure.terms import TERMS

NOON = datetime.combine(DAY, time(12), UTC)
WEEKS = 35


def noon(ago: int) -> datetime:
    """The noon so many days before the day of the tests."""
    return NOON - timedelta(days=ago)


def reports(
    codes: Iterable[str] = ("Z01", "Z02", "Z09"), days: int = WEEKS, until: int = 0
) -> list[Return]:
    """Keep a report of each provider for each day, in time, that moves as reports do.

    Args:
        codes: of the providers.
        days: how many days back the first one lies.
        until: how many days back the last one lies.
    """
    rows = [
        row(code, DAY - timedelta(days=ago)) for code in codes for ago in range(days, until - 1, -1)
    ]
    return Return.objects.bulk_create(rows)


def row(code: str, day: date, **changed: float) -> Return:
    """One report, not kept yet; the same for the same provider and day."""
    draw = np.random.default_rng([int(code[1:]), day.toordinal()])
    values = {**VALUES, **changed}
    for name in ("ga_beds_occupied", "ed_attendances", "ambulance_arrivals", "staff_absent"):
        if name not in changed:
            values[name] = round(VALUES[name] * (1 + draw.normal(0, 0.03)))
    values.setdefault("ga_beds_open", 620)
    values["handover_mean"] = changed.get("handover_mean", round(24 + draw.normal(0, 6), 1))
    return Return(
        organisation=code, day=day, version=1, values=values, as_of=TERMS.counted_at(day),
        submitted_by="person:1", submitted_by_name="Desk", how="form", terms=TERMS.label,
        submitted_at=TERMS.due_at(day) - timedelta(minutes=30),
    )  # fmt: skip


def corrected(before: Return, at: datetime, **changed: float) -> Return:
    """Keep a correction of a report, at a moment."""
    after = row(before.organisation, before.day)
    after.values = {**before.values, **changed}
    after.version, after.supersedes, after.submitted_at = before.version + 1, before, at
    after.reason = "A digit was left out"
    after.save()
    return after
