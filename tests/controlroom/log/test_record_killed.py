"""Killed at any moment, a writer loses nothing that it was told is recorded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.log.services.verify_record import verify_record

ENTRIES_BEFORE = (1, 7, 20)

WRITE_FOR_EVER = """
import sys
from datetime import UTC, datetime
from tidegate.controlroom.database import open_database
open_database()
from django.db import transaction
from tidegate.controlroom.log.services.record import record
from tidegate.core.log.entry import System
while True:
    with transaction.atomic():
        entry = record(kind="plan_made", actor=System(sys.argv[1]), subject="plan:1",
                       headline="Plan made", facts={}, now=datetime.now(UTC))
    print(entry.seq, entry.hash, flush=True)
"""


def address_of_the_test_database() -> str:
    names = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{names['NAME']}"
    return f"postgresql://{names['USER']}@{quote(names['HOST'], safe='')}/{names['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_what_was_acknowledged_before_the_kill_is_in_the_record(tmp_path: Path) -> None:
    shell = {
        "PATH": os.environ["PATH"],
        "TIDEGATE_HOME": str(tmp_path),
        "DATABASE_URL": address_of_the_test_database(),
    }
    acknowledged: list[tuple[int, str]] = []
    for entries in ENTRIES_BEFORE:
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITE_FOR_EVER, f"writer killed after {entries}"],
            env=shell,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(entries)]
        writer.kill()
        said += writer.communicate()[0].splitlines(keepends=True)
        for line in said:
            if line.endswith("\n"):  # the last may be cut by the kill
                seq, digest = line.split()
                acknowledged.append((int(seq), digest))
    assert len(acknowledged) >= sum(ENTRIES_BEFORE)
    kept = dict(Entry.objects.values_list("seq", "hash"))
    assert [kept.get(seq) for seq, _ in acknowledged] == [digest for _, digest in acknowledged]
    assert len(kept) - len(acknowledged) <= len(ENTRIES_BEFORE), "at most one unsaid a kill"
    assert verify_record().ok
