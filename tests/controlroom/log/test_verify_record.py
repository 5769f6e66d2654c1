"""Whatever is altered behind the record's back, the walk names the entry."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from tidegate.controlroom.log import append_only
from tidegate.controlroom.log.models import Entry, Head
from tidegate.controlroom.log.services import verify_record as module
from tidegate.controlroom.log.services.record import record
from tidegate.controlroom.log.services.verify_record import verify_record
from tidegate.core.log.chain import Broken
from tidegate.core.log.entry import Ref, RefType, System

NOON = datetime(2026, 1, 31, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def five_entries(db: None) -> None:
    for number in range(1, 6):
        with transaction.atomic():
            record(
                kind="plan_made",
                actor=System("demo"),
                subject=f"plan:{number}",
                headline="Plan made for Zoë’s ward",
                facts={"matched": number, "gap": 0.0004},
                on_behalf_of="ZQ1",
                refs=[Ref(RefType.FOLLOWS, number - 1)] if number > 1 else [],
                now=NOON,
            )


def behind_its_back(statement: str, *values: Any) -> None:
    append_only.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    append_only.install(connection)


def test_an_untouched_record_holds() -> None:
    found = verify_record()
    assert (found.ok, found.checked, found.head.seq) == (True, 5, 5)
    assert found.head.hash == Entry.objects.get(seq=5).hash


def test_an_empty_record_holds() -> None:
    behind_its_back("DELETE FROM log_entry")
    behind_its_back("DELETE FROM log_head")
    assert verify_record().ok


ONE_BYTE = {
    "kind": "plan_mada",
    "occurred_at": datetime(2026, 1, 31, 12, 0, 1, tzinfo=UTC),
    "recorded_at": datetime(2026, 1, 30, 12, tzinfo=UTC),
    "actor": "system:dema",
    "actor_name": "Demo",
    "on_behalf_of": "ZQ2",
    "subject": "plan:8",
    "headline": "Plan made for Zoé’s ward",
    "facts_text": '{"gap":"0.0004","matched":4}',
    "refs_text": '[{"seq":1,"type":"follows"}]',
    "visibility": "internal",
    "severity": 1,
    "hash": "f" * 64,
}


@pytest.mark.parametrize("column", ONE_BYTE)
def test_a_changed_field_names_its_entry(column: str) -> None:
    behind_its_back(f"UPDATE log_entry SET {column} = %s WHERE seq = 3", ONE_BYTE[column])
    found = verify_record()
    assert (found.ok, found.first_broken, found.what) == (False, 3, Broken.CONTENT)
    assert found.checked == 2


@pytest.mark.parametrize(
    "text",
    [
        '{"gap":"0.0004", "matched":3}',  # a space
        '{"gap":0.0004,"matched":3}',  # a number for its text
        '{"matched":3,"gap":"0.0004"}',  # another order
        '{"gap":"0.0004","gap":"0.0004","matched":3}',  # the same key twice
        '{"gap":"0.0004","matched":3',  # no JSON at all
        "[]",
    ],
)
def test_facts_that_only_look_the_same_are_found(text: str) -> None:
    behind_its_back("UPDATE log_entry SET facts_text = %s WHERE seq = 3", text)
    found = verify_record()
    assert (found.first_broken, found.what) == (3, Broken.CONTENT)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("occurred_at", "2026-13-31 12:00:00"),
        ("occurred_at", "2026-01-31T12:00:00"),  # the same moment, spelt otherwise
        ("recorded_at", "2026-01-31 12:00:00.0"),
        ("recorded_at", "?"),
        ("headline", b"\xff\xfe"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_with_its_kind(column: str, value: object) -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL itself refuses to store such a value")
    given = "CAST(%s AS TEXT)" if isinstance(value, bytes) else "%s"
    behind_its_back(f"UPDATE log_entry SET {column} = {given} WHERE seq = 3", value)
    found = verify_record()
    assert (found.first_broken, found.what, found.kind) == (3, Broken.CONTENT, "plan_made")


def test_a_kind_that_cannot_be_read_is_left_out_of_the_name() -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL itself refuses to store such a value")
    behind_its_back("UPDATE log_entry SET kind = CAST(%s AS TEXT) WHERE seq = 3", b"\xff\xfe")
    found = verify_record()
    assert (found.first_broken, found.kind) == (3, "")


@pytest.mark.parametrize(
    ("statement", "broken", "what"),
    [
        ("DELETE FROM log_entry WHERE seq = 3", 4, Broken.SEQUENCE),
        ("DELETE FROM log_entry WHERE seq = 1", 2, Broken.SEQUENCE),
        ("DELETE FROM log_entry WHERE seq = 5", 5, Broken.HEAD),
        ("DELETE FROM log_entry", 5, Broken.HEAD),
        ("UPDATE log_entry SET seq = 0 WHERE seq = 3", 0, Broken.SEQUENCE),
        ("UPDATE log_entry SET prev_hash = hash WHERE seq = 3", 3, Broken.LINK),
        ("UPDATE log_head SET seq = 4", 4, Broken.HEAD),
        ("UPDATE log_head SET hash = 'x'", 5, Broken.HEAD),
        ("DELETE FROM log_head", 1, Broken.HEAD),
    ],
)
def test_what_was_taken_moved_or_cut_off_is_named(
    statement: str, broken: int, what: Broken
) -> None:
    behind_its_back(statement)
    found = verify_record()
    assert (found.ok, found.first_broken, found.what) == (False, broken, what)


def test_a_head_moved_back_to_hide_the_last_entry_is_found() -> None:
    fourth = Entry.objects.get(seq=4)
    behind_its_back("UPDATE log_head SET seq = 4, hash = %s", fourth.hash)
    found = verify_record()
    assert (found.ok, found.first_broken, found.what) == (False, 5, Broken.HEAD)


def test_the_walk_reads_a_few_entries_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ENTRIES_AT_A_TIME", 2)
    assert verify_record().checked == 5
    behind_its_back("UPDATE log_entry SET headline = 'x' WHERE seq = 5")
    assert verify_record().first_broken == 5


def test_entries_appended_during_the_walk_wait_for_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walk = module.chain.walk

    def walk_while_another_writes(*arguments: Any) -> Any:
        found = walk(*arguments)
        with transaction.atomic():
            record(
                kind="plan_made", actor=System("x"), subject="plan:6", headline="Made", facts={},
                now=NOON,
            )  # fmt: skip
        return found

    monkeypatch.setattr(module.chain, "walk", walk_while_another_writes)
    found = verify_record()
    assert (found.ok, found.checked) == (True, 5)
    assert Head.objects.get().seq == 6


def test_any_flipped_bit_of_any_column_names_its_entry() -> None:
    if connection.vendor == "postgresql":
        pytest.skip("PostgreSQL itself refuses text that is none; SQLite stores what it is given")
    chance = random.Random(7)
    columns = [field.column for field in Entry._meta.fields if field.column != "seq"]
    append_only.remove(connection)
    for _ in range(150):
        seq, column = chance.randint(1, 5), chance.choice(columns)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT CAST({column} AS BLOB) FROM log_entry WHERE seq = %s", [seq])
            content = bytearray(cursor.fetchone()[0])
            if content:
                content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
                change = f"UPDATE log_entry SET {column} = CAST(%s AS TEXT) WHERE seq = %s"
                cursor.execute(change, [bytes(content), seq])
                found = verify_record()
                assert (found.ok, found.first_broken) == (False, seq), (column, bytes(content))
            transaction.set_rollback(True)
    assert verify_record().ok
