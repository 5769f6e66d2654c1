"""A contract carried from its selection to its end, and what is given of it openly."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any

from django.test import Client
from tests.controlroom.contracts.carrying import People, drafted, exit_plan
from tests.controlroom.contracts.selecting import at, in_standstill
from tests.controlroom.contracts.test_management_services import breached

from tidegate.controlroom.contracts.models import Contract, Performance
from tidegate.controlroom.contracts.new_contract import NewLine
from tidegate.controlroom.contracts.new_use import NewUse
from tidegate.controlroom.contracts.services.add_subcontract import add_subcontract
from tidegate.controlroom.contracts.services.award_contract import award_contract
from tidegate.controlroom.contracts.services.close_contract import close_contract
from tidegate.controlroom.contracts.services.decide_invoice import InvoiceDecision, decide_invoice
from tidegate.controlroom.contracts.services.meet_milestone import meet_milestone
from tidegate.controlroom.contracts.services.move_performance import move_performance
from tidegate.controlroom.contracts.services.propose_contract import propose_contract
from tidegate.controlroom.contracts.services.receive_invoice import receive_invoice
from tidegate.controlroom.contracts.services.settle_withholding import settle_withholding
from tidegate.controlroom.contracts.services.sign_contract import sign_contract
from tidegate.controlroom.contracts.services.start_contract import start_contract
from tidegate.controlroom.contracts.services.submit_use_return import submit_use_return
from tidegate.controlroom.contracts.services.terminate_contract import terminate_contract
from tidegate.controlroom.contracts.services.vary_contract import vary_contract
from tidegate.controlroom.contracts.services.withhold_money import withhold_money
from tidegate.controlroom.contracts.services.write_exit_plan import write_exit_plan
from tidegate.core.contracts.exit_plan import Stays
from tidegate.core.contracts.ledger.invoices import Invoice, InvoiceRow
from tidegate.core.contracts.procurement.modification import Ground, Proposed
from tidegate.core.contracts.subcontracts import Edge
from tidegate.core.lifecycle import Side
from tidegate.exchange.contracts.ocds_terms import load_ocds_terms

BACKEND = "django.contrib.auth.backends.ModelBackend"
TERMS = load_ocds_terms()
WEEK = date(2026, 6, 22)


def downloaded(people: People, contract: Contract, name: str = "ocds.json") -> dict[str, Any]:
    client = Client()
    client.force_login(people.signing, backend=BACKEND)
    answer = client.get(f"/contracts/{contract.reference}/{name}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    found: dict[str, Any] = json.loads(answer.content)
    return found


def status(people: People, contract: Contract) -> int:
    client = Client()
    client.force_login(people.signing, backend=BACKEND)
    return client.get(f"/contracts/{contract.reference}/ocds.json").status_code


def awarded_and_signed(people: People) -> Contract:
    """A contract whose intention was published on 1 June and which both sides signed on 16 June."""
    lines = (NewLine("Z01A1", "day_case", 16, 120_000, ("110",), line_id="K-DC"),)
    made = drafted(people, lines=lines, terms={"basis": "tariff"})
    selection = in_standstill(made, people.drafting)
    award_contract(selection=selection, actor=people.drafting, now=at(2026, 6, 15))
    now = at(2026, 6, 16)
    write_exit_plan(contract=made, plan=exit_plan(), actor=people.drafting, now=now)
    edge = Edge("ZN101", "Tarn Cleaning", frozenset({"Cleaning"}), 1000)
    add_subcontract(contract=made, edge=edge, actor=people.drafting, now=now)
    propose_contract(contract=made, actor=people.drafting, now=now)
    sign_contract(contract=made, side=Side.BUYER, actor=people.signing, now=now)
    return sign_contract(contract=made, side=Side.PROVIDER, actor=people.answering, now=now)


def use(people: People, contract: Contract, done: int, when: datetime) -> None:
    line = contract.lines.get()
    new = NewUse({"offered": done, "staffed": done, "booked": done, "done": done})
    now = when + timedelta(hours=1)
    submit_use_return(line=line, week=WEEK, new=new, actor=people.answering, now=now)


def managed(people: People) -> Contract:
    """The same started, used, charged for, varied and found wanting."""
    made = awarded_and_signed(people)
    start_contract(contract=made, actor=people.drafting, now=at(2026, 6, 17))
    use(people, made, 12, at(2026, 6, 29))
    charged = Invoice("N-1", WEEK, WEEK, (InvoiceRow("K-DC", 12, 1_440_000),), 1_440_000)
    row = receive_invoice(
        contract=made, charged=charged, actor=people.answering, now=at(2026, 7, 1)
    )
    decide_invoice(
        invoice=row, decision=InvoiceDecision.PAID, actor=people.drafting, now=at(2026, 7, 2)
    )
    vary_contract(
        contract=made, terms={"basis": "tariff"}, from_day=date(2026, 9, 7),
        reason="Said among ourselves", proposed=Proposed(Ground.BUYER, 10_000_000),
        actor=people.drafting, now=at(2026, 7, 3), agreed="Letter",
        lines=[NewLine("Z01A1", "outpatient", 4, 9_000)],
    )  # fmt: skip
    case = breached(people, made, "a", days=20)
    who = {"actor": people.drafting, "now": at(2026, 8, 3)}
    held = [
        withhold_money(case=case, milestone="a", month=date(2026, month, 1), base_pence=10_000_000,
                       rate_per_mille=20, **who)
        for month in (7, 8)
    ]  # fmt: skip
    settle_withholding(withholding=held[0], restored=False, reason="Not met", **who)
    meet_milestone(case=case, milestone="a", met_on=date(2026, 8, 3), evidence="Audit", **who)
    settle_withholding(withholding=held[1], restored=True, reason="Met", **who)
    return made


def ended(people: People) -> Contract:
    """The same, ended by its buyer."""
    made = managed(people)
    now, last = at(2026, 9, 1), date(2026, 12, 31)
    case = Performance.objects.get(contract=made)
    for verb in ("monitor", "close"):
        move_performance(case=case, verb=verb, actor=people.drafting, now=now)
    terminate_contract(
        contract=made, last_day=last, reason="Said by the board", minute="2026-09/1",
        actor=people.signing, now=now,
    )  # fmt: skip
    return close_contract(
        contract=made, returned=["Cleaning", "Portering"],
        stays=[Stays("Car parking", "Estates", date(2029, 4, 1))],
        actor=people.drafting, now=at(2027, 1, 2),
    )  # fmt: skip


def tags(package: dict[str, Any]) -> list[list[str]]:
    return [release["tag"] for release in package["releases"]]
