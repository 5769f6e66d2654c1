"""The pages of the record: what happened, for those who may read it."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from tidegate.controlroom.log import append_only
from tidegate.controlroom.log.services.record import record
from tidegate.core.directory.roles import Role
from tidegate.core.log.entry import Ref, RefType, System

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def entries(organisations) -> dict[str, int]:
    """A plan for Northmere, its correction, and an internal note of Southmere (the canary)."""
    made = {}
    with transaction.atomic():
        terms = {"actor": System("test"), "now": NOON}
        made["plan"] = record(
            kind="plan_made", subject="plan:1", headline="Matched 12,000 people",
            facts={"matched": 12000}, on_behalf_of="ZQ1", **terms,
        ).seq  # fmt: skip
        made["correction"] = record(
            kind="correction", subject="plan:1", headline="It was 11,999 people", facts={},
            on_behalf_of="ZQ1", refs=[Ref(RefType.CORRECTS, made["plan"])], **terms,
        ).seq  # fmt: skip
        made["canary"] = record(
            kind="editor_note", subject="plan:2", headline="CANARY of Southmere", facts={},
            on_behalf_of="ZQ2", **terms,
        ).seq  # fmt: skip
    return made


def test_newest_entries_come_first(client_of) -> None:
    page = client_of(Role.COORDINATOR).get("/record/").content.decode()
    assert page.index("It was 11,999 people") < page.index("Matched 12,000 people")


def test_another_areas_internal_entries_never_appear(client_of, entries) -> None:
    client = client_of(Role.COORDINATOR)
    assert b"CANARY" not in client.get("/record/").content
    assert b"CANARY" not in client.get("/record/?text=canary").content
    assert client.get(f"/record/{entries['canary']}/").status_code == 404
    assert b"CANARY" in client_of(Role.COORDINATOR, "ZQ2").get("/record/").content


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=plan_made", ["Matched 12,000 people"]),
        ("text=11,999", ["It was 11,999 people"]),
        ("since=2026-03-03&kind=correction", ["It was 11,999 people"]),
        ("until=2026-03-02&text=people", []),
    ],
)
def test_the_filter_narrows_the_list(client_of, query, shown) -> None:
    page = client_of(Role.COORDINATOR).get(f"/record/?{query}").content.decode()
    for headline in ("Matched 12,000 people", "It was 11,999 people"):
        assert (headline in page) == (headline in shown)
    assert ("No entry fits" in page) == (not shown)


def test_a_date_that_is_none_is_answered_beside_its_field(client_of) -> None:
    page = client_of(Role.COORDINATOR).get("/record/?since=yesterday").content.decode()
    assert "There is a problem" in page
    assert "Enter a date, like 31/1/2026" in page


def test_a_long_record_is_turned_page_by_page_with_the_filter_kept(client_of) -> None:
    with transaction.atomic():
        for number in range(60):
            record(
                kind="plan_made", actor=System("test"), subject="plan:3", now=NOON,
                headline=f"Plan number {number}", facts={}, on_behalf_of="ZQ1",
            )  # fmt: skip
    client = client_of(Role.COORDINATOR)
    first = client.get("/record/?kind=plan_made").content.decode()
    assert "Plan number 59" in first
    older = html.unescape(re.search(r'href="([^"]+)" rel="next"', first)[1])
    assert "kind=plan_made" in older
    assert b"Matched 12,000 people" in client.get(older).content


def test_an_entry_shows_its_facts_its_seal_and_what_it_corrects(client_of, entries) -> None:
    client = client_of(Role.COORDINATOR)
    page = client.get(f"/record/{entries['correction']}/").content.decode()
    assert "Corrects <a class" in page.replace("\n", "")
    plan = client.get(f"/record/{entries['plan']}/").content.decode()
    assert "12,000" in plan
    assert plan.count("app-hash") == 2


def test_an_auditor_can_check_that_the_record_is_whole(client_of) -> None:
    page = client_of(Role.AUDITOR).get("/record/check/").content.decode()
    assert "just now: the chain is whole" in page


def test_the_check_names_an_entry_that_was_changed_behind_its_back(client_of, entries) -> None:
    client = client_of(Role.AUDITOR)
    append_only.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE log_entry SET headline = 'altered' WHERE seq = %s", [entries["plan"]]
        )
    append_only.install(connection)
    page = client.get("/record/check/").content.decode()
    assert f"does not hold at entry {entries['plan']}" in page


@pytest.mark.parametrize(
    ("role", "list_status", "check_status"),
    [
        (Role.COORDINATOR, 200, 403),
        (Role.AUTHORISER, 200, 403),
        (Role.LOGGIST, 200, 403),
        (Role.AUDITOR, 200, 200),
        (Role.PROVIDER_USER, 403, 403),
        (Role.CLINICIAN, 403, 403),
        (Role.RECALL_LEAD, 403, 403),
        (None, 403, 403),
    ],
)
def test_who_may_read_and_check_the_record(client_of, role, list_status, check_status) -> None:
    client = client_of(role)
    assert client.get("/record/").status_code == list_status
    assert client.get("/record/check/").status_code == check_status
