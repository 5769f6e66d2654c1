"""What a surge may open of contracts in sight: returns of use, lines and switches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.models import Contract, Line, UseReturn
from tidegate.controlroom.contracts.queries.contracts import contracts
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.services.turn_switch import terms_on
from tidegate.core.contracts.lifecycle.states import BOOKABLE
from tidegate.core.surge.proposal import Turn

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from tidegate.controlroom.directory.viewer import Viewer

_RUNNING = sorted(state.value for state in BOOKABLE)


def last_returns(viewer: Viewer, areas: Collection[str]) -> list[UseReturn]:
    """Return the newest return of each line of contracts in sight in some areas."""
    lines = Line.objects.filter(contract__in=_running(viewer, areas))
    rows = UseReturn.objects.filter(line__in=lines).select_related("line__contract")
    newest: dict[int, UseReturn] = {}
    for row in rows.order_by("line__line_id", "week", "version"):
        newest[row.line_id] = row
    return list(newest.values())


def turns(viewer: Viewer, areas: Collection[str], day: date) -> list[tuple[Turn, str]]:
    """Return each switch of running contracts that a surge could turn, and what it is in words.

    A switch stands in its first position from the start; every further one could be turned to.
    """
    found = []
    for contract in _running(viewer, areas):
        try:
            terms = terms_on(contract, day)
        except ContractRefused:
            continue
        for switch in terms.switches:
            for position in switch.positions[1:]:
                said = f"{contract.reference}, {contract.title}: {switch.name} to {position.name}"
                for trigger in switch.triggers or ("",):
                    turn = Turn(contract.reference, switch.name, position.name, trigger)
                    found.append((turn, f"{said}, by {trigger}" if trigger else said))
    return found


def lines_of(viewer: Viewer, provider: str) -> list[Line]:
    """Return the lines of running contracts in sight with a provider."""
    rows = Line.objects.filter(
        contract__in=contracts(viewer).filter(state__in=_RUNNING), contract__provider=provider
    )
    return list(rows.order_by("line_id"))


def _running(viewer: Viewer, areas: Collection[str]) -> list[Contract]:
    rows = contracts(viewer).filter(area__in=areas, state__in=_RUNNING)
    return list(rows.order_by("reference"))


def contracts_of_lines(viewer: Viewer, lines: Collection[str]) -> list[Contract]:
    """Return the contracts in sight that have some lines."""
    rows = contracts(viewer).filter(lines__line_id__in=lines).distinct()
    return list(rows.order_by("reference"))
