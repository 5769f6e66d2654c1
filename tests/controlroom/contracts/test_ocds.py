"""A contract of the control room in open contracting data: all that is public, and nothing else."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from tests.controlroom.contracts.carrying import (
    People,
    drafted,
    later,
    new_contract,
    people,
    running,
    signed,
)
from tests.controlroom.contracts.selecting import (
    UNCHANGED,
    WEIGHED,
    at,
    chosen,
    in_standstill,
    opened,
    published,
)
from tests.controlroom.contracts.telling import (
    BACKEND,
    TERMS,
    WEEK,
    awarded_and_signed,
    downloaded,
    ended,
    managed,
    status,
    tags,
    use,
)
from tests.exchange.contracts.standard import Validator, validator

from tidegate.controlroom.contracts.models import Contract, Selection
from tidegate.controlroom.contracts.new_use import NewUse
from tidegate.controlroom.contracts.services.abandon_selection import abandon_selection
from tidegate.controlroom.contracts.services.answer_representation import answer_representation
from tidegate.controlroom.contracts.services.award_contract import award_contract
from tidegate.controlroom.contracts.services.choose_route import RouteChoice, choose_route
from tidegate.controlroom.contracts.services.correct_use_return import correct_use_return
from tidegate.controlroom.contracts.services.decide_invoice import InvoiceDecision, decide_invoice
from tidegate.controlroom.contracts.services.extend_contract import extend_contract
from tidegate.controlroom.contracts.services.issue_performance_notice import (
    issue_performance_notice,
)
from tidegate.controlroom.contracts.services.leave_contract import leave_contract
from tidegate.controlroom.contracts.services.meet_milestone import meet_milestone
from tidegate.controlroom.contracts.services.move_performance import move_performance
from tidegate.controlroom.contracts.services.prepare_rollover import prepare_rollover
from tidegate.controlroom.contracts.services.receive_invoice import receive_invoice
from tidegate.controlroom.contracts.services.receive_representation import receive_representation
from tidegate.controlroom.contracts.services.sign_rollover import sign_rollover
from tidegate.controlroom.contracts.services.start_contract import start_contract
from tidegate.controlroom.contracts.services.submit_use_return import submit_use_return
from tidegate.controlroom.contracts.services.withdraw_contract import withdraw_contract
from tidegate.core.contracts.ledger.invoices import Invoice, InvoiceRow
from tidegate.core.contracts.ocds.compiling import compiled
from tidegate.core.contracts.ocds.lints import lint
from tidegate.core.contracts.performance.plan import Milestone, Plan
from tidegate.core.contracts.procurement.decision_tree import Question
from tidegate.core.contracts.procurement.regimes import Decision, Route
from tidegate.core.contracts.rollover import RolloverOutcome, Topic
from tidegate.core.directory.roles import Role
from tidegate.core.transfers.lifecycle.causes import UnusedCause

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

__all__ = ["people", "validator"]
pytestmark = pytest.mark.django_db


def test_every_event_of_a_life_is_told_under_its_tag(people: People) -> None:
    over = ended(people)
    package = downloaded(people, over)
    assert tags(package) == [
        ["award"],  # the intention
        ["awardUpdate"],
        ["contract", "awardUpdate"],
        ["contractUpdate"],  # the subcontract
        ["implementation"],  # service began
        ["implementation"],  # use
        ["implementation"],  # paid
        ["contractAmendment"],
        ["implementationUpdate"],  # a milestone was breached
        *[["implementationUpdate"]] * 5,  # withheld twice, kept, met, given back
        ["contractUpdate"],  # notice given
        ["contractTermination"],
    ]
    assert {release["ocid"] for release in package["releases"]} == {f"ocds-tdgate-{over.reference}"}
    assert lint(package["releases"], TERMS.lints) == ()


@pytest.mark.published
def test_what_is_told_is_valid(people: People, validator: Validator) -> None:
    made = ended(people)
    for name in ("ocds.json", "ocds-record.json"):
        said = validator.checked(downloaded(people, made, name))
        assert said["validation_errors"] == []
        assert said["additional_fields"] == []
        assert said["additional_closed_codelist_values"] == {}


def test_a_contract_is_told_with_what_was_agreed_and_what_became_of_it(people: People) -> None:
    package = downloaded(people, ended(people))
    whole = compiled(package["releases"], TERMS.merge)
    (award,), (contract,) = whole["awards"], whole["contracts"]
    assert award["standstillPeriod"] == {
        "startDate": "2026-06-02T00:00:00+01:00",
        "endDate": "2026-06-12T23:59:59+01:00",
    }
    assert whole["tender"]["legalBasis"]["id"] == "2023/1348"
    assert whole["tender"]["procurementMethodDetails"] == "Direct award process C"
    assert award["documents"][0]["noticeType"] == "psr_intention"
    assert contract["value"]["amount"] == 2_100_000
    assert [each["id"] for each in contract["items"]] == ["K-DC"]
    assert contract["amendments"][0]["rationale"] == "The buyer decides it"
    told = contract["implementation"]
    assert [each["value"]["amount"] for each in told["transactions"]] == [14_400]
    assert told["metrics"][0]["observations"][0]["measure"] == 12
    assert [each["status"] for each in told["milestones"]] == ["met", "met"]
    (failure,) = told["performanceFailures"]
    assert failure["requirement"] == "SC 3"
    assert failure["penaltyValue"]["amount"] == 2_000
    assert contract["relatedProcesses"][0]["title"] == "Tarn Cleaning: Cleaning"
    assert contract["period"]["endDate"] == "2026-12-31T23:59:59+00:00"
    assert contract["terminationRationaleClassifications"][0]["id"] == "ended_by_buyer"


def test_people_prices_and_private_words_are_not_told(people: People) -> None:
    text = json.dumps(downloaded(people, ended(people)), ensure_ascii=False)
    for one in (people.drafting, people.signing, people.answering):
        assert str(one.email) not in text
    for private in ("person:", "Said among ourselves", "Said by the board", "2026-09/1", "12 wards",
                    "1200", "Car parking", "Weighed on 5 May", "Board of 12 May"):  # fmt: skip
        assert private not in text


def test_each_side_reads_the_same(people: People) -> None:
    made = managed(people)
    client = Client()
    client.force_login(people.answering, backend=BACKEND)
    theirs = json.loads(client.get(f"/contracts/{made.reference}/ocds.json").content)
    assert theirs == downloaded(people, made)


def test_the_record_holds_the_same_releases_and_what_they_come_to(people: People) -> None:
    made = managed(people)
    (record,) = downloaded(people, made, "ocds-record.json")["records"]
    assert record["releases"] == downloaded(people, made)["releases"]
    assert record["compiledRelease"]["contracts"][0]["status"] == "active"


def test_later_events_leave_earlier_releases_as_they_were(people: People) -> None:
    made = awarded_and_signed(people)
    before = downloaded(people, made)["releases"]
    start_contract(contract=made, actor=people.drafting, now=at(2026, 6, 17))
    use(people, made, 12, at(2026, 6, 29))
    after = downloaded(people, made)["releases"]
    assert after[: len(before)] == before
    assert len(after) == len(before) + 2


def test_few_units_are_not_told_and_a_correction_is(people: People) -> None:
    made = awarded_and_signed(people)
    start_contract(contract=made, actor=people.drafting, now=at(2026, 6, 17))
    use(people, made, 4, at(2026, 6, 29))
    (few,) = _observed(people, made)
    assert "measure" not in few
    correct_use_return(
        line=made.lines.get(), week=WEEK, corrects=1, reason="Five more were found",
        new=NewUse({"offered": 9, "staffed": 9, "booked": 9, "done": 9}),
        actor=people.answering, now=at(2026, 6, 30),
    )  # fmt: skip
    first, second = _observed(people, made)
    assert first == few
    assert (second["id"], second["measure"]) == (few["id"], 9)


def _observed(people: People, contract: Contract) -> list[dict[str, Any]]:
    told = [
        release["contracts"][0]["implementation"]["metrics"][0]["observations"]
        for release in downloaded(people, contract)["releases"]
        if "-use-" in release["id"]
    ]
    return [each for observations in told for each in observations]


def test_nothing_is_told_before_a_notice_was_published(people: People) -> None:
    made = drafted(people)
    assert status(people, made) == 404
    chosen(opened(made, people.drafting), people.drafting)
    assert status(people, made) == 404


def test_the_page_of_a_contract_leads_to_what_is_told_of_it(people: People) -> None:
    draft, made = drafted(people), running(people)
    client = Client()
    client.force_login(people.signing, backend=BACKEND)
    page = client.get(f"/contracts/{made.reference}/").content.decode()
    assert f'href="/contracts/{made.reference}/ocds.json"' in page
    assert "ocds.json" not in client.get(f"/contracts/{draft.reference}/").content.decode()


def test_a_competition_is_told_without_the_provider(people: People) -> None:
    made = drafted(people)
    selection = chosen(opened(made, people.drafting), people.drafting, Route.COMPETITIVE)
    published(selection, people.drafting, "psr_contract_notice", date(2026, 5, 20))
    package = downloaded(people, made)
    assert tags(package) == [["tender"]]
    assert "ZN101" not in json.dumps(package)
    abandon_selection(
        selection=Selection.objects.get(), reason="No money", actor=people.drafting,
        now=at(2026, 5, 26),
    )  # fmt: skip
    told = downloaded(people, made)
    assert tags(told) == [["tender"], ["tenderCancellation"]]
    assert "No money" not in json.dumps(told)
    withdraw_contract(contract=made, reason="Over", actor=people.drafting, now=at(2026, 5, 27))
    assert len(downloaded(people, made)["releases"]) == 2


def test_a_contract_withdrawn_while_it_was_intended_or_signed_is_told_as_over(
    people: People,
) -> None:
    made = drafted(people)
    in_standstill(made, people.drafting)
    withdraw_contract(contract=made, reason="Over", actor=people.drafting, now=at(2026, 6, 3))
    assert tags(downloaded(people, made))[-1] == ["tenderCancellation", "awardCancellation"]
    other = signed(people)
    withdraw_contract(contract=other, reason="Over", actor=people.drafting, now=at(2026, 6, 3))
    told = downloaded(people, other)["releases"][-1]
    assert told["tag"] == ["contractTermination"]
    assert told["contracts"][0]["status"] == "terminated"


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        (Decision.AWARD, []),
        (Decision.GO_BACK, [["awardCancellation"], ["planningUpdate"]]),
        (Decision.ABANDON, [["tenderCancellation", "awardCancellation"]]),
    ],
)
def test_of_an_objection_only_what_it_does_to_the_intention_is_told(
    people: People, decision: Decision, told: list[list[str]]
) -> None:
    made = drafted(people)
    selection = in_standstill(made, people.drafting)
    before = downloaded(people, made)["releases"]
    row = receive_representation(
        selection=selection, by="Fellside Clinics", text="Our price was read wrongly",
        received_at=at(2026, 6, 3), actor=people.drafting, now=at(2026, 6, 3),
    )  # fmt: skip
    answer_representation(
        representation=row, decision=decision, reason="It was", told_at=at(2026, 6, 4),
        actor=people.drafting, now=at(2026, 6, 4),
    )  # fmt: skip
    selection.refresh_from_db()
    if decision is Decision.GO_BACK:
        choice = RouteChoice(
            Route.MOST_SUITABLE, UNCHANGED, decision_makers="Board", conflicts="None",
            criteria=WEIGHED,
        )  # fmt: skip
        choose_route(selection=selection, choice=choice, actor=people.drafting,
                     now=at(2026, 6, 5))  # fmt: skip
        published(selection, people.drafting, "psr_clear_intention", date(2026, 6, 8))
    package = downloaded(people, made)
    assert tags(package)[1:] == told
    assert package["releases"][0] == before[0]
    assert "Fellside" not in json.dumps(package)
    assert lint(package["releases"], TERMS.lints) == ()


def test_a_notice_after_the_signature_is_a_document_of_the_contract(people: People) -> None:
    made = awarded_and_signed(people)
    selection = Selection.objects.select_related("contract").get(contract=made)
    published(selection, people.drafting, "psr_award", date(2026, 6, 18))
    release = downloaded(people, made)["releases"][-1]
    assert release["tag"] == ["contractUpdate"]
    assert release["contracts"][0]["documents"][0]["documentType"] == "awardNotice"


def test_an_award_without_a_standstill_is_told_by_its_notice(people: People) -> None:
    made = drafted(people)
    selection = chosen(
        opened(made, people.drafting), people.drafting, Route.DIRECT_B,
        {**UNCHANGED, Question.CHOICE: True},
    )  # fmt: skip
    award_contract(selection=selection, actor=people.drafting, now=at(2026, 6, 1))
    assert status(people, made) == 404
    published(selection, people.drafting, "psr_award", date(2026, 6, 8))
    (release,) = downloaded(people, made)["releases"]
    assert release["tag"] == ["award"]
    (award,) = release["awards"]
    assert (award["status"], award["date"]) == ("active", "2026-06-01T00:00:00+01:00")


def test_an_extension_is_an_amendment_and_leaves_the_term_as_it_was_signed(people: People) -> None:
    made = running(people)
    now, until = later(300), date(2029, 5, 31)
    review = prepare_rollover(
        contract=made, answers=dict.fromkeys(Topic, "Good"), changes_considerably=False,
        outcome=RolloverOutcome.EXTEND, actor=people.drafting, now=now,
    )  # fmt: skip
    sign_rollover(review=review, actor=people.turning, now=now)
    extend_contract(contract=made, until=until, actor=people.drafting, now=now)
    first, *_, last = downloaded(people, made)["releases"]
    assert first["contracts"][0]["period"]["endDate"].startswith("2028-05-31")
    assert last["tag"] == ["contractAmendment"]
    assert last["contracts"][0]["period"]["endDate"].startswith("2029-05-31")
    (amendment,) = last["contracts"][0]["amendments"]
    assert amendment["rationaleClassifications"][0]["id"] == "provided_for"


def test_what_is_open_kept_or_not_of_one_contract_is_not_told(people: People) -> None:
    made = awarded_and_signed(people)
    start_contract(contract=made, actor=people.drafting, now=at(2026, 6, 17))
    before = downloaded(people, made)["releases"]
    selection = Selection.objects.select_related("contract").get(contract=made)
    published(selection, people.drafting, "psr_annual_summary", date(2026, 6, 30))
    charged = Invoice("N-1", WEEK, WEEK, (InvoiceRow("K-DC", 12, 1_440_000),), 1_440_000)
    row = receive_invoice(
        contract=made, charged=charged, actor=people.answering, now=at(2026, 7, 1)
    )
    decide_invoice(
        invoice=row, decision=InvoiceDecision.DISPUTED, actor=people.drafting,
        now=at(2026, 7, 2), reason="Nothing was returned",
    )  # fmt: skip
    case = issue_performance_notice(
        contract=made, clause="SC 3", evidence="12 wards", actor=people.drafting, now=later(40)
    )
    plan = Plan(1, later(40).date(), (Milestone("a", "Wards", "98%", later(60).date(), "Lead"),))
    move = {"case": case, "actor": people.drafting, "now": later(40)}
    move_performance(verb="meet", held_on=later(40).date(), present=("Ours", "Theirs"), **move)
    move_performance(verb="agree_plan", plan=plan, **move)
    move_performance(verb="monitor", **move)
    meet_milestone(case=case, milestone="a", met_on=later(41).date(), evidence="Audit",
                   actor=people.drafting, now=later(42))  # fmt: skip
    assert downloaded(people, made)["releases"] == before


def test_a_week_of_which_nobody_says_what_was_done_is_left_out(people: People) -> None:
    made = awarded_and_signed(people)
    start_contract(contract=made, actor=people.drafting, now=at(2026, 6, 17))
    idle = NewUse({"offered": 16}, {UnusedCause.NOT_STAFFED: 16})
    submit_use_return(
        line=made.lines.get(), week=WEEK, new=idle, actor=people.answering, now=at(2026, 6, 29)
    )  # fmt: skip
    assert _observed(people, made) == []


def test_a_provider_that_leaves_is_told_to_have_left(people: People) -> None:
    made = running(people)
    leave_contract(
        contract=made, last_day=date(2026, 12, 31), reason="Said in confidence",
        actor=people.answering, now=later(10),
    )  # fmt: skip
    package = downloaded(people, made)
    (contract,) = package["releases"][-1]["contracts"]
    assert contract["terminationRationaleClassifications"][0]["id"] == "ended_by_provider"
    assert "confidence" not in json.dumps(package)


def test_a_direct_award_is_told_by_its_signature(people: People) -> None:
    package = downloaded(people, running(people))
    assert tags(package) == [["contract", "award"], ["implementation"]]
    (award,) = package["releases"][0]["awards"]
    assert award["date"] == "2026-05-01T00:00:00+01:00"


def test_a_contract_out_of_sight_is_not_told(people: People, client_of: Any) -> None:
    made = running(people)
    other = client_of(Role.CONTRACT_MANAGER, "ZQ2")
    assert other.get(f"/contracts/{made.reference}/ocds.json").status_code == 404
    assert Client().get(f"/contracts/{made.reference}/ocds.json").status_code == 302


def test_a_publisher_uses_its_own_prefix(people: People, settings: SettingsWrapper) -> None:
    made = running(people)
    settings.OCDS_PREFIX = "ocds-abc123"
    assert downloaded(people, made)["releases"][0]["ocid"] == f"ocds-abc123-{made.reference}"
    settings.OCDS_PREFIX = "northmere"
    with pytest.raises(ImproperlyConfigured, match="northmere"):
        downloaded(people, made)


def test_a_package_says_who_publishes_it_and_is_dated_by_its_newest_release(
    people: People,
) -> None:
    made = running(people)
    package = downloaded(people, made)
    assert package["publisher"]["uid"] == "ZQ1"
    assert package["uri"].endswith(f"/contracts/{made.reference}/ocds.json")
    assert package["publishedDate"] == package["releases"][-1]["date"]
    assert datetime.fromisoformat(package["publishedDate"]).tzinfo == UTC
    assert new_contract().title in json.dumps(package)
