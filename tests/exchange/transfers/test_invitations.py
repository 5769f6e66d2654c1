"""Invitations of a plan, written into its folder, and the answers that come back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.exchange.matching.small_plan import small_context, small_policy, small_problem
from tests.exchange.transfers.outcome_files import write_outcomes

from tidegate.core.matching.solve import Stop, solve
from tidegate.core.transfers.invite import INVITATIONS, INVITEES
from tidegate.core.transfers.yields import Yields, learn
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching.plan_folder import Plan, read_plan, write_plan
from tidegate.exchange.matching.replies import read_replies
from tidegate.exchange.transfers.invitations import (
    plan_invitations,
    read_answered,
    too_late,
    totals,
    write_invitations,
)
from tidegate.exchange.transfers.outcomes import read_outcomes
from tidegate.exchange.transfers.yield_prior import load_yield_prior


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    problem = small_problem()
    problem = replace(problem, pathways=problem.pathways.with_columns(consent=pl.lit(value=True)))
    result = solve(problem, small_policy(), Stop(), 1)
    write_plan(tmp_path / "plan", problem, small_policy(), result, small_context())
    return read_plan(tmp_path / "plan")


@pytest.fixture
def yields(tmp_path: Path) -> Yields:
    return learn(read_outcomes(write_outcomes(tmp_path)).frame, load_yield_prior())


def replies(folder: Path, *rows: str) -> Path:
    path = folder / "replies.csv"
    path.write_text("\n".join(["pathway_id,reply", *rows]) + "\n", "utf-8")
    return path


def test_both_tables_are_written_beside_the_plan_which_is_still_one(
    plan: Plan, yields: Yields
) -> None:
    made = plan_invitations(plan, yields)
    for path, frame, schema in zip(
        write_invitations(plan.folder, made),
        (made.offers, made.invitees),
        (INVITATIONS, INVITEES),
        strict=True,
    ):
        assert pl.read_parquet(path).equals(frame)
        assert dict(frame.schema) == dict(schema)
    assert not list(plan.folder.glob(".*"))
    assert read_plan(plan.folder).result.objective == plan.result.objective


def test_the_same_plan_and_outcomes_give_the_same_bytes(plan: Plan, yields: Yields) -> None:
    first, again = (
        [
            path.read_bytes()
            for path in write_invitations(plan.folder, plan_invitations(one, yields))
        ]
        for one in (plan, read_plan(plan.folder))
    )
    assert first == again


def test_totals_add_up(plan: Plan, yields: Yields) -> None:
    offers = plan_invitations(plan, yields).offers
    told = totals(offers)
    assert told["slots"] == 160
    assert told["ask"] == offers["ask"].sum() > told["matched"]
    assert told["expected_yes"] == pytest.approx(offers["expected_yes"].sum())


def test_offers_that_come_too_soon_to_be_asked_for_are_counted(plan: Plan, yields: Yields) -> None:
    # The plan stands at 31 January 2026; only the offer of 2 March leaves time for a round.
    offers = plan_invitations(plan, yields).offers
    soon = offers.filter(pl.col("ask_last_by") < pl.date(2026, 1, 31))
    assert too_late(plan, offers) == soon.height > 0


def test_answers_stand_beside_those_who_were_asked(
    plan: Plan, yields: Yields, tmp_path: Path
) -> None:
    write_invitations(plan.folder, plan_invitations(plan, yields))
    path = replies(tmp_path, "A,accepted", "D,declined", "C,proposed")
    told = read_answered(plan.folder, read_replies(path))
    said = dict(told.select("pathway_id", "reply").unique().rows())
    assert {name: said[name] for name in "ACD"} == {"A": "yes", "C": "pending", "D": "no"}


def test_a_further_round_is_added_behind_the_first(
    plan: Plan, yields: Yields, tmp_path: Path
) -> None:
    write_invitations(plan.folder, plan_invitations(plan, yields))
    answered = read_answered(plan.folder, read_replies(replies(tmp_path, "A,declined")))
    second = plan_invitations(plan, yields, answered)
    _, path = write_invitations(plan.folder, second, answered)
    rounds = pl.read_parquet(path)["round"].to_list()
    assert rounds == [1] * answered.height + [2] * second.invitees.height
    assert read_answered(plan.folder, read_replies(replies(tmp_path))).height == len(rounds)


def test_answers_before_anybody_was_asked_are_refused(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(UnusableInput) as refused:
        read_answered(plan.folder, read_replies(replies(tmp_path, "A,accepted")))
    assert [found.code for found in refused.value.findings] == ["NOBODY_ASKED_YET"]


@pytest.mark.parametrize("row", ["X,accepted,", "A,accepted,O3"])
def test_an_answer_of_somebody_who_was_not_asked_is_named(
    plan: Plan, yields: Yields, tmp_path: Path, row: str
) -> None:
    write_invitations(plan.folder, plan_invitations(plan, yields))
    path = tmp_path / "replies.csv"
    path.write_text(f"pathway_id,reply,offer_id\nC,accepted,O1\n{row}\n", "utf-8")
    with pytest.raises(UnusableInput) as refused:
        read_answered(plan.folder, read_replies(path))
    (found,) = refused.value.findings
    assert (found.code, found.row, found.value) == ("NOT_ASKED", 3, row[0])


def test_a_damaged_table_of_those_asked_is_refused(
    plan: Plan, yields: Yields, tmp_path: Path
) -> None:
    _, path = write_invitations(plan.folder, plan_invitations(plan, yields))
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(UnusableInput) as refused:
        read_answered(plan.folder, read_replies(replies(tmp_path, "A,accepted")))
    assert [found.code for found in refused.value.findings] == ["DAMAGED_PLAN"]
