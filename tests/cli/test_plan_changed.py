"""Asking of a kept plan, on the command line, what would be different."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.exchange.matching.small_plan import small_context, small_policy, small_problem

from tidegate.core.matching.solve import solve
from tidegate.core.matching.stop import Stop
from tidegate.exchange.matching.plan_folder import read_plan, write_plan


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """The small plan with the best placements, in which everybody has said yes to moving."""
    whole = small_problem()
    problem = replace(whole, pathways=whole.pathways.with_columns(consent=pl.lit(True)))
    result = solve(problem, small_policy(), Stop(gap=0.0), 1)
    write_plan(tmp_path / "plan", problem, small_policy(), result, small_context())
    return tmp_path / "plan"


def test_the_sentence_and_both_plans_are_printed_and_nothing_is_kept(tidegate, plan) -> None:
    before = sorted(plan.parent.iterdir())
    done = tidegate("plan", "--from", plan, "--change", "units O2 +20")
    assert done.code == 0
    said = " ".join(done.out.split())
    assert (
        "20 more units at Estuary Eye Clinic for Ophthalmology (day case) in the week of "
        "9 February 2026 (offer O2) would see 20 more people, 20 of whom would otherwise pass "
        "52 weeks."
    ) in said
    assert "Waits kept under 52 weeks" in said
    assert "Nothing was kept; --out DIR keeps the changed plan." in said
    assert sorted(plan.parent.iterdir()) == before


def test_the_answer_for_machines_has_every_figure_of_both_plans(tidegate, plan) -> None:
    done = tidegate("plan", "--from", plan, "--change", "units O2 +20", "--json")
    told = json.loads(done.out)
    assert told["changes"] == ["units O2 +20"]
    assert told["figures"]["treated"]["change"] == 20
    assert told["people"] == {
        "gained": 20, "lost": 0, "moved": 0, "gained_in_time": 20, "lost_in_time": 0,
    }  # fmt: skip
    assert told["groups"] == [
        {"tfc": "130", "holder": "Z02", "gained": 20, "lost": 0, "sooner": 0, "later": 0}
    ]
    assert told["folder"] is None


def test_a_changed_plan_that_is_kept_tells_what_was_changed_and_can_be_verified(
    tidegate, plan, tmp_path: Path
) -> None:
    out = tmp_path / "changed"
    done = tidegate(
        "plan", "--from", plan, "--change", "units O2 +20", "--change", "cap L1 none", "--out", out
    )
    assert done.code == 0
    assert str(out / "report.html").rpartition("/")[2] in done.out
    kept = read_plan(out)
    assert kept.summary["assumptions"][0].startswith("Changed: 20 more units at Estuary Eye Clinic")
    assert kept.summary["difference"]["replaces"]["name"] == "plan"
    assert dict(kept.problem.offers.select("offer_id", "units").iter_rows())["O2"] == 60
    assert tidegate("plan", "--verify", out).code == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (["bla"], "expected a change that begins with one of units, cancel"),
        (["cancel O9"], "a change that this plan has a place for: there is no offer O9"),
        (["units O1 +1", "cap L9 none"], "there is no contract line L9"),
    ],
)
def test_what_is_no_change_of_this_plan_ends_with_exit_code_2(
    tidegate, plan, changes, said
) -> None:
    words = [word for change in changes for word in ("--change", change)]
    done = tidegate("plan", "--from", plan, *words)
    assert done.code == 2
    assert said in " ".join(done.err.split())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from", "plan"], "--from DIR and --change CHANGE go together"),
        (["--change", "consent"], "--from DIR and --change CHANGE go together"),
        (["--from", "plan", "--change", "consent", "--waiting", "list.csv"],
         "--from takes all else from the plan"),
        (["--from", "plan", "--change", "consent", "--policy", "strict-2026"],
         "say what is different with --change"),
        (["--verify", "plan", "--change", "consent"], "give it nothing else"),
    ],
)  # fmt: skip
def test_options_that_do_not_go_together_are_refused(tidegate, words, said) -> None:
    done = tidegate("plan", *words)
    assert done.code == 2
    assert said in " ".join(done.err.replace("│", " ").split())


def test_a_folder_that_is_no_plan_is_refused(tidegate, tmp_path: Path) -> None:
    done = tidegate("plan", "--from", tmp_path, "--change", "consent")
    assert done.code == 2
    assert "NOT_A_PLAN" in done.err
