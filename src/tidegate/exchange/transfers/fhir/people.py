"""Who a transfer is about: the resources that a ServiceRequest of a transfer contains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.core.directory.nhs_number import plain_nhs_number
from tidegate.exchange.transfers.fhir.addresses import LOCAL_PATIENT, NHS_NUMBER, PROFESSIONAL
from tidegate.exchange.transfers.fhir.parts import (
    Json,
    assigned_by,
    day,
    identifier,
    known,
    listed,
    ods,
    specialty,
    telecom,
    to,
)

if TYPE_CHECKING:
    from tidegate.core.transfers.message.message import Contact, TransferMessage


def contained(message: TransferMessage) -> list[Json]:
    """Return everyone and every organisation of a message, each under the id it is pointed at by.

    A professional whom the message does not name is not among them.
    """
    referrer, receiver, practice = message.referrer, message.receiver, message.practice
    return listed(
        patient(message),
        _person("gp", practice.gp_name),
        _organisation("practice", "", practice.code),
        _role("referrer", "sender", referrer.tfc, "referring-professional"),
        _person("referring-professional", referrer.professional, referrer.professional_code),
        {
            **_organisation("sender", referrer.organisation_name, referrer.organisation),
            **known(contact=listed(_contact_person(message))),
        },
        _role(
            "receiver",
            "receiving-organisation",
            receiver.tfc,
            "receiving-professional" if receiver.professional else "",
        ),
        _person("receiving-professional", receiver.professional) if receiver.professional else {},
        _organisation("receiving-organisation", receiver.organisation_name, receiver.organisation),
    )


def patient(message: TransferMessage) -> Json:
    """Return the patient; the ways to reach a lead contact are the contact's, not the patient's."""
    who = message.patient
    name = known(
        use="official",
        family=who.family_name,
        given=[who.given_name] if who.given_name else [],
        prefix=[who.title] if who.title else [],
    )
    lines = [line for line in who.address.split("\n") if line.strip()]
    reached = _ways_to_reach(message.contact)
    lead = known(name=known(text=message.contact.lead_name), telecom=reached)
    own = assigned_by(message.referrer.organisation)
    return known(
        resourceType="Patient",
        id="patient",
        identifier=listed(
            identifier(NHS_NUMBER, plain_nhs_number(who.nhs_number)),
            identifier(LOCAL_PATIENT, who.local_id, assigner=own),
        ),
        name=[name],
        telecom=[] if message.contact.of_lead else reached,
        birthDate=day(who.birth_date),
        address=listed(known(line=lines, postalCode=who.postcode)),
        contact=[lead] if message.contact.of_lead else [],
        generalPractitioner=[to("gp"), to("practice")],
    )


def _ways_to_reach(contact: Contact) -> list[Json]:
    return listed(
        telecom("phone", contact.home_phone, "home"),
        telecom("phone", contact.work_phone, "work"),
        telecom("phone", contact.mobile_phone, "mobile"),
        telecom("email", contact.email),
    )


def _contact_person(message: TransferMessage) -> Json:
    referrer = message.referrer
    reached = listed(telecom("phone", referrer.phone), telecom("email", referrer.email))
    return known(name=known(text=referrer.contact_person), telecom=reached)


def _person(name: str, who: str, code: str = "") -> Json:
    return known(
        resourceType="Practitioner",
        id=name,
        identifier=listed(identifier(PROFESSIONAL, code)),
        name=listed(known(text=who)),
    )


def _organisation(name: str, called: str, code: str) -> Json:
    return known(resourceType="Organization", id=name, identifier=listed(ods(code)), name=called)


def _role(name: str, organisation: str, tfc: str, person: str) -> Json:
    return known(
        resourceType="PractitionerRole",
        id=name,
        practitioner=to(person) if person else {},
        organization=to(organisation),
        specialty=specialty(tfc),
    )
