"""What became of contracted units, what was charged and reviewed, as one viewer may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.models import Invoice, Line, UseReturn, UseReview
from tidegate.controlroom.contracts.queries.contracts import contracts
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.services.contract_ledger import contract_ledger
from tidegate.controlroom.contracts.services.keep_use_return import newest_return
from tidegate.controlroom.contracts.services.open_use_review import warned_on

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.core.contracts.ledger.ledger import Ledger


def ledger_of(viewer: Viewer, contract: Contract, now: datetime) -> Ledger | None:
    """Return the ledger of a contract in sight; None where it cannot be valued yet."""
    if not _in_sight(viewer, contract):
        return None
    try:
        return contract_ledger(contract, now)
    except ContractRefused:
        return None


def line_of(viewer: Viewer, contract: Contract, number: int) -> Line | None:
    """Return one line of a contract in sight, by the number of its row."""
    if not _in_sight(viewer, contract):
        return None
    return Line.objects.filter(contract=contract, pk=number).select_related("contract").first()


def lines_by_id(viewer: Viewer, contract: Contract) -> dict[str, Line]:
    """Return the lines of a contract in sight, by their identifier in files."""
    if not _in_sight(viewer, contract):
        return {}
    rows = Line.objects.filter(contract=contract).select_related("contract")
    return {row.line_id: row for row in rows}


def return_of(viewer: Viewer, line: Line, week: date) -> UseReturn | None:
    """Return the version that counts of a line's week, for whoever sees the contract."""
    return newest_return(line, week) if _in_sight(viewer, line.contract) else None


def versions_of(viewer: Viewer, line: Line, week: date) -> tuple[UseReturn, ...]:
    """Return every version of a line's week, the newest first."""
    rows = UseReturn.objects.filter(line=line, week=week).order_by("-version")
    return tuple(rows) if _in_sight(viewer, line.contract) else ()


def invoices(viewer: Viewer, contract: Contract) -> tuple[Invoice, ...]:
    """Return the invoices under a contract in sight, the newest first."""
    rows = Invoice.objects.filter(contract=contract).select_related("contract")
    return tuple(rows.order_by("-received_at", "-id")) if _in_sight(viewer, contract) else ()


def invoice_of(viewer: Viewer, contract: Contract, number: int) -> Invoice | None:
    """Return one invoice under a contract in sight, by the number of its row."""
    return next((row for row in invoices(viewer, contract) if row.pk == number), None)


def use_reviews(viewer: Viewer, contract: Contract) -> tuple[UseReview, ...]:
    """Return the reviews of a contract's use, the newest first."""
    rows = UseReview.objects.filter(contract=contract).select_related("contract")
    return tuple(rows.order_by("-opened_at", "-id")) if _in_sight(viewer, contract) else ()


def use_review_of(viewer: Viewer, contract: Contract, number: int) -> UseReview | None:
    """Return one review of a contract's use, by the number of its row."""
    return next((row for row in use_reviews(viewer, contract) if row.pk == number), None)


def last_warning(viewer: Viewer, contract: Contract) -> date | None:
    """Return the day of the last warning of a contract in sight."""
    return warned_on(contract) if _in_sight(viewer, contract) else None


def _in_sight(viewer: Viewer, contract: Contract) -> bool:
    return contracts(viewer).filter(pk=contract.pk).exists()
