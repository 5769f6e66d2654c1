"""What a ServiceRequest and an Appointment of ours must hold: the profile, element by element.

The rows of the transfer message's items follow from ``core.transfers.message.items``: a mandatory
item is an element that must be there. Reader, check and reference page use the same table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tidegate.core.transfers.message.items import ITEMS, Entry
from tidegate.core.waiting.rtt_status import RTT_STATUSES
from tidegate.exchange.transfers.fhir import addresses as at


class Kind(StrEnum):
    """What an element's value must be."""

    TEXT = "text"
    DATE = "date"
    INSTANT = "instant"
    CODE = "code"
    URL = "canonical"


@dataclass(frozen=True, slots=True)
class Element:
    """One row of a profile.

    Attributes:
        path: where it stands (``fhir.paths``).
        least: fewest times that it must be there.
        most: most times; None is any number.
        kind: of each value.
        binding: the only values it may have; empty is any of its kind.
        meaning: what it is, for people.
        item: the item of the transfer message that it carries; empty where none.
    """

    path: str
    least: int
    most: int | None
    kind: Kind
    binding: tuple[str, ...] = ()
    meaning: str = ""
    item: str = ""

    @property
    def cardinality(self) -> str:
        """How often it may be there, as profiles write it: ``1..1``, ``0..*``."""
        return f"{self.least}..{'*' if self.most is None else self.most}"


_PATIENT = "subject.resolve()"
_CONTACT = f"{_PATIENT}.contact"
_GP = f"{_PATIENT}.generalPractitioner.resolve()"
_ODS = f"identifier.where(system='{at.ODS_CODE}').value"
_SPECIALTY = f"specialty.coding.where(system='{at.TREATMENT_FUNCTION}').code"
_SENDER = "requester.resolve().organization.resolve()"
_REFERRING = "requester.resolve().practitioner.resolve()"
_RECEIVER = "performer.resolve().organization.resolve()"


def _extension(url: str) -> str:
    return f"extension.where(url='{url}')"


def _either(way: str) -> str:
    """Return the path of a way to reach the patient, or the lead contact where one is named."""
    return f"{_PATIENT}.telecom.{way} | {_CONTACT}.telecom.{way}"


def _phone(use: str) -> str:
    return _either(f"where(system='phone').where(use='{use}').value")


_PATHWAY = f"identifier.where(system='{at.PATHWAY}')"
ITEM_PATHS: Mapping[str, str] = {
    "patient.family_name": f"{_PATIENT}.name.family",
    "patient.given_name": f"{_PATIENT}.name.given",
    "patient.title": f"{_PATIENT}.name.prefix",
    "patient.address": f"{_PATIENT}.address.line",
    "patient.postcode": f"{_PATIENT}.address.postalCode",
    "patient.birth_date": f"{_PATIENT}.birthDate",
    "patient.nhs_number": f"{_PATIENT}.identifier.where(system='{at.NHS_NUMBER}').value",
    "patient.local_id": f"{_PATIENT}.identifier.where(system='{at.LOCAL_PATIENT}').value",
    "contact.lead_name": f"{_CONTACT}.name.text",
    "contact.home_phone": _phone("home"),
    "contact.work_phone": _phone("work"),
    "contact.mobile_phone": _phone("mobile"),
    "contact.email": _either("where(system='email').value"),
    "practice.gp_name": f"{_GP}.where(resourceType='Practitioner').name.text",
    "practice.code": f"{_GP}.where(resourceType='Organization').{_ODS}",
    "referrer.organisation_name": f"{_SENDER}.name",
    "referrer.organisation": f"{_SENDER}.{_ODS}",
    "referrer.professional": f"{_REFERRING}.name.text",
    "referrer.professional_code": (
        f"{_REFERRING}.identifier.where(system='{at.PROFESSIONAL}').value"
    ),
    "referrer.tfc": f"requester.resolve().{_SPECIALTY}",
    "referrer.contact_person": f"{_SENDER}.contact.name.text",
    "referrer.phone": f"{_SENDER}.contact.telecom.where(system='phone').value",
    "referrer.email": f"{_SENDER}.contact.telecom.where(system='email').value",
    "pathway.identifier": f"{_PATHWAY}.value",
    "pathway.issuer": f"{_PATHWAY}.assigner.{_ODS}",
    "pathway.rtt_status": f"{_extension(at.RTT_STATUS_EXTENSION)}.valueCoding.code",
    "pathway.decision_to_refer": f"{_extension(at.DECISION_TO_REFER)}.valueDate",
    "pathway.clock_start": f"{_extension(at.CLOCK_START)}.valueDate",
    "pathway.reason": "reasonCode.text",
    "path.organisations": (
        f"{_extension(at.ON_PATHWAY)}.valueIdentifier.where(system='{at.ODS_CODE}').value"
    ),
    "receiver.organisation_name": f"{_RECEIVER}.name",
    "receiver.organisation": f"{_RECEIVER}.{_ODS}",
    "receiver.tfc": f"performer.resolve().{_SPECIALTY}",
    "receiver.professional": "performer.resolve().practitioner.resolve().name.text",
    "dates.requested": "authoredOn",
    "dates.received": f"{_extension(at.RECEIVED)}.valueDate",
}
_SEVERAL = {"path.organisations", "patient.address"}
_KINDS = {Entry.DATE: Kind.DATE, Entry.RTT_STATUS: Kind.CODE, Entry.TREATMENT_FUNCTION: Kind.CODE}


