"""A plan that replaces another keeps what was accepted, whatever happens to the rest."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.matching.tiny import offer, pathway, problem

from tidegate.core.matching.certificate.check import certify
from tidegate.core.matching.difference import Made, difference
from tidegate.core.matching.policy import Policy
from tidegate.core.matching.previous import PREVIOUS, Previous
from tidegate.core.matching.problem import Problem
from tidegate.core.matching.result import Result
from tidegate.core.matching.solve import solve
from tidegate.core.matching.stop import Stop

NAMES = [f"P{number}" for number in range(8)]


def previous_of(result: Result, accepted: set[str]) -> Previous:
    """What a plan has promised: its places, some of them accepted."""
    matches = result.assignments.select(
        "pathway_id", "offer_id", accepted=pl.col("pathway_id").is_in(list(accepted))
    )
    return Previous(matches.select(*PREVIOUS), result.prices)


def standing(previous: Previous, today: Problem) -> Previous:
    """Only what can still be kept: the patient waits and the offer is there."""
    matches = previous.matches.join(today.pathways, on="pathway_id", how="semi").join(
        today.offers, on="offer_id", how="semi"
    )
    return Previous(matches, previous.prices)


@st.composite
def before_and_after(draw: st.DrawFn) -> tuple[Problem, Problem, set[str]]:
    """A small area, the same area after a shock, and who accepted in between."""
    people = {
        name: pathway(
            name,
            priority=draw(st.sampled_from(["P2", "P3", "P4"])),
            weeks_waited=draw(st.integers(0, 70)),
            zone=draw(st.sampled_from("AB")),
        )
        for name in NAMES
    }
    offers = {
        name: offer(
            name,
            site=draw(st.sampled_from(["S1", "S2"])),
            week=draw(st.integers(0, 3)),
            units=draw(st.integers(1, 2)),
        )
        for name in ("O1", "O2", "O3", "O4")
    }
    minutes = {("A", "S1"): 10.0, ("A", "S2"): 40.0, ("B", "S1"): 45.0, ("B", "S2"): 15.0}
    gone = draw(st.sets(st.sampled_from(sorted(offers)), max_size=2))
    left = draw(st.sets(st.sampled_from(NAMES), max_size=2))
    came = draw(st.integers(0, 3))
    new = {f"N{i}": pathway(f"N{i}", priority="P2", weeks_waited=60) for i in range(came)}
    later = {name: row for name, row in offers.items() if name not in gone}
    later |= {"O9": offer("O9", units=1)} if draw(st.booleans()) or not later else {}
    today = [row for name, row in people.items() if name not in left] + list(new.values())
    accepted = draw(st.sets(st.sampled_from(NAMES)))
    return (
        problem(list(people.values()), list(offers.values()), minutes=minutes),
        problem(today, list(later.values()), minutes=minutes),
        accepted,
    )


@settings(max_examples=40)
@given(shock=before_and_after(), stay=st.sampled_from([0.0, 200.0, 5_000.0]))
def test_no_shock_moves_an_accepted_transfer(
    policy: Policy, shock: tuple[Problem, Problem, set[str]], stay: float
) -> None:
    first, today, accepted = shock
    held = replace(policy, stay_points=stay)
    before = solve(first, held, Stop(), 1)
    previous = standing(previous_of(before, accepted), today)

    after = solve(today, held, Stop(), 1, previous)

    promised = previous.matches.filter("accepted").select("pathway_id", "offer_id")
    assert promised.join(after.assignments, on=["pathway_id", "offer_id"], how="anti").is_empty()
    assert after.violations == {}
    told = difference(Made(first, before), Made(today, after), promised)
    assert told.figures.accepted_changed == 0
    found = certify(today, held, after.assignments, after.prices, previous)
    assert found.violations == {}
    assert found.objective == pytest.approx(after.objective)
    assert after.bound >= found.bound - 1e-6 * max(1.0, abs(found.bound))


@settings(max_examples=40)
@given(shock=before_and_after())
def test_when_nothing_happens_and_staying_is_worth_something_nobody_moves(
    policy: Policy, shock: tuple[Problem, Problem, set[str]]
) -> None:
    first, _, accepted = shock
    held = replace(policy, stay_points=500.0)
    before = solve(first, held, Stop(), 1)

    after = solve(first, held, Stop(), 1, previous_of(before, accepted))

    figures = difference(Made(first, before), Made(first, after)).figures
    assert (figures.moved, figures.lost) == (0, 0)


class TestStayPoints:
    """One patient has a slot in week 1; another in week 0 is worth some 110 points more."""

    before = problem([pathway("A")], [offer("late", week=1)])
    today = problem([pathway("A")], [offer("late", week=1), offer("soon", week=0)])

    @pytest.mark.parametrize(("stay", "place"), [(0.0, "soon"), (50.0, "soon"), (500.0, "late")])
    def test_a_proposed_place_changes_only_when_that_pays(
        self, policy: Policy, stay: float, place: str
    ) -> None:
        held = replace(policy, stay_points=stay)
        previous = previous_of(solve(self.before, held, Stop(), 1), set())

        after = solve(self.today, held, Stop(), 1, previous)

        assert after.assignments["offer_id"].to_list() == [place]

    def test_an_accepted_place_stays_though_another_would_be_better(self, policy: Policy) -> None:
        previous = previous_of(solve(self.before, policy, Stop(), 1), {"A"})

        after = solve(self.today, policy, Stop(), 1, previous)

        assert after.assignments["offer_id"].to_list() == ["late"]
