"""``tidegate plan --rtt``: from published months to a plan's folder, on fictional figures."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest
import typer

from tidegate.cli.main import run
from tidegate.cli.plan_published import assumptions

HEADINGS = [
    "Period", "Provider Parent Org Code", "Provider Parent Name", "Provider Org Code",
    "Provider Org Name", "Commissioner Parent Org Code", "Commissioner Parent Name",
    "Commissioner Org Code", "Commissioner Org Name", "RTT Part Type", "RTT Part Description",
    "Treatment Function Code", "Treatment Function Name",
    *(f"Gt {week:02d} To {week + 1:02d} Weeks SUM 1" for week in range(104)),
    "Gt 104 Weeks SUM 1", "Total", "Patients with unknown clock start date", "Total All",
]  # fmt: skip


def row(period: str, provider: str, part: str, tfc: str, people: dict[int, int]) -> list[object]:
    total = sum(people.values())
    return [
        f"RTT-{period}", "QZZ", "VALE", provider, f"{provider} HOSPITAL", "QZZ", "VALE", "ZZC",
        "NORTHMERE", f"Part_{part}", "", tfc, "", *(people.get(week, 0) for week in range(105)),
        total if part in {"1A", "1B"} else "", 0, total,
    ]  # fmt: skip


@pytest.fixture
def months(tmp_path: Path) -> list[str]:
    """Three months: a clinic with a good January, a trust where thirty people wait 40 weeks."""
    paths = []
    for period, clinic in (("November-2025", 80), ("December-2025", 84), ("January-2026", 105)):
        path = tmp_path / "rtt" / f"{period}.csv"
        path.parent.mkdir(exist_ok=True)
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(HEADINGS)
            for tfc in ("C_110", "C_999"):
                writer.writerow(row(period, "ZN101", "1A", tfc, {5: clinic}))
                for part in ("2", "2A"):
                    writer.writerow(row(period, "Z01", part, tfc, {5: 100, 40: 30}))
        paths.append(str(path))
    return paths


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
