"""``tidegate pressure``: files of figures scored by provider and area, and tables checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Ran

REPORTS = """organisation,date,handover_mean,ed_attendances,ed_within_4h,ed_over_12h,ga_beds_open,\
ga_beds_occupied,no_criteria_to_reside,staff_absent,staff_headcount
Z01,2026-01-14,38,410,262,48,820,799,121,310,5200
Z02,2026-01-13,22,300,231,18,540,512,70,150,3100
Z02,2026-01-14,24,310,228,22,540,515,,160,3100
"""
ORGANISATIONS = """code,name,kind,parent
ENG,England,nation,
YZ1,Northern region,region,ENG
QZ1,Northmere board,icb,YZ1
Z01,Northmere General,trust,QZ1
Z02,Southmere Hospital,trust,QZ1
"""


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    path = tmp_path / "reports.csv"
    path.write_text(REPORTS, "utf-8")
    return path


@pytest.fixture
def organisations(tmp_path: Path) -> Path:
    path = tmp_path / "organisations.csv"
    path.write_text(ORGANISATIONS, "utf-8")
    return path


@pytest.fixture
def scored(tidegate: Callable[..., Ran]) -> Callable[..., dict[str, Any]]:
    """Score with these words and return the answer; each score under its place."""

    def answer(*words: object, code: int = 0) -> dict[str, Any]:
        ran = tidegate("pressure", *words, "--json")
        assert ran.code == code, ran.err
        told = json.loads(ran.out)
        return told | {"places": {each["place"]: each for each in told["scores"]}}

    return answer


def test_providers_and_their_area_are_scored_with_the_age_of_each_figure(
    tidegate: Callable[..., Ran], reports: Path, organisations: Path
) -> None:
    ran = tidegate("pressure", reports, organisations)
    words = " ".join(ran.out.split())
    assert ran.code == 0
    assert "Providers, 14 January 2026, Tidegate pressure index 2026" in words
    assert "Z01 Northmere General 2.00 3" in words
    assert "Z02 Southmere Hospital 1.50 2" in words
    assert "mean handover 24 min (0)" in words
    assert "no criteria to reside, share 13.7% (1)" in words
    assert "QZ1 Northmere board 1.801 3 Z01 0.60, Z02 0.40" in words
    assert "Northmere board is at level 3 and begins the list of level 3" in words


def test_each_figure_is_told_with_its_band_points_period_and_source(
    scored: Callable[..., dict[str, Any]], reports: Path, organisations: Path
) -> None:
    told = scored(reports, organisations)
    figures = {each["measure"]: each for each in told["places"]["Z02"]["figures"]}
    assert figures["no_criteria_to_reside_pct"] | {"value": None} == {
        "measure": "no_criteria_to_reside_pct", "label": "no criteria to reside, share",
        "unit": "percent", "value": None, "band": 2, "points": 2, "start": "2026-01-13",
        "end": "2026-01-13", "age_days": 1, "source": "reports.csv", "missing": None,
    }  # fmt: skip
    assert figures["no_criteria_to_reside_pct"]["value"] == pytest.approx(100 * 70 / 512)
    assert told["table"]["edition"] == "2026"
    assert {source["name"] for source in told["sources"]} == {"reports.csv", "organisations.csv"}
    assert told["places"]["QZ1"]["actions_begun"][-1]["level"] == 3


@pytest.mark.parametrize(
    ("by", "places"),
    [("provider", {"Z01", "Z02"}), ("area", {"QZ1"}), ("region", {"YZ1"}), ("nation", {"ENG"})],
)
def test_one_kind_of_place_can_be_asked_for(
    scored: Callable[..., dict[str, Any]], reports: Path, organisations: Path, by: str,
    places: set[str],
) -> None:  # fmt: skip
    assert set(scored(reports, organisations, "--by", by)["places"]) == places


def test_a_day_in_the_past_knows_nothing_of_later_figures(
    tidegate: Callable[..., Ran], reports: Path
) -> None:
    ran = tidegate("pressure", reports, "--day", "2026-01-13", "--json")
    (only,) = json.loads(ran.out)["scores"]
    assert (only["place"], only["day"]) == ("Z02", "2026-01-13")
    assert {each["end"] for each in only["figures"]} == {"2026-01-13"}


def test_a_missing_figure_leaves_the_score_between_two_totals_and_ends_with_1(
    tidegate: Callable[..., Ran], tmp_path: Path
) -> None:
    path = tmp_path / "some.csv"
    path.write_text("organisation,date,handover_mean\nZ01,2026-01-14,38\n", "utf-8")
    ran = tidegate("pressure", path)
    words = " ".join(ran.out.split())
    assert ran.code == 1
    assert "Z01 0.333 to 2.833 1 to 4" in words
    assert "missing: 4-hour performance" in words
    assert "1 in no area: Z01." in words
    only = json.loads(tidegate("pressure", path, "--json").out)["scores"][0]
    assert (only["total"], only["level"], only["level_between"]) == (None, None, [1, 4])
    assert len(only["missing"]) == 5


def test_a_figure_that_is_too_old_says_how_old_it_is(
    tidegate: Callable[..., Ran], reports: Path
) -> None:
    ran = tidegate("pressure", reports, "--day", "2026-02-14")
    assert "no criteria to reside, share of 32 days ago" in " ".join(ran.out.split())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--table", "opel-2024-26"], "THRESHOLDS_OPEN"),
        (["--table", "absent.toml"], "TABLE_NOT_FOUND"),
        (["--day", "2009-01-01"], "TABLE_NOT_IN_FORCE"),
        (["--day", "2027-01-01"], "NO_FIGURES"),
    ],
)
def test_what_cannot_be_scored_ends_with_2_and_says_why(
    tidegate: Callable[..., Ran], reports: Path, words: list[str], code: str
) -> None:
    ran = tidegate("pressure", reports, *words, "--json")
    assert ran.code == 2
    assert code in {finding["code"] for finding in json.loads(ran.out)["findings"]}


def test_a_file_of_something_else_is_refused(
    tidegate: Callable[..., Ran], organisations: Path, tmp_path: Path
) -> None:
    assert "NO_FIGURES" in tidegate("pressure", organisations).err
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", "utf-8")
    ran = tidegate("pressure", other)
    assert ran.code == 2
    assert "NOT_TO_BE_SCORED" in ran.err


def test_of_two_files_with_one_figure_the_later_counts_and_the_difference_is_told(
    scored: Callable[..., dict[str, Any]], reports: Path, tmp_path: Path
) -> None:
    corrected = tmp_path / "corrected.csv"
    corrected.write_text("organisation,date,handover_mean\nZ01,2026-01-14,14\n", "utf-8")
    told = scored(reports, corrected)
    (figure,) = [
        each for each in told["places"]["Z01"]["figures"] if each["measure"] == "handover_mean"
    ]
    assert (figure["value"], figure["source"]) == (14, "corrected.csv")
    (finding,) = [each for each in told["findings"] if each["code"] == "FIGURES_DIFFER"]
    assert (finding["file"], finding["value"]) == ("reports.csv", "38")


def test_a_table_alone_is_checked_and_shown(tidegate: Callable[..., Ran]) -> None:
    ran = tidegate("pressure")
    assert ran.code == 0
    assert "15 (better), 30 (better), 45 (better)" in ran.out
    assert json.loads(tidegate("pressure", "--json").out)["table"]["name"]
    refused = tidegate("pressure", "--table", "opel-2024-26")
    assert refused.code == 2
    assert "THRESHOLDS_OPEN" in refused.err


def test_a_table_can_be_copied_changed_and_used_and_nothing_is_overwritten(
    tidegate: Callable[..., Ran], scored: Callable[..., dict[str, Any]], reports: Path,
    tmp_path: Path,
) -> None:  # fmt: skip
    mine = tmp_path / "mine.toml"
    assert tidegate("pressure", "--copy-to", mine).code == 0
    text = mine.read_text("utf-8").replace("{ at = 15,", "{ at = 25,")
    mine.write_text(text.replace("Tidegate pressure index", "Northmere OPEL"), "utf-8")
    assert tidegate("pressure", "--copy-to", mine).code == 2
    assert "{ at = 25," in mine.read_text("utf-8")
    told = scored(reports, "--table", mine)
    assert told["places"]["Z02"]["total"] == pytest.approx(8 / 6)


def test_an_official_table_that_is_not_verified_scores_under_another_name(
    tidegate: Callable[..., Ran], reports: Path, tmp_path: Path
) -> None:
    mine = tmp_path / "mine.toml"
    tidegate("pressure", "--copy-to", mine)
    text = mine.read_text("utf-8").replace("Tidegate pressure index", "OPEL", 1)
    first = 'thresholds_status = "verified by the Tidegate developers on 2026-11-25"'
    mine.write_text(text.replace(first, 'thresholds_status = "unverified"', 1), "utf-8")
    ran = tidegate("pressure", reports, "--table", mine)
    assert "Proxy pressure index 2026" in ran.out
    assert "OPEL" not in ran.out
    assert "nobody has verified handover_mean" in ran.out


def test_figures_that_the_table_does_not_ask_for_cannot_be_scored(
    tidegate: Callable[..., Ran], tmp_path: Path
) -> None:
    path = tmp_path / "other.csv"
    path.write_text("organisation,date,discharged\nZ01,2026-01-14,38\n", "utf-8")
    ran = tidegate("pressure", path)
    assert ran.code == 2
    assert "figures of providers, of at least one of handover_mean" in " ".join(ran.err.split())


PILLARS = """
name = "Northern score"
edition = "3"
source = "a board paper"
verifier = "Head of Operations, Northmere"
in_force_from = 2025-01-01

