"""Assurance gates: a collapsed lead-provider contract is stopped at its gate, before signature."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.core.contracts.gates.decide import (
    Condition,
    Deciding,
    GateDecision,
    GateFacts,
    Rated,
    Rating,
    days_paused,
    gate_refusals,
    missing_before_extension,
    missing_gates,
)
from tidegate.core.contracts.gates.hard_stops import Arrangement, standing_stops
from tidegate.core.contracts.gates.terms import IN_ORDER, GateName, GateTerms, HardStop, Statement
from tidegate.core.reasons import Reason
from tidegate.exchange.contracts.gate_terms import gate_terms_from, load_gate_terms
from tidegate.exchange.contracts.shipped_table import read_shipped
from tidegate.exchange.findings import UnusableInput

TERMS = load_gate_terms()
TODAY = date(2014, 11, 3)
PASS = Deciding(
    GateDecision.PASSED, ("person:1", "Chair of the board"), "person:1", TODAY, frozenset()
)
SETTLED = Arrangement(
    stated=frozenset(Statement) - {Statement.GUARANTEE_HELD},
    holder_of_risk="The buyer, up to 20 million; the provider beyond",
    exit_plan=True,
)

# What the National Audit Office (July 2016) and the Public Accounts Committee found of the older
# people's contract of 2015: a limited liability partnership whose VAT was unfunded, without parent
# guarantees, price still under dispute at signature, no body that held the whole remaining risk.
UNITINGCARE = Arrangement(
    stated=frozenset({Statement.TRANSITION_COST_OWNED, Statement.SUBCONTRACTS_COMPLETE}),
    holder_of_risk="",
    exit_plan=True,
)


def codes(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.code for reason in reasons]


def all_green(gate: GateName, terms: GateTerms = TERMS) -> GateFacts:
    """Everything rated green with evidence by somebody else, and every earlier gate passed."""
    answers = {
        question.id: Rated(Rating.GREEN, "board paper 12", "person:9")
        for question in terms.asked_at(gate)
    }
    return GateFacts(gate, answers, passed=frozenset(IN_ORDER))


def test_checkpoint_2_cannot_pass_the_contract_that_collapsed() -> None:
    found = gate_refusals(all_green(GateName.CP2), UNITINGCARE, PASS, TERMS)
    assert codes(found) == [
        "STOP_TAX_TREATMENT",
        "STOP_GUARANTEE",
        "STOP_PRICE_OR_SCHEDULE",
        "STOP_RESIDUAL_RISK",
    ]


def test_nothing_stated_counts_as_open_in_every_respect() -> None:
    found = standing_stops(Arrangement(), TERMS)
    assert codes(found) == [f"STOP_{stop.upper()}" for stop in HardStop]


def test_a_settled_arrangement_passes() -> None:
    assert gate_refusals(all_green(GateName.CP2), SETTLED, PASS, TERMS) == ()


@pytest.mark.parametrize("gate", sorted(GateName))
def test_hard_stops_stop_at_the_gates_that_the_table_names(gate: GateName) -> None:
    found = gate_refusals(all_green(gate), Arrangement(), PASS, TERMS)
    assert bool(found) is (gate in {GateName.CP2, GateName.CP3})


def test_assets_or_a_guarantee_is_enough_but_one_it_must_be() -> None:
    neither = SETTLED.stated - {Statement.PROVIDER_HAS_ASSETS}
    held = neither | {Statement.GUARANTEE_HELD}
    assert codes(standing_stops(replace(SETTLED, stated=neither), TERMS)) == ["STOP_GUARANTEE"]
    assert standing_stops(replace(SETTLED, stated=held), TERMS) == ()


@given(st.frozensets(st.sampled_from(sorted(Statement))), st.sampled_from(["", " ", "The buyer"]))
@settings(max_examples=40)
def test_more_said_never_stops_more(stated: frozenset[Statement], holder: str) -> None:
    fewer = {r.code for r in standing_stops(Arrangement(stated, holder, exit_plan=True), TERMS)}
    for one in sorted(Statement):
        with_one = Arrangement(stated | {one}, holder, exit_plan=True)
        assert {r.code for r in standing_stops(with_one, TERMS)} <= fewer


def test_each_question_is_rated_with_evidence_and_none_red() -> None:
    facts = all_green(GateName.CP1)
    answers = {
        **facts.answers,
        "net_benefit": Rated(),
        "buyer_able": Rated(Rating.RED, "paper", "person:9"),
        "others_effect": Rated(Rating.AMBER, " ", "person:9"),
    }
    found = gate_refusals(replace(facts, answers=answers), Arrangement(), PASS, TERMS)
    assert sorted(codes(found)) == ["EVIDENCE_MISSING", "QUESTION_OPEN", "QUESTION_RED"]


def test_gates_are_passed_in_order_and_overdue_conditions_hold_the_next() -> None:
    overdue = Condition("Sign the VAT opinion", "Finance", date(2014, 11, 2))
    facts = replace(all_green(GateName.CP2), passed=frozenset({GateName.EE}), conditions=(overdue,))
    assert codes(gate_refusals(facts, SETTLED, PASS, TERMS)) == [
        "GATE_NOT_PASSED",
        "CONDITION_OVERDUE",
    ]
    closed = replace(overdue, closed_on=date(2014, 11, 2))
    on_the_day = replace(overdue, due=TODAY)
    for condition in (closed, on_the_day):
        facts = replace(facts, passed=frozenset(IN_ORDER), conditions=(condition,))
        assert gate_refusals(facts, SETTLED, PASS, TERMS) == ()


def test_two_decide_and_neither_rated() -> None:
    facts = all_green(GateName.CP2)
    alone = replace(PASS, deciders=("person:1", "person:1"))
    assessor = replace(PASS, actor="person:9")
    through_a_token = replace(PASS, same_actor=frozenset({"person:9"}))
    assert codes(gate_refusals(facts, SETTLED, alone, TERMS)) == ["TOO_FEW_DECIDERS"]
    assert codes(gate_refusals(facts, SETTLED, assessor, TERMS)) == ["SAME_PERSON"]
    assert codes(gate_refusals(facts, SETTLED, through_a_token, TERMS)) == ["SAME_PERSON"]


def test_a_pause_shows_its_age_and_nothing_is_decided_in_it() -> None:
    since = datetime(2018, 2, 1, 9, tzinfo=UTC)
    facts = replace(all_green(GateName.CP2), paused_since=since)
    assert days_paused(facts, datetime(2019, 1, 2, 8, tzinfo=UTC)) == 334  # eleven months
    assert days_paused(all_green(GateName.CP2), since) is None
    assert codes(gate_refusals(facts, SETTLED, PASS, TERMS)) == ["GATE_PAUSED"]


def test_a_gate_may_be_referred_back_whatever_is_open_but_not_decided_twice() -> None:
    back = replace(PASS, decision=GateDecision.REFERRED_BACK)
    facts = GateFacts(GateName.CP2)
    assert gate_refusals(facts, Arrangement(), back, TERMS) == ()
    decided = replace(facts, decision=GateDecision.REFERRED_BACK)
    assert codes(gate_refusals(decided, SETTLED, PASS, TERMS)) == ["GATE_DECIDED"]


@pytest.mark.parametrize("needed", IN_ORDER)
def test_what_is_missing_before_a_step_is_every_gate_up_to_it(needed: GateName) -> None:
    up_to = IN_ORDER[: IN_ORDER.index(needed) + 1]
    found = missing_gates(needed, frozenset(), TERMS)
    assert [reason.inputs["gate"] for reason in found] == [gate.value for gate in up_to]
    assert missing_gates(needed, frozenset(up_to), TERMS) == ()


def test_before_an_extension_a_gate_of_its_own_is_passed() -> None:
    assert codes(missing_before_extension(frozenset(IN_ORDER), TERMS)) == ["GATE_NOT_PASSED"]
    assert missing_before_extension(frozenset({GateName.ROLLOVER}), TERMS) == ()


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('name = "gates-isap"', "", "name"),
        ('stops_at = ["cp2", "cp3"]', 'stops_at = ["cp9"]', "cp9"),
        ('rollover = "Gate before an extension"', "", "label"),
        ('tax_funded = "The cost of that tax is in the price"', "", "statement"),
        ('id = "buyer_able"', 'id = "net_benefit"', "same id"),
        ('gates = ["rollover"]', 'gates = ["cp3"]', "rollover"),
        ("fewest_deciders = 2", "fewest_deciders = 0", "decides"),
        ("fewest_deciders = 2", "fewest_deciders = ", "TOML"),
        ("[triggers]", "[trigger]", "triggers"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_used_is_named_with_its_fault(was: str, now: str, said: str) -> None:
    text = read_shipped("gates-isap-2017.toml")
    assert was in text
    with pytest.raises(UnusableInput, match=f"own.toml.*{said}"):
        gate_terms_from(text.replace(was, now), "own.toml")
