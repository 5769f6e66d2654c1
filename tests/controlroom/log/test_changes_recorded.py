"""Seen while they run: each service that changes rows writes its entries, and no other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import polars as pl
import pytest
from tests.controlroom.recording import changes_recorded

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.accounts.services.add_person import add_person
from tidegate.controlroom.accounts.services.change_password import change_password
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.directory.services.add_organisation import add_organisation
from tidegate.controlroom.directory.services.grant_membership import grant_membership
from tidegate.controlroom.directory.services.withdraw_membership import withdraw_membership
from tidegate.controlroom.log.services.note_reading import note_reading
from tidegate.controlroom.waiting.services.load_snapshot import load_snapshot
from tidegate.core.directory.roles import Role
from tidegate.core.log.entry import System
from tidegate.exchange.incoming import Incoming
from tidegate.exchange.sources import Source

NOW = datetime(2026, 3, 12, 9, 30, tzinfo=UTC)
RUN = System("test")


@pytest.fixture
def person(person_with: Callable[..., Person]) -> Person:
    return person_with()


def test_adding_a_person(db: None) -> None:
    with changes_recorded("person_added"):
        add_person(email="a@example.org", label="A role", actor=RUN, now=NOW)


def test_changing_a_password(person: Person) -> None:
    with changes_recorded("password_changed"):
        change_password(person, password="three other words", actor=person, now=NOW)


def test_adding_an_organisation(db: None) -> None:
    with changes_recorded("organisation_added"):
        add_organisation(code="ZQ7", name="Eastmere", kind="icb", actor=RUN, now=NOW)


def test_granting_and_withdrawing_a_role(
    person: Person, organisations: dict[str, Organisation]
) -> None:
    place = organisations["Z01"]
    with changes_recorded("membership_granted"):
        held = grant_membership(
            person=person, organisation=place, role=Role.CLINICIAN, actor=RUN, now=NOW
        )
    with changes_recorded():
        grant_membership(person=person, organisation=place, role=Role.CLINICIAN, actor=RUN, now=NOW)
    with changes_recorded("membership_withdrawn"):
        withdraw_membership(held, actor=RUN, now=NOW)
    with changes_recorded():
        withdraw_membership(held, actor=RUN, now=NOW)


def test_loading_and_superseding_a_snapshot(db: None) -> None:
    def month(name: str) -> Incoming:
        source = Source(name, name.zfill(64), 1, "rtt-full-csv")
        return Incoming(source, date(2026, 1, 31), pl.DataFrame({"name": [name]}))

    with changes_recorded("snapshot_loaded"):
        load_snapshot(month("first"), actor=RUN, now=NOW)
    with changes_recorded("snapshot_superseded"):
        load_snapshot(month("revised"), actor=RUN, now=NOW, supersede=True)


def test_a_reading_is_noted_beside_the_record(db: None) -> None:
    with changes_recorded():
        note_reading(actor=RUN, subject="pathway:P1", reason="test", now=NOW)


def test_a_change_without_an_entry_is_noticed(person: Person) -> None:
    with (
        pytest.raises(AssertionError, match=r"accounts_person.*without an entry"),
        changes_recorded(),
    ):
        Person.objects.filter(pk=person.pk).update(label="Renamed behind the record's back")
