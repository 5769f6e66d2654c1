"""The pages of contracts: what each side sees, what may be done, and forms that do it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.forms import Field
from django.test import Client
from tests.controlroom.contracts.carrying import (
    People,
    drafted,
    later,
    people,
    proposed,
    running,
    signed,
)

from tidegate.controlroom.contracts.forms.fields import (
    LinesField,
    PercentField,
    PoundsField,
    RowsField,
)
from tidegate.controlroom.contracts.models import (
    Contract,
    ExitPlan,
    Gate,
    Performance,
    Residual,
    RolloverReview,
    Selection,
    Subcontract,
    Switch,
)
from tidegate.controlroom.contracts.presenters.contract import address_of
from tidegate.core.contracts.exit_plan import PARTS
from tidegate.core.contracts.rollover import Topic
from tidegate.core.directory.roles import Role

if TYPE_CHECKING:
    from time_machine import TimeMachineFixture

    from tidegate.controlroom.accounts.models import Person

__all__ = ["people"]
pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def seen_by(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def do(client: Client, contract: Contract, deed: str, **said: object) -> str:
    """Fill a deed's form in and send it; returns the page that follows, or the form again."""
    address = f"{address_of(contract)}do/{deed}/"
    assert client.get(address).status_code == 200, address
    return client.post(address, said, follow=True).content.decode()


def day(name: str, when: date) -> dict[str, int]:
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


def test_a_provider_sees_a_contract_once_it_is_put_to_it(
    people: People, client_of: Callable[..., Client]
) -> None:
    draft, put = drafted(people), proposed(people)
    buyer, provider = seen_by(people.signing), seen_by(people.answering)
    assert draft.reference in text(buyer, "/contracts/")
    listed = text(provider, "/contracts/")
    assert put.reference in listed
    assert draft.reference not in listed
    assert provider.get(address_of(draft)).status_code == 404
    assert "No contract is in your sight" in text(
        client_of(Role.CONTRACT_MANAGER, "ZQ2"), "/contracts/"
    )


def test_the_page_says_what_stands_against_a_signature(people: People) -> None:
    made = drafted(people, holder_of_risk="", complex_why=("new_entity",))
    page = text(seen_by(people.drafting), address_of(made))
    assert "Being drafted" in page
    assert "There is no exit plan. Nobody can sign without one." in page
    assert "Propose" in page
    assert "Open an assurance gate" in page


def test_what_is_the_buyers_own_is_not_shown_to_the_provider(people: People) -> None:
    made = running(people)
    buyers, providers = (
        text(seen_by(who), address_of(made)) for who in (people.signing, people.answering)
    )
    for words in ("Exit plan", "Exit plan 1 written"):
        assert words in buyers
        assert words not in providers
    assert "Give notice to leave" in providers
    assert "Issue a performance notice" not in providers


def test_a_contract_is_drafted_by_form_as_an_address_fills_it_in(people: People) -> None:
    client = seen_by(people.drafting)
    address = "/contracts/new/?units=16&site=Z01A1&modality=day_case&unit_price_pence=120050"
    form = text(client, address)
    assert 'value="16"' in form
    assert 'value="1200.50"' in form
    said = {
        "title": "Hip sessions", "buyer": "ZQ1", "provider": "zn101", "service": "health_care",
        "cpv": "", **day("start", date(2026, 6, 1)), **day("end", date(2026, 6, 14)),
        "notice_days": "90", "value": "", "site": "Z01A1", "modality": "day_case", "units": "16",
        "unit_price": "1,200.50", "basis": "guarantee", "weekly": "10,000",
        "complex_why": ["risk_share"],
    }  # fmt: skip
    page = client.post(address, said, follow=True).content.decode()
    made = Contract.objects.get()
    assert made.reference in page
    assert made.value_pence == 2 * 16 * 120_050
    assert made.complex_why == ["risk_share"]
    wrong = {**said, "weekly": "", **day("end", date(2026, 5, 1)), "provider": "ZX1"}
    refused = client.post(address, wrong).content.decode()
    assert "Enter the sum that this way of paying needs" in refused
    assert "The last day comes after the first" in refused
    unknown = client.post(address, {**said, "provider": "ZX1"}).content.decode()
    assert "No organisation ZX1 is known here." in unknown
    odd = text(client, "/contracts/new/?units=x&site=&modality=magic&unit_price_pence=-4")
    assert "Draft a contract" in odd


