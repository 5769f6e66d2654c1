"""``tidegate check`` says what each file is and leads to every fault."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Ran
from tests.exchange.directory.reference_files import ods_row, write_hospitals, write_ods
from tests.exchange.waiting.rtt_files import rtt_lines, some_rows, write_csv, write_zip

Tidegate = Callable[..., Ran]


def test_sound_files_are_named_with_period_and_rows(tmp_path: Path, tidegate: Tidegate) -> None:
    month = write_zip(tmp_path / "a.zip", rtt_lines(some_rows(1)), member="full-revised.csv")
    ran = tidegate("check", month, write_hospitals(tmp_path / "b.csv"))
    assert ran.code == 0
    assert "RTT full CSV" in ran.out
    assert "January 2031 (revised)" in ran.out
    assert "NHS.UK list of hospitals" in ran.out
    assert "NO_COORDINATES" in ran.err


def test_one_bad_file_among_good_ones_ends_with_2_and_the_rest_is_still_told(
    tmp_path: Path, tidegate: Tidegate
) -> None:
    lines = rtt_lines(some_rows(1))
    good = write_csv(tmp_path / "good.csv", lines)
    lines[5][20] = "-1"
    bad = write_csv(tmp_path / "bad.csv", lines)
    ran = tidegate("check", bad, good, tmp_path / "nowhere.csv")
    assert ran.code == 2
    assert "90" in ran.out
    where = "bad.csv, row 6, column “Gt 07 To 08 Weeks SUM 1”: found “-1”; expected 0 or more"
    assert where in ran.err.replace("\n", " ")
    assert "MISSING_FILE" in ran.err


def test_a_plans_own_tables_are_checked_too(tmp_path: Path, tidegate: Tidegate) -> None:
    path = tmp_path / "budgets.csv"
    path.write_text("area,pence\nQZA,100\nQZB,much\n")
    ran = tidegate("check", path)
    assert ran.code == 2
    assert "budgets of areas" in ran.out
    assert "row 3" in ran.err


def test_codes_are_looked_up_in_reference_files(tmp_path: Path, tidegate: Tidegate) -> None:
    month = write_csv(tmp_path / "month.csv", rtt_lines(some_rows(1)))
    known = write_ods(tmp_path / "eccg.csv", ods_row("9ZA", "FICTION"))
    ran = tidegate("check", month, "--places", known)
    assert ran.code == 0
    assert "Z01, Z02, ZN101" in ran.err


def test_machines_get_the_same_facts(tmp_path: Path, tidegate: Tidegate) -> None:
    path = tmp_path / "page.xlsx"
    path.write_text("<html>Not found</html>")
    ran = tidegate("check", path, "--json")
    assert ran.code == 2
    (told,) = json.loads(ran.out)["files"]
    assert (told["kind"], told["usable"], told["rows"]) == ("unknown", False, None)
    assert told["findings"][0]["code"] == "HTML_PAGE"


@pytest.mark.published
def test_a_published_month_is_usable(published_data: Path, tidegate: Tidegate) -> None:
    ran = tidegate("check", published_data / "rtt" / "rtt_2023-04-FIXTURE.zip", "--json")
    assert ran.code == 0
    (told,) = json.loads(ran.out)["files"]
    assert (told["kind"], told["period"], told["findings"]) == ("rtt-full-csv", "2023-04-30", [])
