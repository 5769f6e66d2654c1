"""``tidegate compare``: the difference between two plans as a manager would say it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from tests.exchange.matching.replanned import first_plan, four_patients, placed, second_plan
from tests.exchange.matching.small_plan import small_context, small_policy
from typer.testing import CliRunner, Result

from tidegate.cli.main import app
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching.earlier import replacing, take_up
from tidegate.exchange.matching.plan_folder import write_plan


def compare(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["compare", *map(str, words)])


@pytest.fixture
def plans(tmp_path: Path) -> tuple[Path, Path]:
    """Monday's plan, and Tuesday's after replies and a cancelled list."""
    first = first_plan(tmp_path / "monday")
    return first.folder, second_plan(tmp_path / "tuesday", first).folder


def test_it_says_who_stays_who_moves_and_why(plans: tuple[Path, Path]) -> None:
    answer = compare(*plans)

    assert answer.exit_code == 0, repr(answer.exception)
    assert "Of 3 places in the earlier plan: 1 kept, 1 exchanged for another, 1 lost" in (
        answer.stdout
    )
    assert "Accepted transfers that stay as they were: 1, which is all." in answer.stdout
    assert "Displaced because their offer is gone: 1, of whom 0 have another" in answer.stdout
    assert "1 offer with 2 units gone, 1 offer with 1 unit new" in answer.stdout
    assert "They declined the place" in answer.stdout


def test_each_change_can_be_kept_in_a_file(plans: tuple[Path, Path], tmp_path: Path) -> None:
    for name, read in (("changes.csv", pl.read_csv), ("changes.parquet", pl.read_parquet)):
        answer = compare(*plans, "--out", tmp_path / name)

        assert answer.exit_code == 0, repr(answer.exception)
        table = read(tmp_path / name)
        assert table["pathway_id"].drop_nulls().to_list() == ["W3", "W2", "W4"]


@pytest.mark.parametrize(("name", "code"), [("a.txt", "UNKNOWN_ENDING"), ("a.csv", "FILE_EXISTS")])
def test_no_file_is_overwritten_or_guessed(
    plans: tuple[Path, Path], tmp_path: Path, name: str, code: str
) -> None:
    (tmp_path / "a.csv").write_text("keep me")

    answer = compare(*plans, "--out", tmp_path / name)

    assert isinstance(answer.exception, UnusableInput)
    assert answer.exception.findings[0].code == code


def test_machines_get_one_document(plans: tuple[Path, Path]) -> None:
    facts = json.loads(compare(*plans, "--json").stdout)

    assert facts["figures"]["kept"] == 1
    assert facts["before"]["folder"].endswith("monday")
    assert {"reasons", "sites", "tiers", "offers", "lines"} <= set(facts)


def test_the_other_way_round_what_was_gained_is_lost(plans: tuple[Path, Path]) -> None:
    there, back = (
        json.loads(compare(*pair, "--json").stdout)["figures"]
        for pair in (plans, tuple(reversed(plans)))
    )
    assert (there["gained"], there["lost"]) == (back["lost"], back["gained"])


def test_a_changed_promise_is_said_loudly_and_ends_with_no(tmp_path: Path) -> None:
    first = first_plan(tmp_path / "monday")
    earlier = take_up(first, "monday")
    promised = replace(earlier, matches=earlier.matches.with_columns(accepted=pl.lit(True)))
    problem, replaced = replacing(promised, four_patients())
    broken = placed(problem, {"W1": "O2", "W2": "O1", "W3": "O2"})
    write_plan(
        tmp_path / "tuesday", problem, small_policy(), broken, small_context(), replaced=replaced
    )

    answer = compare(first.folder, tmp_path / "tuesday")

    assert answer.exit_code == 1
    assert "Accepted transfers that are NOT as they were, though they could be: 1 of 3" in (
        answer.stdout
    )


def test_what_is_no_plan_is_refused(plans: tuple[Path, Path], tmp_path: Path) -> None:
    answer = compare(plans[0], tmp_path)

    assert isinstance(answer.exception, UnusableInput)
