"""``tidegate plan --rtt``: from published months to a plan's folder, on fictional figures."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import typer
from tests.cli.published_months import write_month

from tidegate.cli.main import run
from tidegate.cli.plan_published import assumptions


@pytest.fixture
def months(tmp_path: Path) -> list[str]:
    """Three months: a clinic with a good January, a trust where thirty people wait 40 weeks."""
    return [
        write_month(
            tmp_path / "rtt",
            period,
            [
                ("ZN101", "1A", {5: clinic}),
                *(("Z01", part, {5: 100, 40: 30}) for part in ("2", "2A")),
            ],
        )
        for period, clinic in (("November-2025", 80), ("December-2025", 84), ("January-2026", 105))
    ]


def tidegate(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run the command and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["tidegate", *arguments])
    with pytest.raises(SystemExit) as end:
        run()
    return int(end.value.code or 0)


def test_published_months_alone_make_a_plan(
    months: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    out = tmp_path / "plan"
    arguments = ("plan", "--rtt", *months, "--out", str(out), "--json")
    assert tidegate(*arguments, monkeypatch=monkeypatch) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["title"] == "England, January 2026"
    # Thirty wait; sixty-two units in the quarter; all can go, and plain practice sends them too.
    assert answer["headline"]["treated"] == 30
    assert answer["greedy"]["treated"] == 30
    assert answer["gap"] <= 0.001
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    assert any("an estimate and no offer" in said for said in summary["assumptions"])
    assert any("only within their integrated care board" in said for said in summary["assumptions"])
    assert (out / "report.html").is_file()


def test_one_month_alone_shows_no_capacity_and_the_answer_is_no(
    months: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    arguments = ("plan", "--rtt", months[-1], "--out", str(tmp_path / "plan"))
    assert tidegate(*arguments, monkeypatch=monkeypatch) == 1


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--travel", "far"], "--travel"),
        (["--travel", "-5"], "--travel"),
        (["--places", "nowhere"], "nowhere"),
        (["--policy", "none-1999"], "none-1999"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_written(
    months: list[str],
    tmp_path: Path,
    arguments: list[str],
    complaint: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    out = tmp_path / "plan"
    given = ("plan", "--rtt", *months, "--out", str(out), *arguments)
    assert tidegate(*given, monkeypatch=monkeypatch) == 2
    assert complaint in capsys.readouterr().err
    assert not out.exists()


@pytest.mark.parametrize(
    ("travel", "miles"), [("50", 50.0), ("100", 100.0), ("7.5", 7.5), ("national", None)]
)
def test_how_far_people_would_go_is_an_assumption(travel: str, miles: float | None):
    assert assumptions(None, travel).limit_miles == miles


def test_the_length_of_the_plan_is_an_assumption():
    assert assumptions(26, "50").weeks == 26
    assert assumptions(None, "50").weeks == 13


def test_a_distance_that_is_none_is_explained():
    with pytest.raises(typer.BadParameter, match="national; not far"):
        assumptions(None, "far")
