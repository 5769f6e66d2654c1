"""How long departments were closed and what receivers bear, against a count minute by minute."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tidegate.core.surge.closures.diverts import Came, Diverted, cautions, load, overlaps, reached
from tidegate.core.surge.closures.durations import (
    Opened,
    Spell,
    durations,
    in_words,
    merged,
    minutes_of,
    spells,
    together,
)
from tidegate.core.surge.closures.states import Stream
from tidegate.core.surge.moments import moment_refusals

START = datetime(2026, 1, 14, 13, 0, tzinfo=UTC)
DAY = 24 * 60
BOTH = frozenset(Stream)
AMBULANCES = frozenset({Stream.AMBULANCE})


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


minutes = st.integers(0, DAY)
some_streams = st.frozensets(st.sampled_from(sorted(Stream)))
openings = st.lists(st.tuples(minutes, some_streams), max_size=6)
lengths = st.lists(st.tuples(minutes, st.one_of(st.none(), minutes)), max_size=6)


@settings(max_examples=50)
@given(openings, st.integers(0, 2 * DAY))
def test_durations_are_those_of_a_clerk_who_looks_every_minute(
    opened: list[tuple[int, frozenset[Stream]]], until: int
) -> None:
    opened = [(minute, streams) for minute, streams in opened if minute <= until]
    found = durations(
        spells(START, BOTH, [Opened(at(minute), streams) for minute, streams in opened]), at(until)
    )
    whole = partly = 0
    by_stream = dict.fromkeys(Stream, 0)
    for minute in range(until):
        open_now = frozenset[Stream]().union(*(s for when, s in opened if when <= minute))
        closed = BOTH - open_now
        whole += closed == BOTH
        partly += bool(closed) and closed != BOTH
        for stream in closed:
            by_stream[stream] += 1
    assert (found.whole, found.partly, found.total) == (whole, partly, whole + partly)
    assert found.by_stream == by_stream
    assert found.ended == (frozenset[Stream]().union(*(s for _, s in opened)) == BOTH)


def spell_of(start: int, length: int | None) -> Spell:
    return Spell(at(start), None if length is None else at(start + length))


@settings(max_examples=50)
@given(lengths)
def test_overlapping_times_count_once(given_: list[tuple[int, int | None]]) -> None:
    now = 2 * DAY
    given_spells = [spell_of(start, length) for start, length in given_]
    slow = sum(
        any(one.start <= at(minute) < one.until(at(now)) for one in given_spells)
        for minute in range(now)
    )
    assert minutes_of(given_spells, at(now)) == slow
    apart = merged(given_spells, at(now))
    assert all(one.until(at(now)) < other.start for one, other in itertools.pairwise(apart))


@settings(max_examples=50)
@given(minutes, st.one_of(st.none(), minutes), minutes, st.one_of(st.none(), minutes))
def test_what_two_times_share_is_in_both(
    start: int, length: int | None, other_start: int, other_length: int | None
) -> None:
    now = at(2 * DAY)
    one, other = spell_of(start, length), spell_of(other_start, other_length)
    both = together(one, other, now)
    slow = sum(
        one.start <= at(minute) < one.until(now) and other.start <= at(minute) < other.until(now)
        for minute in range(2 * DAY)
    )
    assert (both.minutes(now) if both else 0) == slow
    assert together(other, one, now) == both


def test_the_receiver_bears_every_patient_once() -> None:
    came = [
        Came(Stream.AMBULANCE, at(0), at(120), 10), Came(Stream.WALK_IN, at(30), at(90), 6),
    ]  # fmt: skip
    found = load(came, [Spell(at(0), at(120)), Spell(at(60), at(180))], at(300))
    assert (found.patients, found.minutes) == (16, 180)
    assert found.per_hour == pytest.approx(16 / 3)
    assert [patients for _, patients in found.by_hour] == pytest.approx([8.0, 8.0])
    assert load([], [], at(0)).per_hour is None


def divert(
    sender: str, receiver: str, streams: frozenset[Stream] = BOTH, start: int = 0
) -> Diverted:
    return Diverted(f"{sender}-{receiver}", sender, receiver, streams, Spell(at(start), None))


def test_two_diverts_to_one_place_overlap_where_they_share_patients_and_time() -> None:
    rows = [divert("A", "C"), divert("B", "C", AMBULANCES, 30), divert("D", "E")]
    (found,) = overlaps(rows, at(60))
    assert (found.streams, found.spell) == (AMBULANCES, Spell(at(30), None))
    assert overlaps(rows, at(30)) == ()


def test_where_patients_would_be_sent_on_is_followed_to_the_end() -> None:
    rows = [divert("B", "C"), divert("C", "D", AMBULANCES), divert("D", "A", AMBULANCES)]
    assert reached("B", BOTH, rows) == {"C", "D", "A"}
    assert reached("B", frozenset({Stream.WALK_IN}), rows) == {"C"}
    codes = [one.code for one in cautions(divert("A", "B"), rows, {"B": AMBULANCES})]
    assert codes == ["RECEIVER_CLOSED", "RECEIVER_DIVERTING", "CIRCLE"]
    assert cautions(divert("X", "Y"), rows, {}) == ()


@pytest.mark.parametrize(
    ("said", "words"),
    [(0, "under a minute"), (1, "1 minute"), (180, "3 hours"), (125, "2 hours 5 minutes"),
     (1500, "1 day 1 hour"), (1441, "1 day 1 minute")],
)  # fmt: skip
def test_a_duration_is_said_as_people_say_it(said: int, words: str) -> None:
    assert in_words(said) == words


@pytest.mark.parametrize(
    ("minute", "why", "codes"),
    [
        (100, "", []), (90, "", []), (80, "", ["LATE_WHY_NEEDED"]), (80, "Outside", []),
        (101, "", ["NOT_YET"]), (10, "x", ["BEFORE_THE_LAST"]),
    ],
)  # fmt: skip
def test_when_something_happened_is_held_to_when_it_is_written(
    minute: int, why: str, codes: list[str]
) -> None:
    found = moment_refusals(at(minute), at(100), at(50), why)
    assert [one.code for one in found] == codes
