"""Each reader of the record sees what concerns their organisations, page by page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.directory.viewer import NOBODY, Viewer, viewer_of
from tidegate.controlroom.log import queries
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.log.queries import Filter, RecordPage
from tidegate.controlroom.log.services.note_reading import note_reading
from tidegate.controlroom.log.services.record import record
from tidegate.core.directory.roles import Role
from tidegate.core.log.entry import System

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)


def write(headline: str, **terms: Any) -> Entry:
    usual: dict[str, Any] = {
        "kind": "plan_made",
        "actor": System("test"),
        "subject": "plan:1",
        "headline": headline,
        "facts": {},
        "visibility": "internal",
        "now": NOON,
    }
    with transaction.atomic():
        return record(**(usual | terms))


@pytest.fixture
def viewer_with(person_with: Callable[..., Person]) -> Callable[..., Viewer]:
    return lambda *held: viewer_of(person_with(*held))


def headlines(page: RecordPage) -> list[str]:
    return [entry.headline for entry in page.entries if "test set-up" not in entry.actor]


@pytest.fixture
def entries(organisations: object) -> None:
    write("public", visibility="public")
    write("partner", visibility="partner")
    write("of Z01", on_behalf_of="Z01")
    write("of ZQ1", on_behalf_of="ZQ1")
    write("of ZQ2", on_behalf_of="ZQ2")
    write("of none")


@pytest.mark.parametrize(
    ("held", "seen"),
    [
        ([], ["public"]),
        ([(Role.PROVIDER_USER, "Z01")], ["public"]),
        ([(Role.CONTRACT_MANAGER, "ZQ1")], ["partner", "public"]),
        ([(Role.LOGGIST, "Z01")], ["of Z01", "partner", "public"]),
        ([(Role.COORDINATOR, "ZQ1")], ["of ZQ1", "of Z01", "partner", "public"]),
        ([(Role.AUDITOR, "ZQ2")], ["of ZQ2", "partner", "public"]),
        (
            [(Role.AUDITOR, "ZQ1"), (Role.AUDITOR, "ZQ2")],
            ["of none", "of ZQ2", "of ZQ1", "of Z01", "partner", "public"],
        ),
    ],
)
def test_roles_and_organisations_decide_what_is_seen(
    entries: None, viewer_with: Callable[..., Viewer], held: list[Any], seen: list[str]
) -> None:
    assert headlines(queries.record_page(viewer_with(*held))) == seen


def test_without_signing_in_one_sees_what_is_public_only(entries: None) -> None:
    page = queries.record_page(NOBODY)
    assert headlines(page) == ["public"]
    hidden = Entry.objects.get(headline="of Z01")
    assert queries.entry_in_sight(NOBODY, hidden.seq) is None
    seen = page.entries[0].seq
    assert queries.entry_in_sight(NOBODY, seen) == page.entries[0]
    assert queries.in_sight(NOBODY, [hidden.seq, seen, 999]) == {seen}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(kinds=("correction",)), ["Plan 1 was 3 short"]),
        (Filter(kinds=("correction", "plan_made")), ["Plan 1 was 3 short", "Made for Northmere"]),
        (Filter(subject="plan:2"), ["Plan 1 was 3 short"]),
        (Filter(organisation="Z01"), ["Made for Northmere"]),
        (Filter(severity=3), ["Plan 1 was 3 short"]),
        (Filter(search="NORTHMERE made"), ["Made for Northmere"]),
        (Filter(search="northmere short"), []),
        (Filter(since=date(2026, 7, 2)), ["Plan 1 was 3 short"]),
        (Filter(until=date(2026, 7, 1)), ["Made for Northmere"]),
        (Filter(), ["Plan 1 was 3 short", "Made for Northmere"]),
    ],
)
def test_a_filter_narrows(db: None, wanted: Filter, found: list[str]) -> None:
    """22:59 and 23:00 in summer: the second is past midnight in England."""
    write(
        "Made for Northmere",
        visibility="public",
        on_behalf_of="Z01",
        now=datetime(2026, 7, 1, 22, 59, tzinfo=UTC),
    )
    write(
        "Plan 1 was 3 short",
        kind="correction",
        visibility="public",
        subject="plan:2",
        severity=3,
        now=datetime(2026, 7, 1, 23, 0, tzinfo=UTC),
    )
    assert headlines(queries.record_page(NOBODY, wanted)) == found


def test_pages_follow_each_other_without_gap_while_entries_arrive(db: None) -> None:
    for number in range(1, 8):
        write(str(number), visibility="public")
    first = queries.record_page(NOBODY, size=3)
    assert (headlines(first), first.newer) == (["7", "6", "5"], None)
    write("8", visibility="public")
    second = queries.record_page(NOBODY, before=first.older, size=3)
    assert headlines(second) == ["4", "3", "2"]
    last = queries.record_page(NOBODY, before=second.older, size=3)
    assert (headlines(last), last.older) == (["1"], None)
    back = queries.record_page(NOBODY, after=last.newer, size=3)
    assert headlines(back) == headlines(second)
    assert headlines(queries.record_page(NOBODY, after=back.newer, size=3)) == ["7", "6", "5"]


def test_an_empty_page_leads_nowhere(db: None) -> None:
    assert queries.record_page(NOBODY) == RecordPage((), None, None)


def test_the_history_of_a_subject_and_the_kinds_in_sight(db: None) -> None:
    write("first", visibility="public")
    write("second", visibility="public", kind="correction")
    write("hidden")
    assert [entry.headline for entry in queries.entries_about(NOBODY, "plan:1")] == [
        "second",
        "first",
    ]
    assert queries.kinds_in_sight(NOBODY) == (
        ("correction", "Correction"),
        ("plan_made", "Plan made"),
    )


def test_who_looked_is_shown_to_those_who_may_read_internal_entries(
    viewer_with: Callable[..., Viewer],
) -> None:
    note_reading(
        actor=System("test"), subject="pathway:P1", reason="test", now=NOON, on_behalf_of="Z01"
    )
    seen = queries.readings_of(viewer_with((Role.AUDITOR, "ZQ1")), "pathway:P1")
    assert [reading.reason for reading in seen] == ["test"]
    assert queries.readings_of(viewer_with((Role.CLINICIAN, "Z01")), "pathway:P1") == ()
    assert queries.readings_of(viewer_with((Role.AUDITOR, "ZQ2")), "pathway:P1") == ()
