"""Alternatives that a patient may choose instead, and that are there when some do."""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from tests.core.matching.advised import pairs, planned, problems
from tests.core.matching.tiny import line, offer, pathway, problem

from tidegate.core.matching.advice.terms import Choice, Steps, Terms
from tidegate.core.matching.alternatives import alternatives
from tidegate.core.matching.assemble import assemble
from tidegate.core.matching.market.incumbents import Incumbents
from tidegate.core.matching.market.make import make_market
from tidegate.core.matching.program.engine import solve_program
from tidegate.core.matching.result import ALTERNATIVES
from tidegate.core.matching.stop import Stop

CHOICE = Choice(decline=0.5, first_alternative=0.25, second_alternative=0.125)


def found(tiny, policy, choice=CHOICE):
    market, prices, matches, result = planned(tiny, policy)
    return alternatives(tiny, market, prices, matches, choice), result


def offered(tiny, policy, choice=CHOICE):
    frame, _ = found(tiny, policy, choice)
    return {(row["pathway_id"], row["rank"]): row["offer_id"] for row in frame.to_dicts()}


NEAR_AND_FAR = {("A", "S1"): 10.0, ("A", "S2"): 30.0}


class Slowly:
    """The same, pair by pair and in fractions, from the rules alone."""

    def __init__(self, tiny, policy, choice):
        self.market, self.prices, self.matches, self.result = planned(tiny, policy)
        self.tiny, self.choice = tiny, choice
        self.pairs = pairs(tiny, policy)
        self.offers = {row["offer_id"]: row for row in tiny.offers.to_dicts()}
        self.pool = dict(zip(self.offers, self.market.pools.offer_pool.tolist(), strict=True))
        self.used = Counter()
        for row in self.result.assignments.to_dicts():
            self.used[row["offer_id"]] += row["count"]
        keep = 1 - Fraction(choice.decline)
        self.room, self.line_use, self.names = Counter(), Counter(), Counter()
        for name, row in self.offers.items():
            free = row["units"] - self.used[name] + Fraction(choice.decline) * self.used[name]
            self.room[self.cell(name)] += free
            self.names[name] = free
            if row["line_id"]:
                self.line_use[row["line_id"]] += keep * self.used[name]

    def cell(self, name):
        return self.pool[name], self.offers[name]["week"]

    def net(self, who, name):
        pool, week = self.cell(name)
        line_id = self.offers[name]["line_id"]
        asked = self.prices.cell[pool, week] + (self.prices.line[0] if line_id else 0.0)
        return self.pairs[who, name][1] - asked

    def fits(self, name, part):
        if self.room[self.cell(name)] < part:
            return False
        line_id = self.offers[name]["line_id"]
        if not line_id:
            return True
        (row,) = self.tiny.lines.to_dicts()
        use = self.line_use[line_id] + part
        if row["cap"] is not None and use > row["cap"]:
            return False
        budgets = dict(self.tiny.budgets.rows())
        prepaid = (
            row["minimum_take"] if row["cap"] is None else min(row["minimum_take"], row["cap"])
        )
        spend = max(use - prepaid, 0) * row["unit_price_pence"]
        same = max(self.line_use[line_id] - prepaid, 0) * row["unit_price_pence"]
        return "X" not in budgets or spend <= max(budgets["X"], same)

    def choose(self, who, own, first, part, elsewhere):
        best = []
        for name, row in self.offers.items():
            obstacles, value, minutes = self.pairs[who, name]
            if obstacles or value <= 0 or not self.fits(name, part):
                continue
            if self.cell(name) in (self.cell(own), first and self.cell(first)):
                continue
            other_site = row["site"] != self.offers[own]["site"]
            order = (other_site != elsewhere, -self.net(who, name), minutes, *self.cell(name))
            best.append((*order, -self.names[name], name))
        if not best:
            return None
        name = min(best)[-1]
        self.room[self.cell(name)] -= part
        self.names[name] -= part
        if self.offers[name]["line_id"]:
            self.line_use[self.offers[name]["line_id"]] += part
        return name

    def all(self):
        people = self.market.people
        rows = {}
        for person, slot, count in zip(
            self.matches.person, self.matches.offer, self.matches.count, strict=True
        ):
            name = list(self.offers)[slot]
            pathway_id = self.tiny.pathways["pathway_id"][int(people.row[person])]
            rows.setdefault((int(person), pathway_id), []).append((-count, self.cell(name), name))
        waited = dict(self.tiny.pathways.select("pathway_id", "weeks_waited").rows())
        start = self.market.roads.people
        turn = sorted(
            rows,
            key=lambda who: (
                -waited[who[1]],
                who[0] - start[people.group[who[0]]],
                people.group[who[0]],
            ),
        )
        answer = {}
        for rank, share in (
            (1, self.choice.first_alternative),
            (2, self.choice.second_alternative),
        ):
            for who in turn:
                by_cell = Counter()
                for count, cell, _ in rows[who]:
                    by_cell[cell] += count
                own = min(rows[who])[-1]
                first = answer.get((who[1], 1))
                if rank == 2 and first is None:
                    continue
                part = Fraction(share) * -sum(count for count, _, _ in rows[who])
                name = self.choose(who[1], own, first, part, rank == 1)
                if name is not None:
                    answer[who[1], rank] = name
        return answer


