"""A performance notice, from its row to the rules and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from tidegate.core.contracts.lifecycle.states import ContractState
from tidegate.core.contracts.performance.guards import CaseFacts
from tidegate.core.contracts.performance.plan import plan_from
from tidegate.core.contracts.performance.states import PerformanceState
from tidegate.core.contracts.performance.terms import due_on
from tidegate.exchange.contracts.performance_terms import load_performance_terms
from tidegate.exchange.contracts.working_days import england_working_days

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from tidegate.controlroom.contracts.models import Contract, Performance, Withholding


def facts_of_case(
    case: Performance, contract: Contract, withholdings: Iterable[Withholding]
) -> CaseFacts:
    """Return a case as the rules see it."""
    return CaseFacts(
        state=PerformanceState(case.state),
        contract=ContractState(contract.state),
        plan=plan_from(case.plan),
        settled=all(one.outcome for one in withholdings),
    )


def next_due(state: PerformanceState, now: datetime) -> date | None:
    """Return by when the next step is due from a state that is come to now."""
    since = timezone.localdate(now)
    return due_on(state, since, england_working_days(), load_performance_terms())
