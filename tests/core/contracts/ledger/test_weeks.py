"""What became of each contracted unit of a week, where each figure comes from, and what it cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from tests.core.contracts.agreed import contract, line, offer, returned, week

from tidegate.core.contracts.ledger.ledger import (
    fixed_over_term,
    make_ledger,
    still_to_use,
    unit_costs,
)
from tidegate.core.contracts.ledger.line_week import LineWeek, line_week
from tidegate.core.contracts.ledger.sources import Origin, Sources
from tidegate.core.contracts.payment.bed_nights import BedState
from tidegate.core.contracts.terms.contract import TermsFrom
from tidegate.core.contracts.terms.pay import Basis, BlockBeds, CostRecovery, Guarantee, Premium
from tidegate.core.contracts.terms.switch import Position, Switch, Turned
from tidegate.core.contracts.terms.terms import Terms
from tidegate.core.transfers.lifecycle.causes import UnusedCause

U = UnusedCause
AFTER = week(2)


def causes(row: LineWeek) -> dict[tuple[str, str], int]:
    return {(each.cause.value, each.origin.value): each.units for each in row.unused}


def test_a_return_accounts_for_every_unit_and_says_who_said_so() -> None:
    said = returned(offered=8, staffed=9, booked=6, done=5, unused={U.DNA: 1, U.NOT_BOOKED: 2})
    row = line_week(line(), week(1), (), said, AFTER)
    assert causes(row) == {
        ("DNA", "return"): 1,
        ("NOT_BOOKED", "return"): 2,
        # 10 contracted, 9 staffed: one had no staff; of those staffed one was never offered
        ("NOT_STAFFED", "rule"): 1,
        ("WITHDRAWN", "rule"): 1,
    }
    assert row.unexplained == 0
    assert {each.said_by for each in row.unused} == {"person:9", "rule of the ledger"}


def test_units_that_nobody_accounts_for_are_shown_and_never_guessed() -> None:
    row = line_week(line(), week(1), (), returned(offered=10, booked=8, done=5), AFTER)
    assert causes(row) == {("NOT_BOOKED", "rule"): 2}
    assert row.unexplained == 3


def test_without_any_word_of_a_week_every_unit_is_unexplained_and_none_has_a_cause() -> None:
    row = line_week(line(), week(1), (), None, AFTER)
    assert (row.unexplained, row.unused, row.done.units) == (10, (), None)


def test_a_week_that_runs_has_open_units_and_no_causes_by_rule() -> None:
    row = line_week(line(), week(1), (), returned(offered=6, booked=2, done=1), week(1))
    assert (row.open_units, row.unexplained, row.unused) == (9, 0, ())


def test_offers_fill_the_ledger_where_nothing_is_returned() -> None:
    row = line_week(line(), week(1), (offer(),), None, AFTER)
    assert (row.offered.units, row.offered.origin) == (6, Origin.OFFERS)
    assert causes(row) == {("NOT_BOOKED", "offers"): 2, ("WITHDRAWN", "rule"): 4}
    assert row.unused[0].said_by == "person:3"


def test_a_return_counts_beside_the_offers_and_a_difference_is_seen() -> None:
    said = returned(offered=9, booked=9, done=7, unused={U.NOT_BOOKED: 2, U.DNA: 1})
    row = line_week(line(), week(1), (offer(),), said, AFTER)
    assert (row.done.units, row.done.beside, row.done.differs) == (7, 4, True)
    assert causes(row) == {("NOT_BOOKED", "offers"): 2, ("DNA", "return"): 1}
    assert (row.unexplained, row.over_explained) == (0, 0)


def test_causes_that_name_more_units_than_there_were_are_counted() -> None:
    said = returned(offered=10, booked=9, done=9, unused={U.DNA: 3})
    assert line_week(line(), week(1), (), said, AFTER).over_explained == 2


def test_utilisation_stands_on_every_denominator() -> None:
    said = returned(
        offered=8, staffed=9, booked=6, done=5, touch_minutes=300, session_minutes=480,
        unused={U.DNA: 1, U.NOT_BOOKED: 2},
    )  # fmt: skip
    units = make_ledger(contract(), Sources(returns=(said,)), week(1) + timedelta(days=6)).units
    assert units.of_offer == Fraction(5, 8)
    assert units.of_contract == Fraction(5, 10)
    assert units.of_staffed == Fraction(5, 9)
    assert units.fill == Fraction(6, 8)
    assert units.completion == Fraction(5, 6)
    assert units.theatre == Fraction(300, 480)


def test_a_share_is_taken_over_the_weeks_that_report_both_of_its_figures() -> None:
    said = (returned(1, offered=10, done=5), returned(2, done=9))
    units = make_ledger(contract(), Sources(returns=said), week(2)).units
    assert units.of_offer == Fraction(5, 10)
    assert units.of_staffed is None


def test_idle_guarantee_is_on_the_board_in_the_first_week_while_it_happens() -> None:
    third = tuple(returned(number, offered=10, booked=3, done=3) for number in (1, 2))
    ledger = make_ledger(contract(), Sources(returns=third), week(2))
    first, second = ledger.money
    assert (first.fixed, first.value, first.idle, first.due) == (8_000, 3_000, 5_000, 8_000)
    # on its Monday one day of the second week has begun, with three units done already
    assert (second.days, second.fixed, second.idle) == (1, 1_143, 0)


def test_weeks_settled_together_add_up_to_their_settlement_to_the_penny() -> None:
    guarantee = Guarantee(weekly_pence=7_001, above=Fraction(1, 3))
    terms = Terms(Basis.GUARANTEE, guarantee, settled_weeks=4)
    said = tuple(returned(number, done=done) for number, done in enumerate((3, 14, 5, 9), 1))
    ledger = make_ledger(contract(terms=terms), Sources(returns=said), week(5))
    weeks = ledger.money[:4]
    value = 31_000
    assert sum(each.due or 0 for each in weeks) == round(28_004 + (value - 28_004) * 4 / 3)
    assert [each.settlement for each in ledger.money] == [*[week(1)] * 4, week(5)]


def test_a_minimum_take_is_paid_for_over_the_whole_term_used_or_not() -> None:
    taken = line(minimum_take=65)  # 5 a week
    terms = Terms(Basis.TARIFF, settled_weeks=0)
    done = [0, 10, 2, *[5] * 10]
    said = tuple(returned(number, done=units) for number, units in enumerate(done, 1))
    over = contract(taken, terms=terms)
    ledger = make_ledger(over, Sources(returns=said), over.end)
    # the second week makes up for the first, within one settlement
    assert [each.due for each in ledger.money[:3]] == [5_000, 5_000, 5_000]
    assert ledger.paid == 65 * 1_000
    assert [each.idle for each in ledger.money[:3]] == [5_000, 0, 3_000]


def test_a_contract_that_ends_early_owes_the_minimum_of_the_weeks_that_it_ran() -> None:
    taken = line(minimum_take=65)  # 5 a week over 13 weeks
    agreed = contract(taken, terms=Terms(Basis.TARIFF))
    early = replace(agreed, end=week(4) + timedelta(days=6), agreed_end=agreed.end)
    ledger = make_ledger(early, Sources(), week(9))
    assert [each.fixed for each in ledger.money] == [5_000] * 4
    assert fixed_over_term(ledger) == 20_000


def test_a_cap_of_the_contract_and_of_a_line_is_held_to() -> None:
    terms = Terms(Basis.TARIFF, cap_pence=12_000)
    said = (returned(1, done=10), returned(2, done=10))
    ledger = make_ledger(contract(terms=terms), Sources(returns=said), week(3))
    assert [(each.due, each.cap_held) for each in ledger.money[:2]] == [(10_000, 0), (2_000, 8_000)]
    capped = contract(line(cap=14), terms=Terms(Basis.TARIFF))
    assert [each.due for each in make_ledger(capped, Sources(returns=said), week(3)).money[:2]] == [
        10_000,
        4_000,
    ]


def test_premia_are_paid_on_the_work_that_earns_them() -> None:
    guarantee = Guarantee(weekly_pence=8_000, above=Fraction(1, 10))
    premia = (Premium("cancer", Fraction(5, 100), lines=("L2",)),)
    both = contract(
        line(), line("L2", unit_price_pence=2_000), terms=Terms(Basis.GUARANTEE, guarantee,
        premia=premia),
    )  # fmt: skip
    said = (returned(1, "L1", done=6), returned(1, "L2", done=2))
    first = make_ledger(both, Sources(returns=said), week(2)).money[0]
    assert first.value == 10_000
    assert first.due == 8_000 + 2_200 + 200


def test_a_surge_switches_to_cost_recovery_and_back_with_its_standing_charge() -> None:
    surge = Switch(
        "surge",
        (Position("standby", weekly_pence=700), Position("active", 7, Basis.COST_RECOVERY)),
        ("Z00",),
    )
    terms = Terms(
        Basis.GUARANTEE,
        Guarantee(weekly_pence=8_000),
        CostRecovery(keeps=Fraction(15, 100)),
        switches=(surge,),
    )
    turned = (Turned("surge", "active", week(2)), Turned("surge", "standby", week(3)))
    said = (
        returned(1, done=8),
        returned(2, done=9, cost_pence=20_000, private_net_pence=1_000),
        returned(3, done=8),
    )
    ledger = make_ledger(contract(terms=terms, turned=turned), Sources(returns=said), week(4))
    assert [(each.basis.value, each.due) for each in ledger.money[:3]] == [
        ("guarantee", 8_700),
        ("cost_recovery", 19_150),
        ("guarantee", 8_700),
    ]
    assert ledger.money[1].positions == {"surge": "active"}


def test_beds_are_paid_by_their_states_and_the_empty_ones_are_idle() -> None:
    beds = BlockBeds(1_500, pays_void=True, pays_suspended=False)
    terms = Terms(Basis.BLOCK_BEDS, block_beds=beds)
    nights = {BedState.OCCUPIED: 3, BedState.VOID: 4, BedState.CLOSED_BY_HOME: 2,
              BedState.SUSPENDED: 1}  # fmt: skip
    said = (returned(1, done=3, nights=nights), returned(2, done=9))
    ledger = make_ledger(contract(terms=terms), Sources(returns=said), week(3))
    first, second = ledger.money[:2]
    assert (first.due, first.idle) == (7 * 1_500, 4 * 1_500)
    assert (second.due, second.idle) == (10 * 1_500, 1_500)


def test_the_cost_of_a_unit_is_shared_out_by_what_was_contracted() -> None:
    both = contract(line(), line("L2", modality="inpatient", unit_price_pence=3_000))
    said = (returned(1, "L1", done=4), returned(1, "L2", done=0))
    day_case, inpatient = unit_costs(
        make_ledger(both, Sources(returns=said), week(1) + timedelta(days=6))
    )
    assert (day_case.each, day_case.tariff) == (Fraction(8_000, 4) / 4, 1_000)
    assert inpatient.each is None


def test_what_must_still_be_used_is_said_in_units_a_week() -> None:
    said = tuple(returned(number, done=4) for number in (1, 2, 3))
    ledger = make_ledger(contract(), Sources(returns=said), week(4))
    found = still_to_use(ledger)
    assert found is not None
    # £1,040 guaranteed over 13 weeks, £120 worth done, 10 weeks left
    assert (found.units_left, found.weeks_left, found.per_week) == (92, 10, 10)


@pytest.mark.parametrize(("released", "contracted"), [(None, 10), (week(2), 0), (week(3), 10)])
def test_a_released_line_is_contracted_no_longer(released: object, contracted: int) -> None:
    ledger = make_ledger(contract(line(released_from=released)), Sources(), week(2))
    assert ledger.rows_of(week(2))[0].contracted == contracted


def test_a_contract_that_ends_within_a_week_pays_for_its_days() -> None:
    short = contract(end=week(2) + timedelta(days=1))
    ledger = make_ledger(short, Sources(), week(3))
    assert [(each.days, each.fixed) for each in ledger.money] == [(7, 8_000), (2, 2_286)]


def test_a_new_version_of_the_terms_begins_a_new_settlement() -> None:
    terms = Terms(Basis.GUARANTEE, Guarantee(weekly_pence=100), settled_weeks=0)
    versions = (TermsFrom(1, week(1), terms), TermsFrom(2, week(3), terms))
    ledger = make_ledger(contract(versions=versions), Sources(), week(4))
    assert [each.settlement for each in ledger.money] == [week(1), week(1), week(3), week(3)]
