"""Forecasts know nothing of the future, are the same each time, and say whom they cannot serve."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.pressure.forecast.made_up import PLACES, daily, weekly, with_wild_future

from tidegate.core.pressure.forecast.forecast import forecast
from tidegate.core.pressure.forecast.panel import Panel
from tidegate.core.pressure.forecast.situation import Situation
from tidegate.core.reasons import Verdict

EITHER = pytest.mark.parametrize("situation", [daily(), weekly()], ids=["daily", "weekly"])


def with_values(situation: Situation, values: np.ndarray) -> Situation:
    return replace(situation, history=replace(situation.history, values=values))


@EITHER
def test_wild_values_after_the_reference_change_not_a_byte(situation: Situation) -> None:
    told = forecast(situation, seed=1)
    assert forecast(with_wild_future(situation), seed=1).values.tobytes() == told.values.tobytes()


def test_a_release_that_is_later_than_the_one_in_hand_is_not_read() -> None:
    situation = weekly()
    assert len(situation.releases) == 6
    told = forecast(situation, seed=1).values
    other = forecast(replace(situation, releases=situation.releases[:2]), seed=1).values
    assert told.tobytes() != other.tobytes(), "earlier releases do matter"


@EITHER
def test_the_same_seed_gives_the_same_bytes(situation: Situation) -> None:
    assert forecast(situation, 3).values.tobytes() == forecast(situation, 3).values.tobytes()


@EITHER
def test_the_order_of_places_in_the_history_does_not_matter(situation: Situation) -> None:
    turned = replace(
        situation.history, places=PLACES[::-1], values=situation.history.values[::-1].copy()
    )
    told, other = forecast(situation, 1), forecast(replace(situation, history=turned), 1)
    assert told.places == other.places
    assert told.values.tobytes() == other.values.tobytes()


@settings(max_examples=8)
@given(
    seed=st.integers(0, 50),
    steps=st.sampled_from([9, 16, 35]),
    gaps=st.floats(0, 0.3),
    zeros=st.booleans(),
)
def test_quantiles_are_ordered_whole_and_never_below_zero(
    seed: int, steps: int, gaps: float, zeros: bool
) -> None:
    situation = daily(steps, horizons=7, seed=seed)
    values = situation.history.values.copy()
    values[np.random.default_rng(seed).random(values.shape) < gaps] = np.nan
    values[:, -1] = situation.history.values[:, -1]
    if zeros:
        values[0] = 0.0
    told = forecast(with_values(situation, values), seed=1)
    assert told.places == PLACES
    assert np.isfinite(told.values).all()
    assert (told.values >= 0).all()
    assert (np.diff(told.values, axis=2) >= 0).all()


def test_a_place_that_has_always_been_at_zero_stays_near_it() -> None:
    situation = daily()
    values = situation.history.values.copy()
    values[0] = 0.0
    told = forecast(with_values(situation, values), seed=1)
    assert told.values[0, :, 2].max() < 1


def test_a_new_place_follows_the_pattern_of_all_and_says_so() -> None:
    situation = daily()
    values = situation.history.values.copy()
    values[2, :-5] = np.nan
    told = forecast(with_values(situation, values), seed=1)
    standing = told.standing[2]
    assert standing.verdict is Verdict.REFER
    assert standing.reasons[0].code == "SHORT_HISTORY"
    assert standing.reasons[0].detail.startswith("only 5 values are known")
    level = np.nanmean(values[2])
    assert level / 2 < told.values[2, 0, 2] < level * 2


def test_a_merged_trust_without_values_of_its_own_is_refused_with_the_reason() -> None:
    situation = daily()
    values = situation.history.values.copy()
    values[1, -40:] = np.nan
    values[3] = np.nan
    asked = replace(situation.task, places=(*PLACES, "Z99"))
    told = forecast(replace(with_values(situation, values), task=asked), seed=1)
    refused = {each.place: each.reasons[0].code for each in told.standing if not each.served}
    assert refused == {"Z01": "STALE_HISTORY", "Z03": "NO_HISTORY", "Z99": "NO_HISTORY"}
    assert told.places == tuple(place for place in PLACES if place not in refused)
    assert np.isfinite(told.values).all()


def test_missing_days_are_said() -> None:
    situation = daily()
    values = situation.history.values.copy()
    values[4, -9:] = np.nan
    told = forecast(with_values(situation, values), seed=1)
    assert [reason.code for reason in told.standing[4].reasons] == ["MISSING_VALUES"]
    assert np.isfinite(told.values).all()


@pytest.mark.parametrize("days", [1, 2, 5, 8])
def test_a_history_of_a_few_days_gives_a_wide_forecast_around_where_it_stands(days: int) -> None:
    told = forecast(daily(days), seed=1)
    assert told.places == PLACES
    assert np.isfinite(told.values).all()
    assert (told.values[:, :, 4] > told.values[:, :, 0]).all()


def test_weeks_that_are_missing_are_bridged_and_said() -> None:
    situation = weekly()
    values = situation.history.values.copy()
    values[:, 8:18] = np.nan  # nobody reported
    values[3, -2:] = np.nan
    told = forecast(with_values(situation, values), seed=1)
    assert [reason.code for reason in told.standing[3].reasons] == ["MISSING_VALUES"]
    assert told.places == PLACES
    assert np.isfinite(told.values).all()
    assert values[3, -3] / 3 < told.values[3, 0, 2] < values[3, -3] * 3


def test_where_nothing_is_known_of_anybody_nobody_is_served() -> None:
    situation = daily()
    told = forecast(with_values(situation, np.full_like(situation.history.values, np.nan)), seed=1)
    assert told.places == ()
    assert told.values.shape == (0, 14, 5)


def test_growth_that_all_places_share_is_carried_on() -> None:
    at = np.arange(70)
    values = np.round(np.geomspace(20, 400, len(PLACES))[:, None] * np.exp(0.03 * at))
    told = forecast(with_values(replace(daily(), signals={}), values), seed=1)
    expected = values[:, -1] * np.exp(0.03 * 7)
    assert np.abs(np.log(told.values[:, 6, 2] / expected)).max() < 0.15


def test_a_weekday_that_is_busy_is_forecast_busy() -> None:
    situation = replace(daily(seed=4), signals={})
    days = [situation.task.reference + timedelta(days=ahead) for ahead in range(1, 15)]
    start = situation.history.start
    values = np.tile(
        [150.0 if (start + timedelta(days=day)).weekday() == 0 else 100.0 for day in range(70)],
        (len(PLACES), 1),
    )
    told = forecast(with_values(situation, values), seed=1)
    busy = np.array([day.weekday() == 0 for day in days])
    assert told.values[:, busy, 2].min() > 135
    assert told.values[:, ~busy, 2].max() < 115


def test_the_horizon_zero_of_a_week_is_one_step_after_the_last_known_one() -> None:
    assert weekly().task.leads == (1, 2, 3, 4)
    assert daily().task.leads == tuple(range(1, 15))


def test_a_panel_is_cut_and_laid_on_another_calendar() -> None:
    panel = Panel(("A", "B"), daily().history.start, 1, np.arange(10.0).reshape(2, 5))
    cut = panel.until(panel.start + timedelta(days=2))
    assert (cut.steps, cut.end) == (3, panel.start + timedelta(days=2))
    moved = panel.over(("B", "C"), panel.start - timedelta(days=1), 3)
    assert np.array_equal(moved.values, [[np.nan, 5, 6], [np.nan] * 3], equal_nan=True)
