"""Changes of a contract in force: grounds, everything added up, notices; and urgent ones."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.core.contracts.procurement.modification import (
    GROUNDS,
    Ground,
    InForce,
    Proposed,
    weigh,
)
from tidegate.core.contracts.procurement.regimes import Regime, Route
from tidegate.core.contracts.procurement.urgent import (
    ITEMS,
    LIMBS,
    Item,
    Limb,
    UrgentCase,
    urgent_refusals,
    urgent_warnings,
)
from tidegate.core.reasons import Verdict
from tidegate.exchange.contracts.procurement_table import shipped_procurement_table

TERMS = shipped_procurement_table().modification
POUNDS = 100
CONTRACT = InForce(Regime.PSR, Route.DIRECT_C, 2_000_000 * POUNDS)
BUYER = Proposed(Ground.BUYER)


def test_small_changes_are_refused_when_the_last_one_crosses_both_limits() -> None:
    """Five changes of £100,000 on £2,000,000: the fifth reaches £500,000 and 25 %."""
    earlier: list[int] = []
    for number in range(1, 6):
        change = replace(BUYER, delta_pence=100_000 * POUNDS)
        found = weigh(change, replace(CONTRACT, earlier_pence=tuple(earlier)), TERMS)
        assert found.cumulative_pence == number * 100_000 * POUNDS
        if number < 5:
            assert (found.verdict, found.notices) == (Verdict.ACCEPT, ())
            earlier.append(change.delta_pence)
    assert found.verdict is Verdict.REFUSE
    assert [reason.code for reason in found.reasons] == ["CUMULATIVE_CHANGE_TOO_LARGE"]
    assert found.notices == ()
    a_penny_less = replace(BUYER, delta_pence=100_000 * POUNDS - 1)
    last = weigh(a_penny_less, replace(CONTRACT, earlier_pence=tuple(earlier)), TERMS)
    assert last.verdict is Verdict.ACCEPT


def test_one_limit_alone_does_not_refuse() -> None:
    dear = replace(CONTRACT, value_pence=4_000_000 * POUNDS)
    assert (
        weigh(replace(BUYER, delta_pence=500_000 * POUNDS), dear, TERMS).verdict is Verdict.ACCEPT
    )
    cheap = replace(CONTRACT, value_pence=1_000_000 * POUNDS)
    by_half = weigh(replace(BUYER, delta_pence=499_999 * POUNDS), cheap, TERMS)
    assert by_half.verdict is Verdict.ACCEPT


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(-30_000_000, 40_000_000), min_size=1, max_size=8))
def test_any_run_of_changes_is_judged_by_its_sum(deltas: list[int]) -> None:
    *earlier, last = deltas
    found = weigh(replace(BUYER, delta_pence=last), replace(CONTRACT, earlier_pence=earlier), TERMS)
    total = abs(sum(deltas))
    too_much = total >= 50_000_000 and total / CONTRACT.value_pence >= 0.25
    assert (found.verdict is Verdict.REFUSE) == too_much


@pytest.mark.parametrize("ground", [each for each in Ground if each is not Ground.URGENT])
def test_a_change_of_half_a_million_queues_a_notice_on_any_ground(ground: Ground) -> None:
    contract = replace(CONTRACT, value_pence=20_000_000 * POUNDS)
    large = weigh(Proposed(ground, 500_000 * POUNDS), contract, TERMS)
    assert (large.verdict, large.notices) == (Verdict.ACCEPT, ("psr_modification",))
    small = weigh(Proposed(ground, 500_000 * POUNDS - 1), contract, TERMS)
    assert (small.verdict, small.notices) == (Verdict.ACCEPT, ())


def test_changes_that_add_up_to_half_a_million_queue_one_too() -> None:
    contract = InForce(Regime.PSR, Route.COMPETITIVE, 20_000_000 * POUNDS, (300_000 * POUNDS,))
    assert weigh(Proposed(Ground.BUYER, 200_000 * POUNDS), contract, TERMS).notices == (
        "psr_modification",
    )
    assert weigh(Proposed(Ground.PROVIDER_CHANGE), contract, TERMS).notices == ()


CHARACTER = [
    # awarded by, ground, verdict when the character changes
    (Route.DIRECT_C, Ground.PROVIDED_FOR, Verdict.ACCEPT),
    (Route.DIRECT_C, Ground.PROVIDER_CHANGE, Verdict.ACCEPT),
    (Route.DIRECT_C, Ground.EXTERNAL, Verdict.REFUSE),
    (Route.COMPETITIVE, Ground.BUYER, Verdict.REFUSE),
    (Route.DIRECT_A, Ground.PROVIDED_FOR, Verdict.REFUSE),
    (Route.DIRECT_B, Ground.BUYER, Verdict.REFUSE),
]


@pytest.mark.parametrize(("route", "ground", "verdict"), CHARACTER)
def test_a_different_character_is_refused_where_it_is_asked(
    route: Route, ground: Ground, verdict: Verdict
) -> None:
    contract = replace(CONTRACT, route=route)
    assert weigh(Proposed(ground, character_changed=True), contract, TERMS).verdict is verdict
    assert weigh(Proposed(ground), contract, TERMS).verdict is Verdict.ACCEPT


@pytest.mark.parametrize("route", [Route.DIRECT_A, Route.DIRECT_B])
def test_contracts_by_a_and_b_are_asked_for_their_character_only(route: Route) -> None:
    found = weigh(
        replace(BUYER, delta_pence=2_000_000 * POUNDS), replace(CONTRACT, route=route), TERMS
    )
    assert (found.verdict, found.notices) == (Verdict.ACCEPT, ("psr_modification",))
    assert found.reasons[0].code == "CHARACTER_KEPT"


ACT = InForce(Regime.PA23, Route.TENDER, 2_000_000 * POUNDS)
UNDER_THE_ACT = [
    (Proposed(Ground.BUYER, 200_000 * POUNDS), ACT, ()),
    (Proposed(Ground.BUYER, 200_000 * POUNDS + 1), ACT, ("UK10",)),
    (Proposed(Ground.BUYER, -200_000 * POUNDS - 1), ACT, ("UK10",)),
    (Proposed(Ground.BUYER, 300_000 * POUNDS, works=True), ACT, ()),
    (Proposed(Ground.BUYER, 0, term_changed=True), ACT, ("UK10",)),
    (Proposed(Ground.BUYER, 0, term_changed=True), replace(ACT, light_touch=True), ()),
    (Proposed(Ground.BUYER, 1), replace(ACT, regime=Regime.PREVIOUS), ("F20",)),
]


@pytest.mark.parametrize(("change", "contract", "notices"), UNDER_THE_ACT)
def test_under_other_laws_the_ground_is_asked_and_the_notice_named(
    change: Proposed, contract: InForce, notices: tuple[str, ...]
) -> None:
    found = weigh(change, contract, TERMS)
    assert (found.verdict, found.notices) == (Verdict.REFER, notices)


def test_a_contract_whose_law_nobody_knows_is_asked_about() -> None:
    found = weigh(BUYER, replace(CONTRACT, regime=Regime.UNKNOWN), TERMS)
    assert (found.verdict, found.reasons[0].code) == (Verdict.UNKNOWN, "REGIME_UNKNOWN")


def test_an_urgent_change_needs_its_limbs_and_owes_its_own_notice() -> None:
    urgent = Proposed(Ground.URGENT, 900_000 * POUNDS, limbs=frozenset(Limb))
    found = weigh(urgent, CONTRACT, TERMS)
    assert (found.verdict, found.notices) == (Verdict.ACCEPT, ("psr_urgent_modification",))
    for limb in Limb:
        without = replace(urgent, limbs=frozenset(Limb) - {limb})
        refused = weigh(without, CONTRACT, TERMS)
        assert refused.verdict is Verdict.REFUSE
        assert [reason.inputs["limb"] for reason in refused.reasons] == [limb.value]


CASE = UrgentCase(frozenset(Limb), dict.fromkeys(Item, "said"), months=6)


def test_an_urgent_award_has_three_limbs_and_eight_items() -> None:
    assert (len(Limb), len(Item)) == (3, 8)
    assert urgent_refusals(CASE) == ()


@pytest.mark.parametrize("limb", list(Limb))
def test_each_limb_that_is_missing_refuses_it(limb: Limb) -> None:
    refused = urgent_refusals(replace(CASE, limbs=CASE.limbs - {limb}))
    assert [(reason.code, reason.inputs) for reason in refused] == [
        ("LIMB_MISSING", {"limb": limb.value})
    ]


@pytest.mark.parametrize("said", ["", "   ", None])
@pytest.mark.parametrize("item", list(Item))
def test_each_item_that_the_notice_leaves_out_refuses_it(item: Item, said: str | None) -> None:
    items = {each: words for each, words in CASE.items.items() if each is not item}
    refused = urgent_refusals(replace(CASE, items=items | ({} if said is None else {item: said})))
    assert [(reason.code, reason.inputs) for reason in refused] == [
        ("ITEM_MISSING", {"item": item.value})
    ]


def test_a_long_urgent_award_is_a_warning_only() -> None:
    assert urgent_warnings(replace(CASE, months=12), TERMS) == ()
    assert [reason.code for reason in urgent_warnings(replace(CASE, months=13), TERMS)] == [
        "LONG_FOR_URGENT"
    ]


def test_every_ground_limb_and_item_has_its_words() -> None:
    assert (set(GROUNDS), set(LIMBS), set(ITEMS)) == (set(Ground), set(Limb), set(Item))
