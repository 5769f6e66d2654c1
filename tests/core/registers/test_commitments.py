"""A promise is admitted at three of four elements, and what was promised has one fingerprint."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest

from tidegate.core.registers.commitments import (
    STATUSES,
    Direction,
    Element,
    Mark,
    Milestone,
    Promise,
    Quantity,
    Track,
    admission_faults,
    elements_of,
    fingerprint,
    is_past_due,
    mark_faults,
    standing,
)

MADE = date(2017, 3, 21)
PLACES = Promise(
    who_promised="Health ministry",
    summary="Double the places for graduates to 200 in 2018",
    made_on=MADE,
    source="Speech on the training of managers",
    deliverable="Places on the graduate scheme",
    quantity=Quantity(Decimal(200), "places", Direction.TO, Decimal(100)),
    owner="Leadership academy",
    due=date(2018, 12, 31),
)
WITHOUT = {
    Element.DELIVERABLE: {"deliverable": ""},
    Element.TARGET: {"quantity": None},
    Element.TIMEFRAME: {"due": None},
    Element.OWNER: {"owner": " "},
}
CHANGED = [
    {"who_promised": "Someone else"}, {"summary": "Places"}, {"made_on": date(2017, 3, 22)},
    {"source": "Elsewhere"}, {"deliverable": "Seats"}, {"owner": "Nobody"},
    {"due": date(2019, 12, 31)}, {"milestones": (Milestone("Half", date(2018, 6, 30)),)},
    {"quantity": Quantity(Decimal(150), "places", Direction.TO, Decimal(100))},
    {"quantity": Quantity(Decimal(200), "places", Direction.AT_LEAST, Decimal(100))},
    {"quantity": Quantity(Decimal(200), "places", Direction.TO)},
]  # fmt: skip


def codes(reasons) -> list[str]:
    return [reason.code for reason in reasons]


@pytest.mark.parametrize("left_out", range(5))
def test_three_of_four_elements_admit_a_promise_and_two_do_not(left_out: int) -> None:
    for missing in combinations(WITHOUT, left_out):
        promise = PLACES
        for element in missing:
            promise = replace(promise, **WITHOUT[element])
        assert set(elements_of(promise)) == set(Element) - set(missing)
        refused = codes(admission_faults(promise)) == ["PROMISE_TOO_VAGUE"]
        assert refused == (left_out > 1)


def test_a_milestone_gives_a_time_too() -> None:
    phased = replace(
        PLACES, due=None, milestones=(Milestone("1,000 more", date(2019, 12, 31), Decimal(1000)),)
    )
    assert Element.TIMEFRAME in elements_of(phased)


def test_times_that_contradict_each_other_are_refused() -> None:
    early = replace(PLACES, due=date(2016, 1, 1))
    assert codes(admission_faults(early)) == ["DUE_BEFORE_MADE"]
    late = (Milestone("b", date(2019, 1, 1)), Milestone("a", date(2018, 1, 1)))
    assert codes(admission_faults(replace(PLACES, milestones=late))) == [
        "MILESTONES_OUT_OF_ORDER",
        "MILESTONE_AFTER_DUE",
    ]


@pytest.mark.parametrize("change", CHANGED, ids=lambda change: next(iter(change)))
def test_any_change_of_what_was_promised_changes_its_fingerprint(change) -> None:
    assert fingerprint(replace(PLACES, **change)) != fingerprint(PLACES)


def test_two_ways_to_write_one_number_are_one_promise() -> None:
    rewritten = Quantity(Decimal("200.00"), "places", Direction.TO, Decimal("100.0"))
    assert fingerprint(replace(PLACES, quantity=rewritten)) == fingerprint(PLACES)


@pytest.mark.parametrize(
    ("direction", "base", "level"),
    [("to", None, 200), ("up_by", 100, 300), ("down_by", 300, 100), ("up_by", None, None)],
)
def test_a_change_leads_from_its_base_to_a_level(direction: str, base, level) -> None:
    quantity = Quantity(Decimal(200), "places", Direction(direction), base and Decimal(base))
    assert quantity.level() == level


def test_the_three_questions_are_answered_apart_and_by_the_newest_mark() -> None:
    marks = [
        Mark(Track.OFFICIAL, "done", date(2018, 9, 1)),
        Mark(Track.EVIDENCE, "none_found", date(2018, 10, 1)),
        Mark(Track.OFFICIAL, "under_way", date(2018, 1, 1)),
        Mark(Track.EVIDENCE, "partly", date(2018, 10, 1), "Annual report"),
    ]
    assert {track: mark.status for track, mark in standing(marks).items()} == {
        Track.OFFICIAL: "done",
        Track.EVIDENCE: "partly",
    }


def test_evidence_rests_on_a_source_and_none_found_is_no_failure() -> None:
    on = date(2018, 10, 1)
    assert codes(mark_faults(PLACES, Mark(Track.EVIDENCE, "contradicts", on))) == [
        "EVIDENCE_WITHOUT_SOURCE"
    ]
    assert not mark_faults(PLACES, Mark(Track.EVIDENCE, "none_found", on))
    assert "no failure" in STATUSES[Track.EVIDENCE]["none_found"]


def test_a_mark_is_of_its_own_question_and_not_before_the_promise() -> None:
    found = mark_faults(PLACES, Mark(Track.SCHEDULE, "done", date(2016, 1, 1)))
    assert codes(found) == ["STATUS_UNKNOWN", "MARK_BEFORE_PROMISE"]


def test_a_promise_is_past_due_until_somebody_says_what_became_of_it() -> None:
    today = date(2019, 1, 1)
    assert is_past_due(PLACES, [], today)
    assert not is_past_due(PLACES, [], PLACES.due)
    assert is_past_due(PLACES, [Mark(Track.EVIDENCE, "none_found", today)], today)
    assert not is_past_due(PLACES, [Mark(Track.OFFICIAL, "dropped", today)], today)