def test_a_contract_is_signed_by_two_people_on_its_page(people: People) -> None:
    made = proposed(people)
    refused = do(seen_by(people.drafting), made, "sign_for_buyer")
    assert "Someone else must sign: you wrote these terms." in refused
    assert "For the buyer" in do(seen_by(people.signing), made, "sign_for_buyer")
    assert "Signed, not yet started" in do(seen_by(people.answering), made, "sign_for_provider")
    made.refresh_from_db()
    assert made.state == "signed"


def test_a_provider_is_not_told_what_of_the_buyers_is_missing(people: People) -> None:
    from tidegate.controlroom.contracts.services.propose_contract import propose_contract

    made = drafted(people, holder_of_risk="")
    propose_contract(contract=made, actor=people.drafting, now=later(-12))
    ours, theirs = (
        text(seen_by(who), address_of(made)) for who in (people.signing, people.answering)
    )
    assert "There is no exit plan." in ours
    assert "No selection was opened" in ours
    assert "The buyer is not ready" in theirs
    assert "Nobody is named who holds the risk" in theirs
    refused = do(seen_by(people.answering), made, "sign_for_provider")
    for page in (theirs, refused):
        assert "There is no exit plan." not in page
        assert "No selection was opened" not in page


def test_nobody_does_what_is_anothers(people: People) -> None:
    made = running(people)
    provider = seen_by(people.answering)
    for name in ("terminate", "vary", "issue", "turn"):
        assert provider.post(f"{address_of(made)}do/{name}/", {}).status_code == 403
    assert provider.get(f"{address_of(made)}do/magic/").status_code == 404
    assert provider.get(f"{address_of(made)}do/gate_answer/").status_code == 404
    assert provider.get(f"{address_of(made)}do/issue/1/").status_code == 404
    assert seen_by(people.signing).get(f"{address_of(made)}do/case_meet/9/").status_code == 404


def test_steps_that_need_words_take_them(people: People, time_machine: TimeMachineFixture) -> None:
    made = running(people)
    time_machine.move_to(later(3), tick=False)
    client = seen_by(people.signing)
    extend = {"ground": "provided_for", "delta": "0", **day("until", date(2029, 5, 31))}
    assert "No review of how good the service is" in do(client, made, "extend", **extend)
    assert "Say why" in do(client, made, "suspend", reason="")
    assert "Theatre air" in do(client, made, "suspend", reason="Theatre air")
    assert "Running" in do(client, made, "resume", reason="Air is clean")
    varied = do(
        client, made, "vary", reason="Settle monthly", ground="provided_for", delta="0",
        basis_text='{"basis": "tariff", "settled_weeks": 4}', **day("from_day", date(2026, 9, 7)),
    )  # fmt: skip
    assert "Version 2" in varied
    wrong = do(
        client, made, "vary", reason="x", ground="provided_for", delta="0", basis_text="[1",
        **day("from_day", date(2026, 9, 7)),
    )  # fmt: skip
    assert "The terms are no JSON" in wrong
    notice = day("last_day", date(2026, 12, 31))
    Selection.objects.filter(contract=made).update(regime="pa23", route="tender")
    ended = do(client, made, "terminate", reason="Cleaning", minute="2026-06/2", **notice)
    assert "Ending" in ended
    assert "Last day of service; close it then" in ended
    assert "Publish: Contract termination notice" in ended
    time_machine.move_to(later(220), tick=False)
    client = seen_by(people.signing)  # a session does not last so long
    closed = do(
        client, made, "close", returned=["Cleaning", "Portering"],
        stays="Car parking; Estates; 2029-04-01",
    )  # fmt: skip
    assert "Car parking" in closed
    assert "What stayed with the provider" in closed
    left = Residual.objects.get(contract=made)
    assert "Stayed with the provider, look again: Car parking" in closed
    assert "Taken over" in do(client, made, f"residual/{left.pk}", how="Taken over")


def test_a_switch_is_turned_on_its_form(people: People, time_machine: TimeMachineFixture) -> None:
    made = running(people)
    time_machine.move_to(later(3), tick=False)
    client = seen_by(people.turning)
    assert "Turn a switch" in text(client, address_of(made))
    page = do(
        client, made, "turn", turn="surge:active", trigger="OPEL4", because="Winter",
        **day("from_day", date(2026, 6, 8)),
    )  # fmt: skip
    assert Switch.objects.get(contract=made).position == "active"
    assert "surge" in page


