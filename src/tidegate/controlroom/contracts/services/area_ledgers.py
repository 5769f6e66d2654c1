"""Read the ledgers of an area's contracts, for whoever plans with them; nothing is changed here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.models import Contract, Line
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.services.contract_ledger import contract_ledger
from tidegate.core.contracts.lifecycle.states import BOOKABLE, IN_FORCE, ContractState

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from tidegate.core.contracts.ledger.ledger import Ledger

_STARTED = sorted(state.value for state in {*IN_FORCE, ContractState.ENDED})


@dataclass(frozen=True, slots=True)
class AreaLedger:
    """One contract that has started: whether its lines may be booked, and its ledger."""

    reference: str
    area: str
    bookable: bool
    ledger: Ledger


def area_ledgers(area: str, now: datetime) -> tuple[AreaLedger, ...]:
    """Return the contracts of an area that have started, by reference; none that has no value."""
    found = []
    rows = Contract.objects.filter(area=area, state__in=_STARTED).order_by("reference")
    for row in rows:
        try:
            ledger = contract_ledger(row, now)
        except ContractRefused:
            continue
        bookable = ContractState(row.state) in BOOKABLE
        found.append(AreaLedger(row.reference, row.area, bookable, ledger))
    return tuple(found)


def lines_started(areas: Collection[str]) -> set[str]:
    """Return the identifiers of every line of these areas' contracts that have started."""
    rows = Line.objects.filter(contract__area__in=areas, contract__state__in=_STARTED).order_by()
    return set(rows.values_list("line_id", flat=True))
