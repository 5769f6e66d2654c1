"""Read how a contract stands, as its guards ask; nothing is changed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from tidegate.controlroom.contracts.models import (
    Contract,
    ExitPlan,
    Gate,
    Line,
    Performance,
    Signature,
    Subcontract,
    Terms,
)
from tidegate.controlroom.contracts.services.standstill_refusals import standstill_refusals
from tidegate.core.contracts import exit_plan as exits
from tidegate.core.contracts.gates.decide import missing_gates
from tidegate.core.contracts.gates.terms import GateName
from tidegate.core.contracts.lifecycle.guards import RULES, ContractFacts
from tidegate.core.contracts.lifecycle.states import ContractState
from tidegate.core.contracts.performance.states import OPEN
from tidegate.core.contracts.subcontracts import Edge, Tree, subcontract_faults
from tidegate.core.contracts.terms.content import terms_from
from tidegate.core.contracts.terms.reading import WrongTerms
from tidegate.core.lifecycle import Side
from tidegate.core.reasons import Reason
from tidegate.exchange.contracts.ending_terms import load_exit_terms
from tidegate.exchange.contracts.gate_terms import load_gate_terms

if TYPE_CHECKING:
    from datetime import datetime

_OPEN_CASES = sorted(state.value for state in OPEN)


def contract_facts(contract: Contract, now: datetime) -> ContractFacts:
    """Return what the guards look at, from the rows as they stand."""
    newest = Terms.objects.filter(contract=contract).order_by("-version").first()
    version = newest.version if newest else 0
    signed = Signature.objects.filter(contract=contract, version=version)
    passed = gates_passed(contract)
    plan = newest_exit_plan(contract)
    terms, today = load_exit_terms(), timezone.localdate(now)
    gates = load_gate_terms()
    return ContractFacts(
        state=ContractState(contract.state),
        start=contract.start,
        end=contract.end,
        notice_days=contract.notice_days,
        drafted_by=newest.written_by if newest else contract.drafted_by,
        signed_by={Side(one.side): one.signed_by for one in signed},
        lines=Line.objects.filter(contract=contract).count(),
        term_faults=_term_faults(newest),
        holder_of_risk=contract.holder_of_risk,
        selection=standstill_refusals(contract, now),
        gates_before_signature=(
            missing_gates(GateName.CP2, passed, gates) if contract.complex_why else ()
        ),
        gates_before_start=(
            missing_gates(GateName.CP3, passed, gates) if contract.complex_why else ()
        ),
        exit_plan_gaps=exits.exit_plan_gaps(plan, terms),
        exit_plan_due=exits.exit_plan_due(plan, started=contract.start, today=today, terms=terms),
        subcontract_faults=subcontract_faults(tree_of(contract)),
        ends_on=contract.ends_on,
        open_cases=Performance.objects.filter(contract=contract, state__in=_OPEN_CASES).count(),
    )


def gates_passed(contract: Contract) -> frozenset[GateName]:
    """Return the gates that a contract has passed."""
    rows = Gate.objects.filter(contract=contract, decision="passed").order_by()
    return frozenset(map(GateName, rows.values_list("gate", flat=True)))


def newest_exit_plan(contract: Contract) -> exits.ExitPlan | None:
    """Return the newest version of a contract's exit plan."""
    row = ExitPlan.objects.filter(contract=contract).order_by("-version").first()
    return None if row is None else exit_plan_of(row)


def exit_plan_of(row: ExitPlan) -> exits.ExitPlan:
    """Return the plan that a row keeps."""
    return exits.exit_plan_from(
        row.content,
        readiness=row.readiness,
        written_on=timezone.localdate(row.written_at),
        dry_run_on=row.dry_run_on,
    )


def tree_of(contract: Contract) -> Tree:
    """Return a contract with the subcontracts that have not ended.

    What it covers is what its exit plan names part by part, and the kinds of care of its lines.
    """
    care = Line.objects.filter(contract=contract).order_by().values_list("modality", flat=True)
    plan = newest_exit_plan(contract)
    rows = Subcontract.objects.filter(contract=contract, ended_on=None).order_by("id")
    return Tree(
        root=contract.provider,
        services=frozenset({*care, *(plan.scope if plan else ())}),
        value_pence=contract.value_pence,
        edges=tuple(edge_of(row) for row in rows),
    )


def edge_of(row: Subcontract) -> Edge:
    """Return a subcontract as an edge of the tree."""
    return Edge(
        lead=row.lead,
        sub=row.sub,
        services=frozenset(row.services),
        value_pence=row.value_pence,
        clauses=frozenset(row.clauses),
        novates_to=row.novates_to,
    )


def _term_faults(newest: Terms | None) -> tuple[Reason, ...]:
    if newest is None:
        return (Reason("NO_TERMS", "Nothing was written about money and duties.", {}, RULES),)
    try:
        terms_from(newest.content)
    except WrongTerms as wrong:
        detail = f"The terms cannot be used: {wrong}."
        return (Reason("TERMS_UNUSABLE", detail, {"where": wrong.where}, RULES),)
    return ()
