"""A problem or a policy that means nothing is refused at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from tests.core.matching.tiny import line, offer, pathway, problem

from tidegate.core.matching.policy import Breach
from tidegate.core.matching.problem import Problem, make_problem


class TestProblem:
    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"priority": "P1"}, "priority must be"),
            ({"weeks_waited": -1}, "weeks_waited must not be negative"),
            ({"earliest_week": -1}, "earliest_week must not be negative"),
            ({"count": -1}, "count must not be negative"),
            ({"modality": "surgery"}, "unknown modality"),
            ({"zone": None}, "zone must be known"),
        ],
    )
    def test_pathways(self, wrong, words):
        with pytest.raises(ValueError, match=words):
            problem([pathway("W", **wrong)], [offer("O")])

    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"week": 4}, "week must lie in"),
            ({"week": -1}, "week must lie in"),
            ({"units": -1}, "units must not be negative"),
            ({"modality": "surgery"}, "unknown modality"),
            ({"line_id": "L9"}, "line_id must be one of the lines"),
        ],
    )
    def test_offers(self, wrong, words):
        with pytest.raises(ValueError, match=words):
            problem([pathway("W")], [offer("O", **wrong)], weeks=4)

    @pytest.mark.parametrize("name", ["minimum_take", "cap", "unit_price_pence"])
    def test_lines(self, name):
        with pytest.raises(ValueError, match=f"{name} must not be negative"):
            problem([pathway("W")], [offer("O")], lines=[line(**{name: -1})])

    def test_money_and_distance(self):
        with pytest.raises(ValueError, match="pence must not be negative"):
            problem([pathway("W")], [offer("O")], budgets={"X": -1})
        with pytest.raises(ValueError, match="minutes must not be negative"):
            problem([pathway("W")], [offer("O")], minutes={("A", "S1"): -1.0})

    def test_identities(self):
        with pytest.raises(ValueError, match="pathway_id must differ"):
            problem([pathway("W"), pathway("W")], [offer("O")])

    def test_the_horizon(self):
        tiny = problem([pathway("W")], [offer("O")])
        frames = (tiny.pathways, tiny.offers, tiny.lines, tiny.budgets, tiny.travel)
        with pytest.raises(ValueError, match="Monday"):
            Problem(date(2026, 1, 6), 4, *frames)
        with pytest.raises(ValueError, match="weeks"):
            Problem(date(2026, 1, 5), 0, *frames)
        with pytest.raises(ValueError, match="column count must be"):
            Problem(date(2026, 1, 5), 4, tiny.pathways.drop("count"), *frames[1:])

    def test_absent_columns_are_filled_and_further_ones_kept(self):
        made = make_problem(
            date(2026, 1, 5),
            1,
            pathways=pl.DataFrame(
                {"pathway_id": ["W"], "zone": ["A"], "tfc": ["110"], "modality": ["admitted"],
                 "priority": ["P4"], "weeks_waited": [30], "ward": ["7A"]}
            ),
            offers=pl.DataFrame(
                {"offer_id": ["O"], "site": ["S"], "provider": ["P"], "modality": ["admitted"],
                 "tfcs": [["110"]], "week": [0], "units": [1]}
            ),
            travel=pl.DataFrame({"zone": ["A"], "site": ["S"], "minutes": [5.0]}),
        )  # fmt: skip
        row = made.pathways.row(0, named=True)
        assert (row["count"], row["earliest_week"], row["asa"], row["ward"]) == (1, 0, None, "7A")
        assert made.lines.is_empty()
        assert made.people == 1


class TestPolicy:
    @pytest.mark.parametrize(
        ("wrong", "words"),
        [
            ({"name": " "}, "name must be stated"),
            ({"author": ""}, "author must be stated"),
            ({"week_points": {"P2": 1, "P3": 1}}, "week_points must name"),
            ({"treat_points": {"P2": 1, "P3": 1, "P4": -1}}, "treat_points P4"),
            ({"wait_step_points": -1}, "wait_step_points"),
            ({"wait_step_weeks": 0}, "wait_step_weeks"),
            ({"weeks_beyond": -1}, "weeks_beyond"),
            ({"minute_points": float("nan")}, "minute_points"),
            ({"thousand_pounds_points": float("inf")}, "thousand_pounds_points"),
            ({"minutes_per_mile": 0}, "minutes_per_mile"),
        ],
    )
    def test_weights(self, wrong, words, policy):
        with pytest.raises(ValueError, match=words):
            replace(policy, **wrong)

    def test_breaches(self):
        with pytest.raises(ValueError, match="breach weeks"):
            Breach(0, 10)
        with pytest.raises(ValueError, match="breach points"):
            Breach(52, -1)

    def test_its_label_is_what_reasons_cite(self, policy):
        assert policy.label == "policy default-2026"
