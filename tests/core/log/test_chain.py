"""The chain holds when nothing was touched, and names the entry when anything was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tidegate.core.log.chain import Broken, Head, Unreadable, sealed, walk
from tidegate.core.log.entry import Entry, Ref, RefType, System, is_late
from tidegate.core.log.kinds import KINDS, kind_of

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


def an_entry(number: int = 1) -> Entry:
    return Entry(
        seq=0,
        kind="plan_made",
        occurred_at=NOON,
        recorded_at=NOON + timedelta(minutes=number),
        actor="person:7",
        actor_name="Coordinator, Northmere",
        on_behalf_of="ZQ1",
        subject=f"plan:{number}",
        headline=f"Plan {number} made",
        visibility="internal",
        severity=2,
        facts={"matched": number, "gap": "0.0004"},
        refs=(Ref(RefType.FOLLOWS, 1),) if number > 1 else (),
    )


def a_record(length: int) -> tuple[list[Entry], Head]:
    entries = list(sealed(an_entry(number) for number in range(1, length + 1)))
    return entries, Head(entries[-1].seq, entries[-1].hash) if entries else Head()


@pytest.mark.parametrize("length", [0, 1, 5])
def test_an_untouched_record_holds(length: int) -> None:
    entries, head = a_record(length)
    found = walk(entries, head)
    assert (found.ok, found.checked, found.head) == (True, length, head)


ALTERED = {
    "kind": "plan_mode",
    "occurred_at": NOON + timedelta(microseconds=1),
    "recorded_at": NOON,
    "actor": "person:8",
    "actor_name": "Coordinator, Southmere",
    "on_behalf_of": "ZQ2",
    "subject": "plan:4",
    "headline": "Plan 3 made.",
    "visibility": "public",
    "severity": 3,
    "facts": {"matched": 4, "gap": "0.0004"},
    "refs": (Ref(RefType.SEE, 1),),
    "hash": "f" * 64,
}


@pytest.mark.parametrize("field", ALTERED)
def test_one_altered_field_names_its_entry(field: str) -> None:
    entries, head = a_record(5)
    entries[2] = replace(entries[2], **{field: ALTERED[field]})
    found = walk(entries, head)
    assert (found.ok, found.checked, found.first_broken) == (False, 2, 3)
    assert found.what is Broken.CONTENT


def test_every_field_of_an_entry_is_sealed() -> None:
    assert {*ALTERED, "seq", "prev_hash"} == set(Entry.__dataclass_fields__)


def test_a_fraction_slipped_in_for_its_text_is_found() -> None:
    entries, head = a_record(3)
    entries[1] = replace(entries[1], facts={"matched": 2, "gap": 0.0004})
    found = walk(entries, head)
    assert (found.first_broken, found.what) == (2, Broken.CONTENT)


def test_an_entry_resealed_after_a_change_breaks_the_link_of_the_next() -> None:
    entries, head = a_record(4)
    forged = list(sealed([entries[0], replace(entries[1], headline="Nothing happened")]))
    found = walk([*forged, *entries[2:]], head)
    assert (found.first_broken, found.what) == (3, Broken.LINK)


@pytest.mark.parametrize(
    ("kept", "broken", "what"),
    [
        ([0, 2, 3], 3, Broken.SEQUENCE),  # one taken out of the middle
        ([1, 2, 3], 2, Broken.SEQUENCE),  # the first taken away
        ([0, 2, 1, 3], 3, Broken.SEQUENCE),  # two exchanged
        ([0, 1, 1, 2], 2, Broken.SEQUENCE),  # one twice
        ([0, 1, 2], 4, Broken.HEAD),  # the last taken away
        ([], 4, Broken.HEAD),  # all taken away
    ],
)
def test_missing_and_moved_entries_are_named(kept: list[int], broken: int, what: Broken) -> None:
    entries, head = a_record(4)
    found = walk([entries[index] for index in kept], head)
    assert (found.ok, found.first_broken, found.what) == (False, broken, what)


def test_a_record_rewritten_from_the_start_does_not_end_as_it_says() -> None:
    _, head = a_record(3)
    rewritten = sealed(replace(an_entry(number), headline="!") for number in range(1, 4))
    found = walk(rewritten, head)
    assert (found.first_broken, found.what) == (3, Broken.HEAD)


def test_a_row_that_cannot_be_read_is_named() -> None:
    entries, head = a_record(3)
    found = walk([entries[0], Unreadable(2, "plan_made", "no such month"), entries[2]], head)
    assert (found.first_broken, found.what, found.kind) == (2, Broken.CONTENT, "plan_made")
    assert "no such month" in found.detail


@given(st.integers(1, 8), st.data())
def test_any_one_character_of_any_text_is_noticed(length: int, data: st.DataObject) -> None:
    entries, head = a_record(length)
    at = data.draw(st.integers(0, length - 1))
    field = data.draw(st.sampled_from(["headline", "actor", "subject", "kind", "hash"]))
    text = getattr(entries[at], field)
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda c: c != text[place]))
    entries[at] = replace(entries[at], **{field: text[:place] + other + text[place + 1 :]})
    assert walk(entries, head).first_broken == at + 1


@pytest.mark.parametrize(("minutes", "late"), [(0, False), (15, False), (15.001, True)])
def test_an_entry_is_late_after_a_quarter_of_an_hour(minutes: float, late: bool) -> None:
    assert is_late(NOON, NOON + timedelta(minutes=minutes)) is late


def test_a_system_run_must_be_named() -> None:
    with pytest.raises(ValueError, match="named"):
        System(" ")


def test_kinds_are_known_by_name_and_unknown_ones_refused() -> None:
    assert kind_of("plan_made").room == "matching"
    assert all(name == kind.name for name, kind in KINDS.items())
    with pytest.raises(ValueError, match="plan_guessed"):
        kind_of("plan_guessed")
