"""A plan is made from snapshots alone; its row, folder and entry stand or fall together."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.directory.viewer import viewer_of
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.matching import queries
from tidegate.controlroom.matching.models import Plan
from tidegate.controlroom.matching.plan_inputs import PlanInputs, put_together
from tidegate.controlroom.matching.plan_store import kept_plan, plans_folder
from tidegate.controlroom.matching.services import run_plan as service
from tidegate.controlroom.matching.services.run_plan import run_plan
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.controlroom.waiting.services.load_snapshot import load_snapshot
from tidegate.core.directory.roles import Role
from tidegate.core.log.entry import System
from tidegate.core.matching.problem import make_problem
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.incoming import Incoming
from tidegate.exchange.matching.policies import DEFAULT, load_policy
from tidegate.exchange.sources import Source

TODAY, NOW = date(2026, 3, 4), datetime(2026, 3, 4, 9, tzinfo=UTC)  # a Wednesday
MONDAY = date(2026, 3, 9)
PLANNER = System("test planner")


def load(kind: str, frame: pl.DataFrame, organisation: str, as_of: date = TODAY) -> Snapshot:
    digest = hashlib.sha256(f"{kind} {organisation} {as_of}".encode()).hexdigest()
    source = Source(f"{kind} of {organisation}.csv", digest, 100, kind)
    arrival = Incoming(source, as_of, frame)
    return load_snapshot(arrival, actor=PLANNER, now=NOW, organisation=organisation)


def pathways(holder: str, people: int, area: str = "ZQ1") -> pl.DataFrame:
    return pl.DataFrame(
        {
            "pathway_id": [f"{holder}-{number}" for number in range(people)],
            "holder": holder,
            "area": area,
            "zone": "ZZ001",
            "tfc": "110",
            "modality": "day_case",
            "priority": "P4",
            "weeks_waited": [20 + number for number in range(people)],
            "consent": True,
        }
    )


def capacity() -> dict[str, pl.DataFrame]:
    return {
        "offers": pl.DataFrame(
            {
                "offer_id": ["one", "two"],
                "site": "ZN101",
                "provider": "ZN101",
                "line_id": "K1",
                "modality": "day_case",
                "tfcs": [["110"], ["110"]],
                "week": [0, 1],
                "units": [2, 3],
            }
        ),
        "lines": pl.DataFrame(
            {
                "line_id": ["K1"],
                "contract_id": ["K"],
                "payer": ["ZQ1"],
                "minimum_take": [5],
                "unit_price_pence": [100_000],
            }
        ),
        "budgets": pl.DataFrame({"area": ["ZQ1"], "pence": [1_000_000]}),
        "travel": pl.DataFrame({"zone": ["ZZ001"], "site": ["ZN101"], "minutes": [20.0]}),
    }


@pytest.fixture
def world(organisations: dict[str, Organisation]) -> dict[str, Snapshot]:
    """Two trusts' lists of ten and four people; five units at the private hospital."""
    problem = make_problem(
        MONDAY, 2, pathways=pl.concat([pathways("Z01", 10), pathways("Z02", 4)]), **capacity()
    )
    loaded = {
        name: load(name, getattr(problem, name), "ZQ1")
        for name in ("lines", "offers", "budgets", "travel")
    }
    for (holder,), frame in problem.pathways.partition_by("holder", as_dict=True).items():
        loaded[holder] = load("pathways", frame, holder)
    return loaded


def plan_of(world: dict[str, Snapshot], **changed: object) -> Plan:
    asked = {"lists": [world["Z01"], world["Z02"]], "offers": [world["offers"]]} | changed
    return run_plan(policy=load_policy(DEFAULT), actor=PLANNER, now=NOW, **asked)


def test_every_unit_goes_to_somebody_and_the_row_says_so(world: dict[str, Snapshot]) -> None:
    plan = plan_of(world)
    assert (plan.area, plan.as_of, plan.start, plan.weeks) == ("ZQ1", TODAY, MONDAY, 2)
    assert (plan.waiting, plan.matched, plan.units, plan.units_used) == (14, 5, 5, 5)
    assert plan.gap <= 0.0005
    assert str(plan) == "Plan for ZQ1 from 2026-03-09"
    assert (plan.policy_name, plan.policy_version) == ("default", "2026")
    assert set(plan.inputs.all()) == set(world.values())


