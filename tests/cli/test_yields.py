"""``tidegate yields``, as people run it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from tests.cli.broken_files import ANY_FILE, Broken
from tests.cli.conftest import Ran
from tests.cli.own_files import a_list, an_offer
from tests.exchange.transfers.outcome_files import write_outcomes

Tidegate = Callable[..., Ran]


@pytest.fixture
def plan(tmp_path: Path, tidegate: Tidegate) -> Path:
    """Two offers of one unit: two people wait for the one, one for the other."""
    made = tidegate(
        "plan", "--waiting", a_list(tmp_path), "--capacity", an_offer(tmp_path),
        "--out", tmp_path / "plan", "--json",
    )  # fmt: skip
    assert made.code == 0, made.err
    return tmp_path / "plan"


def test_what_was_learnt_is_shown_with_the_numbers_behind_it(
    tmp_path: Path, tidegate: Tidegate
) -> None:
    said = tidegate("yields", write_outcomes(tmp_path))
    assert said.code == 0, said.err
    everyone = next(line for line in said.out.splitlines() if line.startswith("everyone"))
    # 64 yes, 75 no and 12 who never answered: 151 asked, rounded; 9 are still open.
    assert everyone.split()[1:3] == ["150", "65"]
    assert "How many to ask, so that more say yes than there are slots at most 5%" in said.out
    assert "Half of the answers come within" in said.out
    assert "yield prior default-2026" in said.out


def test_few_people_are_shown_as_a_star(tmp_path: Path, tidegate: Tidegate) -> None:
    path = write_outcomes(tmp_path, "I1,inpatient,20,P4,30,yes,yes,3,,3")
    everyone = next(line for line in tidegate("yields", path).out.splitlines() if "every" in line)
    assert everyone.split()[:5] == ["everyone", "*", "*", "–", "–"]
    told = json.loads(tidegate("yields", path, "--json").out)
    assert told["groups"][0]["accept"] == {
        "asked": None, "yes": None, "share": None, "low": None, "high": None,
    }  # fmt: skip


def test_for_a_plan_it_says_how_many_to_ask_and_writes_whom(
    tmp_path: Path, tidegate: Tidegate, plan: Path
) -> None:
    outcomes = write_outcomes(tmp_path)
    said = tidegate("yields", outcomes, "--plan", plan)
    assert said.code == 0, said.err
    assert "Whom to ask for the plan’s offers (2 of 2)" in said.out
    assert "In all: ask 2 now. Of 2 slots that may be filled, 0 have a yes" in said.out
    told = json.loads(tidegate("yields", outcomes, "--plan", plan, "--json").out)["plan"]
    assert [row["offer_id"] for row in told["offers"]] == ["O1", "O2"]
    assert told["totals"]["ask"] == 2
    assert pl.read_parquet(told["invitations"])["ask"].to_list() == [1, 1]
    assert pl.read_parquet(told["invitees"])["pathway_id"].to_list() == ["P1", "P3"]


def test_a_further_round_asks_the_next_in_line_in_place_of_who_declined(
    tmp_path: Path, tidegate: Tidegate, plan: Path
) -> None:
    outcomes, replies = write_outcomes(tmp_path), tmp_path / "replies.csv"
    assert tidegate("yields", outcomes, "--plan", plan).code == 0
    replies.write_text("pathway_id,reply\nP1,declined\nP3,accepted\n", "utf-8")
    said = tidegate("yields", outcomes, "--plan", plan, "--replies", replies)
    assert said.code == 0, said.err
    asked = pl.read_parquet(plan / "invitees.parquet").select("pathway_id", "round").rows()
    assert asked == [("P1", 1), ("P3", 1), ("P2", 2)]


def test_the_answer_is_no_when_there_is_nobody_to_ask(
    tmp_path: Path, tidegate: Tidegate, plan: Path
) -> None:
    outcomes, replies = write_outcomes(tmp_path), tmp_path / "replies.csv"
    tidegate("yields", outcomes, "--plan", plan)
    replies.write_text("pathway_id,reply\nP1,accepted\nP3,accepted\n", "utf-8")
    said = tidegate("yields", outcomes, "--plan", plan, "--replies", replies)
    assert said.code == 1
    assert "ask 0 now. Of 2 slots that may be filled, 2 have a yes" in said.out


def test_replies_without_their_plan_are_refused(tmp_path: Path, tidegate: Tidegate) -> None:
    said = tidegate("yields", write_outcomes(tmp_path), "--replies", "replies.csv")
    assert said.code == 2
    assert "--plan DIR" in said.err


def test_a_prior_of_ones_own_changes_how_boldly_is_asked(
    tmp_path: Path, tidegate: Tidegate
) -> None:
    from importlib.resources import files

    shipped = files("tidegate.exchange.transfers") / "tables" / "yield-prior-2026.toml"
    bold = tmp_path / "bold.toml"
    bold.write_text(shipped.read_text("utf-8").replace("risk = 0.05", "risk = 0.3"), "utf-8")
    outcomes = write_outcomes(tmp_path)
    careful, bolder = (
        json.loads(tidegate("yields", outcomes, *words, "--json").out)["batches"]
        for words in ((), ("--prior", bold))
    )
    assert [row["slots"] for row in careful] == [row["slots"] for row in bolder]
    assert sum(row["ask"] for row in careful) < sum(row["ask"] for row in bolder)


@pytest.mark.parametrize("bad", ANY_FILE.values(), ids=ANY_FILE)
def test_a_file_that_is_no_list_of_outcomes_is_refused_by_name(
    bad: Broken, tmp_path: Path, tidegate: Tidegate
) -> None:
    path = bad.put(tmp_path)
    said = tidegate("yields", path)
    assert said.code == 2, said.out
    assert f"[{bad.code}]" in said.err
    assert bad.name in said.err
    told = tidegate("yields", path, "--json")
    assert told.code == 2
    assert bad.code in {found["code"] for found in json.loads(told.out)["findings"]}


def test_a_folder_that_is_no_plan_is_refused_and_left_as_it_was(
    tmp_path: Path, tidegate: Tidegate
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    said = tidegate("yields", write_outcomes(tmp_path), "--plan", folder)
    assert (said.code, list(folder.iterdir())) == (2, [])
    assert "[NOT_A_PLAN]" in said.err


def test_each_value_that_does_not_fit_is_named(tmp_path: Path, tidegate: Tidegate) -> None:
    path = write_outcomes(tmp_path, "I1,inpatient,20,P4,30,yes,maybe,,,1")
    said = tidegate("yields", path)
    assert said.code == 2
    assert "outcomes.csv, row 2, column “reply”: found “maybe”" in said.err
