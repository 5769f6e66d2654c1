"""Compare every snapshot with the record of its load and its stored file with its hash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.controlroom.waiting.store import store
from tidegate.exchange.findings import Finding, UnusableInput, error

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tidegate.exchange.snapshots import Store

LOADS = ("snapshot_loaded", "snapshot_superseded")


def verify_snapshots() -> tuple[int, tuple[Finding, ...]]:
    """Return how many snapshots were checked, and what is wrong with any of them.

    Superseded ones are checked too: earlier results were made from them.
    """
    keep, checked, problems = store(), 0, []
    for snapshot in Snapshot.objects.order_by("pk").iterator():
        checked += 1
        problems += [*_against_the_record(snapshot), *_against_the_file(snapshot, keep)]
    return checked, tuple(problems)


def _against_the_file(snapshot: Snapshot, keep: Store) -> tuple[Finding, ...]:
    try:
        keep.check(snapshot.sha256)
    except UnusableInput as altered:
        return altered.findings
    except ValueError:
        expected = "the SHA-256 of a stored file"
        return (error("SNAPSHOT_ALTERED", _name(snapshot), expected, value=snapshot.sha256),)
    return ()


def _against_the_record(snapshot: Snapshot) -> Iterator[Finding]:
    entry = Entry.objects.filter(subject=f"snapshot:{snapshot.pk}", kind__in=LOADS).first()
    if entry is None:
        expected = "an entry in the record that says who loaded it"
        yield error("SNAPSHOT_UNRECORDED", _name(snapshot), expected)
        return
    try:
        recorded = entry.facts
    except ValueError:
        return  # the walk over the record names this entry
    kept = {
        "kind": snapshot.kind,
        "as_of": snapshot.as_of.isoformat(),
        "file": snapshot.name,
        "file_sha256": snapshot.source_sha256,
        "snapshot_sha256": snapshot.sha256,
        "rows": snapshot.rows,
        "supersedes": snapshot.supersedes_id,
    }
    for column, value in kept.items():
        if recorded.get(column) != value:
            expected = f"“{recorded.get(column)}”, as entry {entry.seq} of the record says"
            yield error(
                "SNAPSHOT_ALTERED", _name(snapshot), expected, column=column, value=str(value)
            )


def _name(snapshot: Snapshot) -> str:
    return f"snapshot {snapshot.pk}"