@settings(max_examples=60, deadline=None)
@given(tiny=problems())
def test_the_same_are_found_as_by_trying_every_pair(policy, tiny):
    frame, _ = found(tiny, policy)
    slow = Slowly(tiny, policy, CHOICE)
    answer = slow.all()
    assert {(r["pathway_id"], r["rank"]): r["offer_id"] for r in frame.to_dicts()} == answer
    own = {}
    for row in slow.result.assignments.sort("count", descending=True).to_dicts():
        own.setdefault(row["pathway_id"], row)
    for row in frame.to_dicts():
        _, value, minutes = slow.pairs[row["pathway_id"], row["offer_id"]]
        assert row["value"] == pytest.approx(value)
        assert row["minutes"] == minutes


@settings(max_examples=40, deadline=None)
@given(tiny=problems())
def test_what_is_expected_to_be_taken_is_expected_to_be_free(policy, tiny):
    frame, result = found(tiny, policy)
    share = {1: CHOICE.first_alternative, 2: CHOICE.second_alternative}
    people = dict(result.assignments.group_by("pathway_id").agg(pl.col("count").sum()).rows())
    taken = Counter()
    for row in frame.to_dicts():
        taken[row["offer_id"]] += share[row["rank"]] * people[row["pathway_id"]]
    offers = tiny.offers.join(result.offers.select("offer_id", "used", "unused"), on="offer_id")
    alike = ["site", "line_id", "week", "max_bmi", "max_asa", "min_age", "excludes"]
    for _, cell in offers.group_by(alike):
        free = cell["unused"].sum() + CHOICE.decline * cell["used"].sum()
        assert sum(taken[name] for name in cell["offer_id"]) <= free
    on_line = offers.filter(pl.col("line_id").is_not_null())
    (contract,) = tiny.lines.to_dicts()
    use = (1 - CHOICE.decline) * on_line["used"].sum()
    use += sum(taken[name] for name in on_line["offer_id"])
    assert contract["cap"] is None or use <= contract["cap"]