def _of_items() -> tuple[Element, ...]:
    return tuple(
        Element(
            ITEM_PATHS[item.name],
            int(item.mandatory),
            None if item.name in _SEVERAL else 1,
            _KINDS.get(item.entry, Kind.TEXT),
            tuple(RTT_STATUSES) if item.entry is Entry.RTT_STATUS else (),
            f"{item.label} ({item.group.label})",
            item.name,
        )
        for item in ITEMS
    )


SERVICE_REQUEST: tuple[Element, ...] = (
    Element("resourceType", 1, 1, Kind.CODE, ("ServiceRequest",), "Kind of resource"),
    Element("meta.profile", 1, 1, Kind.URL, (at.TRANSFER_PROFILE,), "This profile"),
    Element("status", 1, 1, Kind.CODE, ("active",), "The transfer is asked for"),
    Element("intent", 1, 1, Kind.CODE, ("order",), "It is to be carried out"),
    Element(f"identifier.where(system='{at.REQUEST_REFERENCE}').value", 1, 1, Kind.TEXT, (),
            "Reference of the request"),
    *_of_items(),
)  # fmt: skip

APPOINTMENT: tuple[Element, ...] = (
    Element("resourceType", 1, 1, Kind.CODE, ("Appointment",), "Kind of resource"),
    Element("meta.profile", 1, 1, Kind.URL, (at.APPOINTMENT_PROFILE,), "This profile"),
    Element("status", 1, 1, Kind.CODE, ("booked", "proposed", "cancelled"), "How it stands"),
    Element(f"identifier.where(system='{at.REQUEST_REFERENCE}').value", 1, 1, Kind.TEXT, (),
            "Reference of the request"),
    Element(f"basedOn.identifier.where(system='{at.REQUEST_REFERENCE}').value", 1, 1, Kind.TEXT,
            (), "Reference of the request that it follows from"),
    Element(f"{_extension(at.BOOKED_DAY)}.valueDate", 1, 1, Kind.DATE, (), "The booked day"),
    Element(_SPECIALTY, 1, 1, Kind.CODE, (), "Treatment function"),
    Element("start", 0, 1, Kind.INSTANT, (), "When it begins"),
    Element("end", 0, 1, Kind.INSTANT, (), "When it ends"),
    Element("created", 1, 1, Kind.INSTANT, (), "When it was booked"),
    Element("participant.status", 2, 2, Kind.CODE, ("accepted",), "Patient and site are settled"),
    Element("participant.actor.where(type='Patient').type", 1, 1, Kind.CODE, (), "The patient"),
    Element("participant.actor.where(type='Location').identifier"
            f".where(system='{at.ODS_CODE}').value", 1, 1, Kind.TEXT, (), "Site"),
)  # fmt: skip
