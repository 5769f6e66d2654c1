"""What is due of a contract: notices of the law, meetings, plans, reviews, and its last day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.queries import contracts as queries
from tidegate.core.contracts.lifecycle.states import IN_FORCE, ContractState
from tidegate.core.contracts.months import months_after
from tidegate.core.contracts.performance.states import OPEN, PerformanceState
from tidegate.core.contracts.rollover import review_asked
from tidegate.exchange.contracts.ending_terms import load_exit_terms, load_rollover_terms

if TYPE_CHECKING:
    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.directory.viewer import Viewer


def due_of(viewer: Viewer, contract: Contract, today: date) -> list[tuple[str, date | None]]:
    """Return what is due of a contract as far as a viewer sees it: in words, and by when."""
    state = ContractState(contract.state)
    found = [*_cases(viewer, contract), *_residuals(viewer, contract)]
    if state in IN_FORCE:
        found += [*_notices(viewer, contract), *_exit_plan(viewer, contract)]
    if state is ContractState.RUNNING:
        found += _review(viewer, contract, today)
    if state is ContractState.SIGNED:
        found.append(("Starts", contract.start))
    if state is ContractState.EXITING:
        found.append(("Last day of service; close it then", contract.ends_on))
    return found


def _cases(viewer: Viewer, contract: Contract) -> Iterator[tuple[str, date | None]]:
    for case in queries.cases(viewer, contract):
        if PerformanceState(case.state) in OPEN:
            yield f"Next step of performance notice {case.number}", case.due_on


def _residuals(viewer: Viewer, contract: Contract) -> Iterator[tuple[str, date | None]]:
    for one in queries.residuals(viewer, contract):
        if one.settled_on is None:
            yield f"Stayed with the provider, look again: {one.scope}", one.review_on


def _notices(viewer: Viewer, contract: Contract) -> Iterator[tuple[str, date | None]]:
    for one in queries.notices(viewer, contract):
        if one.published_on is None:
            yield f"Publish notice {one.kind} ({one.because})", one.due_on


def _exit_plan(viewer: Viewer, contract: Contract) -> Iterator[tuple[str, date | None]]:
    if not queries.buys(viewer, contract):
        return
    plans = queries.exit_plans(viewer, contract)
    if not plans:
        yield "Write an exit plan: there is none", contract.start
        return
    terms = load_exit_terms()
    written = words.local_day(plans[0].written_at)
    yield "Write the exit plan anew", months_after(written, terms.refresh_months)
    tried = plans[0].dry_run_on or contract.start
    yield "Try the exit out", months_after(tried, terms.dry_run_months)


def _review(viewer: Viewer, contract: Contract, today: date) -> Iterator[tuple[str, date | None]]:
    asked = review_asked(contract.end, today, load_rollover_terms())
    signed = any(
        row.signed_at is not None and row.for_end == contract.end
        for row in queries.rollovers(viewer, contract)
    )
    if asked is not None and not signed and queries.buys(viewer, contract):
        yield "Review the service before its end", asked
