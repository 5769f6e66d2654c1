"""Every vector of the specification: transfers 2.5, and step-down 9 and 11 rows 21 and 23."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.contracts.agreed import week

from tidegate.core.contracts.payment.bed_nights import (
    BedNight,
    BedState,
    beds_pay,
    counted,
    payable_nights,
    price_per_used_night,
)
from tidegate.core.contracts.payment.break_even import break_even
from tidegate.core.contracts.payment.cost_recovery import cost_pay
from tidegate.core.contracts.payment.due import Used, due
from tidegate.core.contracts.payment.guarantee import guarantee_pay, guaranteed, idle
from tidegate.core.contracts.payment.rounding import whole_pence
from tidegate.core.contracts.terms.pay import (
    BaselineWeek,
    Basis,
    BlockBeds,
    CostRecovery,
    Guarantee,
)
from tidegate.core.contracts.terms.terms import Terms

TENTH = Fraction(1, 10)
GUARANTEED = Terms(Basis.GUARANTEE, Guarantee(weekly_pence=80, above=TENTH))


@pytest.mark.parametrize(
    ("value", "paid", "ratio", "nothing_for"),
    [
        (40, 80, Fraction(2), 40),
        (80, 80, Fraction(1), 0),
        (100, 102, Fraction(102, 100), 0),
        (120, 124, Fraction(124, 120), 0),
    ],
)
def test_a_guarantee_of_80_pays_and_idles_as_the_specification_says(
    value: int, paid: int, ratio: Fraction, nothing_for: int
) -> None:
    found = due(GUARANTEED, Basis.GUARANTEE, Used(days=7, value=Fraction(value)))
    assert (found.paid, found.ratio, found.idle) == (paid, ratio, nothing_for)
    assert found.standby_premium == paid - value


def test_the_ratios_read_as_printed() -> None:
    printed = [
        f"{float(guarantee_pay(Fraction(80), Fraction(value), TENTH) / value):.4f}"
        for value in (40, 80, 100, 120)
    ]
    assert printed == ["2.0000", "1.0000", "1.0200", "1.0333"]


def test_a_block_at_tariff_of_which_one_third_is_used_costs_three_times_its_tariff() -> None:
    block = Terms(Basis.GUARANTEE, Guarantee(weekly_pence=90_000))
    found = due(block, Basis.GUARANTEE, Used(days=7, value=Fraction(30_000)))
    assert found.ratio == 3
    assert found.idle == 60_000


def test_nothing_used_has_no_ratio_rather_than_an_infinite_one() -> None:
    found = due(GUARANTEED, Basis.GUARANTEE, Used(days=7))
    assert found.ratio is None
    assert price_per_used_night(Fraction(1000), 0) is None


@pytest.mark.parametrize(("share", "times"), [((1, 3), 3.0), ((1, 2), 2.0), ((4, 5), 1.25)])
def test_the_price_of_a_used_night_is_the_block_price_over_use(
    share: tuple[int, int], times: float
) -> None:
    contracted, night = 60, 12_400
    occupied = contracted * share[0] // share[1]
    assert price_per_used_night(Fraction(contracted * night), occupied) == night * Fraction(times)


def test_the_best_four_weeks_of_a_baseline_make_the_guarantee() -> None:
    weeks = tuple(
        BaselineWeek(week(number), pence)
        for number, pence in enumerate((700, 1_000, 900, 100, 800, 1_300), 1)
    )
    guarantee = Guarantee(share=Fraction(9, 10), best_weeks=4, baseline=weeks)
    assert [each.pence for each in guarantee.best] == [1_000, 900, 800, 1_300]
    assert guaranteed(guarantee, 28) == Fraction(9, 10) * 4_000
    assert guaranteed(guarantee, 7) == 900
    running = Guarantee(share=Fraction(9, 10), best_weeks=3, consecutive=True, baseline=weeks)
    assert [each.pence for each in running.best] == [700, 1_000, 900]


def test_a_guarantee_is_pro_rated_by_days_without_loss() -> None:
    guarantee = Guarantee(weekly_pence=100)
    parts = [guaranteed(guarantee, days) for days in (1, 2, 4)]
    assert sum(parts) == 100
    assert whole_pence(parts[0]) == 14


@pytest.mark.parametrize(
    ("amount", "pence"),
    [(Fraction(1, 2), 1), (Fraction(49, 100), 0), (Fraction(3, 2), 2), (Fraction(-1, 2), 0)],
)
def test_half_a_penny_is_rounded_up(amount: Fraction, pence: int) -> None:
    assert whole_pence(amount) == pence


def test_cost_recovery_leaves_the_provider_its_share_of_private_revenue() -> None:
    shared = CostRecovery(Fraction(15, 100), Fraction(40, 100), private_target_pence=2_000)
    assert cost_pay(shared, 10_000, 1_000) == 10_000 - Fraction(85, 100) * 1_000
    assert cost_pay(shared, 10_000, 2_000) == 10_000 - Fraction(60, 100) * 2_000
    assert cost_pay(shared, 10_000, 3_000, weeks=Fraction(2)) == 10_000 - Fraction(85, 100) * 3_000
    assert cost_pay(shared, 10_000, -500) == 10_000
    plus = CostRecovery(Fraction(0), plus=Fraction("0.086"))
    assert cost_pay(plus, 100_000, 0) == 108_600


def test_cost_recovery_is_open_until_the_cost_is_audited() -> None:
    terms = Terms(Basis.COST_RECOVERY, cost_recovery=CostRecovery(Fraction(0)))
    found = due(terms, Basis.COST_RECOVERY, Used(days=7, value=Fraction(10)))
    assert found.paid is None
    assert found.missing == ("cost",)


def test_of_recovered_cost_the_share_of_contracted_work_not_done_is_idle() -> None:
    terms = Terms(Basis.COST_RECOVERY, cost_recovery=CostRecovery(Fraction(0)))
    third = Used(
        days=7, value=Fraction(30), contracted_value=Fraction(90), cost_pence=120,
        net_private_pence=0,
    )  # fmt: skip
    assert due(terms, Basis.COST_RECOVERY, third).idle == 80


# One month of three beds, by hand: bed 1 occupied all 30 nights; bed 2 occupied 10, held 4 (two of
# them within 48 hours), void 6, closed by the home 10; bed 3 suspended by the buyer 5, void 25.
MIDNIGHT = datetime(2026, 4, 1, tzinfo=UTC)
HELD = [
    BedNight(BedState.HELD, MIDNIGHT + timedelta(days=at), MIDNIGHT, named=True)
    for at in (1, 2, 3, 4)
]
MONTH = [
    *[BedNight(BedState.OCCUPIED)] * 40,
    *HELD,
    *[BedNight(BedState.VOID)] * 31,
    *[BedNight(BedState.CLOSED_BY_HOME)] * 10,
    *[BedNight(BedState.SUSPENDED)] * 5,
]


@pytest.mark.parametrize(
    ("void", "suspended", "nights"),
    [(True, True, 80), (True, False, 75), (False, True, 47), (False, False, 42)],
)
def test_the_payable_nights_of_a_month_are_those_counted_by_hand(
    void: bool, suspended: bool, nights: int
) -> None:
    beds = BlockBeds(12_400, pays_void=void, pays_suspended=suspended)
    found = counted(MONTH, beds)
    assert found == {
        BedState.OCCUPIED: 40,
        BedState.HELD: 2,
        BedState.VOID: 33,
        BedState.CLOSED_BY_HOME: 10,
        BedState.SUSPENDED: 5,
    }
    assert payable_nights(found, beds) == nights
    assert beds_pay(found, beds) == nights * 12_400


def test_a_bed_held_for_nobody_by_name_is_void() -> None:
    beds = BlockBeds(100, pays_void=False, pays_suspended=False)
    nobody = BedNight(BedState.HELD, MIDNIGHT, MIDNIGHT)
    assert counted([nobody], beds)[BedState.VOID] == 1


@pytest.mark.parametrize(("hours", "held"), [(48, 1), (49, 0)])
def test_a_bed_is_held_for_48_hours_at_most(hours: int, held: int) -> None:
    beds = BlockBeds(100, pays_void=False, pays_suspended=False)
    night = BedNight(BedState.HELD, MIDNIGHT + timedelta(hours=hours), MIDNIGHT, named=True)
    assert payable_nights(counted([night], beds), beds) == held


def test_break_even_says_what_is_still_to_be_used_and_when() -> None:
    found = break_even(Fraction(104_000), Fraction(20_000), Fraction(1_000), 10)
    assert found is not None
    assert (found.units_left, found.per_week, found.reached) == (84, 9, False)
    late = break_even(Fraction(104_000), Fraction(20_000), Fraction(1_000), 0)
    assert late is not None
    assert late.per_week is None
    assert break_even(Fraction(10), Fraction(0), Fraction(1), 5, target=Fraction(9, 10)) is None


@given(
    fixed=st.integers(1, 10**6),
    value=st.integers(0, 10**6),
    above=st.fractions(0, 1, max_denominator=100),
)
def test_a_guarantee_never_pays_less_than_itself_nor_less_than_tariff(
    fixed: int, value: int, above: Fraction
) -> None:
    paid = guarantee_pay(Fraction(fixed), Fraction(value), above)
    assert paid >= max(fixed, value)
    assert idle(Fraction(fixed), Fraction(value)) == paid - value or value >= fixed


@given(
    fixed=st.integers(0, 5_000),
    price=st.integers(1, 300),
    so_far=st.integers(0, 40),
    tenths=st.integers(10, 40),
)
def test_break_even_is_the_least_use_that_reaches_the_target(
    fixed: int, price: int, so_far: int, tenths: int
) -> None:
    target = Fraction(tenths, 10)
    found = break_even(Fraction(fixed), Fraction(so_far * price), Fraction(price), 4, target=target)
    assert found is not None

    def reaches(units: int) -> bool:
        value = Fraction((so_far + units) * price)
        return guarantee_pay(Fraction(fixed), value, TENTH) <= target * value or value >= fixed

    assert found.units_left == next(units for units in range(6_000) if reaches(units))
