"""A check that does not trust the engine finds what is true, and what is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from tests.core.matching.test_solve import tiny_problems
from tests.core.matching.tiny import best_objective, certified_bound, line, offer, pathway, problem

import tidegate.core.matching.certificate as package
from tidegate.core.matching.certificate.check import certify
from tidegate.core.matching.solve import Stop, solve


@given(tiny=tiny_problems())
@settings(max_examples=60, deadline=None)
def test_it_agrees_with_the_engine_and_with_every_pair_written_out(policy, tiny):
    result = solve(tiny, policy, Stop(), 1)
    found = certify(tiny, policy, result.assignments, result.prices)
    assert found.objective == pytest.approx(result.objective)
    assert found.bound == pytest.approx(certified_bound(tiny, policy, result.prices))
    assert found.violations == {}


@given(tiny=tiny_problems())
@settings(max_examples=30, deadline=None)
def test_any_prices_from_nought_on_give_a_bound_that_holds(policy, tiny):
    nothing = pl.DataFrame(schema={"kind": pl.String, "id": pl.String, "price": pl.Float64})
    nobody = pl.DataFrame(
        schema={"pathway_id": pl.String, "offer_id": pl.String, "count": pl.Int32}
    )
    found = certify(tiny, policy, nobody, nothing)
    assert found.bound >= best_objective(tiny, policy) - 1e-6
    assert found.objective == 0


def placed(**counts: int) -> pl.DataFrame:
    """Assignments written as PATHWAY__OFFER=people."""
    pairs = [(*pair.split("__"), people) for pair, people in counts.items()]
    schema = {"pathway_id": pl.String, "offer_id": pl.String, "count": pl.Int32}
    return pl.DataFrame(pairs, schema=schema, orient="row")


NO_PRICES = pl.DataFrame(schema={"kind": pl.String, "id": pl.String, "price": pl.Float64})


class TestWhatIsFound:
    @pytest.fixture
    def tiny(self):
        return problem(
            [pathway("P", count=5), pathway("Q", consent=None, count=2), pathway("R", asa=3)],
            [offer("O", units=3, line_id="L1", max_asa=2), offer("N", site="S2", units=9)],
            lines=[line(cap=2, minimum_take=1, unit_price_pence=150_000)],
            budgets={"X": 100_000},
            minutes={("A", "S1"): 10.0, ("A", "S2"): 20.0},
        )

    @pytest.mark.parametrize(
        ("plan", "found"),
        [
            ({"P__N": 5}, {}),
            ({"P__N": 6}, {"people placed twice or unknown": 1}),
            ({"P__N": 4, "P__O": 2}, {"people placed twice or unknown": 1,
                                      "pence above a budget": 50_000}),
            ({"P__O": 4}, {"units oversold": 1, "units above a cap": 2,
                           "pence above a budget": 350_000}),
            ({"Q__N": 1}, {"not allowed": 1}),
            ({"R__O": 1}, {"not allowed": 1}),
            ({"P__NOWHERE": 1}, {"units oversold": 1, "not allowed": 1}),
            ({"NOBODY__N": 1}, {"people placed twice or unknown": 1, "not allowed": 1}),
        ],
    )  # fmt: skip
    def test_each_limit_that_is_overstepped_is_named(self, tiny, policy, plan, found):
        assert certify(tiny, policy, placed(**plan), NO_PRICES).violations == found

    def test_value_and_spending_are_added_up_to_the_penny(self, tiny, policy):
        roomy = replace(tiny, budgets=tiny.budgets.with_columns(pence=pl.lit(10**9, pl.Int64)))
        found = certify(roomy, policy, placed(P__O=2), NO_PRICES)
        # 110 points a week for 12 weeks less 2 for each of 10 minutes, twice; one unit of the two
        # is prepaid, the other costs £1,500 at 80 points per £1,000.
        assert found.objective == 2 * (110 * 12 - 20) - 80 * 1.5

    def test_prices_below_nought_prove_nothing(self, tiny, policy):
        below = pl.DataFrame({"kind": ["offer"], "id": ["O"], "price": [-1.0]})
        with pytest.raises(ValueError, match="below 0"):
            certify(tiny, policy, placed(P__N=1), below)


def test_it_shares_no_code_with_the_engine():
    folder = Path(package.__file__).parent
    text = "\n".join(file.read_text("utf-8") for file in folder.glob("*.py"))
    imports = [line for line in text.splitlines() if "import" in line and "tidegate" in line]
    allowed = (
        "matching.certificate", "matching.policy", "matching.previous", "matching.problem",
    )  # fmt: skip
    assert [line for line in imports if not any(part in line for part in allowed)] == []
