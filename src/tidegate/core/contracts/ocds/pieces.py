"""The small pieces of a release: money, moments, periods, parties, documents."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from tidegate.core.contracts.working_days import LONDON

if TYPE_CHECKING:
    from tidegate.core.contracts.ocds.life import Document, Part, Party, Process

Piece = dict[str, Any]
SCHEME = "GB-NHS"
"""Identifier of the list of ODS codes at org-id.guide."""

_DOCUMENT_TYPES: dict[str, str] = {
    "psr_contract_notice": "tenderNotice",
    "UK2": "marketEngagementNotice",
    "UK3": "plannedProcurementNotice",
    "UK4": "tenderNotice",
    "F01": "plannedProcurementNotice",
    "F02": "tenderNotice",
    "psr_intention": "awardNotice",
    "psr_award": "awardNotice",
    "psr_urgent_award": "awardNotice",
    "UK5": "awardNotice",
    "UK6": "awardNotice",
    "F03": "awardNotice",
    "F15": "awardNotice",
    "UK7": "contractNotice",
    "UK9": "implementationNotice",
    "UK11": "contractTerminationNotice",
    "UK12": "tenderCancellationNotice",
    "psr_abandonment": "tenderCancellationNotice",
}
"""Notices as documentType of the standard and of its UK extension has them, where it does."""


def money(pence: int) -> Piece:
    """Return an amount in pounds; exact to the penny."""
    pounds, rest = divmod(pence, 100)
    return {"amount": pounds if rest == 0 else pence / 100, "currency": "GBP"}


def moment(at: datetime) -> str:
    """Return an aware moment in UTC, to the second; such texts sort as the moments do."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def opening(day: date) -> str:
    """Return the first moment of a day in England, so that the day itself can be read from it."""
    return datetime.combine(day, time(), LONDON).isoformat()


def closing(day: date) -> str:
    """Return the last second of a day in England."""
    return datetime.combine(day, time(23, 59, 59), LONDON).isoformat()


def period(start: date, end: date) -> Piece:
    """Return a period of whole days, both included."""
    return {"startDate": opening(start), "endDate": closing(end)}


def party(one: Party, *roles: str) -> Piece:
    """Return an organisation in full, with what it does in the process."""
    identifier = {"scheme": SCHEME, "id": one.code, "legalName": one.name}
    return {"id": party_id(one), "name": one.name, "identifier": identifier, "roles": list(roles)}


def reference(one: Party) -> Piece:
    """Return a reference to an organisation that ``parties`` describes."""
    return {"id": party_id(one), "name": one.name}


def party_id(one: Party) -> str:
    """Return the identifier of an organisation within releases."""
    return f"{SCHEME}-{one.code}"


def item(part: Part, process: Process) -> Piece:
    """Return a line of the contract: how many units a week, of what; prices are not told."""
    told: Piece = {
        "id": part.id,
        "description": part.description,
        "quantity": part.units_per_week,
        "unit": {"name": "units a week"},
    }
    if process.cpv:
        told["classification"] = {"scheme": "CPV", "id": process.cpv}
    return told


def document(one: Document) -> Piece:
    """Return a notice as a document; its address only where it has one."""
    told: Piece = {
        "id": one.id,
        "title": one.label,
        "noticeType": one.kind,
        "datePublished": opening(one.on),
        "language": "en",
    }
    if one.kind in _DOCUMENT_TYPES:
        told["documentType"] = _DOCUMENT_TYPES[one.kind]
    if one.ref.startswith(("https://", "http://")):
        told["url"] = one.ref
    elif one.ref:
        told["description"] = f"Reference {one.ref}"
    return told
