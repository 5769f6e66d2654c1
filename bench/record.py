"""Measure the record: ten thousand appends from several processes at once, and many kills.

    python -m bench.record [--entries 10000] [--writers 8] [--kills 200]

It uses SQLite in a temporary folder, or the database that DATABASE_URL names; run it under
``scripts/with-postgres`` for PostgreSQL. It says whether the record holds, and asserts nothing.
"""

# ruff: noqa: PLC0415 - Django starts once its environment is set
from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path


def main() -> None:
    """Append, kill, verify, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--append", type=int, help="(what each writer runs)")
    wanted = parser.parse_args()
    if wanted.append:
        append(wanted.append)
        return
    with tempfile.TemporaryDirectory() as home:
        os.environ["TIDEGATE_HOME"] = home
        from tidegate.controlroom.database import open_database

        open_database()
        at_once(wanted.entries, wanted.writers)
        killed(wanted.kills)


def append(entries: int) -> None:
    """Append entries one transaction each, saying each number once it is committed."""
    from tidegate.controlroom.database import open_database

    open_database()
    from django.db import transaction

    from tidegate.controlroom.log.services.record import record
    from tidegate.core.log.entry import System

    writer = System(f"writer {os.getpid()}")
    for number in range(entries):
        with transaction.atomic():
            entry = record(
                kind="plan_made",
                actor=writer,
                subject=f"plan:{number}",
                headline="Plan made",
                facts={"number": number},
                now=datetime.now(UTC),
            )
        print(entry.seq, entry.hash, flush=True)


def at_once(entries: int, writers: int) -> None:
    """Let several processes append at once; print entries a second and whether the chain holds."""
    each = entries // writers
    began = time.perf_counter()
    running = [_writer(each) for _ in range(writers)]
    said = [_acknowledged(writer) for writer in running]
    took = time.perf_counter() - began
    numbers = sorted(seq for acknowledged in said for seq in acknowledged)
    gap_free = numbers == list(range(1, each * writers + 1))
    print(f"{len(numbers):,} appends by {writers} processes in {took:.1f} s"
          f" ({len(numbers) / took:,.0f} a second, starts included)")  # fmt: skip
    print(f"numbers without gap or repetition: {gap_free}")
    _verify()


def killed(kills: int) -> None:
    """Kill writers at random moments; print how many acknowledged entries were lost."""
    chance = random.Random(7)
    lost, acknowledged = 0, 0
    for _ in range(kills):
        writer = _writer(1_000_000)
        assert writer.stdout is not None
        first = writer.stdout.readline()  # it is at work
        time.sleep(chance.uniform(0, 0.05))
        writer.kill()
        said = _parse([first, *writer.communicate()[0].splitlines(keepends=True)])
        acknowledged += len(said)
        lost += _missing(said)
    print(f"{kills} kills: {acknowledged:,} entries acknowledged, {lost} of them lost")
    _verify()


def _writer(entries: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.record", "--append", str(entries)]
    project = Path(__file__).resolve().parents[1]
    return subprocess.Popen(command, cwd=project, stdout=subprocess.PIPE, text=True)


def _acknowledged(writer: subprocess.Popen[str]) -> dict[int, str]:
    return _parse(writer.communicate()[0].splitlines(keepends=True))


def _parse(lines: list[str]) -> dict[int, str]:
    whole = (line.split() for line in lines if line.endswith("\n"))
    return {int(seq): digest for seq, digest in whole}


def _missing(said: dict[int, str]) -> int:
    from tidegate.controlroom.log.models import Entry

    kept = dict(Entry.objects.filter(seq__in=said).values_list("seq", "hash"))
    return sum(kept.get(seq) != digest for seq, digest in said.items())


def _verify() -> None:
    from tidegate.controlroom.log.services.verify_record import verify_record

    began = time.perf_counter()
    found = verify_record()
    took = time.perf_counter() - began
    print(f"verify: {'whole' if found.ok else found.detail}, {found.checked:,} entries"
          f" in {took:.2f} s ({found.checked / took:,.0f} a second)")  # fmt: skip


if __name__ == "__main__":
    main()
