"""The transfer message in its eight groups, as far as it has been filled in.

This is the inter-provider transfer administrative minimum data set (spec: transfers 3.2). It is the
only place in the house with a patient's name and address. Text that is not known is empty and a
date that is not known is ``None``: nothing is ever filled in by default.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Patient:
    """Who is transferred; ``address`` has one line of the address per line of text."""

    family_name: str = ""
    given_name: str = ""
    title: str = ""
    address: str = ""
    postcode: str = ""
    birth_date: date | None = None
    nhs_number: str = ""
    local_id: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the patient, or the lead contact where one is named: then all of it is theirs.

    A lead contact speaks for a patient who cannot be reached or cannot answer for themselves.
    """

    lead_name: str = ""
    home_phone: str = ""
    work_phone: str = ""
    mobile_phone: str = ""
    email: str = ""

    @property
    def of_lead(self) -> bool:
        """Whether the numbers and the address are those of a lead contact, not of the patient."""
        return bool(self.lead_name.strip())


@dataclass(frozen=True, slots=True)
class Practice:
    """The patient's general practitioner and practice."""

    gp_name: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Referrer:
    """The provider that hands the patient over, and whom to ask there."""

    organisation_name: str = ""
    organisation: str = ""
    professional: str = ""
    professional_code: str = ""
    tfc: str = ""
    contact_person: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Pathway:
    """The referral to treatment pathway, whose clock goes on with the start that it has."""

    identifier: str = ""
    issuer: str = ""
    rtt_status: str = ""
    decision_to_refer: date | None = None
    clock_start: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PathSoFar:
    """Every organisation that the pathway has been at, in order, the sender included."""

    organisations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receiver:
    """The provider that takes the patient over."""

    organisation_name: str = ""
    organisation: str = ""
    tfc: str = ""
    professional: str = ""


@dataclass(frozen=True, slots=True)
class Dates:
    """When the transfer was asked for, and when the receiver had the message."""

    requested: date | None = None
    received: date | None = None


@dataclass(frozen=True, slots=True)
class TransferMessage:
    """One patient's transfer message; ``items.ITEMS`` says what each field is and how it is asked.

    A field of a group is named in one word elsewhere: ``patient.family_name``.
    """

    patient: Patient = field(default_factory=Patient)
    contact: Contact = field(default_factory=Contact)
    practice: Practice = field(default_factory=Practice)
    referrer: Referrer = field(default_factory=Referrer)
    pathway: Pathway = field(default_factory=Pathway)
    path: PathSoFar = field(default_factory=PathSoFar)
    receiver: Receiver = field(default_factory=Receiver)
    dates: Dates = field(default_factory=Dates)
