"""The 36 items of the transfer message: the one table behind form, document, interface and check.

27 are mandatory (spec: transfers 3.2, from the NHS data dictionary). Longest lengths are this
house's own limits, wide enough for the data dictionary's formats.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """The parts of the message, in the order in which they are shown."""

    PATIENT = "patient"
    CONTACT = "contact"
    PRACTICE = "practice"
    REFERRER = "referrer"
    PATHWAY = "pathway"
    PATH = "path"
    RECEIVER = "receiver"
    DATES = "dates"

    @property
    def label(self) -> str:
        """What people call it."""
        return GROUP_LABELS[self]


GROUP_LABELS: dict[Group, str] = {
    Group.PATIENT: "Patient",
    Group.CONTACT: "How to reach the patient or their lead contact",
    Group.PRACTICE: "General practice",
    Group.REFERRER: "Referring provider",
    Group.PATHWAY: "Referral to treatment",
    Group.PATH: "Path so far",
    Group.RECEIVER: "Receiving provider",
    Group.DATES: "Dates",
}


class Entry(StrEnum):
    """How an item is entered and written."""

    TEXT = "text"
    LINES = "lines"  # text of several lines
    DATE = "date"  # a date; ISO 8601 in files, a day in words for people
    NHS_NUMBER = "nhs_number"  # ten digits, spaces allowed on entry
    POSTCODE = "postcode"
    PHONE = "phone"
    EMAIL = "email"
    ODS_CODE = "ods_code"
    ODS_CODES = "ods_codes"  # several, in order
    TREATMENT_FUNCTION = "treatment_function"
    RTT_STATUS = "rtt_status"  # one of core.waiting.rtt_status
    IDENTIFIER = "identifier"  # letters, digits and the signs that join them


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the message.

    Attributes:
        group: the part that it belongs to.
        field: its name within the group.
        label: what people call it.
        mandatory: whether a message without it may not be sent.
        entry: how it is entered.
        longest: most characters that it may have, of each value where there are several.
        national: its name in the NHS data dictionary.
        hint: what to bear in mind on entry; empty where the label says it.
    """

    group: Group
    field: str
    label: str
    mandatory: bool
    entry: Entry
    longest: int
    national: str
    hint: str = ""

    @property
    def name(self) -> str:
        """Its name in files, forms and findings: ``patient.family_name``."""
        return f"{self.group}.{self.field}"

    @property
    def missing(self) -> str:
        """The code of the reason why a message without it is refused."""
        return f"NO_{self.group}_{self.field}".upper()

    @property
    def misspelt(self) -> str:
        """The code of the reason why a message is refused in which it is not of its form."""
        return f"{self.entry}_FORM".upper()


_M, _O = True, False
_NOT_DEFAULTED = "As the holder has it; a transfer never changes it."

