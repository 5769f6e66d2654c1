"""The measurements run, and say what they measured; how fast it was is nobody's promise here."""

from __future__ import annotations

from pathlib import Path

from bench.measure import measure

from bench import __main__ as bench
from bench import patients


def test_one_step_is_measured_in_a_process_of_its_own():
    run = measure(sorted, [3, 1, 2], repeats=2)
    assert run.value == [1, 2, 3]
    assert run.seconds >= 0
    assert run.peak_mib > 1


def test_a_small_system_is_solved_beside_two_rules_of_thumb():
    table = patients.rows(people=3_000, gap=0.01)
    assert [row[0] for row in table] == [
        "tidegate",
        "longest wait, nearest",
        "priority, wait, nearest",
    ]
    shares = [float(row[-1].split("%")[0]) for row in table]
    assert max(shares) == shares[0] <= 100


def test_absent_months_leave_their_tables_out(tmp_path: Path, monkeypatch):
    monkeypatch.setenv("TIDEGATE_PUBLISHED_DATA", str(tmp_path))
    assert bench.published_months() == []
