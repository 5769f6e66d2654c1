"""Defects that other tools were seen to have, each of which ours must not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.pressure.spc_series import REFERENCE, STEADY, TIDEGATE, chart, flags

from tidegate.core.pressure.spc.icons import Variation
from tidegate.core.pressure.spc.result import NoteCode
from tidegate.core.pressure.spc.series import UnusableSeries


@pytest.mark.parametrize("screen", [True, False])
def test_a_flat_baseline_has_limits_and_the_change_after_it_shows(screen: bool) -> None:
    result = chart([5] * 12 + [6], baseline=12, screen=screen)
    limits = result.latest.limits
    assert (limits.lower, limits.centre, limits.upper) == (5, 5, 5)
    assert flags(result) == [(13, "Above UCL")]
    assert result.variation is Variation.IMPROVEMENT_HIGH
    assert NoteCode.NO_VARIATION in {note.code for note in result.notes}


def test_a_flat_baseline_of_tenths_is_flat_in_spite_of_rounding() -> None:
    assert flags(chart([0.1] * 13)) == []
    assert flags(chart([0.1] * 12 + [0.2], baseline=12)) == [(13, "Above UCL")]


def test_screening_that_would_leave_no_variation_at_all_is_not_done() -> None:
    """One spike among equal values: else the mean moves, limits close in, and all is outside."""
    result = chart([5] * 9 + [9] + [5] * 9)
    assert [n for n, label in flags(result) if label in {"Above UCL", "Below LCL"}] == [10]
    assert result.latest.limits.screened == 0


def test_seven_points_on_the_mean_are_no_shift() -> None:
    assert flags(chart([10, 12] * 6 + [11] * 7, baseline=12)) == []


def test_zeros_at_the_start_begin_no_shift() -> None:
    assert flags(chart([0] * 8 + [3, -3] * 3)) == []


def test_screening_can_be_switched_off() -> None:
    spiked = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    assert chart(spiked, screen=True).latest.limits.upper == pytest.approx(4.60, abs=0.005)
    assert chart(spiked, screen=False).latest.limits.upper == pytest.approx(6.95, abs=0.005)
    assert NoteCode.SCREENED in {note.code for note in chart(spiked, screen=True).notes}


@pytest.mark.parametrize(("points", "trial"), [(11, True), (12, False), (13, False)])
def test_limits_are_on_trial_below_12_points_and_not_at_12(points: int, trial: bool) -> None:
    result = chart([*STEADY, 50][:points])
    assert result.latest.trial is trial
    assert (NoteCode.TRIAL_LIMITS in {note.code for note in result.notes}) is trial


def test_a_rebase_on_a_day_that_is_not_in_the_data_is_refused() -> None:
    with pytest.raises(UnusableSeries, match="no value then") as refused:
        chart(STEADY, rebase_at=[40])
    assert refused.value.code == "REBASE_DATE_ABSENT"


def test_a_rebase_on_a_day_without_a_value_is_refused() -> None:
    with pytest.raises(UnusableSeries, match="no value then"):
        chart([*STEADY, None, *STEADY], rebase_at=[13])


def test_a_point_outside_counts_towards_two_of_three() -> None:
    beside = [*STEADY, 70, 52, 58, 51]
    assert flags(chart(beside, baseline=12)) == [(13, "Above UCL"), (15, "2 in 3 Above CL")]
    assert flags(chart(beside, REFERENCE, baseline=12)) == [(13, "Above UCL")]


@pytest.mark.parametrize("length", [6, 7, 8])
def test_the_run_length_is_a_rule_that_can_be_changed_and_is_stated(length: int) -> None:
    rules = replace(TIDEGATE, run_points=length)
    values = [50, 53, 48, 51, 47, 52, 49, 54, 50, 48, 53, 49, *[54, 53] * 4]
    # The first point of the eight follows a low one, so exactly eight lie above the mean.
    for many in (6, 7, 8):
        told = flags(chart(values[: 12 + many], rules, baseline=12))
        expected = [(n, f"{length} Points Above CL") for n in range(13, 13 + many)]
        assert told == (expected if many >= length else [])
    assert f"{length} points on one side of the centre line" in rules.sentence()


@pytest.mark.parametrize("length", [5, 7])
def test_the_length_of_a_trend_is_a_rule_too(length: int) -> None:
    rules = replace(TIDEGATE, trend_points=length)
    values = [*STEADY[:-1], 49, 49.5, 50, 50.5, 51, 50]
    told = flags(chart(values, rules, baseline=12))
    expected = [(n, f"{length} Point Trend (Increasing)") for n in range(12, 17)]
    assert told == (expected if length == 5 else [])
