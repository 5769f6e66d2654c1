"""The day of a case chooses its thresholds; they say which approvals it needs, in which order."""

from __future__ import annotations

from datetime import date

import pytest

from tidegate.core.registers.spend import (
    DECIDES,
    SPEND,
    Money,
    SpendCase,
    SpendStanding,
    SpendState,
    SpendStep,
    Stage,
    case_faults,
    controls_on,
    stages_of,
    state_after,
    step_faults,
    thresholds_on,
)
from tidegate.exchange.registers.dated_tables import spend_thresholds

POUND = 100
BOARD = (Stage.TRIAGE, Stage.BOARD)


def asked(category: str, pounds: int, on: date, money: Money = Money.REVENUE):
    thresholds = thresholds_on(spend_thresholds(), on)
    assert thresholds is not None
    case = SpendCase(category, money, pounds * POUND, on)
    assert not case_faults(case, thresholds)
    return stages_of(controls_on(case, thresholds))


@pytest.mark.parametrize(
    ("category", "pounds", "on", "stages"),
    [
        ("digital", 99_999, date(2013, 6, 1), ()),
        ("digital", 100_000, date(2013, 6, 1), BOARD),
        ("digital_no_floor", 1, date(2013, 6, 1), BOARD),
        ("ict", 4_999_999, date(2013, 6, 1), ()),
        ("ict", 5_000_000, date(2013, 6, 1), BOARD),
        ("digital", 99_999, date(2025, 6, 1), (Stage.PIPELINE, Stage.TRIAGE)),
        ("digital", 150_000_000, date(2025, 6, 1), tuple(Stage)),
        ("other", 149_999_999, date(2025, 6, 1), ()),
        ("other", 150_000_000, date(2025, 6, 1), (*BOARD, Stage.JOINT_REVIEW)),
    ],
)
def test_the_same_spending_needs_other_approvals_in_2013_and_in_2025(
    category: str, pounds: int, on: date, stages: tuple[Stage, ...]
) -> None:
    assert asked(category, pounds, on) == stages


def test_a_limit_on_revenue_does_not_catch_capital() -> None:
    assert asked("other", 200_000_000, date(2025, 6, 1), Money.CAPITAL) == ()


def test_an_edition_holds_from_its_day_until_the_next_ones() -> None:
    older, newer = spend_thresholds()
    assert thresholds_on([newer, older], newer.in_force) is newer
    assert thresholds_on([newer, older], date(newer.in_force.year - 1, 12, 31)) is older


def test_before_the_first_edition_nothing_is_guessed() -> None:
    on = date(2010, 1, 1)
    assert thresholds_on(spend_thresholds(), on) is None
    case = SpendCase("digital", Money.CAPITAL, 1, on)
    assert [reason.code for reason in case_faults(case, None)] == ["NO_THRESHOLDS"]


def test_a_category_is_one_of_its_edition_and_costs_something() -> None:
    case = SpendCase("ict", Money.CAPITAL, 0, date(2025, 1, 1))
    found = case_faults(case, thresholds_on(spend_thresholds(), case.proposed_on))
    assert [reason.code for reason in found] == ["CATEGORY_UNKNOWN", "AMOUNT_NOT_POSITIVE"]


class TestTheWayThroughIt:
    @pytest.mark.parametrize(
        ("state", "step", "stages", "why"),
        [
            ("pipeline", SpendStep("approve", "x"), (), ["NOT_NOW"]),
            ("triage", SpendStep("release", "small"), (), []),
            ("triage", SpendStep("release", "small"), BOARD, ["BOARD_ASKED_FOR"]),
            ("triage", SpendStep("release"), (), ["NOT_SAID"]),
            ("board", SpendStep("approve", "x"), BOARD, []),
            ("board", SpendStep("approve", "x"), tuple(Stage), ["JOINT_REVIEW_ASKED_FOR"]),
            ("board", SpendStep("refuse", "x"), tuple(Stage), []),
            ("joint_review", SpendStep("approve", "x"), tuple(Stage), []),
            ("board", SpendStep("approve_with_conditions", "x"), BOARD, ["NO_CONDITIONS"]),
        ],
    )
    def test_thresholds_decide_which_step_is_open(self, state, step, stages, why) -> None:
        found = step_faults(SpendStanding(SpendState(state), stages), step)
        assert [reason.code for reason in found] == why

    @pytest.mark.parametrize("verb", sorted(DECIDES))
    def test_whoever_put_it_forward_does_not_decide_it(self, verb: str) -> None:
        state = SpendState.TRIAGE if verb == "release" else SpendState.BOARD
        step = SpendStep(verb, "x", ("c",), same_person=True)
        found = step_faults(SpendStanding(state, ()), step)
        assert [reason.code for reason in found] == ["SAME_PERSON"]

    def test_the_last_condition_met_makes_it_approved(self) -> None:
        two = SpendStanding(SpendState.CONDITIONAL, BOARD, (1, 2))
        first = SpendStep("meet", "Done", condition=1)
        assert not step_faults(two, first)
        assert state_after(two, first) is SpendState.CONDITIONAL
        last = SpendStanding(SpendState.CONDITIONAL, BOARD, (2,))
        assert [reason.code for reason in step_faults(last, first)] == ["CONDITION_NOT_OPEN"]
        assert state_after(last, SpendStep("meet", "Done", condition=2)) is SpendState.APPROVED

    def test_every_state_can_be_reached_and_every_way_ends(self) -> None:
        reached = {SpendState.PIPELINE}
        for _ in SpendState:
            reached |= {row.next for row in SPEND.rows if row.state in reached and row.next}
        assert reached == set(SpendState)
        ends = {state for state in SpendState if not SPEND.steps_from(state)}
        assert ends == {SpendState.APPROVED, SpendState.REFUSED, SpendState.WITHDRAWN}

    def test_a_step_that_does_not_exist_leads_nowhere(self) -> None:
        with pytest.raises(ValueError, match="no step approve from pipeline"):
            state_after(SpendStanding(SpendState.PIPELINE, ()), SpendStep("approve"))
