"""Pages of use and money: weeks while they happen, returns, invoices, reviews, files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.controlroom.contracts.carrying import People, people
from tests.controlroom.contracts.test_contract_pages import day, seen_by, text
from tests.controlroom.contracts.using import in_use, in_week, line_of, submitted, week

from tidegate.controlroom.contracts.models import Contract, Invoice, UseReturn, UseReview
from tidegate.core.directory.roles import Role
from tidegate.core.transfers.lifecycle.causes import UnusedCause

if TYPE_CHECKING:
    from time_machine import TimeMachineFixture

__all__ = ["people"]
pytestmark = pytest.mark.django_db
SAID = "Four weeks below a half, all for want of staff, and no plan to mend it."


def at(contract: Contract, name: str, *more: object) -> str:
    return reverse(f"contracts:{name}", args=[contract.reference, *more])


def send(client: Client, address: str, **said: object) -> str:
    return client.post(address, said, follow=True).content.decode()


@pytest.fixture
def contract(people: People, time_machine: TimeMachineFixture) -> Contract:
    """A contract in use, on the Monday after its first week."""
    made = in_use(people)
    time_machine.move_to(in_week(2), tick=False)
    return made


def test_idle_money_is_on_the_page_in_the_first_week(people: People, contract: Contract) -> None:
    submitted(people, contract, 1, done=4)
    page = text(seen_by(people.drafting), at(contract, "use"))
    assert "Paid for nothing" in page
    assert "£56,000" in page
    assert "Not staffed" in page
    assert "The provider’s" in page
    assert "weeks in a row lie below 50%" in page
    assert "Use and money" in text(seen_by(people.drafting), at(contract, "contract"))


def test_a_draft_has_nothing_to_show_yet(people: People, client_of: Callable[..., Client]) -> None:
    made = in_use(people)
    made.start = made.start.replace(year=2027)
    made.save()
    assert "Nothing has fallen due yet" in text(seen_by(people.drafting), at(made, "use"))
    assert client_of(Role.CONTRACT_MANAGER, "ZQ2").get(at(made, "use")).status_code == 404


def test_the_provider_returns_use_by_form_and_is_asked_about_odd_figures(
    people: People, contract: Contract
) -> None:
    client, line = seen_by(people.answering), line_of(contract)
    address = at(contract, "use_return", line.pk, week(1).isoformat())
    assert "Booked: with a date" in text(client, address)
    without = send(client, address, offered=16, booked=9, done=4)
    assert "Say why 5 more units went unused" in without
    odd = {"offered": 16, "booked": 16, "done": 16, "physical": 12}
    asked = client.post(address, odd).content.decode()
    assert "Offered, 16, is more than physical, 12" in asked
    assert not UseReturn.objects.exists()
    marks = asked.split('name="asked" value="')[1].split('"')[0]
    send(client, address, **odd, asked=marks)
    row = UseReturn.objects.get()
    assert (row.done, row.how, [each["code"] for each in row.findings]) == (
        16, "form", ["PART_ABOVE_WHOLE"],
    )  # fmt: skip
    form = text(client, address)
    assert "Why is it corrected?" in form
    corrected = {"offered": 12, "booked": 12, "done": 12, "physical": 12, "unused_WITHDRAWN": 4}
    send(client, address, **corrected, corrects=1, reason="Four sessions were another’s")
    assert UseReturn.objects.get(version=2).done == 12
    assert "Four sessions were another’s" in text(client, address)


def test_returns_come_by_file_whole_or_not_at_all(people: People, contract: Contract) -> None:
    client, address = seen_by(people.answering), at(contract, "use_returns")

    def file(text_of: str) -> str:
        sent = SimpleUploadedFile("returns.csv", text_of.encode())
        return client.post(address, {"file": sent}, follow=True).content.decode()

    assert "File of returns" in text(client, address)
    head = "line_id,week,offered,booked,done,unused_not_staffed\n"
    assert "LINE_UNKNOWN" in file(f"{head}K-DC,2026-W23,16,4,4,12\nK-9,2026-W23,1,1,1,\n")
    assert not UseReturn.objects.exists()
    assert "CAUSE_MISSING" in file(f"{head}K-DC,2026-W23,16,9,4,\n")
    assert "Taken from the file: 1 return of use" in file(f"{head}K-DC,2026-W23,16,4,4,12\n")
    assert "Taken from the file: 0 returns of use" in file(f"{head}K-DC,2026-W23,16,4,4,12\n")
    assert "1 return" in file(f"{head}K-DC,2026-W23,16,5,5,11\n")
    assert [row.done for row in UseReturn.objects.order_by("version")] == [4, 5]
    assert "NO_FILE" in client.post(address).content.decode()
    assert seen_by(people.turning).get(address).status_code == 403


def test_the_buyer_writes_down_what_it_saw_and_the_gap_is_said(
    people: People, contract: Contract
) -> None:
    submitted(people, contract, 1, done=4)
    client = seen_by(people.drafting)
    address = at(contract, "use_seen", line_of(contract).pk, week(1).isoformat())
    assert "Units seen staffed" in text(client, address)
    page = send(client, address, observed=10)
    assert "10 units were seen staffed of 16 claimed." in page


def test_an_invoice_is_taken_in_and_decided_beside_the_ledger(
    people: People, contract: Contract
) -> None:
    submitted(people, contract, 1, done=4)
    provider, buyer = seen_by(people.answering), seen_by(people.drafting)
    address = at(contract, "use_invoice_new")
    rows = "K-DC; 5; 6,000.00; 30,000\nother; 1; 50,000; 50,000"
    said = {"number": "N-1", **day("first", week(1)), **day("last", week(1)), "rows": rows,
            "total": "80,000.00"}  # fmt: skip
    assert "write units and pounds as numbers" in send(
        provider, address, **(said | {"rows": "K-DC; five; 1; 1"})
    )
    page = send(provider, address, **said)
    assert "Line K-DC: 5 units are charged, 4 were done." in page
    row = Invoice.objects.get()
    assert "Decide it" not in page
    decide = at(contract, "use_invoice", row.pk)
    assert provider.post(decide, {"decision": "paid"}).status_code == 403
    refused = send(buyer, decide, decision="disputed")
    assert "Say why, because it is not paid as the ledger has it." in refused
    send(buyer, decide, decision="part_paid", paid_pence="74,000", reason="Four were done")
    row.refresh_from_db()
    assert (row.decision, row.paid_pence) == ("part_paid", 7_400_000)
    assert "Paid in part" in text(buyer, decide)


def test_use_is_reviewed_replied_to_decided_and_capacity_given_back(
    people: People, contract: Contract, time_machine: TimeMachineFixture
) -> None:
    for number in range(1, 10):
        submitted(people, contract, number, done=4)
    UseReview.objects.create(
        contract=contract, evidence={}, asks="warn", opened_by="person:1", opened_at=in_week(5),
        reply_by=week(6), decision="warn", rationale=SAID, decided_by="person:1",
        decided_at=in_week(5),
    )  # fmt: skip
    time_machine.move_to(in_week(10), tick=False)
    buyer, provider = seen_by(people.drafting), seen_by(people.answering)
    new = at(contract, "use_review_new")
    assert "The weeks ask: give capacity back." in text(buyer, new)
    send(buyer, new, asks="drop")
    review = UseReview.objects.get(decision="")
    page = at(contract, "use_review", review.pk)
    assert "Give capacity back?" in text(provider, page) or "give capacity back?" in text(
        provider, page
    )
    send(provider, at(contract, "use_review_reply", review.pk), reply="Two surgeons are hired.")
    assert "Two surgeons are hired." in text(buyer, page)
    assert "Say why, so that others can follow it" in send(buyer, page, decision="drop")
    decided = send(buyer, page, decision="drop", rationale=SAID)
    assert "Decision: give capacity back" in decided
    release = at(contract, "use_release", line_of(contract).pk)
    assert "Give K-DC back" in decided
    send(buyer, release, **day("first", week(12)))
    assert line_of(contract).released_from == week(12)


def test_everything_can_be_taken_away(people: People, contract: Contract) -> None:
    submitted(people, contract, 1, done=4, cause=UnusedCause.NOT_BOOKED)
    client = seen_by(people.answering)
    facts = json.loads(text(client, at(contract, "use_file", "use.json")))
    assert facts["weeks"][0]["idle_pence"] == 5_600_000
    rows = list(csv.DictReader(io.StringIO(text(client, at(contract, "use_file", "weeks.csv")))))
    assert (rows[0]["week"], rows[0]["idle_pence"]) == ("2026-06-01", "5600000")
    assert "unused_not_booked" in text(client, at(contract, "use_file", "returns.csv"))
    assert client.get(at(contract, "use_file", "all.zip")).status_code == 404


@pytest.mark.parametrize("name", ["use_return", "use_seen"])
@pytest.mark.parametrize("named", ["2026-06-02", "never", "9999-12-31"])
def test_a_week_is_named_by_its_monday(
    people: People, contract: Contract, name: str, named: str
) -> None:
    client = seen_by(people.drafting if name == "use_seen" else people.answering)
    address = at(contract, name, line_of(contract).pk, named)
    assert client.get(address).status_code == 404
