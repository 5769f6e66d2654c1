"""``tidegate spc``, as people run it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from tests.cli.broken_files import ANY_FILE, Broken
from tests.cli.conftest import Ran
from tests.exchange.pressure.spc_files import DECIDED, write_series, write_settings

Tidegate = Callable[..., Ran]
RISING = [70, 71, 70, 71, 70, 71, 72, 73, 74, 75, 76, 77]
MANY = """date,measure,organisation,value
2026-01-01,beds,Z01,10
2026-01-01,beds,Z02,11
2026-01-01,staff,Z01,12
"""


@pytest.fixture
def many(tmp_path: Path) -> Path:
    file = tmp_path / "many.csv"
    file.write_text(MANY)
    return file


def test_a_special_cause_is_an_answer_and_no_failure(tmp_path: Path, tidegate: Tidegate) -> None:
    said = tidegate("spc", write_series(tmp_path), "--settings", write_settings(tmp_path))
    assert said.code == 0, said.err
    assert "Special points (1 of 13)" in said.out
    assert "special cause, improvement (Above UCL); limits are between 40.6% and 60.4%" in said.out
    assert "Limits are held from the first 12 points" in said.out
    assert "Rules tidegate-2026 1" in said.out


def test_the_answer_for_machines_has_figures_as_reckoned(
    tmp_path: Path, tidegate: Tidegate
) -> None:
    said = tidegate("spc", write_series(tmp_path), "--settings", write_settings(tmp_path), "--json")
    answer = json.loads(said.out)
    (one,) = answer["series"]
    assert one["variation"] == "improvement_high"
    assert one["assurance"] == "consistent_fail"
    assert one["parts"][0]["upper_limit"] == pytest.approx(60.41454545)
    assert one["points"][12] == {
        "date": "2026-01-13", "value": 75, "part": 1, "target": 60.5, "rule": "outside",
        "label": "Above UCL", "type": "special_cause_improvement",
    }  # fmt: skip
    assert answer["findings"] == []


def test_several_series_are_summed_up_by_their_icons(many: Path, tidegate: Tidegate) -> None:
    said = tidegate("spc", many)
    assert said.code == 0, said.err
    rows = [line.split()[:2] for line in said.out.splitlines() if "Z0" in line]
    assert rows == [["Beds,", "Z01"], ["Beds,", "Z02"], ["Staff,", "Z01"]]


def test_one_measure_of_one_organisation_can_be_picked(many: Path, tidegate: Tidegate) -> None:
    said = tidegate("spc", many, "--measure", "beds", "--organisation", "Z02", "--json")
    assert [one["title"] for one in json.loads(said.out)["series"]] == ["Beds, Z02"]


@pytest.mark.parametrize(
    "words", [("--measure", "bed"), ("--measure", "staff", "--organisation", "Z02")]
)
def test_a_series_that_is_not_there_is_refused(
    many: Path, tidegate: Tidegate, words: tuple[str, ...]
) -> None:
    said = tidegate("spc", many, *words)
    assert said.code == 2
    assert "NO_SUCH_SERIES" in said.err


def test_chart_page_and_points_are_written(tmp_path: Path, many: Path, tidegate: Tidegate) -> None:
    one, page, points = (tmp_path / name for name in ("a.svg", "a.html", "a.csv"))
    assert tidegate("spc", write_series(tmp_path), "--chart", one).code == 0
    assert tidegate("spc", many, "--chart", page, "--out", points).code == 0
    assert one.read_text().startswith("<svg")
    assert page.read_text().count("<svg") == 3
    assert pl.read_csv(points)["measure"].to_list() == ["beds", "beds", "staff"]


def test_a_picture_of_several_series_is_refused(
    tmp_path: Path, many: Path, tidegate: Tidegate
) -> None:
    said = tidegate("spc", many, "--chart", tmp_path / "a.svg")
    assert said.code == 2
    assert "name it with --measure" in said.err


def test_a_rebase_on_a_day_without_data_is_unusable(tmp_path: Path, tidegate: Tidegate) -> None:
    asked = f"[[series]]\n[[series.rebase]]\nfrom = 2027-01-01\n{DECIDED}"
    said = tidegate(
        "spc", write_series(tmp_path), "--settings", write_settings(tmp_path, asked), "--json"
    )
    assert said.code == 2
    (finding,) = json.loads(said.out)["findings"]
    assert finding["code"] == "REBASE_DATE_ABSENT"
    assert finding["file"] == "settings.toml"


def test_other_rules_are_named_in_the_answer(tmp_path: Path, tidegate: Tidegate) -> None:
    said = tidegate("spc", write_series(tmp_path), "--rules", "plotthedots-0.2.2")
    assert "Rules plotthedots-0.2.2 1" in said.out
    assert "points outside not counted" in said.out
    assert tidegate("spc", write_series(tmp_path), "--rules", "none").code == 2


def test_settings_name_rules_unless_the_command_does(tmp_path: Path, tidegate: Tidegate) -> None:
    asked = write_settings(tmp_path, 'rules = "plotthedots-0.2.2"\n')
    file = write_series(tmp_path)
    assert "Rules plotthedots" in tidegate("spc", file, "--settings", asked).out
    said = tidegate("spc", file, "--settings", asked, "--rules", "tidegate-2026")
    assert "Rules tidegate-2026" in said.out


def test_a_slip_in_the_settings_is_said(many: Path, tmp_path: Path, tidegate: Tidegate) -> None:
    asked = write_settings(tmp_path, '[[series]]\nmeasure = "bedz"\n')
    said = tidegate("spc", many, "--settings", asked, "--measure", "beds")
    assert said.code == 0
    assert "SETTINGS_UNUSED" in said.err


def test_a_measure_that_we_know_needs_no_settings(tmp_path: Path, tidegate: Tidegate) -> None:
    file = tmp_path / "known.csv"
    rows = "".join(f"2026-01-{n:02},ed_4h_pct,{value}\n" for n, value in enumerate(RISING, 1))
    file.write_text("date,measure,value\n" + rows)
    (one,) = json.loads(tidegate("spc", file, "--json").out)["series"]
    assert (one["improvement"], one["variation"]) == ("increase", "improvement_high")


@pytest.mark.parametrize("bad", ANY_FILE.values(), ids=ANY_FILE.keys())
def test_a_file_that_cannot_be_read_is_named(
    bad: Broken, tmp_path: Path, tidegate: Tidegate
) -> None:
    said = tidegate("spc", bad.put(tmp_path))
    assert said.code == 2, said.out
    assert f"[{bad.code}]" in said.err
    assert bad.name in said.err


def test_very_many_series_are_not_all_printed(tmp_path: Path, tidegate: Tidegate) -> None:
    file = tmp_path / "series.csv"
    rows = "".join(f"2026-01-01,m{n},{n}\n" for n in range(600))
    file.write_text("date,measure,value\n" + rows)
    said = tidegate("spc", file)
    assert said.code == 0
    assert "540 more: pick with --measure" in said.out
    assert tidegate("spc", file, "--chart", tmp_path / "all.html").code == 2


def test_a_list_of_events_is_charted_by_the_days_between(
    tmp_path: Path, tidegate: Tidegate
) -> None:
    file = tmp_path / "falls.csv"
    file.write_text("date\n2026-01-03\n2026-01-21\n2026-02-02\n")
    said = tidegate("spc", file)
    assert "The last value, 12.0 days on 2 February 2026, is common cause" in said.out
    assert "T chart of the time between events" in said.out
