"""Triggers by which the database itself refuses to change, remove or skip a line of the record.

Installed by a migration on SQLite and PostgreSQL; other rooms install theirs in the same way. A
later migration that alters one of these tables must install them again, because SQLite makes the
table anew without its triggers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

APPEND_ONLY = "the record is append-only"
IN_LINE = "an entry of the record must follow the one before it"
ADVANCES = "the end of the record only moves to the entry just written"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A statement that the database refuses: on which table, when, and what it says."""

    verb: str
    table: str
    message: str
    when: str = "1 = 1"

    @property
    def name(self) -> str:
        """Name of the trigger, and of its function on PostgreSQL."""
        return f"{self.table}_refuses_{self.verb.lower()}"


REFUSALS = (
    Refusal("UPDATE", "log_entry", APPEND_ONLY),
    Refusal("DELETE", "log_entry", APPEND_ONLY),
    Refusal("TRUNCATE", "log_entry", APPEND_ONLY),
    Refusal("UPDATE", "log_reading", APPEND_ONLY),
    Refusal("DELETE", "log_reading", APPEND_ONLY),
    Refusal("TRUNCATE", "log_reading", APPEND_ONLY),
    Refusal("DELETE", "log_head", ADVANCES),
    Refusal("TRUNCATE", "log_head", ADVANCES),
    Refusal(
        "INSERT",
        "log_entry",
        IN_LINE,
        "NOT EXISTS (SELECT 1 FROM log_head WHERE seq = NEW.seq - 1 AND hash = NEW.prev_hash)",
    ),
    Refusal(
        "INSERT",
        "log_head",
        ADVANCES,
        "NEW.id <> 1 OR NEW.seq <> 0 OR EXISTS (SELECT 1 FROM log_head)"
        " OR EXISTS (SELECT 1 FROM log_entry)",
    ),
    Refusal(
        "UPDATE",
        "log_head",
        ADVANCES,
        "NEW.id <> OLD.id OR NEW.seq <> OLD.seq + 1"
        " OR NOT EXISTS (SELECT 1 FROM log_entry WHERE seq = NEW.seq AND hash = NEW.hash)",
    ),
)


def install(connection: BaseDatabaseWrapper, refusals: Iterable[Refusal] = REFUSALS) -> None:
    """Put triggers in place, those of the record unless told, in the dialect of this database."""
    refusals = tuple(refusals)
    remove(connection, refusals)
    write = _in_sqlite if connection.vendor == "sqlite" else _in_postgresql
    with connection.cursor() as cursor:
        for refusal in refusals:
            for statement in write(refusal):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, refusals: Iterable[Refusal] = REFUSALS) -> None:
    """Take triggers away: for undoing the migration, and for tests that empty the database."""
    with connection.cursor() as cursor:
        for refusal in refusals:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {refusal.name}")
            else:
                cursor.execute(f"DROP FUNCTION IF EXISTS {refusal.name}() CASCADE")


def _in_sqlite(refusal: Refusal) -> Iterator[str]:
    # SQLite has no TRUNCATE; DELETE without WHERE goes through the trigger for DELETE.
    if refusal.verb != "TRUNCATE":
        yield (
            f"CREATE TRIGGER {refusal.name} BEFORE {refusal.verb} ON {refusal.table}"
            f" WHEN {refusal.when} BEGIN SELECT RAISE(ABORT, '{refusal.message}'); END"
        )


def _in_postgresql(refusal: Refusal) -> Iterator[str]:
    yield (
        f"CREATE FUNCTION {refusal.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {refusal.when} THEN RAISE EXCEPTION '{refusal.message}'"
        " USING ERRCODE = 'integrity_constraint_violation'; END IF;"
        " RETURN NEW; END $$"
    )
    each = "STATEMENT" if refusal.verb == "TRUNCATE" else "ROW"
    yield (
        f"CREATE TRIGGER {refusal.name} BEFORE {refusal.verb} ON {refusal.table}"
        f" FOR EACH {each} EXECUTE FUNCTION {refusal.name}()"
    )
