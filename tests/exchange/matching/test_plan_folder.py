from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.exchange.matching.small_plan import (
    GROUND,
    small_context,
    small_policy,
    small_problem,
    small_result,
)

from tidegate.core.matching.policy import EquityFloor
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching import plan_folder
from tidegate.exchange.matching.plan_folder import (
    FURTHER,
    INPUTS,
    OUTPUTS,
    read_plan,
    refuse_unless_free,
    write_plan,
)


def write(folder: Path, *, force: bool = False, made_at: datetime | None = None) -> None:
    context = small_context()
    if made_at is not None:
        context = replace(context, made_at=made_at)
    write_plan(folder, small_problem(), small_policy(), small_result(), context, force=force)


def refusal(folder: Path, *, force: bool = False) -> str:
    with pytest.raises(UnusableInput) as refused:
        refuse_unless_free(folder, force=force)
    return refused.value.findings[0].code


def everything_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


def test_the_folder_holds_what_its_readers_need_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path / "plan")

    outputs = {path.name for path in (tmp_path / "plan").iterdir()}
    inputs = {path.name for path in (tmp_path / "plan" / "inputs").iterdir()}

    assert outputs == {
        *(f"{name}.parquet" for name in (*OUTPUTS, *FURTHER)), "summary.json", "report.html",
        "inputs",
    }  # fmt: skip
    assert inputs == {*(f"{name}.parquet" for name in INPUTS), "policy.json", "map.json"}


def test_a_plan_read_back_is_the_plan_that_was_written(tmp_path: Path) -> None:
    write(tmp_path / "plan")
    problem, result = small_problem(), small_result()

    plan = read_plan(tmp_path / "plan")

    assert plan.policy == small_policy()
    assert plan.ground == GROUND
    assert (plan.problem.start, plan.problem.weeks) == (problem.start, problem.weeks)
    for name in INPUTS:
        assert_frame_equal(getattr(plan.problem, name), getattr(problem, name))
    for name in (*OUTPUTS, *FURTHER, "equity"):
        assert_frame_equal(getattr(plan.result, name), getattr(result, name))
    for name in ("status", "objective", "bound", "gap", "violations", "statistics"):
        assert getattr(plan.result, name) == getattr(result, name)


def test_the_same_plan_made_at_another_time_has_the_same_parquet_bytes(tmp_path: Path) -> None:
    write(tmp_path / "one")
    write(tmp_path / "two", made_at=datetime(2027, 1, 1, tzinfo=UTC))

    for path in sorted((tmp_path / "one").rglob("*.parquet")):
        other = tmp_path / "two" / path.relative_to(tmp_path / "one")
        assert path.read_bytes() == other.read_bytes(), path.name


def test_prices_carry_the_columns_of_the_certificate(tmp_path: Path) -> None:
    write(tmp_path / "plan")

    prices = pl.read_parquet(tmp_path / "plan" / "prices.parquet")

    assert prices.columns == ["kind", "id", "price"]


def test_an_interrupted_write_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(plan_folder, "render_report", interrupted)

    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "plan")

    assert everything_in(tmp_path) == []


def test_an_interrupted_replacement_leaves_the_earlier_plan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "plan")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    rename = Path.rename

    def interrupted(path: Path, target: Path) -> Path:
        if "partial" in path.name:
            raise KeyboardInterrupt
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "plan", force=True)

    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_an_earlier_plan_is_replaced_only_when_told_to(tmp_path: Path) -> None:
    write(tmp_path / "plan")

    assert refusal(tmp_path / "plan") == "PLAN_EXISTS"
    write(tmp_path / "plan", force=True, made_at=datetime(2027, 1, 1, tzinfo=UTC))

    assert read_plan(tmp_path / "plan").summary["made_at"] == "2027-01-01T00:00:00+00:00"
    assert [path.name for path in tmp_path.iterdir()] == ["plan"]


def test_a_folder_with_other_files_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("keep me")

    assert refusal(tmp_path) == "FOLDER_IN_USE"
    assert refusal(tmp_path, force=True) == "FOLDER_IN_USE"
    assert refusal(tmp_path / "letter.txt", force=True) == "NOT_A_FOLDER"


def test_a_summary_of_something_else_does_not_make_a_plan(tmp_path: Path) -> None:
    (tmp_path / "summary.json").write_text('["another program"]')

    assert refusal(tmp_path, force=True) == "FOLDER_IN_USE"


def test_an_empty_folder_is_free(tmp_path: Path) -> None:
    write(tmp_path)

    assert read_plan(tmp_path).summary["headline"]["treated"] == 150


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lambda folder: (folder / "summary.json").unlink(), "NOT_A_PLAN"),
        (lambda folder: (folder / "summary.json").write_text("{"), "NOT_A_PLAN"),
        (lambda folder: (folder / "prices.parquet").unlink(), "DAMAGED_PLAN"),
        (lambda folder: (folder / "offers.parquet").write_bytes(b"PAR1"), "DAMAGED_PLAN"),
        (lambda folder: (folder / "inputs" / "policy.json").write_text("{}"), "DAMAGED_PLAN"),
    ],
)
def test_a_damaged_folder_is_refused_by_name(tmp_path: Path, harm: object, code: str) -> None:
    write(tmp_path / "plan")
    harm(tmp_path / "plan")  # type: ignore[operator]

    with pytest.raises(UnusableInput) as refused:
        read_plan(tmp_path / "plan")

    assert refused.value.findings[0].code == code
    assert str(tmp_path / "plan") in refused.value.findings[0].file


