"""No contract is extended before somebody asked how good the service is, and another signed it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.core.contracts.months import months_after
from tidegate.core.contracts.rollover import (
    Review,
    RolloverOutcome,
    Topic,
    extension_refusals,
    review_asked,
    review_days,
    review_refusals,
)
from tidegate.core.reasons import Reason
from tidegate.exchange.contracts.ending_terms import load_rollover_terms, rollover_terms_from
from tidegate.exchange.contracts.shipped_table import read_shipped
from tidegate.exchange.findings import UnusableInput

TERMS = load_rollover_terms()
END, LATER = date(2027, 3, 31), date(2028, 3, 31)
SIGNED = Review(
    for_end=END,
    answers=dict.fromkeys(Topic, "Looked at, see paper 7"),
    changes_considerably=False,
    outcome=RolloverOutcome.EXTEND,
    prepared_by="person:1",
    signed_by="person:2",
    signed_on=date(2026, 4, 1),
)


def codes(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.code for reason in reasons]


def extend(review: Review | None, today: date, new_end: date = LATER) -> list[str]:
    return codes(extension_refusals(review, end=END, new_end=new_end, today=today, terms=TERMS))


def test_reviews_are_asked_for_at_18_12_9_and_6_months() -> None:
    assert review_days(END, TERMS) == (
        date(2025, 9, 30), date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30),
    )  # fmt: skip


def test_as_the_days_go_by_the_newest_day_asks() -> None:
    """Date travel: every day from two years before to after the end."""
    asked = {}
    day = date(2025, 3, 31)
    while day <= date(2027, 6, 1):
        asked.setdefault(review_asked(END, day, TERMS), day)
        day += timedelta(days=1)
    assert asked == {
        None: date(2025, 3, 31),
        date(2025, 9, 30): date(2025, 9, 30),
        date(2026, 3, 31): date(2026, 3, 31),
        date(2026, 6, 30): date(2026, 6, 30),
        date(2026, 9, 30): date(2026, 9, 30),
    }
    assert review_asked(END, END + timedelta(days=1), TERMS) is None


@pytest.mark.parametrize("months", [24, 18, 12, 9, 6, 3, 0])
def test_on_no_day_is_it_extended_without_a_signed_review(months: int) -> None:
    today = months_after(END, -months)
    assert extend(None, today) == ["REVIEW_NOT_SIGNED"]
    assert extend(replace(SIGNED, signed_on=None), today) == ["REVIEW_NOT_SIGNED"]
    assert extend(replace(SIGNED, for_end=date(2026, 3, 31)), today) == ["REVIEW_NOT_SIGNED"]


def test_a_signed_review_allows_it_for_a_year() -> None:
    assert extend(SIGNED, date(2026, 4, 1)) == []
    assert extend(SIGNED, date(2027, 3, 31)) == []
    stale = replace(SIGNED, signed_on=date(2025, 10, 1))
    assert extend(stale, date(2026, 10, 1)) == []
    assert extend(stale, date(2026, 10, 2)) == ["REVIEW_TOO_OLD"]


@pytest.mark.parametrize("outcome", [RolloverOutcome.RESELECT, RolloverOutcome.END, None])
def test_what_the_review_says_counts(outcome: RolloverOutcome | None) -> None:
    assert extend(replace(SIGNED, outcome=outcome), date(2026, 5, 1)) == ["REVIEW_SAYS_NO"]


def test_an_extension_is_later() -> None:
    assert extend(SIGNED, date(2026, 5, 1), new_end=END) == ["NOT_LATER"]


def sign(review: Review, actor: str = "person:2", same: frozenset[str] = frozenset()) -> list[str]:
    return codes(review_refusals(review, actor=actor, same_actor=same, terms=TERMS))


def test_another_signs_what_is_answered_in_full() -> None:
    open_review = replace(SIGNED, signed_by="", signed_on=None)
    assert sign(open_review) == []
    assert sign(open_review, "person:1") == ["SAME_PERSON"]
    assert sign(open_review, "token:4", frozenset({"person:1"})) == ["SAME_PERSON"]
    assert sign(replace(open_review, answers={Topic.QUALITY: "Good"})) == ["TOPIC_OPEN"] * 4
    assert sign(replace(open_review, outcome=None)) == ["OUTCOME_NEEDED"]
    assert sign(SIGNED) == ["REVIEW_SIGNED"]


def test_a_considerable_change_is_selected_anew() -> None:
    changed = replace(SIGNED, signed_by="", signed_on=None, changes_considerably=True)
    assert sign(changed) == ["CHANGED_CONSIDERABLY"]
    assert sign(replace(changed, outcome=RolloverOutcome.RESELECT)) == []


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(-60, 60))
@settings(max_examples=50)
def test_months_are_calendar_months(day: date, months: int) -> None:
    found = months_after(day, months)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == months
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("[18, 12, 9, 6]", "[6, 18]", "order"),
        ('quality = "', 'beauty = "', "beauty"),
        ('quality = "How good is the service, by outcomes, ratings and complaints?"', "", "topic"),
    ],
)
def test_a_table_that_cannot_be_used_is_named_with_its_fault(was: str, now: str, said: str) -> None:
    text = read_shipped("ending-2026.toml")
    assert was in text
    with pytest.raises(UnusableInput, match=f"own.toml.*{said}"):
        rollover_terms_from(text.replace(was, now), "own.toml")
