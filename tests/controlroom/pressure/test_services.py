"""Submitting and correcting: one row, one entry; late and odd ones are taken and flagged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.controlroom.pressure.reporting import (
    DAY,
    IN_TIME,
    LATE,
    VALUES,
    a_fortnight,
    new_return,
    submitted,
)

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.log import append_only
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.pressure.models import Return
from tidegate.controlroom.pressure.refused import ReturnRefused
from tidegate.controlroom.pressure.services.correct_return import correct_return
from tidegate.controlroom.pressure.services.submit_return import submit_return
from tidegate.controlroom.pressure.unchanging import REFUSALS, RETURN
from tidegate.core.directory.roles import Role
from tidegate.core.log.entry import Severity, System

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitter(person_with: Callable[..., Person]) -> Person:
    return person_with((Role.PROVIDER_USER, "Z01"))


def newest_entry() -> Entry:
    return Entry.objects.order_by("-seq")[0]


def correct(person: Person, reason: str = "Beds were counted twice", **changed: float) -> Return:
    return correct_return(
        new=new_return(**changed), reason=reason, corrects=1, actor=person, now=LATE
    )


REFUSED = [
    ({"day": DAY + timedelta(days=1)}, {}, ["DAY_TO_COME"]),
    ({"organisation": "Z01A1"}, {}, ["DOES_NOT_REPORT"]),
    ({}, {"ga_beds_open": float("nan")}, ["NO_NUMBER"]),
    ({}, {"ga_beds_open": float("inf"), "teapots": 3}, ["NO_NUMBER", "NOT_ASKED_FOR"]),
]

WHO = [(Role.PROVIDER_USER, "Z02"), (Role.COORDINATOR, "ZQ1"), (Role.AUDITOR, "ZQ1"),
       (Role.CLINICIAN, "Z01")]  # fmt: skip


class TestSubmitting:
    def test_a_report_in_time_is_one_row_and_one_routine_entry(self, submitter: Person) -> None:
        row = submitted(submitter)
        assert (row.version, row.reason, row.findings) == (1, "", [])
        assert row.values == VALUES
        assert row.submitted_by_name == submitter.label
        entry = newest_entry()
        assert entry.kind == "return_submitted"
        assert entry.subject == "return:Z01-2026-11-25"
        assert entry.on_behalf_of == "Z01"
        assert entry.severity == Severity.ROUTINE
        assert entry.facts["values"] == VALUES

    def test_a_late_one_is_taken_and_said_to_be_late(self, submitter: Person) -> None:
        submit_return(new=new_return(), actor=submitter, now=LATE)
        assert "submitted late" in newest_entry().headline
        assert newest_entry().severity == Severity.NOTABLE

    def test_an_odd_figure_is_taken_and_flagged(self, submitter: Person) -> None:
        a_fortnight(submitter)
        row = submitted(submitter, ga_beds_open=62, ga_beds_occupied=585)
        found = [(each["code"], each["inputs"]["measure"]) for each in row.findings]
        assert ("JUMP", "ga_beds_open") in found
        assert ("PART_ABOVE_WHOLE", "ga_beds_occupied") in found
        assert newest_entry().severity == Severity.NOTABLE

    def test_one_taken_over_from_elsewhere_keeps_its_moment(self, submitter: Person) -> None:
        row = submit_return(
            new=new_return(), actor=submitter, now=LATE + timedelta(days=3), received_at=IN_TIME
        )
        assert row.submitted_at == IN_TIME
        assert newest_entry().occurred_at == IN_TIME
        assert newest_entry().recorded_at == LATE + timedelta(days=3)

    @pytest.mark.parametrize(("given", "changed", "codes"), REFUSED)
    def test_what_makes_no_sense_is_refused_and_nothing_is_kept(
        self, submitter: Person, given: dict, changed: dict, codes: list[str]
    ) -> None:
        with pytest.raises(ReturnRefused) as refused:
            submit_return(new=new_return(**given, **changed), actor=submitter, now=IN_TIME)
        assert list(refused.value.codes) == codes
        assert not Return.objects.exists()

    def test_a_second_one_for_the_day_is_refused(self, submitter: Person) -> None:
        submitted(submitter)
        with pytest.raises(ReturnRefused) as refused:
            submitted(submitter)
        assert refused.value.codes == ("ALREADY_SUBMITTED",)

    @pytest.mark.parametrize(("role", "code"), WHO)
    def test_only_the_providers_own_users_submit(
        self, person_with: Callable[..., Person], role: Role, code: str
    ) -> None:
        with pytest.raises(PermissionMissing):
            submitted(person_with((role, code)))
        assert not Return.objects.exists()

    def test_a_run_of_the_software_submits_nothing_of_its_own(self, organisations: dict) -> None:
        with pytest.raises(PermissionMissing):
            submit_return(new=new_return(), actor=System("night run"), now=IN_TIME)


class TestCorrecting:
    def test_a_correction_is_a_new_version_with_its_reason(self, submitter: Person) -> None:
        first = submitted(submitter)
        row = correct(submitter, ga_beds_occupied=575)
        assert (row.version, row.supersedes, row.reason) == (2, first, "Beds were counted twice")
        first.refresh_from_db()
        assert first.values["ga_beds_occupied"] == 585
        entry = newest_entry()
        assert entry.kind == "return_corrected"
        assert entry.facts["changed"] == {"ga_beds_occupied": {"from": 585, "to": 575}}
        assert entry.headline.endswith("corrected: Beds were counted twice")
        assert entry.severity == Severity.NOTABLE

    def test_after_a_fortnight_it_is_taken_and_matters_more(self, submitter: Person) -> None:
        submitted(submitter)
        correct_return(
            new=new_return(ga_beds_occupied=575), reason="Audit", corrects=1, actor=submitter,
            now=IN_TIME + timedelta(days=15),
        )  # fmt: skip
        assert "corrected late" in newest_entry().headline
        assert newest_entry().severity == Severity.IMPORTANT

    def test_what_is_no_correction_is_refused(self, submitter: Person) -> None:
        with pytest.raises(ReturnRefused, match="NOTHING_TO_CORRECT"):
            correct(submitter, ga_beds_occupied=575)
        submitted(submitter)
        with pytest.raises(ReturnRefused, match="REASON_NEEDED"):
            correct(submitter, " ", ga_beds_occupied=575)
        with pytest.raises(ReturnRefused, match="NOTHING_CHANGED"):
            correct(submitter)
        correct(submitter, ga_beds_occupied=575)
        with pytest.raises(ReturnRefused, match="CORRECTED_MEANWHILE"):
            correct(submitter, ga_beds_occupied=570)
        assert Return.objects.count() == 2


STATEMENTS = (
    "UPDATE pressure_return SET reason = 'x'",
    "UPDATE pressure_return SET version = 7",
    "DELETE FROM pressure_return",
    "TRUNCATE pressure_return",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_database_refuses_to_rewrite_a_return(submitter: Person, statement: str) -> None:
    if statement.startswith("TRUNCATE") and connection.vendor == "sqlite":
        pytest.skip("SQLite has no such statement")
    submitted(submitter)
    before = list(Return.objects.values_list())
    connection.check_constraints()
    with (
        pytest.raises(IntegrityError, match=RETURN),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert list(Return.objects.values_list()) == before


def test_the_triggers_can_be_taken_away_and_put_back(submitter: Person) -> None:
    submitted(submitter)
    append_only.remove(connection, REFUSALS)
    Return.objects.update(how="file")
    append_only.install(connection, REFUSALS)
    with pytest.raises(IntegrityError, match=RETURN), transaction.atomic():
        Return.objects.all().delete()
