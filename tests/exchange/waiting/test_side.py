"""A side file says what a waiting list does not; it is believed first and nobody is invented."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.waiting.weekly_list import row, written

from tidegate.exchange.checking import check_file
from tidegate.exchange.findings import Severity, UnusableInput
from tidegate.exchange.kinds import Kind
from tidegate.exchange.matching.inputs import read_problem
from tidegate.exchange.waiting.waiting_file import ReadWith, read_waiting_file

OFFERS = "offer_id,site,provider,modality,tfc,week,units\nO1,ZN101,ZN1,day_case,110,2026-W06,3\n"
SIDE = """\
pathway_id,bmi,travel_band,consent,conditions,needs_critical_care,unavailable,imd_quintile
Z01-000001,31.5,50,yes,Dialysis,no,2026-W07,1
Z01-000002,,,no,none,,,5
"""
OWN = """\
pathway_id,holder,zone,tfc,modality,priority,weeks_waited,bmi,travel_max_miles,consent
Z01-000001,Z01,ZZ1,110,day_case,P4,20,28,20,no
Z01-000002,Z01,ZZ1,110,day_case,P4,20,29,30,yes
"""


@pytest.fixture
def side(tmp_path: Path) -> Path:
    path = tmp_path / "side.csv"
    path.write_text(SIDE, "utf-8")
    return path


@pytest.fixture
def weekly(tmp_path: Path) -> Path:
    return written(tmp_path, row(1), row(2))


def offers(folder: Path, zone: str = "ZZ1") -> Path:
    capacity = folder / "capacity"
    capacity.mkdir()
    (capacity / "offers.csv").write_text(OFFERS, "utf-8")
    (capacity / "travel.csv").write_text(f"zone,site,minutes,miles\n{zone},ZN101,20,9\n", "utf-8")
    return capacity


def test_it_is_recognised_by_its_headings(side: Path) -> None:
    checked = check_file(side)
    assert (checked.kind, checked.rows, checked.usable) == (Kind.SIDE, 2, True)


def test_a_weekly_list_and_its_side_file_make_a_problem(
    tmp_path: Path, weekly: Path, side: Path
) -> None:
    problem, sources, findings = read_problem(weekly, offers(tmp_path), read_with=ReadWith(side))
    assert [source.kind for source in sources] == ["wlmds", "side", "offers", "travel"]
    assert findings == ()
    told = problem.pathways.select(
        "pathway_id", "modality", "priority", "weeks_waited", "bmi", "travel_max_miles", "consent",
        "conditions", "needs_critical_care", "imd_quintile", "weeks_since_validated", "asa",
    )  # fmt: skip
    assert told.rows() == [
        ("Z01-000001", "day_case", "P3", 34, 31.5, 50.0, True, ["dialysis"], False, 1, 3, 2),
        ("Z01-000002", "day_case", "P3", 34, None, None, False, [], None, 5, 3, 2),
    ]
    assert problem.pathways["needs_alternative_capacity"].to_list() == [True, True]


def test_journeys_may_start_from_the_commissioners_places(
    tmp_path: Path, weekly: Path, side: Path
) -> None:
    problem, _, findings = read_problem(weekly, offers(tmp_path, "ZC1"), read_with=ReadWith(side))
    assert problem.pathways["zone"].to_list() == ["ZC1", "ZC1"]
    assert findings == ()


def test_what_it_states_is_believed_before_the_list_and_blanks_change_nothing(
    tmp_path: Path, side: Path
) -> None:
    own = tmp_path / "own.csv"
    own.write_text(OWN, "utf-8")
    table = read_waiting_file(own, ReadWith(side)).table
    told = table.frame.select("bmi", "travel_max_miles", "travel_band", "consent")
    assert told.rows() == [(31.5, None, "50", "yes"), (29.0, 30.0, None, "no")]
    assert table.findings == ()


def test_who_is_not_on_the_list_is_counted_and_left_out(weekly: Path, side: Path) -> None:
    side.write_text(SIDE + "Z01-000009,30,,yes,,,,\nZ01-000010,30,,yes,,,,\n", "utf-8")
    table = read_waiting_file(weekly, ReadWith(side)).table
    assert table.frame.height == 2
    found = [(f.code, f.row, f.value, f.count) for f in table.findings]
    assert found == [("NOT_ON_LIST", 4, "Z01-000009", 2)]


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("31.5", "fat", "WRONG_FORM", "bmi"),
        (",50,", ",75,", "UNKNOWN_CODE", "travel_band"),
        ("2026-W07", "soon", "WRONG_FORM", "unavailable"),
        ("Z01-000002", "Z01-000001", "DUPLICATE_KEY", "pathway_id"),
        ("pathway_id", "pathway", "MISSING_COLUMN", "pathway_id"),
    ],
)
def test_faults_are_named_with_their_place(
    tmp_path: Path, weekly: Path, side: Path, old: str, new: str, code: str, column: str
) -> None:
    side.write_text(SIDE.replace(old, new, 1), "utf-8")
    with pytest.raises(UnusableInput) as problem:
        read_problem(weekly, offers(tmp_path), read_with=ReadWith(side))
    faults = [f for f in problem.value.findings if f.severity is Severity.ERROR]
    assert [(f.code, f.file, f.column) for f in faults] == [(code, "side.csv", column)]