def test_a_gate_is_opened_answered_and_decided(
    people: People, time_machine: TimeMachineFixture
) -> None:
    made = drafted(people, complex_why=("new_entity",))
    client, other = seen_by(people.drafting), seen_by(people.signing)
    assert "Early engagement" in do(client, made, "gate_open", gate="ee")
    gate = Gate.objects.get(contract=made)
    assert "Not answered: " in do(
        other, made, f"gate_decide/{gate.pk}", decision="passed", with_whom="Chair"
    )
    for question in ("net_benefit", "others_effect"):
        do(client, made, f"gate_answer/{gate.pk}", question=question, rating="green",
           evidence="Paper 7")  # fmt: skip
    assert "does not decide it" in do(
        client, made, f"gate_decide/{gate.pk}", decision="passed", with_whom="Chair"
    )
    paused = do(client, made, f"gate_pause/{gate.pk}", reason="Waits for the opinion")
    assert "Paused for 0 days" in paused
    do(client, made, f"gate_pause/{gate.pk}", reason="It has come")
    passed = do(
        other, made, f"gate_decide/{gate.pk}", decision="passed", with_whom="Chair",
        conditions="VAT opinion signed; Finance; 2027-01-31",
    )  # fmt: skip
    assert "VAT opinion signed (Finance, by 2027-01-31): open" in passed
    gate.refresh_from_db()
    assert gate.decision == "passed"
    assert "Close a condition" in passed
    assert ": met 20" in do(client, made, f"condition/{gate.pk}", number="0")
    do(client, made, "gate_open", gate="cp2")
    second = text(client, address_of(made))
    assert "Nobody is named who pays for the transition." in second


def test_an_exit_plan_a_review_and_a_subcontract_are_written_on_their_forms(
    people: People, time_machine: TimeMachineFixture
) -> None:
    made = running(people)
    time_machine.move_to(later(400), tick=False)
    client, other = seen_by(people.drafting), seen_by(people.signing)
    parts = {f"part_{name}": "As agreed" for name in PARTS}
    page = do(
        client, made, "exit_plan", scope="Cleaning\nCar parking",
        residual="Car parking; Estates; 2029-04-01", staff="1500", vacancies="70",
        **day("list_on", date(2028, 3, 1)), cost_pence="8,900,000", dates="announced; 2028-02-01",
        owner="Estates", readiness="amber", **day("dry_run_on", date(2027, 7, 1)), **parts,
    )  # fmt: skip
    assert "1,500 people, 70 empty posts" in page
    assert ExitPlan.objects.filter(contract=made).count() == 2
    bad = do(client, made, "exit_plan", residual="Car parking; Estates")
    assert "set apart by semicolons" in bad
    answers = {topic.value: "Good" for topic in Topic}
    do(client, made, "rollover", outcome="extend", **answers)
    review = RolloverReview.objects.get(contract=made)
    assert "To be signed: extend" in text(other, address_of(made))
    do(other, made, f"rollover_sign/{review.pk}")
    do(client, made, "subcontract", lead="ZN101", sub="Tarn Cleaning", services="Cleaning",
       value="1000", clauses=["reporting", "exit", "termination"])  # fmt: skip
    sub = Subcontract.objects.get(contract=made)
    refused = do(client, made, "subcontract", lead="ZN101", sub="Another", services="Cleaning",
                 value="1000", clauses=["reporting"])  # fmt: skip
    assert "nobody alone answers for it" in refused
    page = do(client, made, f"subcontract_end/{sub.pk}", reason="Taken back",
              **day("on", date(2027, 7, 31)))  # fmt: skip
    assert "Ended 31 July 2027" in page


