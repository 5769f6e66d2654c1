"""Whom a site takes: its own words on an offer, then its version in force, then what is shipped."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tidegate.core.matching.eligibility import judge
from tidegate.core.reasons import Verdict
from tidegate.exchange.findings import Severity, UnusableInput
from tidegate.exchange.matching.criteria import shipped_criteria
from tidegate.exchange.matching.inputs import read_problem

PATHWAYS = (
    "pathway_id,holder,zone,tfc,modality,priority,weeks_waited\nA1,Z01,ZZ1,110,inpatient,P4,20\n"
)
OFFERS = """\
offer_id,site,provider,modality,tfc,week,units,max_asa,max_bmi,excludes,criteria
O1,ZN101,ZN1,inpatient,110,2026-W06,3,,,,
O2,ZN101,ZN1,inpatient,110,2026-W10,3,,,,
O3,ZN101,ZN1,outpatient,110,2026-W06,3,,,,
O4,ZN102,ZN1,inpatient,110,2026-W06,3,,,,
"""
CRITERIA = """\
site,version,in_force_from,in_force_until,modality,max_asa,max_bmi,min_age,excludes,critical_care
ZN101,2026-1,2026-01-01,2026-02-28,,2,40,18,Dialysis; recent_stroke,no
ZN101,2026-2,2026-03-01,,,3,38,18,none,yes
ZN101,outpatients,2026-01-01,,outpatient,3,,16,,
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "capacity").mkdir()
    (tmp_path / "waiting.csv").write_text(PATHWAYS, "utf-8")
    (tmp_path / "capacity" / "offers.csv").write_text(OFFERS, "utf-8")
    (tmp_path / "capacity" / "criteria.csv").write_text(CRITERIA, "utf-8")
    return tmp_path


def offers(files: Path) -> pl.DataFrame:
    return read_problem(files / "waiting.csv", files / "capacity")[0].offers


def offer(files: Path, offer_id: str) -> dict[str, object]:
    return offers(files).filter(pl.col("offer_id") == offer_id).row(0, named=True)


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def refused(files: Path) -> list[tuple[str, str, int | None, str | None]]:
    with pytest.raises(UnusableInput) as problem:
        offers(files)
    return [
        (each.code, each.file, each.row, each.value)
        for each in problem.value.findings
        if each.severity is Severity.ERROR
    ]


def test_an_offer_is_filled_from_the_version_in_force_in_its_week(files: Path) -> None:
    told = offers(files).select(
        "offer_id", "criteria", "max_asa", "max_bmi", "min_age", "excludes", "critical_care"
    )
    assert told.rows() == [
        ("O1", "2026-1", 2, 40.0, 18, ["dialysis", "recent_stroke"], False),
        ("O2", "2026-2", 3, 38.0, 18, [], True),
        ("O3", "outpatients", 3, None, 16, [], None),
        ("O4", None, None, None, None, [], None),
    ]


@pytest.mark.parametrize(
    ("week", "version"),
    [("2026-W09", "2026-1"), ("2026-03-02", "2026-2"), ("2026-W52", "2026-2"), ("2026-W01", None)],
)
def test_the_monday_of_the_week_decides(files: Path, week: str, version: str | None) -> None:
    path = files / "capacity" / "offers.csv"
    spoil(path, "O1,ZN101,ZN1,inpatient,110,2026-W06", f"O1,ZN101,ZN1,inpatient,110,{week}")
    assert offer(files, "O1")["criteria"] == version


def test_what_an_offer_states_itself_wins(files: Path) -> None:
    spoil(files / "capacity" / "offers.csv", "2026-W06,3,,,,\nO2", "2026-W06,3,4,,none,\nO2")
    found = offer(files, "O1")
    assert (found["max_asa"], found["max_bmi"], found["excludes"]) == (4, 40.0, [])
    assert found["criteria"] == "2026-1"


def test_an_offer_may_name_a_version(files: Path) -> None:
    spoil(files / "capacity" / "criteria.csv", "2026-02-28", "2026-12-31")
    spoil(files / "capacity" / "criteria.csv", "2026-03-01,", "2027-01-01,")
    spoil(files / "capacity" / "offers.csv", "W10,3,,,,", "W10,3,,,,2026-1")
    assert offer(files, "O2")["max_bmi"] == 40.0


def test_an_offer_may_name_what_is_shipped_without_any_file(files: Path) -> None:
    (files / "capacity" / "criteria.csv").unlink()
    text = OFFERS.replace("W06,3,,,,", "W06,3,,,,independent-2026")
    (files / "capacity" / "offers.csv").write_text(text, "utf-8")
    found = offer(files, "O1")
    assert (found["max_asa"], found["max_bmi"], found["min_age"]) == (3, 40.0, 18)
    assert found["criteria"] == "independent-2026"
    assert offer(files, "O2")["criteria"] is None


@pytest.mark.parametrize(("modality", "youngest"), [("outpatient", 16), ("day_case", 18)])
def test_what_is_shipped_may_differ_by_kind_of_care(
    files: Path, modality: str, youngest: int
) -> None:
    name = "independent-2026/circle-nottingham"
    path = files / "capacity" / "offers.csv"
    spoil(path, "O4,ZN102,ZN1,inpatient,110,2026-W06,3,,,,",
          f"O4,ZN102,ZN1,{modality},110,2026-W06,3,,,,{name}")  # fmt: skip
    assert offer(files, "O4")["min_age"] == youngest


@pytest.mark.parametrize(
    ("named", "code"), [("2026-2", "CRITERIA_NOT_IN_FORCE"), ("2025-9", "UNKNOWN_CRITERIA")]
)
def test_criteria_that_cannot_be_taken_are_named(files: Path, named: str, code: str) -> None:
    spoil(files / "capacity" / "offers.csv", "W06,3,,,,\nO2", f"W06,3,,,,{named}\nO2")
    assert refused(files) == [(code, "offers.csv", 2, named)]


def test_two_versions_in_force_at_once_are_both_named(files: Path) -> None:
    spoil(files / "capacity" / "criteria.csv", "2026-02-28", "")
    with pytest.raises(UnusableInput) as problem:
        offers(files)
    (finding,) = problem.value.findings
    assert (finding.code, finding.file, finding.row) == ("CRITERIA_OVERLAP", "criteria.csv", 3)
    assert "2026-1" in finding.expected
    assert "2026-2" in finding.expected


def test_a_version_that_ends_before_it_begins_is_refused(files: Path) -> None:
    spoil(files / "capacity" / "criteria.csv", "2026-02-28", "2025-02-28")
    assert refused(files) == [("CRITERIA_END_FIRST", "criteria.csv", 2, "2025-02-28")]


def test_every_shipped_set_has_its_source_and_refers_what_is_not_known() -> None:
    nothing_known = dict.fromkeys(("asa", "bmi", "age", "conditions", "needs_critical_care"))
    for rule in shipped_criteria().iter_rows(named=True):
        verdict, reasons = judge(nothing_known, rule)
        assert verdict is Verdict.REFER, rule["version"]
        assert all(reason.code.endswith("_UNKNOWN") for reason in reasons)


def test_no_shipped_set_has_two_rules_for_one_kind_of_care() -> None:
    assert not shipped_criteria().select("version", "modality").is_duplicated().any()
