"""Many writers at once: no number is skipped or given twice, and the chain holds."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, connections, transaction

from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.log.services.record import record
from tidegate.controlroom.log.services.verify_record import verify_record
from tidegate.core.log.entry import System

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
WRITERS, EACH = 4, 60


def fail_at_every_tenth(number: int) -> None:
    if number % 10 == 9:
        raise LookupError


def write_many(writer: int) -> int:
    """Write entries one after another; every tenth change fails after its entry was written."""
    failed = 0
    try:
        for number in range(EACH):
            try:
                with transaction.atomic():
                    record(
                        kind="plan_made",
                        actor=System(f"writer {writer}"),
                        subject=f"plan:{writer}-{number}",
                        headline="Plan made",
                        facts={"number": number},
                        now=NOW,
                    )
                    fail_at_every_tenth(number)
            except LookupError:
                failed += 1
    finally:
        connections.close_all()
    return failed


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_leave_a_gap_free_record_that_holds() -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        failed = sum(pool.map(write_many, range(WRITERS)))
    written = WRITERS * EACH - failed
    assert failed == WRITERS * EACH // 10
    numbers = list(Entry.objects.order_by("seq").values_list("seq", flat=True))
    assert numbers == list(range(1, written + 1))
    found = verify_record()
    assert (found.ok, found.checked) == (True, written)
    for writer in range(WRITERS):
        entries = Entry.objects.filter(actor=f"system:writer {writer}").order_by("seq")
        in_order = [entry.facts["number"] for entry in entries]
        assert in_order == [number for number in range(EACH) if number % 10 != 9]
    connection.close()
