"""The database itself keeps clock starts, the ledger of use and messages as they were."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.controlroom.transfers.carrying import WAITING_SINCE, People, carry, people

from tidegate.controlroom.log import append_only
from tidegate.controlroom.transfers.models import Message, Request, Use
from tidegate.controlroom.transfers.unchanging import CLOCK, LEDGER, MESSAGE, REFUSALS

__all__ = ["people"]

FORBIDDEN = [
    ("UPDATE transfers_request SET clock_start = '2026-01-01'", CLOCK),
    ("UPDATE transfers_request SET state = 'closed', clock_start = '2025-05-11'", CLOCK),
    ("UPDATE transfers_use SET units = 9", LEDGER),
    ("UPDATE transfers_use SET cause = 'DNA'", LEDGER),
    ("DELETE FROM transfers_use", LEDGER),
    ("TRUNCATE transfers_use", LEDGER),
    ("UPDATE transfers_message SET content = '{}'", MESSAGE),
    ("UPDATE transfers_message SET version = 7", MESSAGE),
]


@pytest.mark.parametrize(("statement", "said"), FORBIDDEN)
def test_raw_statements_are_refused(people: People, statement: str, said: str) -> None:
    if statement.startswith("TRUNCATE") and connection.vendor == "sqlite":
        pytest.skip("SQLite has no such statement")
    request = carry(people, "sent")
    before = list(Use.objects.values_list())
    connection.check_constraints()  # on PostgreSQL what is still to be checked stops a TRUNCATE
    with (
        pytest.raises(IntegrityError, match=said),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    request.refresh_from_db()
    assert (request.state, request.clock_start) == ("sent", WAITING_SINCE)
    assert list(Use.objects.values_list()) == before


def test_rows_are_refused_too_and_everything_else_of_them_may_change(people: People) -> None:
    request = carry(people, "sent")
    request.clock_start += timedelta(days=1)
    with pytest.raises(IntegrityError, match=CLOCK), transaction.atomic():
        request.save()
    Request.objects.update(state="received", clock_start=WAITING_SINCE)
    Message.objects.update(sent_to="Z02")
    with pytest.raises(IntegrityError, match=LEDGER), transaction.atomic():
        Use.objects.all()[0].delete()


def test_the_triggers_can_be_taken_away_and_put_back(people: People) -> None:
    carry(people, "draft")
    append_only.remove(connection, REFUSALS)
    Request.objects.update(clock_start=WAITING_SINCE - timedelta(days=1))
    append_only.install(connection, REFUSALS)
    with pytest.raises(IntegrityError, match=CLOCK), transaction.atomic():
        Request.objects.update(clock_start=WAITING_SINCE)
