"""What is said of many runs: the middle, the interval, and how far scenarios lie apart."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tidegate.core.waiting.simulation.outcome import COLUMN, Measure, Simulated, Spread, spread

START = date(2026, 11, 25)


def a_result(**by_measure: list[list[list[int]]]) -> Simulated:
    """Figures by measure: scenario, run, week."""
    first = np.array(next(iter(by_measure.values())))
    found = np.zeros((*first.shape, len(COLUMN)), np.int64)
    for name, values in by_measure.items():
        found[..., COLUMN[Measure[name]]] = values
    return Simulated(START, 10, ("As now", "More")[: len(first)], found, 1)


def test_the_interval_holds_nine_runs_in_ten() -> None:
    assert spread(np.arange(101.0)) == Spread(5, 50, 95)


def test_scenarios_are_set_apart_run_by_run() -> None:
    """Runs differ by hundreds, scenarios by one or two: the difference is sure."""
    found = a_result(OVER_52=[[[0], [500], [900]], [[1], [502], [901]]])
    assert found.difference(Measure.OVER_52, 1).low == 1
    assert found.difference(Measure.OVER_52, 1).high == pytest.approx(1.9)
    assert found.at(Measure.OVER_52, 0).high > 800


def test_mean_wait_and_utilisation_are_known_when_nobody_waits_and_no_slot_is_there() -> None:
    found = a_result(
        WAITING=[[[0, 4]]], WEEKS_WAITED=[[[0, 10]]], TREATED=[[[0, 3]]], SLOTS=[[[0, 4]]]
    )
    assert found.mean_wait(0).tolist() == [[0, 2.5]]
    assert found.utilisation(0).tolist() == [[1, 0.75]]


def test_days_are_the_ends_of_weeks() -> None:
    found = a_result(WAITING=[[[1, 2, 3]]])
    assert (found.runs, found.weeks) == (1, 3)
    assert found.days == [date(2026, 12, 2), date(2026, 12, 9), date(2026, 12, 16)]
