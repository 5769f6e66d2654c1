"""The tender section of a release: by which law and method a contract is awarded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.core.contracts.ocds.codes import LEGAL_BASIS, LIGHT_TOUCH, METHODS, URGENT_BASIS
from tidegate.core.contracts.ocds.pieces import Piece, reference
from tidegate.core.contracts.procurement.regimes import ROUTE_LABELS, Route

if TYPE_CHECKING:
    from tidegate.core.contracts.ocds.life import Happened, Process


def tender_of(process: Process, event: Happened, status: str) -> Piece:
    """Return the tender section as it stood at an event, with a status of the standard’s list."""
    route = event.route or process.route
    told: Piece = {
        "id": process.reference,
        "title": process.title,
        "status": status,
        "mainProcurementCategory": "services",
        "procuringEntity": reference(process.buyer),
    }
    if route is not None:
        told |= {
            "procurementMethod": METHODS[route],
            "procurementMethodDetails": ROUTE_LABELS[route],
        }
    if process.regime in LEGAL_BASIS:
        told["legalBasis"] = dict(LEGAL_BASIS[process.regime])
    if route is Route.URGENT:
        told["procurementMethodRationaleLegalBasis"] = dict(URGENT_BASIS)
    if process.light_touch:
        told["specialRegime"] = [LIGHT_TOUCH]
    return told
