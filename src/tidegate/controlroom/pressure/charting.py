"""Charts of what providers report: each figure over the last weeks, with its limits and icons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from tidegate.controlroom.pressure.observed import SHOWN
from tidegate.controlroom.pressure.terms import MEASURES
from tidegate.core.pressure.spc.series import Series
from tidegate.exchange.pressure.spc_charted import Charted, chart_all
from tidegate.exchange.pressure.spc_file import Plotted
from tidegate.exchange.pressure.spc_rules import load_rules
from tidegate.exchange.pressure.spc_settings import SpcSettings, known_of

if TYPE_CHECKING:
    from datetime import date

    from tidegate.core.pressure.spc.rules import RuleSet

DAYS = 60
FEWEST = 3  # fewer points make no chart that anybody could read


@cache
def _settings() -> SpcSettings:
    return SpcSettings(known=known_of(MEASURES[measure] for measure in SHOWN))


@cache
def rules() -> RuleSet:
    """Return the rules by which charts here tell signals from noise."""
    return load_rules()


def charts(
    frame: pl.DataFrame, names: Mapping[str, str], measures: Iterable[str] = SHOWN
) -> dict[tuple[str, str], Charted]:
    """Chart each provider's figures by day, where there are enough, by provider and measure.

    Args:
        frame: figures from ``observed.observations``.
        names: of the providers, by code.
        measures: which to chart.
    """
    wanted = frame.filter(pl.col("measure").is_in(list(measures))).sort("end")
    plotted = [
        Plotted(str(measure), str(code), names.get(str(code), str(code)), _series(rows))
        for (code, measure), rows in wanted.group_by(
            ["organisation", "measure"], maintain_order=True
        )
        if rows.height >= FEWEST
    ]
    found = chart_all(plotted, _settings(), rules())
    return {(one.organisation, one.measure): one for one in found}


def _series(rows: pl.DataFrame) -> Series:
    """Return one value for each day from the first to the last; a day without one is a gap."""
    known: dict[date, float] = dict(zip(rows["end"], rows["value"], strict=True))
    first, last = min(known), max(known)
    days = tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
    return Series(days, tuple(known.get(day) for day in days))
