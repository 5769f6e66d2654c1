from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.exchange.matching.small_plan import small_context, small_policy, small_problem
from typer.testing import CliRunner, Result

from tidegate.cli.main import app
from tidegate.core.matching.solve import Stop, solve
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching.plan_folder import write_plan


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small problem, solved: all but one group have said yes to moving."""
    folder = tmp_path_factory.mktemp("explain") / "plan"
    problem = small_problem()
    said_yes = pl.col("pathway_id").replace_strict({"B": False}, default=True)
    problem = replace(problem, pathways=problem.pathways.with_columns(consent=said_yes))
    result = solve(problem, small_policy(), Stop(), 1)
    write_plan(folder, problem, small_policy(), result, small_context())
    return folder


def tidegate(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["explain", *map(str, words)])


def facts(plan: Path, code: str) -> dict:
    answer = tidegate(plan, code, "--json")
    assert answer.exit_code == 0, repr(answer.exception)
    return json.loads(answer.stdout)


class TestPathway:
    def test_a_placed_pathway_is_told_where_and_what_that_is_worth(self, plan: Path) -> None:
        told = facts(plan, "A")

        first = told["options"][0]
        assert (first["offer_id"], first["placed"], first["verdict"]) == ("O1", 20, "accept")
        # P2 waited 10 weeks: 1,000 points a week for 8 - 2 + 8 weeks, 15,000 to be treated, and
        # 2 off for each of 30 minutes.
        assert sum(part["points"] for part in first["parts"]) == first["value"] == 28_940
        assert told["sentences"][0].startswith("20 people are placed at ZN101 by O1 in the week of")
        assert told["left_out"] == 0

    def test_the_runner_up_never_beats_the_place_given(self, plan: Path) -> None:
        told = facts(plan, "D")

        assert told["runner_up"] is None or told["margin"] >= -0.5

    def test_one_who_did_not_say_yes_is_told_so(self, plan: Path) -> None:
        told = facts(plan, "B")

        assert told["left_out"] == 80
        assert told["reasons"][0]["code"] == "CONSENT_NOT_GIVEN"
        assert [option["reasons"][0]["code"] for option in told["options"]] == ["CONSENT_NOT_GIVEN"]
        assert "80 people are not placed. Not yet asked" in told["sentences"][0]

    def test_one_who_was_outbid_is_told_what_would_have_won(self, plan: Path) -> None:
        told = facts(plan, "C")

        codes = [reason["code"] for reason in told["reasons"]]
        assert told["left_out"] == 130
        assert "OUTBID" in codes
        assert "NEAREST_SLOT" in codes

    def test_people_read_it_in_words_and_tables(self, plan: Path) -> None:
        answer = tidegate(plan, "A")

        assert answer.exit_code == 0
        assert "A: Trauma and Orthopaedics, inpatient, P2, waited 10 weeks, at Z01" in answer.stdout
        assert "What O1 is worth here" in answer.stdout
        assert "30 minutes of travel" in answer.stdout


class TestOffer:
    def test_a_full_offer_says_what_one_more_unit_is_worth_and_to_whom(self, plan: Path) -> None:
        told = facts(plan, "O1")

        assert (told["units"], told["used"], told["unused"]) == (90, 90, 0)
        assert told["price"] > 0
        assert {user["pathway_id"] for user in told["users"]} == {"A", "C"}
        assert told["next_in_line"][0]["pathway_id"] == "C"
        assert any("One more unit here would be worth" in said for said in told["sentences"])

    def test_people_read_who_is_placed(self, plan: Path) -> None:
        answer = tidegate(plan, "O1")

        assert "90 of 90 units used in the week of 16 February 2026." in answer.stdout
        assert "Placed here, first of 2" in answer.stdout
        assert "Left out, to whom one more unit would be worth most" in answer.stdout

    def test_idle_units_say_why(self, tmp_path: Path) -> None:
        problem = small_problem()
        nobody = replace(problem, pathways=problem.pathways.filter(pl.col("tfc") == "110"))
        result = solve(nobody, small_policy(), Stop(), 1)
        write_plan(tmp_path / "plan", nobody, small_policy(), result, small_context())

        told = facts(tmp_path / "plan", "O3")

        assert told["sentences"][:2] == [
            "0 of 30 units used in the week of 2 March 2026.",
            "30 units not used. Nobody left who could use them. Everybody in reach who waits for "
            "this care is placed already, or cannot come then.",
        ]
        assert told["sentences"][2] == "Nobody who is left waiting needs this care."
        assert "would be worth nothing" in told["sentences"][3]


class TestWrongInput:
    def test_an_unknown_name_is_answered_with_the_nearest(self, plan: Path) -> None:
        answer = tidegate(plan, "o11")

        assert isinstance(answer.exception, UnusableInput)
        finding = answer.exception.findings[0]
        assert (finding.code, finding.value) == ("UNKNOWN_IN_PLAN", "o11")
        assert "O1" in finding.expected

    def test_a_folder_that_is_no_plan_is_refused(self, tmp_path: Path) -> None:
        answer = tidegate(tmp_path, "A")

        assert isinstance(answer.exception, UnusableInput)
        assert answer.exception.findings[0].code == "NOT_A_PLAN"

    def test_without_a_name_it_says_what_is_missing(self, plan: Path) -> None:
        answer = tidegate(plan)

        assert answer.exit_code == 2
        assert "PATHWAY_OR_OFFER" in answer.stderr


class TestUnderAContract:
    def test_a_full_contract_line_is_said_to_take_its_share(self, tmp_path: Path) -> None:
        problem = small_problem()
        tight = problem.lines.with_columns(
            minimum_take=pl.lit(0, pl.Int32), cap=pl.lit(50, pl.Int32)
        )
        problem = replace(
            problem,
            lines=tight,
            pathways=problem.pathways.with_columns(consent=pl.lit(value=True)),
        )
        result = solve(problem, small_policy(), Stop(), 1)
        write_plan(tmp_path / "plan", problem, small_policy(), result, small_context())

        told = facts(tmp_path / "plan", "O1")

        assert (told["used"], told["unused"]) == (50, 40)
        assert told["line_price"] > 0
        assert "L1, has 50 units used, which is all that its cap allows." in told["sentences"][-1]


class TestCriteria:
    @pytest.fixture
    def limited(self, tmp_path: Path) -> Path:
        """The small problem, with a site whose criteria in force take nobody above ASA 2."""
        folder = tmp_path / "plan"
        problem = small_problem()
        offers = problem.offers.with_columns(
            max_asa=pl.lit(2, pl.Int8), criteria=pl.lit("site-2026-1")
        )
        pathways = problem.pathways.with_columns(asa=pl.lit(3, pl.Int8))
        problem = replace(problem, offers=offers, pathways=pathways)
        result = solve(problem, small_policy(), Stop(), 1)
        write_plan(folder, problem, small_policy(), result, small_context())
        return folder

    def test_a_refusal_names_the_version_that_refuses(self, limited: Path) -> None:
        told = facts(limited, "A")
        assert {option["criteria"] for option in told["options"]} == {"site-2026-1"}
        wide = CliRunner().invoke(app, ["explain", str(limited), "A"], env={"COLUMNS": "300"})
        assert wide.exit_code == 0, repr(wide.exception)
        shown = wide.stdout
        assert "site-2026-1" in shown

    def test_an_offer_names_the_version_that_fills_it(self, limited: Path) -> None:
        told = facts(limited, "O1")
        assert told["criteria"] == "site-2026-1"
        assert any("site-2026-1" in sentence for sentence in told["sentences"])
