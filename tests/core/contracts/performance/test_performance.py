"""A performance notice: its steps as a table, its clocks, and what may be withheld."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.core.contracts.lifecycle.states import ContractState
from tidegate.core.contracts.performance.cases import CASES, SAFETY
from tidegate.core.contracts.performance.guards import CaseFacts, CaseStep, case_refusals
from tidegate.core.contracts.performance.plan import (
    Milestone,
    Plan,
    plan_content,
    plan_faults,
    plan_from,
)
from tidegate.core.contracts.performance.states import (
    OPEN,
    OVER,
    PERFORMANCE_LABELS,
    PerformanceState,
)
from tidegate.core.contracts.performance.terms import due_on, is_overdue
from tidegate.core.contracts.performance.withholding import Asked, Withheld, cap_pence, withhold
from tidegate.core.directory.roles import PERMISSIONS
from tidegate.core.log.kinds import kind_of
from tidegate.core.reasons import Reason
from tidegate.exchange.contracts.performance_terms import (
    load_performance_terms,
    performance_terms_from,
)
from tidegate.exchange.contracts.shipped_table import read_shipped
from tidegate.exchange.contracts.working_days import england_working_days
from tidegate.exchange.findings import UnusableInput

S = PerformanceState
TERMS = load_performance_terms()
TODAY = date(2026, 7, 6)
MET = Milestone("beds", "Beds cleaned by 14:00", "98%", date(2026, 5, 1), "Site lead",
                met_on=date(2026, 5, 1))  # fmt: skip
LATE = replace(MET, id="staff", met_on=None)
BREACHED = replace(LATE, id="wards", breached_on=date(2026, 6, 3))
FREE = replace(BREACHED, id="paper", withholds=False)
PLAN = Plan(1, date(2026, 4, 1), (MET, LATE, BREACHED, FREE))


def codes(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.code for reason in reasons]


# The steps as the specification writes them, arrow by arrow.
ARROWS = {
    (S.COMPLIANT, S.NOTICE), (S.NOTICE, S.MEETING), (S.MEETING, S.WITHDRAWN),
    (S.MEETING, S.IMMEDIATE_ACTION_PLAN), (S.MEETING, S.JOINT_INVESTIGATION), (S.MEETING, S.RAP),
    (S.JOINT_INVESTIGATION, S.RAP), (S.IMMEDIATE_ACTION_PLAN, S.MONITORED), (S.RAP, S.MONITORED),
    (S.MONITORED, S.CLOSED), (S.MONITORED, S.RAP_BREACH), (S.RAP_BREACH, S.EXCEPTION_REPORT),
    (S.EXCEPTION_REPORT, S.WITHHOLD), (S.WITHHOLD, S.RESTORED), (S.WITHHOLD, S.RETAINED),
    (S.RESTORED, S.SUSPEND), (S.RETAINED, S.SUSPEND), (S.WITHHOLD, S.SUSPEND),
    (S.SUSPEND, S.TERMINATE), (S.TERMINATE, S.EXIT),
}  # fmt: skip
BACK = {(state, S.MONITORED) for state in (S.RESTORED, S.RETAINED, S.EXCEPTION_REPORT, S.SUSPEND)}


def test_the_table_has_every_arrow_and_besides_only_ways_back_out_and_for_safety() -> None:
    plain = {
        (row.state, row.next) for row in CASES.rows if row.verb not in {SAFETY, "exit"}
    } | {(S.TERMINATE, S.EXIT)}  # fmt: skip
    assert plain == ARROWS | BACK | {(S.WITHHOLD, S.WITHHOLD)}
    assert {row.state for row in CASES.rows if row.verb == SAFETY} == OPEN - {
        S.SUSPEND, S.TERMINATE,
    }  # fmt: skip
    assert {row.state for row in CASES.rows if row.verb == "exit"} == OPEN


def test_every_state_is_reached_and_only_ends_lead_nowhere() -> None:
    assert {row.next for row in CASES.rows} == set(S) - {S.COMPLIANT}
    for state in sorted(S):
        assert bool(CASES.steps_from(state)) is (state not in OVER)
    assert set(PERFORMANCE_LABELS) == set(S)


def test_every_step_names_a_permission_and_a_kind_of_entry() -> None:
    for row in CASES.rows:
        assert row.permission in PERMISSIONS
        assert kind_of(row.kind).name == row.kind


def test_what_the_table_does_not_have_is_refused_whatever_is_said() -> None:
    for state in sorted(S):
        for verb in CASES.verbs():
            step = CaseStep(verb, TODAY, "why", "what", TODAY, ("one", "two"), PLAN, "staff")
            found = case_refusals(CaseFacts(state, ContractState.RUNNING, PLAN), step)
            refused = "NOT_IN_THIS_STATE" in codes(found)
            assert refused is (CASES.step(state, verb) is None)


@pytest.mark.parametrize(
    ("state", "step", "expected"),
    [
        (S.COMPLIANT, CaseStep("issue", TODAY), ["EVIDENCE_NEEDED"]),
        (S.COMPLIANT, CaseStep("issue", TODAY, evidence="12 wards not cleaned"), []),
        (S.NOTICE, CaseStep("meet", TODAY), ["MEETING_NOT_HELD", "NOBODY_MET"]),
        (S.NOTICE, CaseStep("meet", TODAY, held_on=date(2026, 7, 7), present=("a", "b")),
         ["MEETING_NOT_HELD"]),
        (S.NOTICE, CaseStep("meet", TODAY, held_on=TODAY, present=("a", "a")), ["NOBODY_MET"]),
        (S.NOTICE, CaseStep("meet", TODAY, held_on=TODAY, present=("a", "b")), []),
        (S.MEETING, CaseStep("withdraw", TODAY), ["REASON_NEEDED"]),
        (S.MEETING, CaseStep("agree_plan", TODAY), ["PLAN_NEEDED"]),
        (S.MEETING, CaseStep("agree_plan", TODAY, plan=replace(PLAN, agreed_on=None)),
         ["PLAN_NEEDED"]),
        (S.JOINT_INVESTIGATION, CaseStep("agree_plan", TODAY, plan=Plan(1, TODAY, ())),
         ["NO_MILESTONES"]),
        (S.MEETING, CaseStep("act_at_once", TODAY, plan=PLAN), []),
        (S.MONITORED, CaseStep("breach", TODAY, milestone="nothing"), ["NO_AGREED_MILESTONE"]),
        (S.MONITORED, CaseStep("breach", TODAY, milestone="beds"), ["MILESTONE_MET"]),
        (S.MONITORED, CaseStep("breach", date(2026, 5, 1), milestone="staff"),
         ["MILESTONE_NOT_DUE"]),
        (S.MONITORED, CaseStep("breach", date(2026, 5, 2), milestone="staff"), []),
        (S.MONITORED, CaseStep("close", TODAY), ["MILESTONE_OPEN"] * 3),
        (S.NOTICE, CaseStep(SAFETY, TODAY), ["REASON_NEEDED"]),
        (S.NOTICE, CaseStep(SAFETY, TODAY, "Theatre air"), []),
        (S.RAP_BREACH, CaseStep("report", TODAY, "Sent to both boards"), []),
        (S.NOTICE, CaseStep("exit", TODAY), ["CONTRACT_NOT_EXITING"]),
    ],
)  # fmt: skip
def test_what_each_step_asks_for(state: S, step: CaseStep, expected: list[str]) -> None:
    assert codes(case_refusals(CaseFacts(state, ContractState.RUNNING, PLAN), step)) == expected


def test_a_notice_is_about_a_contract_in_force_and_only_a_running_one_is_suspended() -> None:
    issue = CaseStep("issue", TODAY, evidence="12 wards not cleaned")
    draft = CaseFacts(S.COMPLIANT, ContractState.DRAFT)
    assert codes(case_refusals(draft, issue)) == ["CONTRACT_NOT_IN_FORCE"]
    ending = CaseFacts(S.NOTICE, ContractState.EXITING)
    safety = CaseStep(SAFETY, TODAY, "Theatre air")
    assert codes(case_refusals(ending, safety)) == ["CONTRACT_NOT_RUNNING"]
    assert case_refusals(ending, CaseStep("exit", TODAY)) == ()


def test_a_case_is_not_closed_over_money_that_is_not_settled() -> None:
    met = Plan(1, date(2026, 4, 1), (MET,))
    facts = CaseFacts(S.MONITORED, ContractState.RUNNING, met, settled=False)
    assert codes(case_refusals(facts, CaseStep("close", TODAY))) == ["WITHHOLDING_OPEN"]


@pytest.mark.parametrize("verb", ["exit", "monitor"])
def test_withheld_money_is_settled_before_a_case_goes_on_or_out(verb: str) -> None:
    facts = CaseFacts(S.RETAINED, ContractState.EXITING, PLAN, settled=False)
    assert codes(case_refusals(facts, CaseStep(verb, TODAY))) == ["WITHHOLDING_OPEN"]


def test_a_plan_is_kept_and_read_back_as_it_was() -> None:
    assert plan_from(plan_content(PLAN)) == PLAN
    assert plan_from({}) is None


def test_a_milestone_that_was_breached_and_then_met_keeps_both_days() -> None:
    both = LATE.breached(date(2026, 6, 3)).met(date(2026, 6, 9))
    assert not both.is_breached
    assert (both.breached_on, both.met_on) == (date(2026, 6, 3), date(2026, 6, 9))
    assert PLAN.with_milestone(both).milestone("staff") == both


def test_faults_of_a_plan_are_named() -> None:
    twice = replace(PLAN, milestones=(MET, MET))
    empty = replace(PLAN, milestones=(replace(MET, owner=" "),))
    past = replace(PLAN, agreed_on=date(2026, 5, 2), milestones=(MET,))
    assert codes(plan_faults(twice, "")) == ["MILESTONE_TWICE"]
    assert codes(plan_faults(empty, "")) == ["MILESTONE_INCOMPLETE"]
    assert codes(plan_faults(past, "")) == ["MILESTONE_PAST"]
    assert plan_faults(PLAN, "") == ()


# Clocks


def slow_due(day: date, number: int) -> date:
    """Count operational days one by one on a calendar made by weekday and the list of holidays."""
    closed = holidays.country_holidays("GB", subdiv="ENG", years=range(2023, 2033))
    days = [day + timedelta(days=n) for n in range(1, 300)]
    working = [one for one in days if one.strftime("%a") not in {"Sat", "Sun"}]
    return [one for one in working if one not in closed][number - 1]


@given(
    st.dates(date(2024, 1, 1), date(2031, 12, 31)),
    st.sampled_from(sorted(TERMS.operational_days)),
)
@settings(max_examples=50)
def test_each_clock_agrees_with_a_calendar_counted_by_hand(day: date, state: S) -> None:
    found = due_on(state, day, england_working_days(), TERMS)
    assert found == slow_due(day, TERMS.operational_days[state])


def test_a_clock_skips_christmas_and_is_overdue_the_day_after() -> None:
    due = due_on(S.NOTICE, date(2025, 12, 18), england_working_days(), TERMS)
    assert due == date(2026, 1, 6)  # a Tuesday: ten operational days, two weekends, three holidays
    assert not is_overdue(due, date(2026, 1, 6))
    assert is_overdue(due, date(2026, 1, 7))


@pytest.mark.parametrize("state", sorted(set(S) - set(TERMS.operational_days)))
def test_no_clock_runs_where_the_table_has_none(state: S) -> None:
    assert due_on(state, TODAY, england_working_days(), TERMS) is None
    assert not is_overdue(None, TODAY)


# Withholding

JULY = date(2026, 7, 1)
ASKED = Asked("wards", JULY, base_pence=1_000_000_00, rate_per_mille=20)


def test_a_breached_milestone_costs_two_per_cent_of_the_month() -> None:
    assert withhold(PLAN, ASKED, TERMS) == Withheld(2_000_000, capped=False)


def test_pence_are_cut_never_rounded_up() -> None:
    assert withhold(PLAN, replace(ASKED, base_pence=149), TERMS) == Withheld(2, capped=False)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"milestone": "beds"}, ["MILESTONE_NOT_BREACHED"]),
        ({"milestone": "staff"}, ["MILESTONE_NOT_BREACHED"]),
        ({"milestone": "paper"}, ["NO_SUCH_CONSEQUENCE"]),
        ({"milestone": "nothing"}, ["NO_AGREED_MILESTONE"]),
        ({"held_for": frozenset({"wards"})}, ["WITHHELD_ALREADY"]),
        ({"month": date(2026, 5, 1)}, ["MONTH_BEFORE_BREACH"]),
        ({"month": date(2026, 7, 2)}, ["NO_SUCH_MONTH"]),
        ({"base_pence": 0}, ["NO_SUCH_MONTH"]),
        ({"rate_per_mille": 21}, ["RATE_OUT_OF_RANGE"]),
        ({"rate_per_mille": 0}, ["RATE_OUT_OF_RANGE"]),
        ({"held_pence": 10_000_000}, ["CAP_REACHED"]),
    ],
)
def test_why_nothing_is_withheld(changed: dict[str, object], expected: list[str]) -> None:
    found = withhold(PLAN, replace(ASKED, **changed), TERMS)  # type: ignore[arg-type]
    assert isinstance(found, tuple)
    assert codes(found) == expected


def test_without_an_agreed_plan_nothing_is_withheld() -> None:
    for plan in (None, replace(PLAN, agreed_on=None)):
        found = withhold(plan, ASKED, TERMS)
        assert isinstance(found, tuple)
        assert codes(found) == ["NO_AGREED_MILESTONE"]


milestones = st.builds(
    Milestone,
    id=st.sampled_from("abcdefgh"),
    metric=st.just("metric"),
    target=st.just("target"),
    due=st.just(date(2026, 5, 1)),
    owner=st.just("owner"),
    withholds=st.booleans(),
    met_on=st.none() | st.just(date(2026, 6, 30)),
    breached_on=st.none() | st.just(date(2026, 6, 3)),
)
tries = st.lists(
    st.tuples(st.sampled_from("abcdefghz"), st.integers(-1, 60), st.integers(0, 10**9)), max_size=25
)


@given(
    st.lists(milestones, max_size=8, unique_by=lambda each: each.id),
    st.none() | st.just(date(2026, 4, 1)),
    tries,
)
@settings(max_examples=50)
def test_whatever_is_tried_the_cap_holds_and_only_breached_milestones_cost(
    made: list[Milestone], agreed: date | None, attempts: list[tuple[str, int, int]]
) -> None:
    plan = Plan(1, agreed, tuple(made))
    held: dict[str, int] = {}
    for name, rate, base in attempts:
        asked = Asked(name, JULY, base, rate, sum(held.values()), frozenset(held))
        found = withhold(plan, asked, TERMS)
        if isinstance(found, Withheld):
            milestone = plan.milestone(name)
            assert milestone is not None
            assert agreed is not None
            assert milestone.is_breached
            assert milestone.withholds
            assert name not in held
            held[name] = found.pence
            assert 0 <= found.pence <= base * TERMS.withhold_per_mille // 1000
            assert sum(held.values()) <= cap_pence(base, TERMS)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("cap_per_mille = 100", "cap_per_mille = 10", "cap"),
        ("cap_per_mille = 100", "cap_per_mille = 1001", "cap"),
        ("notice = 10", "closed = 10", "closed"),
        ("notice = 10", "notice = 0", "deadline"),
        ("notice = 10", "nothing = 10", "nothing"),
        ("[money]", "[moneys]", "money"),
    ],
)
def test_a_table_that_cannot_be_used_is_named_with_its_fault(was: str, now: str, said: str) -> None:
    text = read_shipped("performance-2026.toml")
    assert was in text
    with pytest.raises(UnusableInput, match=f"own.toml.*{said}"):
        performance_terms_from(text.replace(was, now), "own.toml")
