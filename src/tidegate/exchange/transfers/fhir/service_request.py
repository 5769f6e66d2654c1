"""A transfer message as one FHIR ServiceRequest that contains everyone it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.core.waiting.rtt_status import RTT_STATUSES
from tidegate.exchange.transfers.fhir import addresses as at
from tidegate.exchange.transfers.fhir.parts import (
    Json,
    assigned_by,
    concept,
    day,
    extension,
    identifier,
    known,
    listed,
    ods,
    to,
)
from tidegate.exchange.transfers.fhir.people import contained

if TYPE_CHECKING:
    from tidegate.core.transfers.message.message import Pathway, TransferMessage

SNOMED = "http://snomed.info/sct"
REFERRAL = "3457005"  # SNOMED CT: patient referral


def service_request(message: TransferMessage, *, reference: str) -> Json:
    """Write a message as a FHIR R4 ServiceRequest; docs/reference/transfer-message.md maps it.

    Args:
        message: one that passed ``check_message``; of any other, what is not known is left out, and
            what results may not keep to the profile.
        reference: of the request, such as ``T-000123``.
    """
    pathway = message.pathway
    return known(
        resourceType="ServiceRequest",
        meta={"profile": [at.TRANSFER_PROFILE]},
        contained=contained(message),
        extension=listed(
            *_clock(pathway),
            extension(at.RECEIVED, valueDate=day(message.dates.received)),
            *(
                extension(at.ON_PATHWAY, valueIdentifier=ods(code))
                for code in message.path.organisations
            ),
        ),
        identifier=listed(
            identifier(at.REQUEST_REFERENCE, reference),
            identifier(at.PATHWAY, pathway.identifier, assigner=assigned_by(pathway.issuer)),
        ),
        status="active",
        intent="order",
        category=[concept(SNOMED, REFERRAL, "Patient referral")],
        code={"text": "Transfer of a pathway to another provider"},
        subject=to("patient"),
        authoredOn=day(message.dates.requested),
        requester=to("referrer"),
        performer=[to("receiver")],
        reasonCode=listed(known(text=pathway.reason)),
    )


def _clock(pathway: Pathway) -> list[Json]:
    status = RTT_STATUSES.get(pathway.rtt_status)
    coding = known(
        system=at.RTT_STATUS, code=pathway.rtt_status, display=status[1] if status else ""
    )
    return listed(
        extension(at.RTT_STATUS_EXTENSION, valueCoding=coding if pathway.rtt_status else None),
        extension(at.CLOCK_START, valueDate=day(pathway.clock_start)),
        extension(at.DECISION_TO_REFER, valueDate=day(pathway.decision_to_refer)),
    )
