"""Everything that the page of one contract shows, as far as a viewer sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tidegate.controlroom.contracts import due_of as due
from tidegate.controlroom.contracts.deeds import Asked
from tidegate.controlroom.contracts.deeds_contract import terms_in_force
from tidegate.controlroom.contracts.deeds_management import DEEDS
from tidegate.controlroom.contracts.offered import case_deeds, deeds_offered, steps_offered
from tidegate.controlroom.contracts.presenters import contract as shown
from tidegate.controlroom.contracts.presenters import management as parts
from tidegate.controlroom.contracts.queries import contracts as queries
from tidegate.controlroom.contracts.queries.guards import standing, stops_of, tree
from tidegate.controlroom.contracts.queries.ocds import is_told
from tidegate.controlroom.transfers.queries.names import naming
from tidegate.core.contracts.terms.content import terms_from
from tidegate.core.contracts.terms.pay import BASIS_LABELS
from tidegate.core.contracts.terms.reading import WrongTerms
from tidegate.exchange.contracts.ending_terms import load_rollover_terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from tidegate.controlroom.contracts.deeds import Deed
    from tidegate.controlroom.contracts.models import Gate, Terms


def page_of(asked: Asked, now: datetime) -> dict[str, Any]:
    """Return what the template of a contract's page is drawn with."""
    viewer, contract, today = asked.viewer, asked.contract, asked.today
    named = naming(viewer)
    actions, not_now = shown.steps(contract, steps_offered(asked, now))
    return {
        "reference": contract.reference,
        "title": contract.title,
        "standing": shown.standing(contract, today),
        "actions": actions,
        "not_now": not_now,
        "more": [
            shown.Action(deed.label, shown.deed_address(contract, deed.name), deed.ends)
            for deed in deeds_offered(asked)
        ],
        "due": parts.due(due.due_of(viewer, contract, today), today),
        "facts": shown.facts(contract, named),
        "lines": shown.line_rows(queries.lines(viewer, contract), named),
        "versions": parts.version_rows(queries.versions(viewer, contract), _basis),
        "signatures": shown.signature_rows(queries.signatures(viewer, contract)),
        "switches": parts.switch_rows(
            terms_in_force(asked), queries.turns(viewer, contract), today
        ),
        "notices": parts.notice_rows(queries.notices(viewer, contract), due.notice_label),
        "timeline": shown.timeline(contract, queries.timeline(viewer, contract)),
        "buys": queries.buys(viewer, contract),
        "told": is_told(viewer, contract),
        **_managed(asked, now),
    }


def _managed(asked: Asked, now: datetime) -> dict[str, Any]:
    viewer, contract, today = asked.viewer, asked.contract, asked.today
    named = naming(viewer)
    plans = queries.exit_plans(viewer, contract)
    facts = standing(viewer, contract, now)
    ends = _first(asked, "subcontract_end")
    questions = load_rollover_terms().questions.items()
    return {
        "gates": [
            parts.gate_card(
                contract, gate, _of_gate(asked, gate),
                stops_of(viewer, gate), now,
            )
            for gate in queries.gates(viewer, contract)
        ],
        "cases": [
            parts.case_card(contract, case, case_deeds(_about(asked, case)),
                            _first(asked, "settle"), today)
            for case in queries.cases(viewer, contract)
        ],
        "exit_plan": parts.exit_card(plans[0], (*facts.exit_plan_gaps, *facts.exit_plan_due))
        if plans
        else None,
        "residuals": [
            parts.residual_card(contract, one, _own(asked, "residual"))
            for one in queries.residuals(viewer, contract)
        ],
        "reviews": [
            parts.review_card(
                contract, one, [(topic.value, text) for topic, text in questions],
                _own(asked, "rollover_sign"),
            )
            for one in queries.rollovers(viewer, contract)
        ],
        "subcontracts": parts.tree_rows(contract, queries.subcontracts(viewer, contract), ends),
        "tree_faults": [fault.detail for fault in facts.subcontract_faults],
        "accountable": parts.accountable_rows(tree(viewer, contract), named),
    }  # fmt: skip


def _of_gate(asked: Asked, gate: Gate) -> Iterator[Deed]:
    if not gate.decision:
        return _own(asked, "gate_")
    left = any(not one["closed_at"] for one in gate.conditions)
    return _own(asked, "condition") if left else iter(())


def _own(asked: Asked, prefix: str) -> Iterator[Deed]:
    """Yield the deeds about a row that the viewer may do."""
    for name, deed in DEEDS.items():
        if name.startswith(prefix) and deed.about and deed.may(asked):
            yield deed


def _first(asked: Asked, name: str) -> Deed | None:
    return DEEDS[name] if DEEDS[name].may(asked) else None


def _about(asked: Asked, about: Any) -> Asked:
    return Asked(asked.viewer, asked.contract, about, asked.today)


def _basis(row: Terms) -> str:
    try:
        return BASIS_LABELS[terms_from(row.content).basis]
    except WrongTerms as wrong:
        return f"Cannot be used: {wrong}"