class TestSummary:
    @pytest.fixture
    def summary(self, tmp_path: Path) -> dict[str, object]:
        write(tmp_path / "plan")
        return json.loads((tmp_path / "plan" / "summary.json").read_text())

    def test_headline_counts_people_units_and_money(self, summary: dict[str, dict]) -> None:
        assert summary["headline"] == {
            "waiting": 420,
            "treated": 150,
            "moved": 130,  # 20 of those who wait for eyes stay at their own trust's site
            "unmatched": 270,
            "breaches_52_at_risk": 180,  # B waited 46 weeks, D 50
            "breaches_52_avoided": 110,  # B in week 2; D in week 1, but not in week 4
            "over_52_treated": 0,
            "weeks_saved": 90 * 6 + 40 * 7 + 20 * 4,
            "units": 160,
            "units_used": 150,
            "units_unused": 10,
            "sites": 2,
            "idle_pence": 2_500_000,
            "spend_pence": 0,
        }

    def test_breaches_of_each_limit(self, summary: dict[str, list]) -> None:
        assert [tuple(row.values()) for row in summary["breaches"]] == [
            (52, 200, 0, 180, 110),
            (65, 0, 0, 200, 0),
            (78, 0, 0, 0, 0),
            (104, 0, 0, 0, 0),
        ]

    def test_waits_by_specialty_before_and_after(self, summary: dict[str, list]) -> None:
        bones, eyes = summary["by_specialty"]

        assert (bones["specialty"], bones["waiting"], bones["treated"]) == (
            "Trauma and Orthopaedics", 300, 90,
        )  # fmt: skip
        assert (bones["over_52_now"], bones["over_52_without"], bones["over_52_with"]) == (
            200, 280, 210,
        )  # fmt: skip
        assert (bones["over_18_without"], bones["over_18_with"]) == (300, 210)
        assert (eyes["over_52_now"], eyes["over_52_without"], eyes["over_52_with"]) == (0, 100, 40)

    def test_flows_leave_out_those_who_stay(self, summary: dict[str, dict]) -> None:
        flows = summary["flows_by_holder"]

        assert (flows["count"], flows["people"]) == (2, 130)
        assert [(row["origin_name"], row["site_name"], row["people"]) for row in flows["rows"]] == [
            ("Northmere Hospitals", "The Larches Hospital", 90),
            ("Ardgate Hospitals", "Estuary Eye Clinic", 40),
        ]

    def test_what_one_more_unit_is_worth(self, summary: dict[str, dict]) -> None:
        units = summary["one_more_unit"]["rows"]

        assert [(row["site"], row["price"], row["best_week"]) for row in units] == [
            ("ZN101", 3400.0, 2),
            ("ZN102", 1250.0, 1),
        ]
        assert summary["prices"] == [
            {"kind": "budget", "id": "ZQ1", "price": 120.0, "name": "Northmere"}
        ]

    def test_what_stops_the_rest(self, summary: dict[str, list]) -> None:
        assert [(row["code"], row["people"]) for row in summary["unmatched"]] == [
            ("OUTBID", 250),
            ("NO_OFFER_IN_REACH", 20),
        ]
        assert [(row["code"], row["units"]) for row in summary["unused"]] == [
            ("NO_ELIGIBLE_PATIENT", 10)
        ]

    def test_sources_carry_their_age(self, summary: dict[str, list]) -> None:
        assert [(row["name"], row["as_of"], row["age_days"]) for row in summary["sources"]] == [
            ("list.csv", "2026-01-31", 298),
            ("offers.csv", None, None),
        ]

    def test_versions_name_what_another_machine_needs(self, summary: dict[str, dict]) -> None:
        assert set(summary["versions"]) == {"tidegate", "highs", "polars", "python"}
        assert all(re.match(r"\d+\.\d+", version) for version in summary["versions"].values())

    def test_names_in_capitals_are_written_as_they_are_read(self, tmp_path: Path) -> None:
        context = replace(small_context(), names={"ZN101": "THE LARCHES HOSPITAL"})

        summary = write_plan(
            tmp_path / "plan", small_problem(), small_policy(), small_result(), context
        )

        assert [row["site_name"] for row in summary["flows_by_holder"]["rows"]] == [
            "The Larches Hospital",
            "ZN102",
        ]


def test_a_summary_counts_who_was_not_validated_of_late(tmp_path: Path) -> None:
    problem = small_problem()
    weeks = pl.Series("weeks_since_validated", [0, 11, 12, 90, None], dtype=pl.Int32)
    dated = replace(problem, pathways=problem.pathways.with_columns(weeks))
    said = [
        write_plan(tmp_path / str(number), each, small_policy(), small_result(), small_context())
        for number, each in enumerate((problem, dated))
    ]
    old = int(dated.pathways["count"].tail(3).sum())
    assert [summary["validation"] for summary in said] == [
        None, {"within_weeks": 12, "not_validated": old},
    ]  # fmt: skip


def test_a_floor_of_equity_is_kept_with_the_plan(tmp_path: Path) -> None:
    floor = EquityFloor(quintiles=(1, 2), floor=0.9)
    policy = replace(small_policy(), equity=floor)
    problem = small_problem()
    write_plan(tmp_path / "plan", problem, policy, small_result(), small_context())
    assert read_plan(tmp_path / "plan").policy == policy
