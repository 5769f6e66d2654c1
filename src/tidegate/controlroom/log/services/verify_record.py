"""Walk the record from its first entry to its last and name the first one that does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError, connection
from django.db.models import Max, QuerySet, TextField
from django.db.models.functions import Cast

from tidegate.controlroom.log.models import Entry, Head
from tidegate.core.log import chain
from tidegate.core.log import entry as core

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTRIES_AT_A_TIME = 1_000
_MOMENTS = ("occurred_at", "recorded_at")
# What a row altered behind the record's back can raise while it is read.
_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, DatabaseError)


def verify_record() -> chain.Verification:
    """Check every entry and the end of the record, in memory that does not grow with it.

    Entries that are appended while it walks are left for the next time.
    """
    head = _head()
    found = chain.walk(_entries(up_to=head.seq), head)
    if not found.ok:
        return found
    # Read in this order: an entry and the new end of the record are committed together, so no
    # true entry can lie beyond an end that is read after it.
    last = Entry.objects.aggregate(last=Max("seq"))["last"] or 0
    end = _head().seq
    if last > end:
        detail = f"the record says that it ends with entry {end}, but there is entry {last}"
        what = chain.Broken.HEAD
        return chain.Verification(False, found.checked, found.head, end + 1, "", what, detail)
    return found


def holds(noted: chain.Head) -> bool:
    """Say whether the record still has the entry that was once noted as its end.

    Whoever rewrites the whole chain cannot rewrite what was noted elsewhere.
    """
    return Entry.objects.filter(seq=noted.seq, hash=noted.hash).exists()


def _head() -> chain.Head:
    row = Head.objects.first()
    return chain.Head() if row is None else chain.Head(row.seq, row.hash)


def _entries(up_to: int) -> Iterator[core.Entry | chain.Unreadable]:
    rows = Entry.objects.order_by("seq").filter(seq__lte=up_to)
    remaining = rows
    while True:
        numbers = list(remaining.values_list("seq", flat=True)[:ENTRIES_AT_A_TIME])
        if not numbers:
            return
        try:
            chunk = _as_written(rows.filter(seq__gte=numbers[0], seq__lte=numbers[-1]))
            yield from [_sealed(row) for row in chunk]
        except _UNREADABLE:
            yield from (_one(number) for number in numbers)
        remaining = rows.filter(seq__gt=numbers[-1])


def _one(number: int) -> core.Entry | chain.Unreadable:
    try:
        return _sealed(_as_written(Entry.objects.filter(seq=number)).get())
    except _UNREADABLE as problem:
        return chain.Unreadable(number, _kind(number), str(problem) or type(problem).__name__)


def _as_written(rows: QuerySet[Entry]) -> QuerySet[Entry]:
    """Also fetch moments as the text that SQLite keeps, of which many spellings read the same."""
    if connection.vendor != "sqlite":
        return rows
    written = {f"{name}_text": Cast(name, TextField()) for name in _MOMENTS}
    return rows.annotate(**written)


def _sealed(row: Entry) -> core.Entry:
    if connection.vendor == "sqlite":
        for name in _MOMENTS:
            expected = connection.ops.adapt_datetimefield_value(getattr(row, name))
            if getattr(row, f"{name}_text") != expected:
                raise ValueError(f"{name} is not written as moments are")
    return row.as_sealed()


def _kind(number: int) -> str:
    try:
        return str(Entry.objects.values_list("kind", flat=True).get(seq=number))
    except _UNREADABLE:
        return ""
