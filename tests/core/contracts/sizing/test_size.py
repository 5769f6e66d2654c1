"""How many units to commit to: the marginal rule, published examples, and a slow obvious oracle."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.core.contracts.sizing.curve import (
    Question,
    best_of,
    curve_of,
    units_by_average,
    units_by_margin,
)
from tidegate.core.contracts.sizing.demand import (
    Demand,
    NegativeBinomial,
    PastCounts,
    Poisson,
    Quantiles,
)
from tidegate.core.contracts.sizing.outlook import outlook
from tidegate.core.contracts.sizing.prices import Prices
from tidegate.core.contracts.sizing.size import size

# A cabinet paper of 2024: 30 beds for £6.82m over five years, £870,000 less than bought singly.
HEREFORDSHIRE = Prices(block_pence=682_00, spot_pence=769_00)
BEDS = (Poisson(26),)

shares = st.integers(0, 20).map(lambda twentieths: Fraction(twentieths, 20))
pence = st.integers(1, 2000)
weeks = st.lists(st.lists(st.integers(0, 12), min_size=1, max_size=8), min_size=1, max_size=4)


@st.composite
def any_prices(draw: st.DrawFn) -> Prices:
    """Every basis: block, guarantee, premium, cost and volume, with and without a limit."""
    return Prices(
        block_pence=draw(pence),
        spot_pence=draw(pence),
        guaranteed=draw(shares.filter(bool)),
        premium=draw(shares),
        volume_pence=draw(st.none() | pence),
        no_spot=draw(shares),
        delay_pence=draw(pence),
        exit_pence=draw(pence),
        exit_hazard=draw(shares),
        most=draw(st.none() | st.integers(0, 15)),
    )


def costs_one_by_one(question: Question, most: int) -> list[Fraction]:
    """The cost of each number of units, every past week by itself, in whole fractions."""
    return [
        sum(
            (
                Fraction(question.prices.cost_pence(units, wanted), len(week.counts))
                for week in question.weeks
                if isinstance(week, PastCounts)
                for wanted in week.counts
            ),
            Fraction(0),
        )
        for units in range(most + 1)
    ]


@given(any_prices(), weeks)
@settings(max_examples=50)
def test_the_best_number_is_the_cheapest_that_brute_force_finds(
    prices: Prices, counts: list[list[int]]
) -> None:
    question = Question(prices, tuple(PastCounts(tuple(each)) for each in counts))
    curve = curve_of(question)
    slow = costs_one_by_one(question, curve.most)
    assert curve.cost == pytest.approx([float(cost) for cost in slow], rel=1e-9, abs=1e-6)
    assert best_of(curve) == slow.index(min(slow))
    if prices.most is None:  # nothing further out would have been cheaper
        assert min(costs_one_by_one(question, curve.most + 15)) == min(slow)


@given(pence, pence, shares, pence, weeks)
@settings(max_examples=50)
def test_for_a_block_the_marginal_rule_and_least_cost_are_the_same(
    block: int, spot: int, no_spot: Fraction, delay: int, counts: list[list[int]]
) -> None:
    prices = Prices(block_pence=block, spot_pence=spot, no_spot=no_spot, delay_pence=delay)
    curve = curve_of(Question(prices, tuple(PastCounts(tuple(each)) for each in counts)))
    assert prices.ratio is not None
    assert units_by_margin(curve.needed, prices.ratio) == best_of(curve)


@pytest.mark.parametrize("mean", [0.0, 0.4, 7.5, 26.0])
@pytest.mark.parametrize("ratio", [10, 60, 89, 99])
def test_under_poisson_demand_the_rule_finds_the_cheapest_of_all_numbers_to_100(
    mean: float, ratio: int
) -> None:
    prices = Prices(block_pence=ratio * 10, spot_pence=1000)
    chances = [1.0]  # of exactly n, built up term by term
    for n in range(1, 120):
        chances.append(chances[-1] * mean / n)
    costs = [
        sum(
            chance * (units * ratio * 10 + max(0, n - units) * 1000)
            for n, chance in enumerate(chances)
        )
        / sum(chances)
        for units in range(101)
    ]
    best = size(Question(prices, (Poisson(mean),))).best
    assert best.cost_pence == pytest.approx(min(costs), rel=1e-9)
    assert best.units == next(n for n, cost in enumerate(costs) if cost <= min(costs) + 1e-6)


@pytest.mark.parametrize(
    ("prices", "units", "used", "saving"),
    [
        (HEREFORDSHIRE, 20, 0.987, 0.077),
        (HEREFORDSHIRE, 28, 0.885, -0.001),
    ],
)
def test_the_published_example_of_26_beds(
    prices: Prices, units: int, used: float, saving: float
) -> None:
    question = Question(prices, BEDS)
    expected = outlook(question, curve_of(question), units)
    assert expected.utilisation == pytest.approx(used, abs=0.0005)
    assert expected.saving == pytest.approx(saving, abs=0.0005)


@pytest.mark.parametrize(
    ("prices", "best", "by_average"),
    [
        (HEREFORDSHIRE, 20, 27),
        (Prices(block_pence=887, spot_pence=1000), 20, 27),
        (Prices(block_pence=600, spot_pence=1000), 25, 43),
    ],
)
def test_the_marginal_rule_buys_less_than_the_average_one(
    prices: Prices, best: int, by_average: int
) -> None:
    sized = size(Question(prices, BEDS))
    assert (sized.best.units, sized.average and sized.average.units) == (best, by_average)


@pytest.mark.parametrize("ratio", [5, 20, 60, 89])
def test_the_average_rule_stops_where_use_falls_to_the_price_ratio(ratio: int) -> None:
    question = Question(Prices(block_pence=ratio, spot_pence=100), BEDS)
    curve = curve_of(question)
    units = units_by_average(curve, question.prices)
    assert units is not None
    last, next_one = (outlook(question, curve, n).utilisation for n in (units, units + 1))
    assert last is not None
    assert next_one is not None
    assert next_one < ratio / 100 <= last


def test_the_average_rule_knows_no_end_where_unused_units_are_free() -> None:
    free = Prices(block_pence=50, spot_pence=100, guaranteed=Fraction(0))
    sized = size(Question(free, BEDS))
    assert sized.average is None
    assert sized.reasons[-1].code == "AVERAGE_RULE_HAS_NO_END"


def test_one_commitment_over_weeks_of_different_demand_is_judged_on_all_of_them() -> None:
    prices = Prices(block_pence=50, spot_pence=100)
    quiet, busy = PastCounts((4,)), PastCounts((10,))
    assert size(Question(prices, (busy,))).best.units == 10
    assert size(Question(prices, (busy, busy, quiet))).best.units == 10
    assert size(Question(prices, (busy, quiet, quiet))).best.units == 4
    assert size(Question(prices, (busy, quiet))).best.units == 4  # equally cheap: the smaller


def test_a_price_no_lower_than_elsewhere_buys_nothing() -> None:
    sized = size(Question(Prices(block_pence=983, spot_pence=983), BEDS))
    assert sized.best.units == 0
    assert [reason.code for reason in sized.reasons] == ["NO_UNIT_PAYS", "NEXT_UNIT_IDLE"]
    assert (sized.best.utilisation, sized.best.effective_pence) == (None, None)


def test_fear_of_finding_nothing_elsewhere_buys_more_and_risk_of_an_exit_less() -> None:
    def units(prices: Prices) -> int:
        return size(Question(prices, BEDS)).best.units

    scarce = replace(HEREFORDSHIRE, no_spot=Fraction(1, 4), delay_pence=2800_00)
    shaky = replace(HEREFORDSHIRE, exit_pence=3000_00, exit_hazard=Fraction(1, 100))
    assert scarce.overflow_pence == Fraction(3, 4) * 769_00 + Fraction(1, 4) * 2800_00
    assert units(shaky) < units(HEREFORDSHIRE) < units(scarce)


def test_the_last_unit_and_the_next_one_say_why() -> None:
    sized = size(Question(HEREFORDSHIRE, BEDS))
    last, following, average = sized.reasons
    assert (last.code, following.code) == ("LAST_UNIT_PAYS", "NEXT_UNIT_IDLE")
    assert last.detail == (
        "Unit 20 is wanted in 90.3% of weeks; it pays while that is more than 88.7%, its price as "
        "a share of what a unit costs otherwise."
    )
    assert following.inputs["needed"] == pytest.approx(0.861, abs=0.0005)
    assert average.code == "AVERAGE_RULE_BUYS_TOO_MUCH"
    assert average.inputs["units"] == 27


@pytest.mark.parametrize(
    ("prices", "demand", "code"),
    [
        (replace(HEREFORDSHIRE, most=12), BEDS, "NO_MORE_TO_HAVE"),
        (replace(HEREFORDSHIRE, volume_pence=990_00), BEDS, "VOLUME_DEARER"),
        (
            replace(HEREFORDSHIRE, guaranteed=Fraction(9, 10), premium=Fraction(1, 5)),
            BEDS,
            "PREMIUM_DEARER",
        ),
        (HEREFORDSHIRE, (PastCounts((20, 21, 22)),), "FEW_WEEKS"),
        (
            replace(HEREFORDSHIRE, block_pence=1),
            (Quantiles((0.1, 0.5), (4, 9)),),
            "BEYOND_FORECAST",
        ),
    ],
)
def test_what_to_be_careful_about_is_said(
    prices: Prices, demand: tuple[Demand, ...], code: str
) -> None:
    assert code in {reason.code for reason in size(Question(prices, demand)).reasons}


def test_money_idle_lies_in_an_interval_around_its_mean() -> None:
    best = size(Question(HEREFORDSHIRE, BEDS * 13)).best
    assert best.idle_low_pence == 0
    assert best.idle_low_pence < best.idle_pence < best.idle_high_pence
    # One week in twenty at most 18 of the 20 beds are wanted; 13 such weeks leave 26 idle.
    assert best.idle_high_pence == 26 * 682_00


def test_what_is_sure_to_be_paid_is_exact_and_what_is_expected_follows() -> None:
    best = size(Question(HEREFORDSHIRE, BEDS * 52)).best
    assert best.sure_pence == 20 * 682_00 * 52
    assert best.paid_pence == best.sure_pence
    assert best.idle_pence == pytest.approx(best.paid_pence - 682_00 * best.used)
    assert best.cost_pence == pytest.approx(best.paid_pence + 769_00 * best.overflow)


def test_a_wider_demand_of_the_same_mean_buys_less_of_a_dear_block() -> None:
    wide = NegativeBinomial(mean=26, variance=78)
    assert size(Question(HEREFORDSHIRE, (wide,))).best.units < 20


def test_each_change_by_itself_shows_what_our_number_would_cost_then() -> None:
    prices = replace(HEREFORDSHIRE, no_spot=Fraction(1, 20), delay_pence=2800_00)
    sized = size(Question(prices, BEDS))
    named = [(case.varied.value, round(case.by, 2)) for case in sized.cases]
    assert named == [
        ("demand", -0.2), ("demand", -0.1), ("demand", 0.1), ("demand", 0.2),
        ("block price", -0.1), ("block price", -0.05), ("block price", 0.05), ("block price", 0.1),
        ("chance that there is no unit elsewhere", -0.05),
        ("chance that there is no unit elsewhere", 0.05),
        ("chance that there is no unit elsewhere", 0.1),
    ]  # fmt: skip
    assert [case.best for case in sized.cases[:4]] == sorted(case.best for case in sized.cases[:4])
    assert all(case.regret_pence >= 0 for case in sized.cases)
    assert all((case.best == sized.best.units) <= (case.regret_pence < 1) for case in sized.cases)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"block_pence": -1}, "block_pence"),
        ({"guaranteed": Fraction(11, 10)}, "guaranteed"),
        ({"no_spot": Fraction(1, 10)}, "delay_pence"),
        ({"premium": Fraction(-1, 10)}, "premium"),
        ({"most": -1}, "most"),
    ],
)
def test_prices_out_of_range_are_refused_by_name(wrong: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        replace(HEREFORDSHIRE, **wrong)


def test_a_question_without_weeks_or_with_a_strange_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one week"):
        Question(HEREFORDSHIRE, ())
    with pytest.raises(ValueError, match="interval"):
        Question(HEREFORDSHIRE, BEDS, interval=1)
    tiny = replace(HEREFORDSHIRE, guaranteed=Fraction(1, 10**6), premium=Fraction(1, 10))
    with pytest.raises(ValueError, match="guarantee"):
        size(Question(tiny, BEDS))