class TestASimpleCase:
    def test_whoever_has_accepted_is_offered_nothing_and_frees_nothing(self, policy):
        swap = problem(
            [pathway("W1"), pathway("W2")],
            [offer("O1"), offer("O2", site="S2")],
            minutes=NEAR_AND_FAR,
        )
        market, prices, matches, _ = planned(swap, policy)
        everybody = np.ones(2, np.bool_)
        promises = Incumbents(np.zeros(2, np.int32), everybody)
        frame = alternatives(swap, market, prices, matches, CHOICE, promises)
        assert frame.is_empty()
        assert frame.schema == dict(ALTERNATIVES)

    def three_slots(self):
        return problem(
            [pathway("W")],
            [offer("NOW"), offer("LATER", week=1), offer("ELSEWHERE", site="S2", week=1)],
            minutes=NEAR_AND_FAR,
        )

    def test_another_site_comes_first_and_another_week_second(self, policy):
        assert offered(self.three_slots(), policy) == {("W", 1): "ELSEWHERE", ("W", 2): "LATER"}

    def test_the_margin_is_what_is_given_up_at_the_final_prices(self, policy):
        frame, _ = found(self.three_slots(), policy)
        assert frame.schema == dict(ALTERNATIVES)
        # A week later is 110 points less, twenty minutes further 40.
        assert frame.sort("rank")["margin"].to_list() == pytest.approx([150.0, 110.0])

    def test_a_slot_that_somebody_has_is_an_alternative_only_as_far_as_they_may_decline(
        self, policy
    ):
        swap = problem(
            [pathway("W1"), pathway("W2")],
            [offer("O1"), offer("O2", site="S2")],
            minutes=NEAR_AND_FAR,
        )
        both = {("W1", 1), ("W2", 1)}
        assert set(offered(swap, policy)) == both
        assert offered(swap, policy, Choice(0.0, 0.0, 0.0)) == {}

    def test_a_full_line_needs_somebody_on_it_to_decline(self, policy):
        contract = line(minimum_take=1, cap=1, unit_price_pence=0)
        tiny = problem(
            [pathway("W1"), pathway("W2")],
            [
                offer("FREE", units=2),
                offer("PAID", site="S2", line_id="L1", units=5, week=1),
            ],
            lines=[contract],
            minutes=NEAR_AND_FAR,
        )
        # Nobody is on the line, so that one unit is left under its cap: room for four quarters.
        assert offered(tiny, policy) == {("W1", 1): "PAID", ("W2", 1): "PAID"}
        nothing = problem(
            [pathway("W1"), pathway("W2")],
            [
                offer("FREE", units=2),
                offer("PAID", site="S2", line_id="L1", units=5, week=1),
            ],
            lines=[line(minimum_take=0, cap=0, unit_price_pence=0)],
            minutes=NEAR_AND_FAR,
        )
        assert offered(nothing, policy) == {}

    def test_nobody_is_offered_what_is_not_worth_the_journey(self, policy):
        far = problem(
            [pathway("W")],
            [offer("O1"), offer("O2", site="S2")],
            minutes={("A", "S1"): 10.0, ("A", "S2"): 2_000.0},
        )
        assert offered(far, policy) == {}


@pytest.mark.parametrize(
    ("shares", "why"),
    [((1.2, 0.1, 0.1), "decline must be a share"), ((0.1, 0.1, 0.1), "no more can take")],
)
def test_shares_that_cannot_be_are_refused(shares, why):
    with pytest.raises(ValueError, match=why):
        Choice(*shares)


def test_a_result_that_is_given_terms_has_alternatives_and_changes_worth_making(policy):
    tiny = problem(
        [pathway("W"), pathway("V", consent=None)],
        [offer("NOW", units=2), offer("ELSEWHERE", site="S2", week=1)],
        minutes=NEAR_AND_FAR,
    )
    market = make_market(tiny, policy, 1)
    steps = Steps(minutes=15, miles=(50.0, 100.0), max_asa=1, max_bmi=5.0, min_age=2)
    terms = Terms(CHOICE, steps, "1", "A commissioner", "their transfers", date(2026, 1, 1))
    solution = solve_program(tiny, market, policy, Stop(gap=0.0), 1)
    plain = assemble(tiny, policy, market, solution, gap=0.0)
    assert plain.alternatives.is_empty()
    assert plain.relaxing.is_empty()
    advised = assemble(tiny, policy, market, solution, gap=0.0, terms=terms)
    assert advised.alternatives["offer_id"].to_list() == ["ELSEWHERE"]
    assert advised.relaxing["rule"].to_list() == ["CONSENT"]


@pytest.mark.parametrize("name", ["version", "author", "source"])
def test_terms_that_nobody_answers_for_are_refused(name):
    steps = Steps(minutes=15, miles=(), max_asa=1, max_bmi=5.0, min_age=2)
    about = {"version": "1", "author": "A", "source": "B", name: " "}
    with pytest.raises(ValueError, match=f"{name} must be stated"):
        Terms(CHOICE, steps, in_force=date(2026, 1, 1), **about)
