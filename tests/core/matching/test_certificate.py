"""A check that does not trust the engine finds what is true, and what is not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.matching.random_problems import earlier, policies, prices_for, problems
from tests.core.matching.test_solve import tiny_problems
from tests.core.matching.tiny import (
    arcs,
    best_objective,
    certified_bound,
    line,
    offer,
    pathway,
    problem,
)

import tidegate.core.matching.certificate as package
from tidegate.core.matching.certificate.check import certify
from tidegate.core.matching.policy import EquityFloor
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


NOBODY = placed()
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


class TestAnyPrices:
    @given(data=st.data(), tiny=problems())
    @settings(max_examples=100, deadline=None)
    def test_the_bound_is_what_the_specification_adds_up_pair_by_pair(self, policy, data, tiny):
        policy = data.draw(policies(policy))
        prices = data.draw(prices_for(tiny))
        pairs = sorted(arcs(tiny, policy))
        kept = {who: (who, what, data.draw(st.booleans())) for who, what in pairs}
        previous = earlier(*kept.values(), ("GONE", "O0", True))
        found = certify(tiny, policy, NOBODY, prices, previous)
        assert found.bound == pytest.approx(certified_bound(tiny, policy, prices, previous))

    @given(data=st.data(), tiny=problems(most=3))
    @settings(max_examples=60, deadline=None)
    def test_the_bound_holds_whatever_the_prices(self, policy, data, tiny):
        policy = data.draw(policies(policy))
        found = certify(tiny, policy, NOBODY, data.draw(prices_for(tiny)))
        assert found.bound >= best_objective(tiny, policy) - 1e-6
        assert found.objective == 0


class TestPricesByHand:
    def test_a_price_changed_by_hand_changes_the_bound(self, policy):
        tiny = problem([pathway("P"), pathway("Q", weeks_waited=0)], [offer("O")])
        # P could gain 1,300 points and Q 1,180: the slot is worth what Q would give for it.
        for price, bound in [(1_180.0, 1_300.0), (1_400.0, 1_400.0), (1_000.0, 300 + 180 + 1_000)]:
            prices = pl.DataFrame({"kind": ["offer"], "id": ["O"], "price": [price]})
            assert certify(tiny, policy, placed(P__O=1), prices).bound == pytest.approx(bound)

    @pytest.mark.parametrize(
        ("kind", "price", "why"),
        [
            ("offer", -1.0, "below 0"),
            ("budget", -0.1, "below 0"),
            ("equity", -1.0, "below 0"),
            ("offer", float("nan"), "must be a number"),
            ("line", float("inf"), "must be a number"),
        ],
    )
    def test_prices_that_prove_nothing_are_refused(self, policy, kind, price, why):
        tiny = problem([pathway("P")], [offer("O")])
        prices = pl.DataFrame({"kind": [kind], "id": ["O"], "price": [price]})
        with pytest.raises(ValueError, match=why):
            certify(tiny, policy, placed(P__O=1), prices)

    def test_two_prices_of_one_offer_are_refused(self, policy):
        tiny = problem([pathway("P")], [offer("O")])
        prices = pl.DataFrame({"kind": ["offer"] * 2, "id": ["O"] * 2, "price": [1.0, 2.0]})
        with pytest.raises(ValueError, match="two prices"):
            certify(tiny, policy, placed(P__O=1), prices)


class TestPromises:
    """P has a slot near by and one further off, each of one unit."""

    @pytest.fixture
    def tiny(self):
        return problem(
            [pathway("P"), pathway("Q", weeks_waited=60)],
            [offer("NEAR"), offer("FAR", site="S2")],
            minutes={("A", "S1"): 10.0, ("A", "S2"): 30.0},
        )

    def test_an_accepted_transfer_that_is_not_kept_is_caught(self, tiny, policy):
        accepted = earlier(("P", "FAR", True))
        lost = certify(tiny, policy, placed(P__NEAR=1), NO_PRICES, accepted)
        assert lost.violations == {"accepted transfers not kept": 1}
        assert certify(tiny, policy, placed(P__FAR=1), NO_PRICES, accepted).violations == {}

    def test_an_accepted_transfer_counts_in_the_bound_as_it_is(self, tiny, policy):
        free = certify(tiny, policy, NOBODY, NO_PRICES).bound
        bound = certify(tiny, policy, NOBODY, NO_PRICES, earlier(("P", "FAR", True))).bound
        assert bound == pytest.approx(free - 2 * 20)

    def test_an_accepted_transfer_is_kept_though_the_rules_have_changed(self, tiny, policy):
        tight = replace(tiny, offers=tiny.offers.with_columns(max_asa=pl.lit(1, pl.Int8)))
        accepted = earlier(("P", "FAR", True))
        assert certify(tight, policy, placed(P__FAR=1), NO_PRICES, accepted).violations == {}
        assert certify(tight, policy, placed(P__FAR=1), NO_PRICES).violations == {"not allowed": 1}

    def test_staying_where_one_was_proposed_earns_its_points(self, tiny, policy):
        sticky = replace(policy, stay_points=500.0)
        proposed = earlier(("P", "FAR", False))
        stayed = certify(tiny, sticky, placed(P__FAR=1), NO_PRICES, proposed)
        moved = certify(tiny, sticky, placed(P__NEAR=1), NO_PRICES, proposed)
        assert stayed.objective == pytest.approx(moved.objective - 2 * 20 + 500)
        assert moved.violations == {}

    def test_a_cancelled_list_frees_whoever_had_accepted_a_slot_on_it(self, tiny, policy):
        units = pl.when(offer_id="FAR").then(0).otherwise("units").cast(pl.Int32)
        cancelled = replace(tiny, offers=tiny.offers.with_columns(units=units))
        accepted = earlier(("P", "FAR", True))
        assert certify(cancelled, policy, placed(P__NEAR=1), NO_PRICES, accepted).violations == {}

    @pytest.mark.parametrize("gone", [("NOBODY", "NEAR", True), ("P", "NOWHERE", True)])
    def test_what_was_promised_to_or_by_the_departed_is_void(self, tiny, policy, gone):
        found = certify(tiny, policy, placed(P__NEAR=1), NO_PRICES, earlier(gone))
        assert found.violations == {}


class TestFloorsWeeksAndChange:
    def test_too_few_deprived_people_are_counted(self, policy):
        """Of four, two are deprived: at full share, half of those treated must be."""
        people = [pathway(f"P{n}", imd_quintile=n) for n in (1, 2, 4, 5)]
        tiny = problem([*people, pathway("U", imd_quintile=None)], [offer("O", units=9)])
        fair = replace(policy, equity=EquityFloor((1, 2), 1.0))
        for plan, short in [
            ({"P1__O": 1, "P4__O": 1}, {}),
            ({"P4__O": 1}, {"people short of an equity floor": 1}),
            ({"P1__O": 1, "P4__O": 1, "P5__O": 1}, {"people short of an equity floor": 1}),
            ({"U__O": 1}, {}),
        ]:
            assert certify(tiny, fair, placed(**plan), NO_PRICES).violations == short
            assert certify(tiny, policy, placed(**plan), NO_PRICES).violations == {}

    @pytest.mark.parametrize("who", [{"unavailable": [2]}, {"earliest_week": 3}])
    def test_a_week_in_which_the_patient_cannot_come_is_not_allowed(self, policy, who):
        tiny = problem([pathway("P", **who)], [offer("O", week=2), offer("N", week=3)])
        found = certify(tiny, policy, placed(P__O=1), NO_PRICES)
        assert found.violations == {"not allowed": 1}
        assert certify(tiny, policy, placed(P__N=1), NO_PRICES).violations == {}

    @pytest.mark.parametrize(
        ("plan", "leaps"),
        [((2, 3, 2, 1), 0), ((0, 1, 2, 3), 0), ((3, 1, 0, 0), 1), ((0, 3, 0, 0), 4)],
    )
    def test_use_that_jumps_from_week_to_week_is_counted(self, policy, plan, leaps):
        offers = [offer(f"O{week}", week=week, units=9, line_id="L1") for week in range(4)]
        tiny = problem([pathway("P", count=9)], offers, lines=[line(weekly_change=1)])
        plan = {f"P__O{week}": people for week, people in enumerate(plan) if people}
        found = certify(tiny, policy, placed(**plan), NO_PRICES).violations
        assert found == ({"units beyond a weekly change": leaps} if leaps else {})


class TestNothingThere:
    @pytest.mark.parametrize("missing", ["pathways", "offers", "travel"])
    def test_nobody_nothing_and_no_roads_are_worth_nothing(self, policy, missing):
        tiny = problem([pathway("P")], [offer("O")])
        bare = replace(tiny, **{missing: getattr(tiny, missing).clear()})
        found = certify(bare, policy, NOBODY, NO_PRICES)
        assert (found.objective, found.bound, found.violations) == (0.0, 0.0, {})
        wrong = certify(bare, policy, placed(P__O=1), NO_PRICES)
        assert wrong.violations["not allowed"] == 1


def test_it_shares_no_code_with_the_engine():
    folder = Path(package.__file__).parent
    text = "\n".join(file.read_text("utf-8") for file in folder.glob("*.py"))
    imports = [line for line in text.splitlines() if "import" in line and "tidegate" in line]
    allowed = (
        "matching.certificate", "matching.policy", "matching.previous", "matching.problem",
    )  # fmt: skip
    assert [line for line in imports if not any(part in line for part in allowed)] == []
