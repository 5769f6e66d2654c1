"""What the services put on the registers, who may, and what the database never lets change."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from tests.controlroom.recording import changes_recorded
from tests.controlroom.registers import on_registers as rows
from tests.controlroom.registers.on_registers import NOW, PROMISE

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.permissions import PermissionMissing
from tidegate.controlroom.registers import models
from tidegate.controlroom.registers.forms.oversight import FRAMEWORKS
from tidegate.controlroom.registers.keeping import Superseding
from tidegate.controlroom.registers.refused import RegisterRefused
from tidegate.controlroom.registers.services.end_data_release import end_data_release
from tidegate.controlroom.registers.services.follow_enforcement import follow_enforcement
from tidegate.controlroom.registers.services.mark_commitment import mark_commitment
from tidegate.controlroom.registers.services.move_funding import move_funding
from tidegate.controlroom.registers.services.move_speak_up_case import move_speak_up_case
from tidegate.controlroom.registers.services.move_spend import move_spend
from tidegate.controlroom.registers.services.place_providers import NewRun, place_providers
from tidegate.controlroom.registers.services.release_file import release_file
from tidegate.controlroom.registers.unchanging import ADDITIONS, ROWS
from tidegate.core.directory.roles import Role
from tidegate.core.registers import oversight
from tidegate.core.registers.commitments import Mark, Track, fingerprint
from tidegate.core.registers.enforcement import Outcome
from tidegate.core.registers.funding import FundingEvent, FundingVerb
from tidegate.core.registers.oversight import ProviderScores, fingerprint_of_scores
from tidegate.core.registers.speak_up import CaseStatus, Detriment
from tidegate.core.registers.spend import SpendStep

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(person_with: Callable[..., Person]) -> Person:
    return person_with((Role.LOGGIST, "ZQ1"))


@pytest.fixture
def second(person_with: Callable[..., Person]) -> Person:
    return person_with((Role.AUTHORISER, "ZQ1"))


@pytest.fixture
def guardian(person_with: Callable[..., Person]) -> Person:
    return person_with((Role.GUARDIAN, "ZQ1"))


def one_of_each(keeper: Person, guardian: Person) -> None:
    """Fill every table of the registers."""
    promise = rows.commitment(keeper)
    mark = Mark(Track.OFFICIAL, "done", date(2018, 9, 1))
    mark_commitment(commitment=promise, mark=mark, actor=keeper, now=NOW)
    transfer = rows.funding(keeper)
    agreed = FundingEvent(FundingVerb.AGREE, date(2013, 6, 3), text="Northmere board")
    move_funding(transfer=transfer, event=agreed, actor=keeper, now=NOW)
    move_spend(case=rows.spend(keeper), step=SpendStep("triage"), actor=keeper, now=NOW)
    rows.run(keeper)
    rows.rating(keeper)
    follow_enforcement(
        act=rows.act(keeper), outcome=Outcome.COMPLIED, on=date(2026, 4, 20), note="",
        actor=keeper, now=NOW,
    )  # fmt: skip
    release = rows.release(keeper)
    release_file(release=release, name="Q1", on=date(2026, 4, 1), actor=keeper, now=NOW)
    end_data_release(release=release, on=date(2026, 6, 1), why="Done", actor=keeper, now=NOW)
    move_speak_up_case(
        case=rows.case(guardian), status=CaseStatus.CLOSED, detriment=Detriment.NO,
        learning="Rotas", actor=guardian, now=NOW,
    )  # fmt: skip


def test_the_database_refuses_to_rewrite_or_remove_anything_on_a_register(
    keeper: Person, guardian: Person
) -> None:
    one_of_each(keeper, guardian)
    tables = {model._meta.db_table for model in map(models.__dict__.get, models.__all__)}
    assert {f"registers_{table}" for table in (*ROWS, *ADDITIONS)} == tables
    for table in sorted(tables):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM {table}")
            assert cursor.fetchone()[0], table
            for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
                with pytest.raises(IntegrityError, match="not rewritten"), transaction.atomic():
                    cursor.execute(statement)


class TestCommitments:
    def test_a_change_of_status_never_alters_what_was_promised(self, keeper: Person) -> None:
        made = rows.commitment(keeper)
        before = models.Commitment.objects.filter(pk=made.pk).values().get()
        for track, status in (("official", "done"), ("schedule", "late"), ("evidence", "partly")):
            mark = Mark(Track(track), status, date(2019, 1, 1), "Annual report")
            with changes_recorded("commitment_marked") as entries:
                mark_commitment(commitment=made, mark=mark, actor=keeper, now=NOW)
            assert entries[0].facts["sha256_of_promise"] == fingerprint(PROMISE)
        after = models.Commitment.objects.get(pk=made.pk)
        assert models.Commitment.objects.filter(pk=made.pk).values().get() == before
        assert after.promise() == PROMISE
        assert fingerprint(after.promise()) == after.sha256 == fingerprint(PROMISE)

    def test_a_vague_promise_is_not_admitted(self, keeper: Person) -> None:
        vague = replace(PROMISE, owner="", quantity=None)
        with changes_recorded(), pytest.raises(RegisterRefused) as refused:
            rows.commitment(keeper, vague)
        assert refused.value.codes == ("PROMISE_TOO_VAGUE",)

    def test_a_newer_one_takes_its_place_with_a_reason_and_once(self, keeper: Person) -> None:
        first = rows.commitment(keeper)
        later = replace(PROMISE, due=date(2019, 12, 31))
        instead = Superseding(first, "The ministry moved the day")
        second = rows.commitment(keeper, later, instead_of=instead)
        assert (second.supersedes, second.reason) == (first, "The ministry moved the day")
        assert models.Commitment.objects.get(pk=first.pk).promise() == PROMISE
        fresh = models.Commitment.objects.get(pk=first.pk)
        for given, code in (
            (Superseding(fresh, "Again"), "SUPERSEDED_ALREADY"),
            (Superseding(second, " "), "NO_REASON"),
        ):
            with pytest.raises(RegisterRefused) as refused:
                rows.commitment(keeper, later, instead_of=given)
            assert refused.value.codes == (code,)
        mark = Mark(Track.OFFICIAL, "done", date(2019, 1, 1))
        with pytest.raises(RegisterRefused) as refused:
            mark_commitment(commitment=fresh, mark=mark, actor=keeper, now=NOW)
        assert refused.value.codes == ("SUPERSEDED",)

    def test_nobody_keeps_a_register_of_another_area(
        self, person_with: Callable[..., Person]
    ) -> None:
        for role, code in ((Role.LOGGIST, "ZQ2"), (Role.AUDITOR, "ZQ1"), (Role.CLINICIAN, "Z01")):
            with pytest.raises(PermissionMissing):
                rows.commitment(person_with((role, code)))


def test_859_million_is_released_after_the_board_agreed_and_paid_with_its_variance(
    keeper: Person,
) -> None:
    transfer = rows.funding(keeper)

    def happens(verb: FundingVerb, on: date, pence: int = 0, text: str = "") -> dict:
        event = FundingEvent(verb, on, pence, text)
        with changes_recorded("funding_moved") as entries:
            move_funding(transfer=transfer, event=event, actor=keeper, now=NOW)
        return entries[0].facts

    event = FundingEvent(FundingVerb.RELEASE, date(2013, 6, 10))
    with pytest.raises(RegisterRefused) as refused:
        move_funding(transfer=transfer, event=event, actor=keeper, now=NOW)
    assert refused.value.codes == ("NO_BOARD_DATE",)
    happens(FundingVerb.AGREE, date(2013, 6, 3), text="Northmere board")
    happens(FundingVerb.RELEASE, date(2013, 6, 10))
    facts = happens(FundingVerb.PAY, date(2013, 7, 1), 600_000_000_00)
    assert facts["variance_pence"] == 259_000_000_00
    event = FundingEvent(FundingVerb.PAY, date(2027, 1, 1), 1)
    with pytest.raises(RegisterRefused) as refused:
        move_funding(transfer=transfer, event=event, actor=keeper, now=NOW)
    assert refused.value.codes == ("NOT_YET",)


class TestSpending:
    def test_a_case_keeps_the_thresholds_of_its_day(self, keeper: Person) -> None:
        then, now = rows.spend(keeper, on=date(2013, 6, 1)), rows.spend(keeper)
        assert (then.thresholds, then.stages) == ("GDS spend controls 2013", ["triage", "board"])
        assert now.thresholds == "CDDO spend controls, version 5"
        assert now.stages == ["pipeline", "triage", "board"]

    def test_two_people_and_two_conditions_lead_to_an_approval(
        self, keeper: Person, second: Person
    ) -> None:
        case = rows.spend(keeper)

        def step(by: Person, verb: str, **more) -> models.SpendStep:
            taken = SpendStep(verb, "As agreed", **more)
            return move_spend(case=case, step=taken, actor=by, now=NOW)

        step(keeper, "triage")
        step(keeper, "send_to_board")
        with pytest.raises(RegisterRefused) as refused:
            step(keeper, "approve")
        assert refused.value.codes == ("SAME_PERSON",)
        with changes_recorded("spend_decided"):
            step(
                second, "approve_with_conditions", conditions=("Open source", "A stop after a year")
            )
        assert step(keeper, "meet", condition=2).state == "conditional"
        with pytest.raises(RegisterRefused) as refused:
            step(keeper, "meet", condition=2)
        assert refused.value.codes == ("CONDITION_NOT_OPEN",)
        assert step(keeper, "meet", condition=1).state == "approved"


def test_segments_are_worked_out_and_carry_what_they_came_from(keeper: Person) -> None:
    run = rows.run(keeper)
    stand = {each.organisation: each.segment for each in run.segments.all()}
    assert stand == {"ZN101": 3, "Z01": 3, "Z02": 4}
    assert len(run.sha256) == 64
    assert run.scores[0]["metrics"] == {"waits": "1.5", "money": "2"}


def test_134_segments_can_be_worked_out_again_from_the_row_alone(keeper: Person) -> None:
    drawn = random.Random(134)
    scores = [
        ProviderScores(
            f"Z{number:03d}",
            {f"m{metric}": Decimal(drawn.randint(10, 40)) / 10 for metric in range(6)},
            deficit=number % 9 == 0,
        )
        for number in range(134)
    ]
    framework = list(FRAMEWORKS.values())[-1]
    new = NewRun(framework, "2025/26 quarter 1", "Scores", scores)
    made = place_providers(keeper="ZQ1", new=new, actor=keeper, now=NOW)
    kept = models.OversightRun.objects.get(pk=made.pk)
    assert kept.framework == "NHS Oversight Framework 2025/26"
    assert fingerprint_of_scores(kept.providers()) == kept.sha256
    again = oversight.place_providers(kept.providers(), FRAMEWORKS[kept.framework])
    assert [(one.organisation, one.rank, one.by_score, one.segment) for one in again] == list(
        kept.segments.values_list("organisation", "rank", "by_score", "segment")
    )


def test_an_opinion_is_no_act_and_an_act_no_opinion(keeper: Person) -> None:
    rows.rating(keeper)
    assert not models.EnforcementAct.objects.exists()
    made = rows.act(keeper)
    assert models.RatingOpinion.objects.count() == 1
    assert made.representations_until is None
    follow = {"act": made, "note": "", "actor": keeper, "now": NOW}
    follow_enforcement(outcome=Outcome.COMPLIED, on=date(2026, 4, 20), **follow)
    with pytest.raises(RegisterRefused) as refused:
        follow_enforcement(outcome=Outcome.LIFTED, on=date(2026, 5, 1), **follow)
    assert refused.value.codes == ("ENDED",)


def test_no_file_leaves_outside_its_agreement(keeper: Person) -> None:
    release = rows.release(keeper)
    end_data_release(release=release, on=date(2026, 6, 1), why="Done", actor=keeper, now=NOW)
    with pytest.raises(RegisterRefused) as refused:
        release_file(release=release, name="x", on=date(2026, 6, 2), actor=keeper, now=NOW)
    assert refused.value.codes == ("OUTSIDE_AGREEMENT",)


class TestSpeakUp:
    def test_only_who_hears_cases_keeps_them(
        self, keeper: Person, guardian: Person, person_with: Callable[..., Person]
    ) -> None:
        for other in (keeper, person_with((Role.GUARDIAN, "ZQ2"))):
            with pytest.raises(PermissionMissing):
                rows.case(other)
        assert rows.case(guardian).concerns == ["other"]

    def test_the_record_tells_neither_whose_case_it_is_nor_what_it_is_about(
        self, guardian: Person
    ) -> None:
        with changes_recorded("speak_up_added") as entries:
            rows.case(guardian, keeper="Z01")
        entry = Entry.objects.get(seq=entries[0].seq)
        assert (entry.on_behalf_of, entry.visibility) == ("", "internal")
        told = f"{entry.headline} {entry.facts_text}"
        for secret in ("Z01", "london", "Nurses", "line", "other"):
            assert secret not in told.replace("superseded_another", "")

    def test_a_case_is_closed_with_what_was_learnt(self, guardian: Person) -> None:
        made = rows.case(guardian)
        close = {"case": made, "status": CaseStatus.CLOSED, "detriment": Detriment.NO}
        with pytest.raises(RegisterRefused) as refused:
            move_speak_up_case(**close, learning=" ", actor=guardian, now=NOW)
        assert refused.value.codes == ("NOTHING_LEARNT",)