ITEMS: tuple[Item, ...] = (
    Item(Group.PATIENT, "family_name", "Family name", _M, Entry.TEXT, 70, "PERSON_FAMILY_NAME"),
    Item(Group.PATIENT, "given_name", "Given name", _M, Entry.TEXT, 70, "PERSON_GIVEN_NAME"),
    Item(Group.PATIENT, "title", "Title", _M, Entry.TEXT, 35, "PERSON_TITLE"),
    Item(Group.PATIENT, "address", "Address", _M, Entry.LINES, 200,
         "CORRESPONDENCE_ADDRESS", "Without the postcode."),
    Item(Group.PATIENT, "postcode", "Postcode", _M, Entry.POSTCODE, 8,
         "POSTCODE_OF_CORRESPONDENCE_ADDRESS"),
    Item(Group.PATIENT, "birth_date", "Date of birth", _M, Entry.DATE, 10, "PERSON_BIRTH_DATE"),
    Item(Group.PATIENT, "nhs_number", "NHS number", _M, Entry.NHS_NUMBER, 10, "NHS_NUMBER"),
    Item(Group.PATIENT, "local_id", "Local patient identifier", _M, Entry.IDENTIFIER, 20,
         "LOCAL_PATIENT_IDENTIFIER", "The referring provider’s own number for the patient."),
    Item(Group.CONTACT, "lead_name", "Name of the lead contact", _O, Entry.TEXT, 140,
         "PERSON_FULL_NAME_(PATIENT_LEAD_CONTACT)",
         "If someone is named, the numbers and e-mail below are theirs."),
    Item(Group.CONTACT, "home_phone", "Home telephone", _O, Entry.PHONE, 25,
         "CONTACT_TELEPHONE_NUMBER_(HOME)"),
    Item(Group.CONTACT, "work_phone", "Work telephone", _O, Entry.PHONE, 25,
         "CONTACT_TELEPHONE_NUMBER_(WORK)"),
    Item(Group.CONTACT, "mobile_phone", "Mobile telephone", _O, Entry.PHONE, 25,
         "CONTACT_TELEPHONE_NUMBER_(MOBILE)"),
    Item(Group.CONTACT, "email", "E-mail", _O, Entry.EMAIL, 255,
         "CONTACT_EMAIL_ADDRESS_(PATIENT_OR_LEAD_CONTACT)"),
    Item(Group.PRACTICE, "gp_name", "Name of the general practitioner", _M, Entry.TEXT, 140,
         "PERSON_NAME_(SPECIFIED_GENERAL_MEDICAL_PRACTITIONER)"),
    Item(Group.PRACTICE, "code", "Code of the practice", _M, Entry.ODS_CODE, 12,
         "GENERAL_MEDICAL_PRACTICE_CODE_(PATIENT_REGISTRATION)"),
    Item(Group.REFERRER, "organisation_name", "Name of the provider", _M, Entry.TEXT, 200,
         "ORGANISATION_NAME_(REFERRING)"),
    Item(Group.REFERRER, "organisation", "Code of the provider", _M, Entry.ODS_CODE, 12,
         "REFERRING_ORGANISATION_CODE"),
    Item(Group.REFERRER, "professional", "Referring care professional", _M, Entry.TEXT, 140,
         "CARE_PROFESSIONAL_NAME_(REFERRING)"),
    Item(Group.REFERRER, "professional_code", "Referrer code", _M, Entry.IDENTIFIER, 12,
         "REFERRER_CODE", "The professional’s registration or national code."),
    Item(Group.REFERRER, "tfc", "Treatment function", _M, Entry.TREATMENT_FUNCTION, 5,
         "TREATMENT_FUNCTION_CODE_(REFERRING_SERVICE)", "Where the patient is now."),
    Item(Group.REFERRER, "contact_person", "Contact person", _M, Entry.TEXT, 140,
         "PERSON_FULL_NAME_(REFERRER_CONTACT)",
         "Whom the receiver asks when something is missing."),
    Item(Group.REFERRER, "phone", "Telephone of the contact person", _O, Entry.PHONE, 25,
         "CONTACT_TELEPHONE_NUMBER_(REFERRING_ORGANISATION)"),
    Item(Group.REFERRER, "email", "E-mail of the contact person", _O, Entry.EMAIL, 255,
         "CONTACT_EMAIL_ADDRESS_(REFERRING_ORGANISATION)"),
    Item(Group.PATHWAY, "identifier", "Patient pathway identifier", _M, Entry.IDENTIFIER, 20,
         "PATIENT_PATHWAY_IDENTIFIER"),
    Item(Group.PATHWAY, "issuer", "Issuer of the identifier", _M, Entry.ODS_CODE, 12,
         "ORGANISATION_CODE_(PATIENT_PATHWAY_IDENTIFIER_ISSUER)",
         "Code of the organisation that gave the pathway its identifier."),
    Item(Group.PATHWAY, "rtt_status", "Referral to treatment status", _M, Entry.RTT_STATUS, 2,
         "REFERRAL_TO_TREATMENT_PERIOD_STATUS_(INTER-PROVIDER_TRANSFER)"),
    Item(Group.PATHWAY, "decision_to_refer", "Decision to refer", _M, Entry.DATE, 10,
         "DECISION_TO_REFER_DATE_(INTER-PROVIDER_TRANSFER)"),
    Item(Group.PATHWAY, "clock_start", "Clock start", _M, Entry.DATE, 10,
         "REFERRAL_TO_TREATMENT_PERIOD_START_DATE", _NOT_DEFAULTED),
    Item(Group.PATHWAY, "reason", "Reason for referral", _M, Entry.LINES, 2000,
         "REFERRAL_RAISED_REASON_(INTER-PROVIDER_TRANSFER)"),
    Item(Group.PATH, "organisations", "Organisations on the pathway", _M, Entry.ODS_CODES, 12,
         "ORGANISATION_CODE_(ON_PATHWAY)",
         "Every one so far, in order, the referring provider included."),
    Item(Group.RECEIVER, "organisation_name", "Name of the provider", _M, Entry.TEXT, 200,
         "ORGANISATION_NAME_(RECEIVING)"),
    Item(Group.RECEIVER, "organisation", "Code of the provider", _M, Entry.ODS_CODE, 12,
         "ORGANISATION_CODE_(RECEIVING)"),
    Item(Group.RECEIVER, "tfc", "Treatment function", _M, Entry.TREATMENT_FUNCTION, 5,
         "TREATMENT_FUNCTION_CODE_(RECEIVING_SERVICE)"),
    Item(Group.RECEIVER, "professional", "Receiving care professional", _O, Entry.TEXT, 140,
         "CARE_PROFESSIONAL_NAME_(RECEIVING)"),
    Item(Group.DATES, "requested", "Transfer requested", _M, Entry.DATE, 10,
         "SERVICE_REQUESTED_DATE_(INTER-PROVIDER_TRANSFER)"),
    Item(Group.DATES, "received", "Message received", _O, Entry.DATE, 10,
         "REFERRAL_REQUEST_RECEIVED_DATE_(INTER-PROVIDER_TRANSFER)", "Set by the receiver."),
)  # fmt: skip
ITEM: dict[str, Item] = {item.name: item for item in ITEMS}
