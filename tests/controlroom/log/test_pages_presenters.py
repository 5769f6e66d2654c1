"""Entries of the record are shown in words, with what seals them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tidegate.controlroom.log import presenters
from tidegate.core.log.chain import Head, Verification
from tidegate.core.log.entry import Entry, Ref, RefType

NOW = datetime(2026, 2, 1, 12, tzinfo=UTC)
ENTRY = Entry(
    seq=7,
    kind="plan_made",
    occurred_at=NOW - timedelta(minutes=5),
    recorded_at=NOW - timedelta(minutes=5),
    actor="person:3",
    actor_name="Coordinator, Northmere",
    on_behalf_of="QZ1",
    subject="plan:5",
    headline="Matched 12,000 people",
    visibility="partner",
    severity=2,
    facts={"matched": 12000, "gap": "0.0004", "inputs": ["a", "b"], "by": {"P2": 4}, "note": None},
    refs=(Ref(RefType.CORRECTS, 3),),
)


def test_a_line_says_what_happened_who_did_it_and_how_long_ago() -> None:
    (line,) = presenters.lines([ENTRY], NOW)
    assert (line.kind, line.by, line.ago) == (
        "Plan made",
        "Coordinator, Northmere",
        "5 minutes ago",
    )
    assert not line.late


def test_facts_are_listed_in_words() -> None:
    assert presenters.facts(ENTRY) == [
        ("Matched", "12,000"),
        ("Gap", "0.0004"),
        ("Inputs", "a, b"),
        ("By: P2", "4"),
        ("Note", "None"),
    ]


def test_nested_lists_and_answers_are_spelled_out() -> None:
    entry = replace(ENTRY, facts={"files": [{"rows": 1}, {"rows": 2}], "whole": True, "left": []})
    assert presenters.facts(entry) == [
        ("Files 1: rows", "1"),
        ("Files 2: rows", "2"),
        ("Whole", "Yes"),
        ("Left", "None"),
    ]


def test_an_entry_written_down_late_says_so() -> None:
    late = replace(ENTRY, occurred_at=NOW - timedelta(hours=2))
    assert "late" in dict(presenters.about(late, {}))["Written down"]
    assert presenters.line(late, NOW).late


def test_the_organisation_acted_for_is_named_where_it_is_in_sight() -> None:
    assert dict(presenters.about(ENTRY, {"QZ1": "Northmere"}))["On behalf of"] == "Northmere (QZ1)"
    assert dict(presenters.about(ENTRY, {}))["On behalf of"] == "QZ1"
    nobody = replace(ENTRY, on_behalf_of="")
    assert dict(presenters.about(nobody, {}))["On behalf of"] == "Nobody but themselves"


def test_references_are_named_by_their_kind() -> None:
    assert presenters.refs(ENTRY) == [("Corrects", 3)]


def test_a_kind_that_the_table_no_longer_has_names_itself() -> None:
    assert presenters.kind_label("old_kind") == "Old kind"
    assert presenters.kind_choices(["plan_made", "correction"]) == [
        ("correction", "Correction"),
        ("plan_made", "Plan made"),
    ]


def test_a_whole_record_is_said_to_be_whole() -> None:
    found = Verification(ok=True, checked=3214, head=Head(3214, "a" * 64))
    assert presenters.verification_sentence(found) == (
        "Checked 3,214 entries just now: the chain is whole."
    )


def test_a_broken_record_names_the_first_entry_that_does_not_hold() -> None:
    found = Verification(
        ok=False, checked=6, head=Head(6, "a" * 64), first_broken=7, detail="its content changed"
    )
    assert presenters.verification_sentence(found) == (
        "The record does not hold at entry 7: its content changed. 6 entries before it are sound."
    )
