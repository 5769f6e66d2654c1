"""Explaining one pathway or offer reads no more than it needs, and says the same."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from tests.exchange.matching.small_plan import small_context, small_policy, small_problem

from tidegate.core.matching.result import ALTERNATIVES
from tidegate.core.matching.solve import Stop, solve
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching.explanation import offer_explanation, pathway_explanation
from tidegate.exchange.matching.part_of_plan import known_codes, read_part
from tidegate.exchange.matching.plan_folder import read_plan, write_plan


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The small problem, solved, with an alternative for the people of D."""
    place = tmp_path_factory.mktemp("part") / "plan"
    problem = small_problem()
    said_yes = pl.lit(value=True)
    problem = replace(problem, pathways=problem.pathways.with_columns(consent=said_yes))
    result = solve(problem, small_policy(), Stop(), 1)
    other = pl.DataFrame(
        [("D", 1, "O3", 100.0, 40.0, 250.0)], schema=dict(ALTERNATIVES), orient="row"
    )
    result = replace(result, alternatives=other)
    write_plan(place, problem, small_policy(), result, small_context())
    return place


def test_a_part_says_of_every_pathway_and_offer_what_the_whole_says(folder):
    whole = read_plan(folder)
    for name in whole.problem.pathways["pathway_id"]:
        assert pathway_explanation(read_part(folder, name), name) == pathway_explanation(
            whole, name
        )
    for name in whole.problem.offers["offer_id"]:
        assert offer_explanation(read_part(folder, name), name) == offer_explanation(whole, name)


def test_a_part_holds_only_those_who_wait_for_the_same_care(folder):
    whole, part = read_plan(folder), read_part(folder, "A")
    assert set(part.problem.pathways["tfc"]) == {"110"}
    assert part.problem.pathways.height < whole.problem.pathways.height
    assert set(part.result.assignments["pathway_id"]) == {"A"}


def test_the_alternatives_are_offered_in_words(folder):
    said = " ".join(pathway_explanation(read_part(folder, "D"), "D")["sentences"])
    assert "The patient may choose instead: " in said
    assert "40 minutes away (250 points less)" in said


def test_what_is_in_no_part_is_not_there(folder):
    assert read_part(folder, "NOBODY") is None
    assert {"A", "O1"} <= set(known_codes(folder))


def test_a_folder_that_is_no_plan_is_refused(tmp_path):
    with pytest.raises(UnusableInput):
        read_part(tmp_path, "A")
