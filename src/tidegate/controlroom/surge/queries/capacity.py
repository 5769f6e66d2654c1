"""What was pledged for a surge, what came of it, and what its offers were used for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeVar

from tidegate.controlroom.contracts.queries.contracts import buys
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.services.contract_ledger import contract_ledger
from tidegate.controlroom.directory.models import Kind, Organisation
from tidegate.controlroom.directory.tree import beneath
from tidegate.controlroom.surge.models import Actual, OpenedOffer, Pledge, Surge
from tidegate.controlroom.surge.queries.surges import oversees, surges
from tidegate.controlroom.surge.reach import PLEDGE, VIEW
from tidegate.controlroom.transfers.models import Offer, Use
from tidegate.core.transfers.ledger import Balance, Moved, Movement, balance
from tidegate.core.transfers.lifecycle.causes import UnusedCause

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.core.contracts.ledger.ledger import Ledger

_Row = TypeVar("_Row", Pledge, Actual)


def pledges(viewer: Viewer, surge: Surge) -> tuple[Pledge, ...]:
    """Return the newest version of each pledge: all of them, or those of the viewer's providers."""
    newest: dict[int, Pledge] = {}
    for row in _theirs(viewer, surge, Pledge.objects.filter(surge=surge)):
        if row.number not in newest or row.version > newest[row.number].version:
            newest[row.number] = row
    return tuple(newest[number] for number in sorted(newest))


def pledge_versions(viewer: Viewer, surge: Surge) -> tuple[Pledge, ...]:
    """Return every version of each pledge in sight, in the order in which they were made."""
    rows = _theirs(viewer, surge, Pledge.objects.filter(surge=surge))
    return tuple(sorted(rows, key=lambda row: row.pk))


def pledge_of(viewer: Viewer, surge: Surge, number: int) -> Pledge | None:
    """Return the newest version of one pledge."""
    found = next((row for row in pledges(viewer, surge) if row.number == number), None)
    if found is not None:
        found.surge = surge
    return found


def actuals(viewer: Viewer, surge: Surge) -> tuple[Actual, ...]:
    """Return the newest report of each pledge and day in sight, by day."""
    newest = {
        (row.number, row.day): row
        for row in sorted(
            _theirs(viewer, surge, Actual.objects.filter(surge=surge)),
            key=lambda row: row.version,
        )
    }
    return tuple(newest[key] for key in sorted(newest, key=lambda key: (key[1], key[0])))


def pledging(viewer: Viewer, surge: Surge) -> list[tuple[str, str, str]]:
    """Return provider, site and name of each place for which the viewer may pledge."""
    codes = viewer.codes_where(PLEDGE) & frozenset(beneath(surge.place))
    rows = Organisation.objects.filter(code__in=codes).select_related("parent")
    found = []
    for row in rows.exclude(kind__in=(Kind.ICB, Kind.REGION, Kind.NATION)).order_by("name"):
        site = row.kind == Kind.SITE and row.parent is not None
        found.append((row.parent.code if site and row.parent else row.code, row.code, row.name))
    return found


def offers(viewer: Viewer, surge: Surge) -> tuple[tuple[Offer, Balance], ...]:
    """Return the offers that a surge opened in sight, each with what became of its units."""
    rows = OpenedOffer.objects.filter(surge=surge).select_related("offer")
    if not oversees(viewer, surge):
        rows = rows.filter(offer__provider__in=viewer.codes_where(VIEW))
    found = [row.offer for row in rows.order_by("offer__week", "offer__offer_id")]
    moved: dict[int, list[Moved]] = defaultdict(list)
    for use in Use.objects.filter(offer__in=found).order_by("pk"):
        cause = UnusedCause(use.cause) if use.cause else None
        moved[use.offer_id].append(Moved(Movement(use.movement), use.units, cause))
    return tuple((offer, balance(moved[offer.pk])) for offer in found)


def ledgers(
    viewer: Viewer, surge: Surge, contracts: list[Contract], now: datetime
) -> list[tuple[Contract, Ledger]]:
    """Return the ledger of each contract that a surge uses, for the buyers of them."""
    if not oversees(viewer, surge):
        return []
    found = []
    for contract in contracts:
        try:
            if buys(viewer, contract):
                found.append((contract, contract_ledger(contract, now)))
        except ContractRefused:
            continue
    return found


def _theirs(viewer: Viewer, surge: Surge, rows: QuerySet[_Row]) -> list[_Row]:
    """Narrow rows of a surge to the viewer's own providers unless they oversee the place."""
    if not surges(viewer).filter(pk=surge.pk).exists():
        return []
    if not oversees(viewer, surge):
        rows = rows.filter(provider__in=viewer.codes_where(VIEW))
    return list(rows)
