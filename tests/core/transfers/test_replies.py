"""How long answers take, and by when people must be asked."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.transfers.beliefs import REPLY, outcomes

from tidegate.core.transfers.replies import Replies, learn_replies

MONDAY = date(2026, 6, 1)


def test_days_of_answers_count_and_silence_does_not() -> None:
    told = outcomes(
        {"reply": "yes", "reply_days": 3, "count": 2},
        {"reply": "no", "reply_days": 1},
        {"reply": "yes"},
        {"reply": "none"},
        {"reply": "pending"},
    )
    assert learn_replies(told, REPLY).days == (1, 3, 3)


def test_before_any_answer_the_expected_days_speak() -> None:
    nothing = Replies((), REPLY)
    assert nothing.share_by(-1) == 0
    assert nothing.share_by(0) == pytest.approx(0.2)  # one in five each day: four days on average
    assert nothing.share_by(1) == pytest.approx(0.36)
    assert nothing.days_for(0.9) == 10


def test_many_answers_outweigh_what_was_expected() -> None:
    prompt = Replies((1,) * 990 + (2,) * 10, REPLY)
    assert prompt.days_for(0.9) == 1
    assert prompt.days_for(0.995) == 2


def test_the_first_round_leaves_time_for_two_and_the_last_for_one() -> None:
    nothing = Replies((), REPLY)
    assert nothing.ask_last_by(MONDAY) == MONDAY - timedelta(days=14 + 10)
    assert nothing.ask_by(MONDAY) == MONDAY - timedelta(days=14 + 10 + 10)


@given(st.lists(st.integers(0, 90), max_size=40), st.floats(0.01, 0.99))
def test_the_day_for_a_share_is_the_first_on_which_it_is_reached(
    days: list[int], share: float
) -> None:
    replies = Replies(tuple(sorted(days)), REPLY)
    day = replies.days_for(share)
    assert replies.share_by(day) >= share
    assert day == 0 or replies.share_by(day - 1) < share
