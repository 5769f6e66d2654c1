"""``tidegate forecast``, as people run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import polars as pl
from tests.cli.conftest import Ran
from tests.exchange.pressure.forecast_files import history, write_folder

Tidegate = Callable[..., Ran]


def test_every_quantile_is_written_and_the_largest_places_are_shown(
    tmp_path: Path, tidegate: Tidegate
) -> None:
    folder, out = write_folder(tmp_path / "f"), tmp_path / "out.csv"
    ran = tidegate("forecast", folder, "--out", out)
    assert ran.code == 0, ran.err
    assert "3 days after 20 October 2031 (3 of 3 places)" in ran.out
    assert pl.read_csv(out).height == 3 * 3 * 5


def test_a_place_that_cannot_be_served_is_named_with_the_reason(
    tmp_path: Path, tidegate: Tidegate
) -> None:
    folder = write_folder(tmp_path / "f", locations=["ZA", "ZQ"])
    ran = tidegate("forecast", folder, "--json")
    assert ran.code == 0
    told = json.loads(ran.out)
    assert told["places"] == 1
    assert told["standing"][0]["place"] == "ZQ"
    assert told["standing"][0]["reasons"][0]["code"] == "NO_HISTORY"


def test_where_nobody_can_be_served_the_answer_is_no(tmp_path: Path, tidegate: Tidegate) -> None:
    folder = write_folder(tmp_path / "f", locations=["ZQ"])
    assert tidegate("forecast", folder).code == 1


def test_a_broken_folder_is_unusable_input(tmp_path: Path, tidegate: Tidegate) -> None:
    folder = write_folder(tmp_path / "f", ["ZA,2031-10-20,few"])
    ran = tidegate("forecast", folder)
    assert ran.code == 2
    assert "history.csv, row 2, column “value”: found “few”" in ran.err


def test_earlier_forecasts_are_scored_beside_a_baseline(tmp_path: Path, tidegate: Tidegate) -> None:
    folder, out = write_folder(tmp_path / "f"), tmp_path / "out.csv"
    assert tidegate("forecast", folder, "--out", out).code == 0
    later = write_folder(tmp_path / "g", history(55))
    told = json.loads(tidegate("forecast", later, "--score", out, "--json").out)
    assert [row["horizon"] for row in told["scores"]] == [None, 1, 2, 3]
    assert told["scores"][0]["tasks"] == 9
    assert 0 < told["scores"][0]["relative_wis"] < 3
    assert "below 1 is better" in tidegate("forecast", later, "--score", out).out
    too_early = tidegate("forecast", folder, "--score", out)
    assert too_early.code == 2
    assert "NOTHING_TO_SCORE" in too_early.err
    assert tidegate("forecast", later, "--score", out, "--horizon", 3).code == 2


def test_one_thread_or_two_give_the_same_bytes(tmp_path: Path) -> None:
    folder, told = write_folder(tmp_path / "f"), []
    for threads in ("1", "2"):
        out = tmp_path / f"{threads}.csv"
        names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "POLARS_MAX_THREADS")
        subprocess.run(
            [sys.executable, "-c", "from tidegate.cli.main import run; run()",
             "forecast", str(folder), "--out", str(out), "--json"],
            check=True, capture_output=True, env=os.environ | dict.fromkeys(names, threads),
        )  # fmt: skip
        told.append(out.read_bytes())
    assert told[0] == told[1]
