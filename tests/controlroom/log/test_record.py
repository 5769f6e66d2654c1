"""What a service may write to the record, and what it is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.transaction import TransactionManagementError

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.log.models import Entry, Head
from tidegate.controlroom.log.services.record import record
from tidegate.controlroom.log.services.verify_record import verify_record
from tidegate.core.log.entry import Ref, RefType, System

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)
DEMO = System("demo, seed 7")


def write(**changes: Any) -> Entry:
    terms: dict[str, Any] = {
        "kind": "plan_made",
        "actor": DEMO,
        "subject": "plan:1",
        "headline": "Plan 1 made for Northmere",
        "facts": {"matched": 12, "gap": 0.0004},
        "now": NOON,
    }
    with transaction.atomic():
        return record(**(terms | changes))


@pytest.fixture
def coordinator(db: None) -> Person:
    return Person.objects.create(
        email="coordinator@northmere.example", label="Coordinator, Northmere", invited_at=NOON
    )


def test_entries_are_numbered_from_one_and_linked(db: None) -> None:
    first, second = write(), write(subject="plan:2")
    assert (first.seq, second.seq) == (1, 2)
    assert second.prev_hash == first.hash
    assert Head.objects.get().hash == second.hash
    assert verify_record().ok


def test_an_entry_reads_back_as_it_was_written(coordinator: Person) -> None:
    write()
    write(
        actor=coordinator,
        on_behalf_of="ZQ1",
        occurred_at=NOON - timedelta(minutes=16),
        visibility="public",
        severity=4,
        refs=[Ref(RefType.CORRECTS, 1)],
        facts={"weeks": [18, 52], "as_of": NOON.date(), "who": "Zoë"},
    )
    entry = Entry.objects.get(seq=2)
    assert entry.actor == f"person:{coordinator.pk}"
    assert entry.actor_name == "Coordinator, Northmere"
    assert entry.facts == {"weeks": [18, 52], "as_of": "2026-01-31", "who": "Zoë"}
    assert entry.refs == (Ref(RefType.CORRECTS, 1),)
    assert (entry.visibility, entry.severity, entry.late) == ("public", 4, True)
    assert entry.kind_label == "Plan made"
    assert verify_record().ok


def test_the_kind_says_who_may_read_it_and_how_much_it_matters(db: None) -> None:
    entry = write()
    assert (entry.visibility, entry.severity, entry.late) == ("partner", 2, False)


def test_a_fraction_is_kept_as_the_text_that_it_prints_as(db: None) -> None:
    assert write().facts == {"matched": 12, "gap": "0.0004"}


@pytest.mark.django_db(transaction=True)
def test_outside_the_transaction_of_its_change_nothing_is_recorded() -> None:
    with pytest.raises(TransactionManagementError, match="atomic"):
        record(kind="plan_made", actor=DEMO, subject="plan:1", headline="Made", facts={}, now=NOON)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_change_that_fails_takes_its_entry_with_it_and_leaves_no_gap() -> None:
    write()

    def change_that_fails() -> None:
        with transaction.atomic():
            write(subject="plan:2")
            raise LookupError

    with pytest.raises(LookupError):
        change_that_fails()
    assert write(subject="plan:3").seq == 2
    assert verify_record().ok


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"kind": "plan_guessed"}, "no kind of entry"),
        ({"subject": "plan 1"}, "noun:identifier"),
        ({"headline": "  "}, "headline"),
        ({"headline": "x" * 501}, "longer than 500"),
        ({"on_behalf_of": "x" * 13}, "longer than 12"),
        ({"headline": "a\x00b"}, "NUL"),
        ({"visibility": "secret"}, "secret"),
        ({"severity": 5}, "5"),
        ({"occurred_at": NOON + timedelta(seconds=1)}, "not happened yet"),
        ({"now": datetime(2026, 1, 31)}, "time zone"),  # noqa: DTZ001
        ({"facts": {"share": float("nan")}}, "nan"),
        ({"refs": [Ref(RefType.SEE, 1)]}, "no earlier entry 1"),
    ],
)
def test_what_cannot_stand_is_refused(db: None, changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        write(**changes)
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    "actor", [None, "coordinator", AnonymousUser(), Person(email="a@b.example")]
)
def test_someone_known_must_answer_for_it(db: None, actor: Any) -> None:
    with pytest.raises(TypeError, match="answer for"):
        write(actor=actor)