[aggregation]
weigh_by = ""
rounding = "ROUNDING"
status = "unverified"
weights = [{ place = "QZ1", pillar = "acute", shares = { Z01 = 0.76, Z02 = 0.24 } }]

[overall]
decimals = 0
levels = [{ level = 1, from = 0, to = 11 }, { level = 2, from = 12, to = 22 }]
levels_status = "unverified"

[[pillars]]
name = "acute"
combine = "sum"
weight = 0.75
decimals = 0
levels = [{ level = 1, from = 0, to = 11 }, { level = 2, from = 12, to = 15 }]
levels_status = "unverified"
[[pillars.parameters]]
measure = "handover_mean"
worse_when = "higher"
edges = [{ at = 30, equal = "worse" }]
points = [0, 15]
oldest_days = 1
thresholds_status = "unverified"

[[pillars]]
name = "community"
combine = "sum"
weight = 0.25
decimals = 0
levels = [{ level = 1, from = 0, to = 11 }, { level = 2, from = 12, to = 22 }]
levels_status = "unverified"
[[pillars.parameters]]
measure = "discharged"
worse_when = "lower"
edges = [{ at = 10, equal = "better" }]
points = [0, 22]
oldest_days = 1
thresholds_status = "unverified"
"""


@pytest.mark.parametrize(
    ("rounding", "said"),
    [("half_up", "11.4 1 (2 unrounded)"), ("unrounded", "11.4 2 (1 rounded half up)")],
)
def test_pillars_are_told_apart_and_a_score_between_two_levels_is_told_both_ways(
    tidegate: Callable[..., Ran], organisations: Path, tmp_path: Path, rounding: str, said: str
) -> None:
    path, mine = tmp_path / "reports.csv", tmp_path / "pillars.toml"
    path.write_text(
        "organisation,date,handover_mean,discharged\nZ01,2026-01-14,38,12\nZ02,2026-01-14,24,\n",
        "utf-8",
    )
    mine.write_text(PILLARS.replace("ROUNDING", rounding), "utf-8")
    ran = tidegate("pressure", path, organisations, "--table", mine)
    words = " ".join(ran.out.split())
    assert ran.code == 0
    assert f"QZ1 Northmere board acute {said} Z01 0.76, Z02 0.24" in words
    assert "QZ1 Northmere board community 0 1 Z01 1.00" in words
    assert "QZ1 Northmere board overall 8.6 1" in words


@pytest.mark.published
def test_published_beds_are_scored_as_far_as_they_go(
    scored: Callable[..., dict[str, Any]], published_data: Path
) -> None:
    beds = published_data / "uec-sitrep" / "england_critical_general_acute_beds.csv"
    trusts = published_data / "ods" / "etr-2025.csv"
    told = scored(beds, trusts, code=1)
    kinds = [each["kind"] for each in told["scores"]]
    assert (told["day"], kinds.count("icb")) == ("2025-08-31", 42)
    assert kinds.count("provider") > 120
    assert not told["in_no_area"]
    wye = told["places"]["RLQ"]
    assert next(each["detail"] for each in wye["missing"]) == "handover_mean is missing"
    assert wye["total_between"] == [0.5, 3.0]


@pytest.mark.published
def test_a_published_file_that_says_no_month_is_refused(
    tidegate: Callable[..., Ran], published_data: Path
) -> None:
    ran = tidegate("pressure", published_data / "ae" / "March-2026-AE.csv")
    assert ran.code == 2
    assert "nothing in the file says of which days they are [NO_DAYS]" in " ".join(ran.err.split())
