"""The made-up country is what it says it is, and the same for the same seed."""

from __future__ import annotations

import polars as pl
import pytest
from bench.england.country import MOST_MINUTES
from bench.england.csv_files import write_pathways
from bench.instances import england

from tidegate.exchange.matching.input_tables import PATHWAYS


@pytest.fixture(scope="module")
def two_boards():
    return england(1, 300_000)


def test_one_seed_makes_one_country_and_another_seed_another():
    first, again, other = (england(seed, 2_000) for seed in (1, 1, 2))
    for name in ("pathways", "offers", "lines", "budgets", "travel"):
        assert getattr(first, name).equals(getattr(again, name)), name
    assert not first.pathways.equals(other.pathways)


def test_boards_differ_in_size_and_patients_may_cross_their_borders(two_boards):
    sizes = two_boards.pathways["area"].value_counts()["count"]
    assert len(sizes) == two_boards.budgets.height == 2
    assert sizes.min() < 0.95 * sizes.max()
    roads = two_boards.travel
    assert roads["minutes"].max() <= MOST_MINUTES
    crossing = roads.filter(pl.col("zone").str.slice(2, 2) != pl.col("site").str.slice(1, 2))
    assert 0 < crossing.height < roads.height


def test_there_are_units_for_45_in_100_and_lines_whose_money_is_short(two_boards):
    assert two_boards.offers["units"].sum() / two_boards.people == pytest.approx(0.45, abs=0.01)
    lines = two_boards.lines
    assert (lines["minimum_take"] < lines["cap"]).all()
    dear = (lines["cap"] - lines["minimum_take"]) * lines["unit_price_pence"]
    assert two_boards.budgets["pence"].sum() < 0.4 * dear.sum()


def test_what_is_not_known_is_left_open(two_boards):
    nulls = two_boards.pathways.null_count().row(0, named=True)
    for name in ("asa", "bmi", "conditions", "needs_critical_care", "imd_quintile", "consent"):
        assert 0 < nulls[name] < 0.2 * two_boards.people
    assert nulls["age"] == nulls["holder"] == 0


def test_the_waiting_list_is_written_as_plans_read_it(tmp_path):
    problem = england(1, 1_000)
    write_pathways(problem, tmp_path / "pathways.csv")
    written = pl.read_csv(tmp_path / "pathways.csv", infer_schema_length=None)
    assert set(written.columns) <= {column.name for column in PATHWAYS.columns}
    assert written["pathway_id"].to_list() == problem.pathways["pathway_id"].to_list()
    away = problem.pathways["unavailable"].list.len()
    assert written["unavailable"].str.count_matches("W").equals(away)
    said = problem.pathways["conditions"].list.join(";").replace("", "none")
    assert written["conditions"].equals(said.alias("conditions"))
