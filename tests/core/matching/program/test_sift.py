"""A large part, solved by the columns that prices ask for, proves what a whole one proves."""

from __future__ import annotations

import pytest
from bench.instances import health_system, published_england
from tests.core.matching.full_program import relaxed_optimum

from tidegate.core.matching.payers import make_payers
from tidegate.core.matching.program.blocks import condense
from tidegate.core.matching.program.parts import split
from tidegate.core.matching.program.sift import Sifter
from tidegate.core.matching.stop import Stop

SYSTEM = health_system(11, people=12_000, functions=2, zones=25)


def never() -> bool:
    return False


def sifters(problem, policy):
    condensed = condense(problem, policy)
    payers = make_payers(problem)
    return [Sifter(condensed, payers, policy, part, seed=1) for part in split(condensed, payers)]


@pytest.fixture(scope="module")
def optimum(policy) -> float:
    return relaxed_optimum(SYSTEM, policy)


class TestAgainstTheWholeProgramWrittenOut:
    def test_a_part_solved_whole_reaches_its_optimum(self, optimum, policy):
        found = [sifter.run(Stop(), never) for sifter in sifters(SYSTEM, policy)]
        assert sum(each.objective for each in found) == pytest.approx(optimum)
        assert sum(each.bound for each in found) == pytest.approx(optimum)

    def test_a_part_solved_column_by_column_comes_as_near_as_asked(self, optimum, policy):
        stop = Stop(gap=0.0005)
        found = [sifter.run(stop, never, whole=0) for sifter in sifters(SYSTEM, policy)]
        objective = sum(each.objective for each in found)
        bound = sum(each.bound for each in found)
        assert objective <= optimum + 1e-3
        assert bound >= optimum - 1e-3
        assert bound - objective <= 0.0005 * bound

    def test_counted_classes_come_to_the_same_either_way(self, policy):
        country = published_england(12, functions=1, zones=15, sites=20, scale=0.1)
        for sifter in sifters(country, policy):
            whole = sifter.run(Stop(), never)
            grown = sifter.run(Stop(gap=0.0), never, whole=0)
            assert grown.objective == pytest.approx(whole.objective)
            assert grown.bound == pytest.approx(whole.bound)


class TestStopping:
    def test_rounds_end_a_solve_with_an_honest_bound(self, optimum, policy):
        found = [
            sifter.run(Stop(gap=0.0, rounds=1), never, whole=0)
            for sifter in sifters(SYSTEM, policy)
        ]
        assert {each.rounds for each in found} == {1}
        assert sum(each.objective for each in found) <= optimum + 1e-3
        assert sum(each.bound for each in found) >= optimum - 1e-3

    def test_so_does_time(self, policy):
        for sifter in sifters(SYSTEM, policy):
            assert sifter.run(Stop(gap=0.0), lambda: True, whole=0).rounds == 1

    @pytest.mark.parametrize(
        "wrong",
        [{"gap": -0.1}, {"gap": 1.0}, {"rounds": 0}, {"seconds": 5.0},
         {"seconds": 0.0, "clock": lambda: 0.0}],
    )  # fmt: skip
    def test_a_stop_rule_refuses_what_means_nothing(self, wrong):
        with pytest.raises(ValueError, match="must"):
            Stop(**wrong)


class TestSolverTrouble:
    def test_a_program_that_cannot_be_solved_leaves_an_honest_bound(
        self, monkeypatch, optimum, policy
    ):
        monkeypatch.setattr(
            "tidegate.core.matching.program.master.highspy.HighsModelStatus.kOptimal", "never"
        )
        found = [sifter.run(Stop(rounds=1), never) for sifter in sifters(SYSTEM, policy)]
        assert sum(each.objective for each in found) == 0
        assert sum(each.bound for each in found) >= optimum
