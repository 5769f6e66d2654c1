"""``tidegate contract value``: what became of a contract: used, paid, wasted, and why."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tidegate.cli import console
from tidegate.cli.days import plausible

if TYPE_CHECKING:
    from tidegate.exchange.contracts.value_facts import Valued
    from tidegate.exchange.contracts.value_inputs import ValueInputs


def contract_value(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…",
            help="Contracts (TOML, JSON), returns of use, invoices; told apart by what is in them.",
        ),
    ],
    until: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"],
            callback=plausible,
            help="The day up to which it counts; else the Sunday of the newest return’s week.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Say what was used of a contract, what it cost, what was paid for nothing, and why.

    Exit code 1: a unit went unused without a cause, or an invoice does not agree.
    """
    from tidegate.exchange.contracts.value_inputs import read_value_inputs

    inputs = read_value_inputs(files)
    valued = _valued(inputs, None if until is None else until.date())
    if as_json:
        _print_json(inputs, valued)
    else:
        console.print_findings(inputs.findings)
        for each in valued:
            _print(each)
    if not all(each.in_order for each in valued):
        raise typer.Exit(console.Exit.ANSWER_IS_NO)


def _valued(inputs: ValueInputs, until: date | None) -> list[Valued]:
    from datetime import timedelta

    from tidegate.core.contracts.ledger.alarms import alarms
    from tidegate.core.contracts.ledger.invoices import reconcile
    from tidegate.core.contracts.ledger.ledger import make_ledger
    from tidegate.core.contracts.use_review import standing
    from tidegate.exchange.contracts.use_rules import load_use_rules
    from tidegate.exchange.contracts.value_facts import Valued

    rules = load_use_rules()
    found = []
    for name, contract in inputs.contracts.items():
        last = until or inputs.last_day or contract.start
        today = last if until else last + timedelta(days=1)
        ledger = make_ledger(contract, inputs.sources[name], today, last)
        invoices = []
        earlier: set[str] = set()
        for contract_id, invoice in inputs.invoices:
            if contract_id == name:
                invoices.append((invoice, reconcile(ledger, invoice, earlier)))
                earlier.add(invoice.number)
        now = datetime.combine(today, time.max, rules.zone)
        found.append(
            Valued(
                ledger, alarms(ledger, rules, now), standing(ledger, rules), tuple(invoices), rules
            )
        )
    return found


def _print_json(inputs: ValueInputs, valued: list[Valued]) -> None:
    from tidegate.exchange.contracts.value_facts import value_facts

    console.print_json(
        {
            "contracts": [value_facts(each) for each in valued],
            "files": [
                {"name": each.name, "kind": each.kind, "sha256": each.sha256}
                for each in inputs.files
            ],
            "findings": console.findings_payload(inputs.findings),
        }
    )


def _print(valued: Valued) -> None:
    from tidegate.core.contracts.use_review import ASK_LABELS
    from tidegate.exchange.contracts import value_facts as words

    screen, ledger = console.out(), valued.ledger
    contract = ledger.contract
    about = f"{contract.title or contract.contract_id}: {contract.buyer} buys of"
    screen.print(
        f"{about} {contract.provider}, up to {ledger.today.isoformat()}", style="bold", markup=False
    )
    console.print_table("What it cost", words.SUMMARY, words.summary_rows(valued), right=["amount"])
    console.print_table(
        "Weeks", words.WEEK_COLUMNS, words.week_rows(ledger), right=words.WEEK_COLUMNS[2:]
    )
    if causes := words.cause_rows(valued):
        console.print_table("Why units went unused", words.CAUSES, causes, right=["units"])
    screen.print(f"Its use asks: {ASK_LABELS[valued.standing.asks]}", markup=False)
    for reason in valued.standing.reasons:
        screen.print(f"  {reason.detail} [{reason.code}]", markup=False)
    for alarm in valued.alarms:
        said = [str(alarm.inputs[key]) for key in ("line_id", "week") if key in alarm.inputs]
        screen.print(f"{' '.join(said)}: {alarm.detail} [{alarm.code}]", markup=False)
    for invoice, found in valued.invoices:
        says = "agrees" if found.agrees else "does not agree"
        charged, due = words.pounds(found.charged), words.pounds(found.due)
        screen.print(
            f"Invoice {invoice.number}: {charged} charged, {due} due; {says}.", markup=False
        )
        for reason in found.differences:
            screen.print(f"  {reason.detail} [{reason.code}]", markup=False)
