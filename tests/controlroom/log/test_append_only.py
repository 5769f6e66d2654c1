"""The database itself refuses to change, remove or skip a line of the record."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from tidegate.controlroom.log import append_only
from tidegate.controlroom.log.models import Entry, Head, Reading
from tidegate.controlroom.log.services.note_reading import note_reading
from tidegate.controlroom.log.services.record import record
from tidegate.core.log.entry import System

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
LOADER = System("test")


@pytest.fixture
def three_entries(db: None) -> None:
    for number in (1, 2, 3):
        with transaction.atomic():
            record(
                kind="plan_made",
                actor=LOADER,
                subject=f"plan:{number}",
                headline="Made",
                facts={},
                now=NOW,
            )
    note_reading(actor=LOADER, subject="pathway:1", reason="test", now=NOW)


FORGED = """
    INSERT INTO log_entry
    SELECT seq + 4, kind, occurred_at, recorded_at, actor, actor_name, on_behalf_of, subject,
           headline, facts_text, refs_text, visibility, severity, prev_hash, hash
    FROM log_entry WHERE seq = 3
"""
FORBIDDEN = [
    "UPDATE log_entry SET headline = 'Nothing happened' WHERE seq = 2",
    "UPDATE log_entry SET seq = 9 WHERE seq = 3",
    "DELETE FROM log_entry WHERE seq = 3",
    "DELETE FROM log_entry",
    "UPDATE log_reading SET actor_name = 'Nobody'",
    "DELETE FROM log_reading",
    "UPDATE log_head SET seq = 2, hash = (SELECT hash FROM log_entry WHERE seq = 2)",
    "UPDATE log_head SET seq = 4",
    "UPDATE log_head SET hash = 'x'",
    "DELETE FROM log_head",
    "INSERT INTO log_head (id, seq, hash) VALUES (2, 0, 'x')",
    FORGED,
]
ON_POSTGRESQL = ["TRUNCATE log_entry", "TRUNCATE log_reading", "TRUNCATE log_head"]
ON_SQLITE = ["INSERT OR REPLACE INTO log_entry SELECT * FROM log_entry WHERE seq = 2"]


@pytest.mark.parametrize("statement", [*FORBIDDEN, *ON_POSTGRESQL, *ON_SQLITE])
def test_raw_statements_are_refused(three_entries: None, statement: str) -> None:
    if statement in (ON_SQLITE if connection.vendor == "postgresql" else ON_POSTGRESQL):
        pytest.skip(f"{connection.vendor} has no such statement")
    with (
        pytest.raises(IntegrityError, match="record") as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert any(
        message in str(refused.value)
        for message in (append_only.APPEND_ONLY, append_only.IN_LINE, append_only.ADVANCES)
    )
    assert Entry.objects.count() == 3
    assert Head.objects.get().seq == 3


def test_models_are_refused_too(three_entries: None) -> None:
    entry = Entry.objects.get(seq=2)
    entry.headline = "Nothing happened"
    for change in (
        entry.save,
        entry.delete,
        lambda: Entry.objects.update(severity=0),
        lambda: Reading.objects.update(reason=""),
        lambda: Head.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="record"), transaction.atomic():
            change()
    assert Entry.objects.get(seq=2).headline == "Made"


def test_the_triggers_can_be_taken_away_and_put_back(three_entries: None) -> None:
    append_only.remove(connection)
    Entry.objects.filter(seq=3).update(headline="Changed while nobody watched")
    append_only.install(connection)
    append_only.install(connection)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Entry.objects.filter(seq=3).update(headline="Changed again")


def test_a_reading_says_who_saw_what_when_and_why(db: None) -> None:
    reading = note_reading(
        actor=System("export"), subject="pathway:P7", reason="audit", now=NOW, on_behalf_of="Z01"
    )
    kept = Reading.objects.get(pk=reading.pk)
    assert (kept.actor, kept.actor_name, kept.on_behalf_of) == ("system:export", "export", "Z01")
    assert (kept.subject, kept.reason, kept.read_at) == ("pathway:P7", "audit", NOW)


@pytest.mark.parametrize("missing", ["subject", "reason"])
def test_a_reading_without_object_or_reason_is_refused(db: None, missing: str) -> None:
    terms = {"subject": "pathway:P7", "reason": "audit"} | {missing: ""}
    with pytest.raises(ValueError, match="what was read and why"):
        note_reading(actor=LOADER, now=NOW, **terms)
