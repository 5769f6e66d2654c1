"""Watch what a service writes while it runs, so that no change goes unrecorded at run time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from tidegate.controlroom.log.models import Entry

_WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"', re.IGNORECASE)
_THE_RECORD = {"log_entry", "log_head", "log_reading"}


@contextmanager
def changes_recorded(*kinds: str) -> Iterator[list[Entry]]:
    """Fail unless the block wrote entries of just these kinds, and none without a change of rows.

    Yields a list that holds the entries once the block has ended.
    """
    written: set[str] = set()

    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        done = execute(sql, *rest)
        context = rest[-1]
        if (match := _WRITE.match(sql)) and context["cursor"].rowcount:
            written.add(match[1])
        return done

    before = Entry.objects.count()
    entries: list[Entry] = []
    with connection.execute_wrapper(watch):
        yield entries
    entries += Entry.objects.filter(seq__gt=before).order_by("seq")
    changed = written - _THE_RECORD
    assert not changed or entries, f"rows of {sorted(changed)} changed without an entry"
    assert [entry.kind for entry in entries] == list(kinds)
