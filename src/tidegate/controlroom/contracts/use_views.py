"""The page of what became of a contract's units and money, and its files."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from tidegate.controlroom.contracts.new_use import RULES
from tidegate.controlroom.contracts.presenters import use as shown
from tidegate.controlroom.contracts.presenters.contract import Action
from tidegate.controlroom.contracts.queries import use as queries
from tidegate.controlroom.contracts.queries.contracts import contract_in_sight
from tidegate.controlroom.contracts.reach import ANSWER, MANAGE, SUBMIT, VIEW
from tidegate.controlroom.contracts.services.decide_invoice import charged_of
from tidegate.controlroom.permissions import requires
from tidegate.core.contracts.ledger.alarms import alarms
from tidegate.core.contracts.ledger.invoices import reconcile
from tidegate.core.contracts.lifecycle.states import IN_FORCE, ContractState
from tidegate.core.contracts.use_review import ASK_LABELS, standing
from tidegate.exchange.contracts.use_returns import returns_frame
from tidegate.exchange.contracts.value_facts import Valued, value_facts, week_facts

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.directory.viewer import Viewer, ViewerRequest
    from tidegate.core.contracts.ledger.ledger import Ledger

FILES = ("use.json", "weeks.csv", "returns.csv")


@require_GET
@requires(VIEW)
def use(request: ViewerRequest, reference: str) -> HttpResponse:
    """Show what became of a contract's units, what it cost, and what was paid for nothing."""
    viewer, now = request.viewer, timezone.now()
    contract = contract_or_404(viewer, reference)
    ledger = queries.ledger_of(viewer, contract, now)
    page: dict[str, Any] = {"contract": contract, "begun": False, "charts": True}
    if ledger is not None and ledger.money:
        page |= {"begun": True} | _shown(viewer, contract, ledger, now)
    return render(request, "contracts/use/use.jinja", page)


def _shown(viewer: Viewer, contract: Contract, ledger: Ledger, now: datetime) -> dict[str, Any]:
    found, more = shown.alarms(alarms(ledger, RULES, now))
    asks = standing(ledger, RULES, queries.last_warning(viewer, contract))
    invoices = queries.invoices(viewer, contract)
    tables = [
        shown.weeks(ledger),
        shown.causes(ledger.rows, RULES),
        shown.shares(ledger),
        shown.costs(ledger),
        shown.line_weeks(
            contract, ledger, queries.lines_by_id(viewer, contract),
            returns=viewer.may(SUBMIT, contract.provider), sees=viewer.may(MANAGE, contract.buyer),
        ),
        shown.invoices(
            contract, [(row, reconcile(ledger, charged_of(row))) for row in invoices]
        ),
        shown.reviews(contract, queries.use_reviews(viewer, contract)),
    ]  # fmt: skip
    return {
        "actions": _actions(viewer, contract),
        "figures": shown.figures(ledger),
        "drawn": [shown.utilisation(ledger), shown.idle(ledger)],
        "alarms": found,
        "more_alarms": more,
        "asks": ASK_LABELS[asks.asks],
        "why": [reason.detail for reason in asks.reasons],
        "rules": RULES.label,
        "tables": [table for table in tables if table.rows],
        "files": FILES,
    }


def _actions(viewer: Viewer, contract: Contract) -> list[Action]:
    """Return what the viewer may do about a contract's use."""

    def button(text: str, name: str) -> Action:
        return Action(text, reverse(f"contracts:{name}", args=[contract.reference]), ends=False)

    found = []
    if viewer.may(SUBMIT, contract.provider):
        found.append(button("Return use from a file", "use_returns"))
    if viewer.may(SUBMIT, contract.provider) or viewer.may(SUBMIT, contract.buyer):
        found.append(button("Take in an invoice", "use_invoice_new"))
    is_open = any(not row.decision for row in queries.use_reviews(viewer, contract))
    in_force = ContractState(contract.state) in IN_FORCE
    if viewer.may(MANAGE, contract.buyer) and in_force and not is_open:
        found.append(button("Review its use", "use_review_new"))
    return found


@require_GET
@requires(VIEW)
def download(request: ViewerRequest, reference: str, name: str) -> HttpResponse:
    """Give what became of a contract away: everything as JSON, weeks or returns as CSV."""
    if name not in FILES:
        raise Http404(f"no file {name}")
    viewer, now = request.viewer, timezone.now()
    contract = contract_or_404(viewer, reference)
    ledger = queries.ledger_of(viewer, contract, now)
    if ledger is None:
        raise Http404("nothing to give away yet")
    text, kind = _written(viewer, contract, ledger, name, now)
    disposition = f'attachment; filename="{contract.reference}-{name}"'
    return HttpResponse(text, content_type=kind, headers={"Content-Disposition": disposition})


def _written(
    viewer: Viewer, contract: Contract, ledger: Ledger, name: str, now: datetime
) -> tuple[str, str]:
    if name == "weeks.csv":
        return _weeks_csv(ledger), "text/csv; charset=utf-8"
    if name == "returns.csv":
        said = [row.returned for row in ledger.rows if row.returned is not None]
        return returns_frame(said).write_csv() if said else "", "text/csv; charset=utf-8"
    rows = queries.invoices(viewer, contract)
    charged = [charged_of(row) for row in rows]
    valued = Valued(
        ledger,
        alarms(ledger, RULES, now),
        standing(ledger, RULES, queries.last_warning(viewer, contract)),
        tuple((each, reconcile(ledger, each)) for each in charged),
        RULES,
    )
    return json.dumps(value_facts(valued), default=str, indent=1), "application/json"


def _weeks_csv(ledger: Ledger) -> str:
    text = io.StringIO()
    facts = [week_facts(ledger, each) for each in ledger.money]
    writer = csv.DictWriter(text, list(facts[0]) if facts else [], lineterminator="\n")
    writer.writeheader()
    for each in facts:
        positions = each["positions"]
        assert isinstance(positions, dict)  # noqa: S101 - by name of the switch
        missing = each["missing"]
        assert isinstance(missing, list)  # noqa: S101 - what is not reported yet
        said = "; ".join(f"{switch}={where}" for switch, where in positions.items())
        writer.writerow(each | {"positions": said, "missing": "; ".join(missing)})
    return text.getvalue()


def contract_or_404(viewer: Viewer, reference: str) -> Contract:
    """Return a contract in sight.

    Raises:
        Http404: there is none of this reference that the viewer may see.
    """
    found = contract_in_sight(viewer, reference)
    if found is None:
        raise Http404(f"no contract {reference} in sight")
    return found


def may_answer(viewer: Viewer, contract: Contract) -> bool:
    """Say whether a viewer speaks for the provider of a contract."""
    return viewer.may(ANSWER, contract.provider)
