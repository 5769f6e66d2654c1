"""The measurements run, and say what they measured; how fast it was is nobody's promise here."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from bench.matching import tables
from bench.matching.cases import write_cases
from bench.measure import NotFinished, measure

from bench import __main__ as bench


def test_one_step_is_measured_in_a_process_of_its_own():
    run = measure(sorted, [3, 1, 2], repeats=2)
    assert run.value == [1, 2, 3]
    assert run.seconds >= 0
    assert run.peak_mib > 1


def test_what_takes_too_long_is_ended_and_what_fails_says_why():
    with pytest.raises(NotFinished, match="not finished in 0 s"):
        measure(time.sleep, 60, limit=0.01)
    with pytest.raises(ZeroDivisionError):
        measure(divmod, 1, 0)


def test_every_method_is_measured_on_one_problem_and_none_beats_the_bound(tmp_path: Path):
    for case in write_cases(tmp_path, 2_000):
        found = {row.name: row.run for row in tables.rows(case, "tenth", 0.01, 60)}
        assert ("OR-Tools min-cost flow" in found) is not case.coupled
        bound = found["HiGHS, people split"].bound * (1 + 1e-6)
        assert bound / 2 < found["best value"].value < found["tidegate"].value <= bound
        assert found["tidegate"].bound >= found["HiGHS, people split"].value * (1 - 1e-6)
        assert found["priority then wait"].treated > 0


def test_absent_months_leave_their_tables_out(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("TIDEGATE_PUBLISHED_DATA", str(tmp_path))
    assert bench.published_months() == []
