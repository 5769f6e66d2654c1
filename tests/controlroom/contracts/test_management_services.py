"""Gates, performance notices, withholding and subcontracts, with what they do to the contract."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.controlroom.contracts.carrying import (
    BUYER,
    NOW,
    People,
    drafted,
    exit_plan,
    later,
    people,
    running,
)

from tidegate.controlroom.contracts.models import (
    Contract,
    Gate,
    Performance,
    Subcontract,
    Withholding,
)
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.services.add_subcontract import add_subcontract
from tidegate.controlroom.contracts.services.answer_gate import answer_gate
from tidegate.controlroom.contracts.services.close_condition import close_condition
from tidegate.controlroom.contracts.services.decide_gate import decide_gate
from tidegate.controlroom.contracts.services.end_subcontract import end_subcontract
from tidegate.controlroom.contracts.services.issue_performance_notice import (
    issue_performance_notice,
)
from tidegate.controlroom.contracts.services.meet_milestone import meet_milestone
from tidegate.controlroom.contracts.services.move_performance import move_performance
from tidegate.controlroom.contracts.services.open_gate import open_gate
from tidegate.controlroom.contracts.services.pause_gate import pause_gate
from tidegate.controlroom.contracts.services.prepare_rollover import prepare_rollover
from tidegate.controlroom.contracts.services.settle_withholding import settle_withholding
from tidegate.controlroom.contracts.services.withdraw_contract import withdraw_contract
from tidegate.controlroom.contracts.services.withhold_money import withhold_money
from tidegate.controlroom.contracts.services.write_exit_plan import write_exit_plan
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.core.contracts.gates.decide import Condition, GateDecision, Rating
from tidegate.core.contracts.gates.terms import IN_ORDER, GateName, Statement
from tidegate.core.contracts.performance.plan import Milestone, Plan, plan_from
from tidegate.core.contracts.rollover import RolloverOutcome
from tidegate.core.contracts.subcontracts import Edge
from tidegate.exchange.contracts.gate_terms import load_gate_terms

__all__ = ["people"]
pytestmark = pytest.mark.django_db
JULY, AUGUST = date(2026, 7, 1), date(2026, 8, 1)
MONTHLY = 100_000_00
PASSED = GateDecision.PASSED


def kinds(contract: Contract) -> list[str]:
    rows = Entry.objects.filter(subject=f"contract:{contract.reference}").order_by("seq")
    return list(rows.values_list("kind", flat=True))


def codes(call: Callable[..., Any], **said: Any) -> tuple[str, ...]:
    with pytest.raises(ContractRefused) as refused:
        call(**said)
    return refused.value.codes


# Gates


def answered(gate: Gate, people: People, *, without: frozenset[str] = frozenset()) -> None:
    """Answer everything green, but for what is left out."""
    for one in (*gate.questions, *gate.hard_stops):
        if one["id"] not in without:
            answer_gate(
                gate=gate, question=one["id"], rating=Rating.GREEN, evidence="Paper 7",
                actor=people.drafting, now=NOW,
            )  # fmt: skip


def passed(contract: Contract, name: GateName, people: People) -> Gate:
    gate = open_gate(contract=contract, gate=name, actor=people.drafting, now=NOW)
    answered(gate, people)
    return decide_gate(
        gate=gate, decision=PASSED, with_whom=["Chair"], actor=people.signing, now=NOW
    )


def test_the_contract_that_collapsed_does_not_pass_checkpoint_2(people: People) -> None:
    made = drafted(people, complex_why=("new_entity", "risk_share"), holder_of_risk="")
    write_exit_plan(contract=made, plan=exit_plan(), actor=people.drafting, now=NOW)
    for name in (GateName.EE, GateName.CP1):
        passed(made, name, people)
    gate = open_gate(contract=made, gate=GateName.CP2, actor=people.drafting, now=NOW)
    answered(gate, people, without=frozenset({
        "tax_opinion", "tax_funded", "provider_has_assets", "guarantee_held", "price_agreed",
        "schedule_agreed",
    }))  # fmt: skip
    found = codes(
        decide_gate, gate=gate, decision=PASSED, with_whom=["Chair"], actor=people.signing, now=NOW
    )
    assert found == (
        "STOP_TAX_TREATMENT", "STOP_GUARANTEE", "STOP_PRICE_OR_SCHEDULE", "STOP_RESIDUAL_RISK",
    )  # fmt: skip
    gate.refresh_from_db()
    assert gate.decision == ""


def test_gates_are_passed_in_order_under_conditions_that_are_closed(people: People) -> None:
    made = drafted(people, complex_why=("new_entity",))
    write_exit_plan(contract=made, plan=exit_plan(), actor=people.drafting, now=NOW)
    early = open_gate(contract=made, gate=GateName.EE, actor=people.drafting, now=NOW)
    answered(early, people)
    must = Condition("Sign the VAT opinion", "Finance", date(2026, 5, 19))
    decide_gate(
        gate=early, decision=PASSED, with_whom=["Chair"], actor=people.signing, now=NOW,
        conditions=[must],
    )  # fmt: skip
    next_gate = open_gate(contract=made, gate=GateName.CP1, actor=people.drafting, now=NOW)
    answered(next_gate, people)
    said = {
        "gate": next_gate, "decision": PASSED, "with_whom": ["Chair"], "actor": people.signing,
        "now": NOW,
    }  # fmt: skip
    assert codes(decide_gate, **said) == ("CONDITION_OVERDUE",)
    close_condition(gate=early, number=0, actor=people.drafting, now=NOW)
    assert codes(close_condition, gate=early, number=0, actor=people.drafting, now=NOW) == (
        "NO_SUCH_CONDITION",
    )
    decide_gate(**said)  # type: ignore[arg-type]
    for name in IN_ORDER[2:]:
        passed(made, name, people)
    assert codes(
        open_gate, contract=made, gate=GateName.CP3, actor=people.drafting, now=NOW
    ) == ("GATE_STANDS",)  # fmt: skip
    assert kinds(made).count("gate_decided") == 4


def test_whoever_rated_does_not_decide_and_a_pause_has_its_reason(people: People) -> None:
    made = drafted(people, complex_why=("new_entity",))
    gate = open_gate(contract=made, gate=GateName.EE, actor=people.drafting, now=NOW)
    answered(gate, people)
    decide = {"gate": gate, "decision": PASSED, "with_whom": ["Chair"], "now": NOW}
    assert codes(decide_gate, actor=people.drafting, **decide) == ("SAME_PERSON",)
    assert kinds(made)[-1] == "contract_step_refused"
    with pytest.raises(PermissionMissing):
        decide_gate(actor=people.answering, **decide)  # type: ignore[arg-type]
    who = {"gate": gate, "actor": people.drafting}
    assert codes(pause_gate, reason=" ", now=NOW, **who) == ("REASON_NEEDED",)
    pause_gate(reason="Waits for the opinion", now=NOW, **who)  # type: ignore[arg-type]
    assert codes(decide_gate, actor=people.signing, **decide) == ("GATE_PAUSED",)
    pause_gate(reason="It has come", now=NOW + timedelta(days=334), **who)  # type: ignore[arg-type]
    entry = Entry.objects.order_by("-seq").first()
    assert entry is not None
    assert entry.facts["days"] == 334
    decide_gate(actor=people.signing, **decide)  # type: ignore[arg-type]
    again = {"question": "net_benefit", "rating": Rating.RED, "evidence": "x", "now": NOW}
    assert codes(answer_gate, **who, **again) == ("GATE_DECIDED",)


def test_a_gate_that_was_referred_back_is_opened_anew(people: People) -> None:
    made = drafted(people, complex_why=("new_entity",))
    gate = open_gate(contract=made, gate=GateName.EE, actor=people.drafting, now=NOW)
    back = GateDecision.REFERRED_BACK
    decide_gate(gate=gate, decision=back, with_whom=["Chair"], actor=people.signing, now=NOW)
    second = open_gate(contract=made, gate=GateName.EE, actor=people.drafting, now=NOW)
    assert {one["rating"] for one in second.questions} == {""}
    wrong = {"rating": Rating.GREEN, "actor": people.drafting, "now": NOW, "gate": second}
    assert codes(answer_gate, question="magic", evidence="x", **wrong) == ("NO_SUCH_QUESTION",)
    assert codes(answer_gate, question="net_benefit", evidence=" ", **wrong) == ("EVIDENCE_NEEDED",)
    assert [one["id"] for one in second.hard_stops] == []
    assert len(load_gate_terms().statements) == len(Statement)


# Performance


def notice(people: People, made: Contract, days: int = 1) -> Performance:
    return issue_performance_notice(
        contract=made, clause="SC 3", evidence="12 wards", actor=people.drafting, now=later(days)
    )


def breached(people: People, made: Contract, names: str = "ab", days: int = 1) -> Performance:
    """A case whose exception was reported, every milestone of its plan but the last breached."""
    case = notice(people, made, days)
    due = date(2026, 6, 30)
    plan = Plan(1, later(days).date(), tuple(Milestone(one, "Wards", "98%", due, "Lead")
                                            for one in names))  # fmt: skip
    move(case, people, "meet", days, held_on=later(days).date(), present=("Ours", "Theirs"))
    move(case, people, "agree_plan", days, plan=plan)
    move(case, people, "monitor", days)
    move(case, people, "breach", 40, milestone=names[0])
    return move(case, people, "report", 41, reason="To both boards")


def move(case: Performance, people: People, verb: str, days: int, **said: Any) -> Performance:
    return move_performance(case=case, verb=verb, actor=people.drafting, now=later(days), **said)


def test_a_notice_has_its_clocks_and_its_entries(people: People) -> None:
    made = running(people)
    case = notice(people, made)
    assert case.due_on == date(2026, 6, 16)  # ten operational days after 2 June
    with pytest.raises(PermissionMissing):
        issue_performance_notice(
            contract=made, clause="x", evidence="x", actor=people.answering, now=later(1)
        )
    met = move(case, people, "meet", 9, held_on=later(8).date(), present=("Ours", "Theirs"))
    assert (met.state, met.due_on) == ("meeting", date(2026, 6, 17))
    gone = move(case, people, "withdraw", 10, reason="The wards were clean")
    assert (gone.state, gone.due_on) == ("withdrawn", None)
    assert kinds(made)[-3:] == ["performance_issued", "performance_moved", "performance_moved"]
    second = notice(people, made, 12)
    assert second.number == 2


def test_money_is_withheld_for_a_breach_never_above_the_cap_of_all_notices(people: People) -> None:
    made = running(people)
    case = breached(people, made)
    ask = {
        "case": case, "milestone": "a", "month": JULY, "base_pence": MONTHLY,
        "rate_per_mille": 20, "actor": people.drafting, "now": later(42),
    }  # fmt: skip
    assert codes(withhold_money, **{**ask, "milestone": "b"}) == ("MILESTONE_NOT_BREACHED",)
    assert codes(withhold_money, **{**ask, "rate_per_mille": 21}) == ("RATE_OUT_OF_RANGE",)
    first = withhold_money(**ask)  # type: ignore[arg-type]
    assert first.amount_pence == 2_000_00
    assert codes(withhold_money, **ask) == ("WITHHELD_ALREADY",)
    amounts = [first.amount_pence]
    for _ in range(5):  # each further notice of the contract counts towards the same cap
        other = breached(people, made)
        if sum(amounts) < MONTHLY // 10:
            held = withhold_money(**{**ask, "case": other})
            amounts.append(held.amount_pence)
        else:
            assert codes(withhold_money, **{**ask, "case": other}) == ("CAP_REACHED",)
    assert sum(amounts) == MONTHLY // 10
    august = withhold_money(**{**ask, "month": AUGUST})
    assert august.amount_pence == 2_000_00


def test_withheld_money_is_given_back_when_the_milestone_is_met_and_kept_when_not(
    people: People,
) -> None:
    made = running(people)
    case = breached(people, made, "a")
    ask = {
        "case": case, "milestone": "a", "base_pence": MONTHLY, "rate_per_mille": 20,
        "actor": people.drafting, "now": later(42),
    }  # fmt: skip
    july, august = (withhold_money(month=month, **ask) for month in (JULY, AUGUST))  # type: ignore[arg-type]
    who = {"actor": people.drafting, "now": later(50)}
    settle = {"reason": "Agreed", **who}
    assert codes(settle_withholding, withholding=july, restored=True, **settle) == (
        "MILESTONE_OPEN",
    )
    settle_withholding(withholding=july, restored=False, **settle)  # type: ignore[arg-type]
    case.refresh_from_db()
    assert case.state == "withheld"  # August is not settled yet
    said = {"case": case, "milestone": "a", "evidence": "Audit", **who}
    assert codes(meet_milestone, met_on=date(2027, 1, 1), **said) == ("DAY_TO_COME",)
    meet_milestone(met_on=date(2026, 7, 20), **said)  # type: ignore[arg-type]
    assert codes(meet_milestone, met_on=date(2026, 7, 20), **said) == ("MILESTONE_MET",)
    assert codes(settle_withholding, withholding=august, restored=False, **settle) == (
        "MILESTONE_MET",
    )
    settle_withholding(withholding=august, restored=True, **settle)  # type: ignore[arg-type]
    case.refresh_from_db()
    assert case.state == "restored"
    plan = plan_from(case.plan)
    assert plan is not None
    kept = plan.milestone("a")
    assert kept is not None
    assert (kept.breached_on, kept.met_on) == (later(40).date(), date(2026, 7, 20))
    assert Withholding.objects.filter(outcome="").count() == 0
    move(case, people, "monitor", 51)
    assert move(case, people, "close", 52).state == "closed"


def test_safety_suspends_the_contract_at_once_and_monitoring_lets_it_run_again(
    people: People,
) -> None:
    made = running(people)
    case = notice(people, made)
    assert codes(
        move_performance, case=case, verb="suspend_for_safety", actor=people.drafting, now=later(2)
    ) == ("REASON_NEEDED",)
    move(case, people, "suspend_for_safety", 2, reason="Theatre air")
    made.refresh_from_db()
    assert made.state == "suspended"
    assert kinds(made)[-2:] == ["contract_suspended", "performance_moved"]
    other = notice(people, made, 3)
    move(other, people, "suspend_for_safety", 3, reason="Theatre floor")
    move(case, people, "monitor", 5, reason="Air is clean")
    made.refresh_from_db()
    assert made.state == "suspended"  # the other notice still suspends it
    move(other, people, "monitor", 6, reason="Floor is clean")
    made.refresh_from_db()
    assert made.state == "running"


def test_a_case_ends_the_contract_by_a_board_with_its_exit_plan_in_use(people: People) -> None:
    made = running(people)
    case = notice(people, made)
    move(case, people, "suspend_for_safety", 2, reason="Theatre air")
    last = later(100).date()
    end = {
        "case": case,
        "verb": "terminate",
        "reason": "No plan",
        "last_day": last,
        "now": later(3),
    }
    found = codes(move_performance, actor=people.signing, minute=" ", **end)
    assert found == ("NO_BOARD_MINUTE",)
    case.refresh_from_db()
    assert case.state == "suspended"
    move_performance(actor=people.signing, minute="2026-06/9", **end)  # type: ignore[arg-type]
    made.refresh_from_db()
    assert (made.state, made.ends_on) == ("exiting", last)
    assert made.exit_plans.get().active_from == later(3)
    assert move(case, people, "exit", 4).state == "exit"
    assert kinds(made)[-3:] == ["contract_terminated", "performance_moved", "performance_moved"]


def test_what_cannot_be_is_refused_in_words(people: People) -> None:
    draft, made = drafted(people), running(people)
    who = {"actor": people.drafting, "now": later(2)}
    assert codes(
        issue_performance_notice, contract=draft, clause="x", evidence="x", **who
    ) == ("CONTRACT_NOT_IN_FORCE",)  # fmt: skip
    review = {
        "contract": draft, "answers": {}, "changes_considerably": False,
        "outcome": RolloverOutcome.END,
    }  # fmt: skip
    assert codes(prepare_rollover, **review, **who) == ("CONTRACT_NOT_IN_FORCE",)
    case = notice(people, made)
    met = {"case": case, "met_on": later(1).date(), "milestone": "a", **who}
    assert codes(meet_milestone, evidence="x", **met) == ("NO_AGREED_MILESTONE",)
    assert codes(
        withhold_money, case=case, milestone="a", month=JULY, base_pence=1, rate_per_mille=1, **who
    ) == ("NOT_IN_THIS_STATE",)
    assert codes(
        write_exit_plan, contract=made, plan=exit_plan(owner=" "), **who
    ) == ("EXIT_OWNER_MISSING",)  # fmt: skip
    gone = withdraw_contract(contract=draft, reason="Not needed", **who)  # type: ignore[arg-type]
    edge = Edge("ZN101", "Tarn Cleaning", frozenset({"day_case"}), 1)
    assert codes(open_gate, contract=gone, gate=GateName.EE, **who) == ("CONTRACT_OVER",)
    assert codes(add_subcontract, contract=gone, edge=edge, **who) == ("CONTRACT_OVER",)
    assert codes(write_exit_plan, contract=gone, plan=exit_plan(), **who) == ("CONTRACT_OVER",)
    over = move(case, people, "meet", 2, held_on=later(2).date(), present=("Ours", "Theirs"))
    over = move(over, people, "withdraw", 2, reason="It was clean")
    assert codes(meet_milestone, **{**met, "case": over}, evidence="x") == ("CASE_OVER",)
    assert codes(
        move_performance, case=over, verb="meet", actor=people.drafting, now=later(3)
    ) == ("NOT_IN_THIS_STATE",)  # fmt: skip


def test_settling_asks_once_and_why(people: People) -> None:
    case = breached(people, running(people), "a")
    who = {"actor": people.drafting, "now": later(42)}
    held = withhold_money(
        case=case, milestone="a", month=JULY, base_pence=MONTHLY, rate_per_mille=20, **who
    )  # type: ignore[arg-type]
    settle = {"withholding": held, "restored": False, **who}
    assert codes(settle_withholding, reason=" ", **settle) == ("REASON_NEEDED",)
    settle_withholding(reason="Not met", **settle)  # type: ignore[arg-type]
    assert codes(settle_withholding, reason="Again", **settle) == ("SETTLED_ALREADY",)
    assert codes(meet_milestone, case=case, milestone="a", met_on=later(42).date(), evidence=" ",
                 **who) == ("EVIDENCE_NEEDED",)  # fmt: skip


# Subcontracts


def test_subcontracts_that_break_the_tree_are_refused_and_those_beneath_end_with_theirs(
    people: People,
) -> None:
    made = running(people)
    who = {"contract": made, "actor": people.drafting, "now": later(2)}
    first = Edge("ZN101", "Tarn Cleaning", frozenset({"Cleaning", "Portering"}), 1000)
    top = add_subcontract(edge=first, **who)  # type: ignore[arg-type]
    below = replace(first, lead="Tarn Cleaning", sub="Wards", services=frozenset({"Cleaning"}))
    stays = replace(
        below, sub="Porters", services=frozenset({"Portering"}), value_pence=0, novates_to="ZN101"
    )
    for edge in (replace(below, value_pence=900), stays):
        add_subcontract(edge=edge, **who)  # type: ignore[arg-type]
    assert codes(add_subcontract, edge=replace(below, lead="Wards", sub="ZN101"), **who) == (
        "CIRCLE", "CIRCLE", "CIRCLE", "VALUE_ABOVE_PARENT",
    )  # fmt: skip
    assert codes(add_subcontract, edge=replace(first, sub="Another"), **who) == (
        "TWO_ACCOUNTABLE", "TWO_ACCOUNTABLE",
    )  # fmt: skip
    end_subcontract(
        subcontract=top, on=date(2026, 7, 31), reason="Taken back", actor=people.drafting,
        now=later(3),
    )  # fmt: skip
    rows = {one.sub: one for one in Subcontract.objects.filter(contract=made)}
    assert rows["Wards"].ended_on == rows["Tarn Cleaning"].ended_on == date(2026, 7, 31)
    assert (rows["Porters"].lead, rows["Porters"].ended_on) == ("ZN101", None)
    entry = Entry.objects.order_by("-seq").first()
    assert entry is not None
    assert entry.facts["affected"] == ["Wards", "Porters"]
    assert entry.facts["novates"] == {"Porters": "ZN101"}
    assert entry.on_behalf_of == BUYER
    again = {"subcontract": top, "on": date(2026, 8, 1), "reason": "x", "actor": people.drafting}
    assert codes(end_subcontract, now=later(4), **again) == ("ENDED_ALREADY",)