def test_the_entry_names_inputs_and_files_by_their_hashes(world: dict[str, Snapshot]) -> None:
    plan = plan_of(world)
    entry = Entry.objects.get(kind="plan_made")
    assert (entry.subject, entry.on_behalf_of) == (f"plan:{plan.pk}", "ZQ1")
    assert {each["sha256"] for each in entry.facts["inputs"]} == {
        snapshot.sha256 for snapshot in world.values()
    }
    for name, sha256 in entry.facts["files"].items():
        content = (plans_folder() / plan.folder / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == sha256
    assert entry.facts["matched"] == 5
    assert float(entry.facts["gap"]) == plan.gap


def test_the_folder_can_be_read_back_whole(world: dict[str, Snapshot]) -> None:
    plan = plan_of(world)
    kept = kept_plan(plans_folder() / plan.folder)
    assert kept.problem.pathways.height == 14
    assert kept.summary["title"] == "Northmere Integrated Care Board, March 2026"
    assert {source["kind"] for source in kept.summary["sources"]} == {
        "pathways", "offers", "lines", "budgets", "travel",
    }  # fmt: skip


def test_when_the_record_refuses_neither_row_nor_folder_remains(
    world: dict[str, Snapshot], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(**_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(service, "record", full)
    with pytest.raises(OSError, match="disk full"):
        plan_of(world)
    assert not Plan.objects.exists()
    assert list(plans_folder().iterdir()) == []


def test_without_a_list_there_is_nothing_to_plan(world: dict[str, Snapshot]) -> None:
    with pytest.raises(UnusableInput, match="NO_LIST"):
        plan_of(world, lists=[])


def test_offers_that_nobody_loaded_for_an_area_are_refused(world: dict[str, Snapshot]) -> None:
    stray = load("offers", capacity()["offers"].drop("line_id"), "")
    with pytest.raises(UnusableInput, match="OFFERS_OF_NO_AREA"):
        plan_of(world, offers=[stray])


def test_without_travel_times_nobody_is_sent_anywhere(world: dict[str, Snapshot]) -> None:
    earlier = load("offers", capacity()["offers"].drop("line_id"), "ZQ1", date(2026, 2, 25))
    with pytest.raises(UnusableInput, match="NO_TRAVEL"):
        plan_of(world, offers=[earlier])


def test_offers_under_a_contract_that_nobody_loaded_are_refused(
    world: dict[str, Snapshot],
) -> None:
    with pytest.raises(UnusableInput, match="UNKNOWN_LINE"):
        put_together(PlanInputs((world["Z01"],), (world["offers"],), (world["travel"],)))


def test_a_pathway_on_two_lists_is_refused(world: dict[str, Snapshot]) -> None:
    again = make_problem(MONDAY, 2, pathways=pathways("Z01", 1), **capacity()).pathways
    twice = load("pathways", again, "ZQ1")
    with pytest.raises(UnusableInput, match="PATHWAY_ON_TWO_LISTS"):
        plan_of(world, lists=[world["Z01"], twice])


def test_an_older_list_is_brought_forward_to_the_first_week(world: dict[str, Snapshot]) -> None:
    frame = make_problem(MONDAY, 2, pathways=pathways("Z02", 2), **capacity()).pathways
    frame = frame.with_columns(earliest_week=pl.Series([1, 5], dtype=pl.Int32))
    older = load("pathways", frame, "Z02", date(2026, 2, 11))
    capacity_loaded = ((world[name],) for name in ("offers", "travel", "lines"))
    problem = put_together(PlanInputs((older,), *capacity_loaded))
    assert problem.start == MONDAY
    assert problem.pathways["weeks_waited"].to_list() == [23, 24]
    assert problem.pathways["earliest_week"].to_list() == [0, 2]


def test_a_snapshot_altered_on_disk_is_never_planned_from(
    world: dict[str, Snapshot], tmp_path: Path
) -> None:
    for path in (tmp_path / "snapshots").rglob("*.parquet"):
        path.chmod(0o600)
        path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(UnusableInput, match="SNAPSHOT_ALTERED"):
        plan_of(world)


def test_plans_are_seen_in_their_area_and_nowhere_else(
    world: dict[str, Snapshot], person_with: Callable[..., Person]
) -> None:
    plan = plan_of(world)

    def seen_by(role: Role, code: str) -> Plan | None:
        viewer = viewer_of(person_with((role, code)))
        return queries.plan_in_sight(viewer, plan.pk)

    assert seen_by(Role.COORDINATOR, "ZQ1") == plan
    assert seen_by(Role.PROVIDER_USER, "Z01") == plan
    assert seen_by(Role.COORDINATOR, "ZQ2") is None
    assert seen_by(Role.RECALL_LEAD, "ZQ1") is None


def test_where_a_plan_lies_is_told_only_to_those_who_may_see_it(
    world: dict[str, Snapshot], person_with: Callable[..., Person]
) -> None:
    plan = plan_of(world)
    inside = viewer_of(person_with((Role.COORDINATOR, "ZQ1")))
    outside = viewer_of(person_with((Role.COORDINATOR, "ZQ2")))
    assert queries.folder_of(inside, plan).is_dir()
    assert len(queries.inputs_of(inside, plan)) == len(world)
    assert queries.inputs_of(outside, plan) == []
    with pytest.raises(PermissionError):
        queries.folder_of(outside, plan)


def test_one_may_plan_with_what_ones_own_area_loaded(
    world: dict[str, Snapshot], person_with: Callable[..., Person]
) -> None:
    inside = viewer_of(person_with((Role.COORDINATOR, "ZQ1")))
    outside = viewer_of(person_with((Role.COORDINATOR, "ZQ2")))
    provider = viewer_of(person_with((Role.PROVIDER_USER, "Z01")))
    assert list(queries.offers_to_plan(inside)) == [world["offers"]]
    assert list(queries.lists_to_plan(inside)) == [world["Z01"], world["Z02"]]
    for other in (outside, provider):
        assert not queries.offers_to_plan(other).exists()
        assert not queries.lists_to_plan(other).exists()


def test_the_map_of_the_last_plan_serves_the_next(world: dict[str, Snapshot]) -> None:
    from tidegate.exchange.demo.ground import demo_ground

    plan_of(world, ground=demo_ground())
    second = plan_of(world)
    assert kept_plan(plans_folder() / second.folder).ground == demo_ground()


@pytest.mark.parametrize("lost", ["", "inputs/map.json", "summary.json"])
def test_a_damaged_last_plan_does_not_stop_the_next(world: dict[str, Snapshot], lost: str) -> None:
    from tidegate.exchange.demo.ground import demo_ground
    from tidegate.exchange.matching.plan_context import Ground

    folder = plans_folder() / plan_of(world, ground=demo_ground()).folder
    if lost:
        (folder / lost).write_text("{", "utf-8")
    else:
        shutil.rmtree(folder)
    second = plan_of(world)
    assert kept_plan(plans_folder() / second.folder).ground == Ground()


@pytest.mark.parametrize("demonstration", [True, False])
def test_only_the_plan_of_a_demonstration_says_that_all_is_made_up(
    world: dict[str, Snapshot], settings, demonstration: bool
) -> None:
    settings.TIDEGATE_DEMO = demonstration
    report = (plans_folder() / plan_of(world).folder / "report.html").read_text("utf-8")
    assert ("This is a demonstration: the places" in report) == demonstration


def test_a_report_written_just_after_midnight_in_summer_is_of_the_new_day(
    world: dict[str, Snapshot],
) -> None:
    late = datetime(2026, 6, 3, 23, 10, tzinfo=UTC)
    made = run_plan(
        lists=[world["Z01"], world["Z02"]],
        offers=[world["offers"]],
        policy=load_policy(DEFAULT),
        actor=PLANNER,
        now=late,
    )
    report = plans_folder() / made.folder / "report.html"
    assert "4 June 2026" in report.read_text(encoding="utf-8")
