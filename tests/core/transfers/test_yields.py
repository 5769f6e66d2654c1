"""What is learnt from outcomes, and what says nothing yet."""

from __future__ import annotations

import pytest
from tests.core.transfers.beliefs import a_prior, outcomes

from tidegate.core.transfers.outcomes import in_groups
from tidegate.core.transfers.pooling import Counted
from tidegate.core.transfers.prior import Bands, Pull, ReplyTime
from tidegate.core.transfers.yields import learn


def test_silence_that_was_closed_is_no_yes_and_an_open_invitation_says_nothing() -> None:
    told = outcomes(
        {"reply": "yes", "count": 5},
        {"reply": "no", "count": 3},
        {"reply": "none", "count": 2},
        {"reply": "pending", "count": 90},
    )
    found = learn(told, a_prior())
    assert found.accept.counted[()] == Counted(yes=5, asked=10)
    assert found.pending == 90


def test_attendance_counts_those_who_said_yes_and_whose_day_has_come() -> None:
    told = outcomes(
        {"attended": True, "count": 8},
        {"attended": False, "count": 2},
        {"attended": None, "count": 50},
        {"reply": "no", "count": 50},
    )
    assert learn(told, a_prior()).attend.counted[()] == Counted(yes=8, asked=10)


def test_no_outcomes_at_all_leave_the_prior() -> None:
    found = learn(outcomes(), a_prior())
    assert found.accept.belief(()).mean == pytest.approx(0.7)
    assert found.attend.belief(("elsewhere",)).mean == pytest.approx(0.9)


@pytest.mark.parametrize(
    ("row", "group"),
    [
        ({}, ["elsewhere", "under 30 minutes", "day_case", "18 to 51 weeks", "P4"]),
        ({"travel_minutes": 30.0}, [None, "30 to 59 minutes", None, None, None]),
        ({"travel_minutes": 59.9}, [None, "30 to 59 minutes", None, None, None]),
        ({"travel_minutes": 60.0}, [None, "60 minutes or more", None, None, None]),
        ({"weeks_waited": 17}, [None, None, None, "under 18 weeks", None]),
        ({"weeks_waited": 52}, [None, None, None, "52 weeks or more", None]),
        ({"moved": False}, ["own provider", None, None, None, None]),
        (
            {"moved": None, "travel_minutes": None, "weeks_waited": None, "priority": None},
            ["not known", "not known", None, "not known", "not known"],
        ),
    ],
)
def test_groups_are_named_as_people_would(row: dict[str, object], group: list[str | None]) -> None:
    found = in_groups(outcomes(row), a_prior())["group"].to_list()[0]
    usual = in_groups(outcomes({}), a_prior())["group"].to_list()[0]
    expected = [told or as_usual for told, as_usual in zip(group, usual, strict=True)]
    assert found == expected


def test_a_prior_says_which_attributes_tell_groups_apart() -> None:
    found = learn(outcomes({}, {"reply": "no"}), a_prior(levels=("modality",)))
    assert set(found.accept.counted) == {(), ("day_case",)}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"over_subscription_risk": 0.0}, "over_subscription_risk"),
        ({"over_subscription_risk": 1.0}, "over_subscription_risk"),
        ({"most_per_slot": 0}, "most_per_slot"),
        ({"most_per_slot": 2.5}, "most_per_slot"),
        ({"levels": ()}, "levels"),
        ({"levels": ("age",)}, "levels"),
        ({"levels": ("moved", "moved")}, "levels"),
        ({"author": " "}, "author"),
        ({"in_force": "2026"}, "in_force"),
    ],
)
def test_a_prior_that_cannot_be_used_says_why(changed: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        a_prior(**changed)


def test_parts_of_a_prior_refuse_what_they_cannot_use() -> None:
    with pytest.raises(ValueError, match="rising"):
        Bands("weeks", (18, 18))
    with pytest.raises(ValueError, match="spread"):
        Pull(answers=10, spread=0)
    with pytest.raises(ValueError, match="rounds"):
        ReplyTime(mean_days=5, weight=5, share=0.9, rounds=0, notice_days=14)
