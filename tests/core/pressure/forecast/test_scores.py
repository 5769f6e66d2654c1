"""Scores equal those of an independent library and of the benchmark's own scorer."""

from __future__ import annotations

import importlib.util
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType

import numpy as np
import polars as pl
import pytest
import scoringrules
from tests.core.pressure.forecast.made_up import PLACES, daily

from tidegate.core.pressure.forecast.baseline import baseline
from tidegate.core.pressure.forecast.scores import (
    bias,
    covered,
    interval_score,
    log_interval_score,
    score_tasks,
)
from tidegate.core.pressure.forecast.situation import HUB_QUANTILES
from tidegate.core.pressure.forecast.track_record import ENGINE, IssuedForecast, track_record

LEVELS = np.array(HUB_QUANTILES)


def random_forecasts(seed: int, tasks: int = 200) -> tuple[np.ndarray, np.ndarray]:
    """Ordered quantiles and truths, whole numbers among both so that they tie."""
    draw = np.random.default_rng(seed)
    quantiles = np.sort(draw.gamma(2, 20, (tasks, len(LEVELS))), axis=1)
    truth = draw.gamma(2, 20, tasks)
    quantiles[::3], truth[::3] = quantiles[::3].round(), truth[::3].round()
    truth[::5] = quantiles[::5, 6]
    return quantiles, truth


@pytest.mark.parametrize("seed", range(3))
def test_the_interval_score_equals_scoringrules(seed: int) -> None:
    quantiles, truth = random_forecasts(seed)
    pairs = [(at, len(LEVELS) - 1 - at) for at in range(len(LEVELS) // 2)]
    theirs = scoringrules.weighted_interval_score(
        truth, quantiles[:, 11], quantiles[:, [low for low, _ in pairs]],
        quantiles[:, [high for _, high in pairs]], np.array([2 * LEVELS[low] for low, _ in pairs]),
    )  # fmt: skip
    # Theirs divides by intervals + 1/2, ours by half the number of quantiles: the same.
    assert np.allclose(interval_score(quantiles, truth, LEVELS), theirs)


def benchmark_scorer(published_data: Path) -> ModuleType:
    path = published_data / "forecast" / "score.py"
    if not path.is_file():
        pytest.skip(f"the benchmark's scorer is absent: no file {path}")
    spec = importlib.util.spec_from_file_location("benchmark_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


@pytest.mark.published
def test_every_score_equals_the_benchmark_s(published_data: Path) -> None:
    theirs = benchmark_scorer(published_data)
    for seed in range(3):
        quantiles, truth = random_forecasts(seed)
        expected = theirs.metrics(quantiles, truth, HUB_QUANTILES)
        ours = {
            "wis": interval_score(quantiles, truth, LEVELS),
            "lwis": log_interval_score(quantiles, truth, LEVELS),
            "c50": covered(quantiles, truth, LEVELS, 0.5),
            "c90": covered(quantiles, truth, LEVELS, 0.9),
            "bias": bias(quantiles, truth, LEVELS),
        }
        for name, values in ours.items():
            assert np.allclose(values, expected[name]), name


def test_an_interval_that_the_quantiles_do_not_hold_is_no_interval() -> None:
    with pytest.raises(ValueError, match="no quantiles for the central 80%"):
        covered(np.zeros((1, 5)), np.zeros(1), np.array([0.05, 0.25, 0.5, 0.75, 0.95]), 0.8)


REFERENCE = date(2031, 11, 3)


def long(values: np.ndarray, levels: tuple[float, ...] = (0.25, 0.5, 0.75)) -> pl.DataFrame:
    """One place, horizons down, quantiles across."""
    horizons = len(values)
    return pl.DataFrame(
        {
            "location": ["Z00"] * values.size,
            "reference_date": [REFERENCE] * values.size,
            "horizon": np.repeat(range(1, horizons + 1), len(levels)),
            "output_type_id": list(levels) * horizons,
            "value": values.ravel(),
        }
    )


def truth_of(values: list[float]) -> pl.DataFrame:
    days = [REFERENCE + timedelta(days=ahead + 1) for ahead in range(len(values))]
    schema = {"location": pl.String, "date": pl.Date, "value": pl.Float64}
    return pl.DataFrame(
        {"location": ["Z00"] * len(values), "date": days, "value": values}, schema=schema
    )


def test_only_tasks_whose_truth_has_arrived_are_scored() -> None:
    scored = score_tasks(long(np.array([[9.0, 10, 11], [9, 10, 11]])), truth_of([10]), 1)
    assert scored["horizon"].to_list() == [1]
    assert scored["covered_50"].to_list() == [1.0]
    assert "covered_90" not in scored.columns


def issued(values: np.ndarray, made_at: datetime) -> IssuedForecast:
    plain = np.array([[5.0, 10, 15]] * len(values))
    return IssuedForecast("admissions", REFERENCE, made_at, 1, ENGINE, long(values), long(plain))


def test_a_track_record_says_how_forecasts_fared_beside_the_baseline_by_horizon() -> None:
    sharp = issued(np.array([[9.0, 10, 11], [9, 10, 11]]), datetime(2031, 11, 3, 9, tzinfo=UTC))
    rows = track_record([sharp], truth_of([10, 14]))
    assert [row.horizon for row in rows] == [None, 1, 2]
    assert (rows[0].tasks, rows[0].dates, rows[0].covered_50) == (2, 1, 0.5)
    # Horizon 1: misses of ¼·1 and ¼·1 against ¼·5 and ¼·5. Horizon 2: sharper, and as wrong.
    assert rows[1].relative_wis == pytest.approx(0.2)
    assert rows[2].relative_wis == pytest.approx(
        (0.25 * 5 + 0.5 * 4 + 0.75 * 3) / (2.25 + 2 + 0.25)
    )


def test_of_two_forecasts_of_one_day_the_later_one_counts() -> None:
    early = issued(np.array([[0.0, 0, 0]]), datetime(2031, 11, 3, 9, tzinfo=UTC))
    late = issued(np.array([[10.0, 10, 10]]), datetime(2031, 11, 3, 10, tzinfo=UTC))
    assert track_record([late, early], truth_of([10]))[0].wis == 0


def test_there_is_no_record_before_the_truth_arrives() -> None:
    made = issued(np.array([[9.0, 10, 11]]), datetime(2031, 11, 3, tzinfo=UTC))
    assert track_record([made], truth_of([])) == ()
    assert track_record([], truth_of([])) == ()


def test_the_baseline_repeats_the_last_known_same_weekday() -> None:
    situation = daily()
    told = baseline(situation, PLACES)
    last_week = situation.history.values[:, -7:]
    assert np.allclose(told[:, :7, 2], last_week)
    assert np.allclose(told[:, 7:, 2], last_week)
    assert (np.diff(told, axis=2) >= 0).all()
