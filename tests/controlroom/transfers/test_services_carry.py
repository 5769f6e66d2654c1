"""A request carried from draft to closed: each step its entry, its people, its units."""

from __future__ import annotations

import pytest
from tests.controlroom.transfers.carrying import (
    WAITING_SINCE,
    People,
    carry,
    people,
)

from tidegate.controlroom.log.models import Entry

__all__ = ["people"]

pytestmark = pytest.mark.django_db


def test_a_request_is_carried_to_the_end(people: People) -> None:
    request = carry(people, "closed")
    assert request.reference == f"T-{request.pk:06d}"
    entries = Entry.objects.filter(subject=f"request:{request.reference}").order_by("seq")
    assert [entry.kind for entry in entries] == [
        "request_started", "request_cleared", "consent_recorded", "request_opened",
        "place_proposed", "place_accepted", "place_chosen", "message_prepared", "message_sent",
        "message_received", "patient_dated", "patient_treated", "request_closed",
    ]  # fmt: skip
    assert request.clock_start == WAITING_SINCE