def test_a_performance_notice_goes_through_its_steps(
    people: People, time_machine: TimeMachineFixture
) -> None:
    made = running(people)
    time_machine.move_to(later(0), tick=False)
    client = seen_by(people.signing)
    page = do(client, made, "issue", clause="SC 3", evidence="12 wards were not cleaned")
    assert "Performance notice 1: SC 3" in page
    assert "15 June 2026" in page  # ten operational days from 1 June
    assert "12 wards were not cleaned" in text(seen_by(people.answering), address_of(made))
    time_machine.move_to(later(15), tick=False)
    client = seen_by(people.signing)
    assert "overdue" in text(client, address_of(made))
    do(client, made, "case_meet/1", present="Ours\nTheirs", **day("held_on", date(2026, 6, 16)))
    do(client, made, "case_agree_plan/1", milestones="Wards cleaned; 98%; Site lead; 2026-07-01",
       withholds="on", **day("agreed_on", date(2026, 6, 16)))  # fmt: skip
    do(client, made, "case_monitor/1")
    time_machine.move_to(later(40), tick=False)
    client = seen_by(people.signing)
    do(client, made, "case_breach/1", milestone="M1")
    do(client, made, "case_report/1", reason="To both boards")
    withheld = do(client, made, "case_withhold/1", milestone="M1", base_pence="100,000",
                  rate_per_mille="2", **day("month", date(2026, 7, 1)))  # fmt: skip
    assert "£2,000.00, not settled" in withheld
    case = Performance.objects.get(contract=made)
    held = case.withholdings.get()
    do(client, made, "case_met/1", milestone="M1", evidence="Audit",
       **day("met_on", date(2026, 7, 10)))  # fmt: skip
    restored = do(client, made, f"settle/{held.pk}", outcome="restored", reason="Met")
    assert "given back" in restored
    do(client, made, "case_monitor/1")
    assert "Closed, plan met" in do(client, made, "case_close/1")


def test_a_draft_is_revised_on_its_form(people: People) -> None:
    made = drafted(people)
    client = seen_by(people.signing)
    page = do(client, made, "revise", basis_text='{"basis": "tariff"}', reason="Simpler",
              holder_of_risk="Both")  # fmt: skip
    assert "Version 2" in page
    assert "no table of names and values" in do(client, made, "revise", basis_text="[1]")


@pytest.mark.parametrize(
    ("basis", "words"), [("block_beds", "Block of beds"), ("cost_recovery", "Audited cost")]
)
def test_other_ways_of_paying_are_drafted(people: People, basis: str, words: str) -> None:
    said = {
        "title": "Beds", "buyer": "ZQ1", "provider": "ZN101", "service": "health_care",
        **day("start", date(2026, 6, 1)), **day("end", date(2026, 6, 14)), "notice_days": "30",
        "value": "50,000", "site": "Z01A1", "modality": "bed_night", "units": "70",
        "unit_price": "200", "basis": basis, "weekly": "200",
    }  # fmt: skip
    page = seen_by(people.drafting).post("/contracts/new/", said, follow=True).content.decode()
    assert words in page
    assert Contract.objects.get().value_pence == 5_000_000


@pytest.mark.parametrize(
    ("field", "typed", "expected"),
    [
        (PoundsField(), "£1,240.50", 124_050),
        (PoundsField(below_zero=True), "-3", -300),
        (PoundsField(required=False), " ", None),
        (PoundsField(), "-3", "Enter pounds"),
        (PoundsField(), "1.005", "Enter pounds"),
        (PoundsField(), "NaN", "Enter pounds"),
        (PoundsField(), "many", "Enter pounds"),
        (PoundsField(), "1e30", "Enter pounds"),
        (PercentField(), "1.5%", 15),
        (PercentField(required=False), "", None),
        (PercentField(), "101", "Enter a percentage"),
        (PercentField(), "1.55", "Enter a percentage"),
        (PercentField(), "some", "Enter a percentage"),
        (PercentField(), "1e30", "Enter a percentage"),
        (LinesField(), " a \n\n b", ["a", "b"]),
        (LinesField(), "a\n" * 61, "at most 60 lines"),
        (RowsField(("what", "due day")), "x; 2026-05-31",
         [{"what": "x", "due day": date(2026, 5, 31)}]),
        (RowsField(("what", "due day")), "x; tomorrow", "write days such as"),
        (RowsField(("what", "due day")), "x;", "set apart by semicolons"),
    ],
)  # fmt: skip
def test_what_is_typed_is_understood_or_said_to_be_wrong(
    field: Field, typed: str, expected: object
) -> None:
    if isinstance(expected, str):
        with pytest.raises(ValidationError, match=expected):
            field.clean(typed)
    else:
        assert field.clean(typed) == expected


def test_a_signed_contract_says_when_it_starts(people: People) -> None:
    page = text(seen_by(people.drafting), address_of(signed(people)))
    assert "Starts: " in page
