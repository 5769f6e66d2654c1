"""Gather what was known of the pressure on every provider at a moment, and nothing later."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import polars as pl

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.pressure.forecast_series import Known
from tidegate.controlroom.pressure.models import Return
from tidegate.controlroom.pressure.observed import observations
from tidegate.controlroom.pressure.terms import MEASURES, TERMS

if TYPE_CHECKING:
    from datetime import date, datetime


def known_then(*, at: datetime, days: int) -> Known:
    """Return the figures of the last so many days, each in the version that was newest then.

    A figure that was asked about when it came is left out until it is corrected, or until the days
    are over in which it could have been: from then on it stands.

    Args:
        at: the moment; returns that came later, and of later days, are not looked at.
        days: how far back to look.
    """
    today = TERMS.today(at)
    newest = {
        (row.organisation, row.day): row
        for row in Return.objects.filter(
            submitted_at__lte=at, day__range=(today - timedelta(days=days), today)
        ).order_by("organisation", "day", "version")
    }
    asked = [
        (row.organisation, measure, TERMS.described(measure, row.day))
        for row in newest.values()
        if (today - row.day).days <= TERMS.amend_days
        for measure in sorted({str(each["inputs"]["measure"]) for each in row.findings})
    ]
    return Known(today, _without(observations(newest.values()), asked), _areas(), len(asked))


def _areas() -> dict[str, str]:
    rows = Organisation.objects.filter(kind__in=TERMS.kinds)
    return dict(rows.order_by("code").values_list("code", "area"))


def _without(frame: pl.DataFrame, asked: list[tuple[str, str, date]]) -> pl.DataFrame:
    """Leave out figures that were asked about, and the shares that they are part of."""
    rows = [
        (code, name, day)
        for code, measure, day in asked
        for name in (measure, *_shares_of(measure))
    ]
    schema = {"organisation": pl.String(), "measure": pl.String(), "end": pl.Date()}
    out = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.join(out, on=["organisation", "measure", "end"], how="anti")


def _shares_of(measure: str) -> list[str]:
    return [
        share.id for share in MEASURES.values() if measure in (share.numerator, share.denominator)
    ]
