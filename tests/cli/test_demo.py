"""``tidegate demo``, as somebody at a terminal meets it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.request import urlopen

import pytest
from tests.demo_site import PEOPLE, DemoHome, fresh_demo

TIDEGATE = Path(sys.executable).with_name("tidegate")


def tidegate(
    *arguments: str, home: Path | None = None, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    given = dict(environment or {k: v for k, v in os.environ.items() if k != "DATABASE_URL"})
    given.pop("COLUMNS", None)
    if home is not None:
        given["TIDEGATE_HOME"] = str(home)
    return subprocess.run(
        [TIDEGATE, *arguments], env=given, capture_output=True, text=True, timeout=120, check=False
    )


def demo(
    home: Path, *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return tidegate(
        "demo", "--no-serve", "--people", str(PEOPLE), "--home", str(home), *arguments,
        environment=environment,
    )  # fmt: skip


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> DemoHome:
    """A demo in which nobody has done anything since it was made."""
    return fresh_demo(tmp_path_factory)


def test_it_runs_the_whole_loop_and_says_what_happened(untouched: DemoHome) -> None:
    said = demo(untouched.path)
    assert said.returncode == 0, said.stderr
    assert "3,000 people wait" in said.stdout
    assert "has sent 2 waves" in said.stdout
    assert "led to treatment" in said.stdout
    assert "coordinator@northmere.example" in said.stdout
    assert untouched.password in said.stdout


def test_the_plan_is_proven_good(untouched: DemoHome) -> None:
    plan = json.loads(demo(untouched.path, "--json").stdout)["plan"]
    assert plan["matched"] > 0
    assert 0 <= plan["gap"] <= 0.0005
    assert plan["matched"] == plan["units_used"] <= plan["units"]


def test_running_it_again_changes_nothing(untouched: DemoHome) -> None:
    before = json.loads(demo(untouched.path, "--json").stdout)
    after = json.loads(demo(untouched.path, "--json").stdout)
    assert before == after


def test_the_record_and_the_snapshots_are_whole(untouched: DemoHome) -> None:
    said = tidegate("verify", home=untouched.path)
    assert said.returncode == 0, said.stdout + said.stderr


def test_a_second_demo_beside_the_first_is_refused(untouched: DemoHome) -> None:
    said = demo(untouched.path, "--seed", "7")
    assert said.returncode == 2
    assert "--fresh" in said.stderr


def test_its_files_are_planned_by_hand_to_nearly_the_same_value(
    untouched: DemoHome, tmp_path: Path
) -> None:
    files = untouched.path / "demo"
    capacity = tmp_path / "capacity"
    shutil.copytree(files / "earlier-capacity", capacity)
    shutil.copy(files / "capacity" / "travel.csv", capacity)
    arguments = ("--waiting", str(files / "waiting" / "earlier.parquet"))
    said = tidegate(
        "plan", *arguments, "--capacity", str(capacity),
        "--seed", "2026", "--out", str(tmp_path / "plan"), "--json",
    )  # fmt: skip
    assert said.returncode == 0, said.stderr
    mine = json.loads((tmp_path / "plan" / "summary.json").read_text("utf-8"))
    made = json.loads(demo(untouched.path, "--json").stdout)["plan"]
    assert mine["start"] == made["start"]
    # three lines are those of running contracts, which have less left than the files say
    assert mine["objective"] == pytest.approx(made["objective"], rel=0.01)


def test_the_secret_of_a_hospitals_token_is_kept_for_its_owner_only(untouched: DemoHome) -> None:
    token = untouched.path / "demo" / "token"
    assert token.read_text("ascii").startswith("tidegate_")
    assert token.stat().st_mode & 0o077 == 0


def test_a_very_small_one_is_made_too(tmp_path: Path) -> None:
    said = tidegate("demo", "--no-serve", "--people", "100", "--seed", "1", "--home", str(tmp_path))
    assert said.returncode == 0, said.stderr
    assert "has sent 1 wave to" in said.stdout


def test_its_months_are_read_as_published_ones_are(untouched: DemoHome) -> None:
    months = sorted((untouched.path / "demo" / "rtt").iterdir())
    assert len(months) == 3
    for verb, files in (("check", months), ("waiting", months[1:]), ("capacity", months)):
        said = tidegate(verb, *map(str, files))
        assert said.returncode == 0, said.stdout + said.stderr


def test_the_password_is_for_its_owner_only(untouched: DemoHome) -> None:
    assert (untouched.path / "demo" / "password").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "left_behind",
    [
        pytest.param(["plans", "tidegate.sqlite3"], id="before the database was made"),
        pytest.param([], id="just before the end"),
    ],
)
def test_an_interrupted_demo_is_finished_by_the_next_run(
    left_behind: list[str], untouched: DemoHome, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(untouched.path, home)
    for name in left_behind:
        path = home / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    note = home / "demo" / "demo.json"
    note.write_text(note.read_text("utf-8").replace("true", "false"), "utf-8")
    said = demo(home, "--json")
    assert said.returncode == 0, said.stderr
    assert json.loads(said.stdout)["organisations"] == 105
    assert tidegate("verify", home=home).returncode == 0


def test_a_control_room_that_is_no_demo_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "tidegate.sqlite3").write_bytes(b"somebody's work")
    for more in ((), ("--fresh",)):
        said = demo(tmp_path, *more)
        assert said.returncode == 2
        assert "HOME_IN_USE" in said.stderr
    assert (tmp_path / "tidegate.sqlite3").read_bytes() == b"somebody's work"


def test_starting_over_makes_another_and_leaves_a_database_elsewhere_alone(
    untouched: DemoHome, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    shutil.copytree(untouched.path, home)
    before = json.loads(demo(home, "--json").stdout)
    elsewhere = os.environ | {"DATABASE_URL": "postgres://localhost:1/somebodys"}
    said = demo(home, "--fresh", environment=elsewhere)
    assert said.returncode == 2
    assert json.loads(demo(home, "--json").stdout) == before
    after = json.loads(demo(home, "--fresh", "--json").stdout)
    assert after["password"] != before["password"]
    assert after["plan"]["objective"] == before["plan"]["objective"]


def test_its_pages_open_and_say_that_they_are_a_demonstration(demo_server: str) -> None:
    with urlopen(demo_server, timeout=30) as page:
        text = page.read().decode()
    assert "Demonstration" in text
    assert "Sign in" in text
