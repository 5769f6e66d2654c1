"""The default list of invitations: each limit of the national scheme, from both sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.reasons import Verdict
from tidegate.core.transfers.invitable import InviteRule, Waiting, may_be_invited

TODAY = date(2026, 11, 2)
RULE = InviteRule(
    "invite", "2023", "the authors", "the scheme's published pages", date(2023, 10, 31), 40, 8, 18
)
INVITED = Waiting(
    clock_start=TODAY - timedelta(days=300),
    age=60,
    from_hospital=False,
    english_practice=True,
    in_rtt_return=True,
)


def judged(rule: InviteRule = RULE, **changes: Any) -> tuple[Verdict, list[str]]:
    """Judge someone who would be invited but for the changes: verdict, and codes of reasons."""
    verdict, reasons = may_be_invited(replace(INVITED, **changes), rule, today=TODAY)
    return verdict, [reason.code for reason in reasons]


def in_days(days: int) -> date:
    """Return the day so many days from today."""
    return TODAY + timedelta(days=days)


def test_who_waited_long_is_undated_adult_and_englands_is_invited() -> None:
    assert judged() == (Verdict.ACCEPT, [])


@pytest.mark.parametrize("days", [281, 282, 287, 300, 365, 728])
def test_more_than_40_weeks_is_long_enough(days: int) -> None:
    assert judged(clock_start=in_days(-days)) == (Verdict.ACCEPT, [])


@pytest.mark.parametrize("days", [280, 279, 274, 273, 126, 0])
def test_40_weeks_or_less_is_not(days: int) -> None:
    assert judged(clock_start=in_days(-days)) == (Verdict.REFUSE, ["NOT_WAITED_LONG_ENOUGH"])


@pytest.mark.parametrize("days", [0, 1, 28, 54, 55, 56])
def test_a_date_within_the_next_8_weeks_keeps_off_the_list(days: int) -> None:
    assert judged(dated_for=in_days(days)) == (Verdict.REFUSE, ["DATED_SOON"])


@pytest.mark.parametrize("days", [57, 58, 63, 100, -1, -30])
def test_a_later_date_or_one_that_has_passed_does_not(days: int) -> None:
    assert judged(dated_for=in_days(days)) == (Verdict.ACCEPT, [])


@pytest.mark.parametrize("age", [0, 1, 10, 15, 16, 17])
def test_children_are_not_on_it(age: int) -> None:
    assert judged(age=age) == (Verdict.REFUSE, ["TOO_YOUNG"])


@pytest.mark.parametrize("age", [18, 19, 40, 65, 90, 104])
def test_adults_are(age: int) -> None:
    assert judged(age=age) == (Verdict.ACCEPT, [])


# The yes-or-no parts: what keeps off, alone and beside every other answer that does not.
YES_OR_NO = (
    ("from_hospital", True, "REFERRED_FROM_HOSPITAL"),
    ("english_practice", False, "NO_ENGLISH_PRACTICE"),
    ("in_rtt_return", False, "NOT_IN_RTT_RETURN"),
)
OTHERS = (
    {}, {"age": 18}, {"age": 95}, {"clock_start": in_days(-281)}, {"dated_for": in_days(57)},
    {"dated_for": in_days(-1)},
)  # fmt: skip


@pytest.mark.parametrize("others", OTHERS)
@pytest.mark.parametrize(("fact", "keeps_off", "code"), YES_OR_NO)
def test_tertiary_not_english_and_uncounted_pathways_are_not_on_it(
    fact: str, keeps_off: bool, code: str, others: dict[str, Any]
) -> None:
    assert judged(**{fact: keeps_off}, **others) == (Verdict.REFUSE, [code])
    assert judged(**{fact: not keeps_off}, **others) == (Verdict.ACCEPT, [])


@pytest.mark.parametrize(
    ("unknown", "code"),
    [
        ({"clock_start": None}, "NOT_WAITED_LONG_ENOUGH_UNKNOWN"),
        ({"dated_is_known": False}, "DATED_SOON_UNKNOWN"),
        ({"age": None}, "TOO_YOUNG_UNKNOWN"),
        ({"from_hospital": None}, "REFERRED_FROM_HOSPITAL_UNKNOWN"),
        ({"english_practice": None}, "NO_ENGLISH_PRACTICE_UNKNOWN"),
        ({"in_rtt_return": None}, "NOT_IN_RTT_RETURN_UNKNOWN"),
    ],
)
def test_nobody_is_invited_on_a_guess(unknown: dict[str, Any], code: str) -> None:
    assert judged(**unknown) == (Verdict.UNKNOWN, [code])
    verdict, codes = judged(**unknown | {"age": 17})
    assert verdict is Verdict.REFUSE
    assert "TOO_YOUNG" in codes


def test_conditions_are_asked_only_where_the_deploying_body_names_some() -> None:
    named = replace(RULE, excluded_conditions=frozenset({"dialysis"}))
    assert judged(conditions=None) == (Verdict.ACCEPT, [])
    assert judged(named, conditions=None) == (Verdict.UNKNOWN, ["CONDITION_EXCLUDED_UNKNOWN"])
    assert judged(named, conditions=frozenset({"dialysis", "gout"})) == (
        Verdict.REFUSE, ["CONDITION_EXCLUDED"],
    )  # fmt: skip
    assert judged(named, conditions=frozenset({"gout"})) == (Verdict.ACCEPT, [])


def test_every_reason_says_what_was_looked_at_and_under_which_version() -> None:
    nobody = Waiting(clock_start=TODAY, dated_for=TODAY, age=3)
    _, reasons = may_be_invited(nobody, RULE, today=TODAY)
    assert len(reasons) == 6
    assert {reason.rule_version for reason in reasons} == {"invite rule invite-2023"}
    assert all(reason.inputs and reason.detail for reason in reasons)
    assert "more than 40 weeks" in reasons[0].detail


@given(
    st.integers(0, 1000), st.none() | st.integers(-100, 200), st.none() | st.integers(0, 110),
    *(st.none() | st.booleans() for _ in range(3)),
)  # fmt: skip
def test_who_is_accepted_meets_every_limit_and_who_is_not_is_told_why(
    waited: int,
    dated: int | None,
    age: int | None,
    hospital: bool | None,
    english: bool | None,
    counted: bool | None,
) -> None:
    verdict, codes = judged(
        clock_start=in_days(-waited),
        dated_for=None if dated is None else in_days(dated),
        age=age,
        from_hospital=hospital,
        english_practice=english,
        in_rtt_return=counted,
    )
    meets = (
        waited > 280
        and (dated is None or not 0 <= dated <= 56)
        and age is not None
        and age >= 18
        and hospital is False
        and english is True
        and counted is True
    )
    assert (verdict is Verdict.ACCEPT) == meets
    assert (codes == []) == meets
