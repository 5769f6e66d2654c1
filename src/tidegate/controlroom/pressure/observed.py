"""Returns as observations: each figure with the period that it describes, and shares derived."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import polars as pl

from tidegate.controlroom.pressure.terms import MEASURES, TERMS
from tidegate.core.pressure.figures import with_shares
from tidegate.core.pressure.observations import OBSERVATIONS, Level

if TYPE_CHECKING:
    from datetime import date

    from tidegate.controlroom.pressure.models import Return

SHARES = tuple(
    measure.id
    for measure in MEASURES.values()
    if measure.numerator in TERMS.lines and measure.denominator in TERMS.lines
)
"""Shares that the figures of a report make."""
SHOWN = (*TERMS.lines, *SHARES)
"""Everything that can be shown of a report."""


@lru_cache(maxsize=20_000)
def _described(measure: str, day: date) -> date:
    return TERMS.described(measure, day)


def observations(rows: Iterable[Return]) -> pl.DataFrame:
    """Return the figures of returns as ``OBSERVATIONS`` with ``source``, shares among them.

    Args:
        rows: one version for each provider and day.
    """
    # England reports tens of thousands of figures in a month: a page has to read them all.
    found = [
        (
            row.organisation, row.organisation, Level.PROVIDER.value, measure, described, described,
            float(value), f"situation report of {row.day.isoformat()}, version {row.version}",
        )
        for row in rows
        for measure, value in row.values.items()
        for described in (_described(measure, row.day),)
    ]  # fmt: skip
    schema = {**OBSERVATIONS, "source": pl.String()}
    frame = pl.DataFrame(found, schema=schema, orient="row")
    return with_shares(frame, MEASURES, SHARES)
