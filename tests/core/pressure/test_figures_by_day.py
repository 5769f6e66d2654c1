"""One pass over all figures says of each day what looking at that day alone says."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import numpy as np
import polars as pl
import pytest

from tidegate.core.pressure.figures_by_day import figures_by_day
from tidegate.core.pressure.observations import OBSERVATIONS, Level
from tidegate.core.pressure.score import figures_of
from tidegate.exchange.pressure.measures import shipped_measures
from tidegate.exchange.pressure.score_tables import load_score_table

START = date(2026, 9, 1)
DAYS = [START + timedelta(days=n) for n in range(130)]
table = partial(load_score_table, measures=shipped_measures())


def some_figures(seed: int) -> pl.DataFrame:
    """Figures of three places with gaps, long silences, periods of a week, and some not known."""
    draw = np.random.default_rng(seed)
    rows = []
    for place in ("Z01", "Z02", "Z03"):
        for measure in sorted(table().measures):
            for day in DAYS:
                if draw.random() < 0.35 and not (place == "Z02" and 5 < (day - START).days < 110):
                    long = timedelta(days=6 if draw.random() < 0.2 else 0)
                    value = np.nan if draw.random() < 0.05 else float(draw.integers(1, 90))
                    level = Level.ICB if draw.random() < 0.05 else Level.PROVIDER
                    rows.append((place, place, level.value, measure, day - long, day, value))
    frame = pl.DataFrame(rows, schema=dict(OBSERVATIONS), orient="row")
    return frame.unique(["organisation", "level", "measure", "start", "end"], maintain_order=True)


@pytest.mark.parametrize("seed", range(4))
def test_each_day_has_the_figures_that_were_newest_on_it(seed: int) -> None:
    frame, days = some_figures(seed), DAYS[::7]
    found = list(figures_by_day(frame, table(), days))
    assert [day for day, _ in found] == days
    for day, figures in found:
        assert figures == figures_of(frame, table(), day)


def test_days_without_any_figure_have_none() -> None:
    frame = some_figures(1)
    before = START - timedelta(days=30)
    assert list(figures_by_day(frame, table(), [before])) == [(before, {})]
