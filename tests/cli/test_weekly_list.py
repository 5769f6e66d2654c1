"""The verbs on a weekly patient-level waiting list: check, waiting, plan, load."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from tests.cli.machine import RUN
from tests.exchange.waiting.weekly_list import row, written
from typer.testing import CliRunner, Result

from tidegate.cli.main import app

OFFERS = "offer_id,site,provider,modality,tfc,week,units\nO1,ZN101,ZN1,day_case,110,2026-W06,3\n"
TRAVEL = "zone,site,minutes,miles\nZZ1,ZN101,20,9\n"
SIDE = "pathway_id,bmi,travel_band,consent\nZ01-000001,31.5,50,yes\nZ01-000002,,,no\n"


@pytest.fixture
def weekly(tmp_path: Path) -> Path:
    (tmp_path / "capacity").mkdir()
    (tmp_path / "capacity" / "offers.csv").write_text(OFFERS, "utf-8")
    (tmp_path / "capacity" / "travel.csv").write_text(TRAVEL, "utf-8")
    (tmp_path / "side.csv").write_text(SIDE, "utf-8")
    return written(tmp_path, row(1), row(2), row(3, Last_PAS_Validation_Date="2025-09-01"))


def tidegate(*words: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, words)))


def planned(weekly: Path, *more: str | Path) -> Result:
    folder = weekly.parent
    return tidegate(
        "plan", "--waiting", weekly, "--capacity", folder / "capacity", "--out", folder / "plan",
        "--json", *more,
    )  # fmt: skip


def test_check_says_what_it_is_its_week_and_rows(weekly: Path) -> None:
    answer = tidegate("check", weekly, "--json")
    assert answer.exit_code == 0, answer.output
    (told,) = json.loads(answer.stdout)["files"]
    assert (told["kind"], told["period"], told["rows"]) == ("wlmds", "2026-02-01", 3)
    assert "week to 01 February 2026" in " ".join(tidegate("check", weekly).stdout.split())


def test_waiting_counts_it_as_of_its_week(weekly: Path) -> None:
    answer = tidegate("waiting", weekly, "--json")
    assert answer.exit_code == 0, answer.output
    (month,) = json.loads(answer.stdout)["months"]
    assert month["period"] == "2026-02-01"
    assert month["whole_file"]["waiting"] == 3


@pytest.mark.parametrize("policy", ["default-2026", "strict-2026"])
def test_plan_matches_it_with_its_side_file(weekly: Path, policy: str) -> None:
    answer = planned(weekly, "--side", weekly.parent / "side.csv", "--policy", policy)
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert told["headline"]["treated"] == 1  # the one who said yes to moving
    assert "NOT_VALIDATED" in {finding["code"] for finding in told["findings"]}
    summary = json.loads((weekly.parent / "plan" / "summary.json").read_text("utf-8"))
    assert summary["validation"] == {"within_weeks": 12, "not_validated": 1}
    assert f"{summary['policy']['name']}-{summary['policy']['version']}" == policy


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"Transfer_Status": "04"}, "UNMAPPED_CODE"),
        ({"REFERRAL_TO_TREATMENT_PERIOD_START_DATE": "2 June 2025"}, "WRONG_FORM"),
        ({"PATIENT_PATHWAY_IDENTIFIER": "000001"}, "DUPLICATE_KEY"),
    ],
)
@pytest.mark.parametrize("verb", ["check", "waiting", "plan"])
def test_a_broken_one_ends_with_exit_code_2(
    weekly: Path, verb: str, changed: dict[str, str], code: str
) -> None:
    written(weekly.parent, row(1), row(2, **changed))
    words: list[str | Path] = [verb, weekly]
    if verb == "plan":
        words = [verb, "--waiting", weekly, "--capacity", weekly.parent / "capacity"]
    done = subprocess.run(
        [*RUN, *map(str, words)], cwd=weekly.parent, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert code in done.stderr
    assert not list(weekly.parent.glob("plan-*"))


def test_ones_own_codes_are_taken(weekly: Path) -> None:
    from importlib.resources import files

    shipped = files("tidegate.exchange.waiting") / "tables" / "wlmds-codes-2026.toml"
    own = weekly.parent / "codes.toml"
    own.write_text(shipped.read_text("utf-8").replace(
        "[codes.Transfer_Status]", '[codes.Transfer_Status]\n04 = "asked"'
    ))  # fmt: skip
    written(weekly.parent, row(1, Transfer_Status="04"))
    assert tidegate("check", weekly).exit_code == 2
    assert tidegate("check", weekly, "--codes", own).exit_code == 0


def test_published_figures_take_no_side_file(weekly: Path) -> None:
    answer = tidegate("plan", "--rtt", weekly, "--side", weekly.parent / "side.csv")
    assert answer.exit_code == 2
    assert "--side" in answer.output
