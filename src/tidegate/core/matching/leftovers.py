"""Why pathways stayed unmatched and units unused: coded reasons, in the order of what binds."""

from __future__ import annotations

from enum import StrEnum


class Unmatched(StrEnum):
    """What binds for a pathway that the plan leaves out."""

    NO_OFFER_FOR_SPECIALTY = "NO_OFFER_FOR_SPECIALTY"
    NO_OFFER_IN_REACH = "NO_OFFER_IN_REACH"
    CRITERIA_REFUSE = "CRITERIA_REFUSE"
    PREASSESSMENT_NEEDED = "PREASSESSMENT_NEEDED"
    CONSENT_NOT_GIVEN = "CONSENT_NOT_GIVEN"
    TOO_LATE = "TOO_LATE"
    UNAVAILABLE = "UNAVAILABLE"
    TRAVEL_OUTWEIGHS = "TRAVEL_OUTWEIGHS"
    CONTRACT_LIMIT = "CONTRACT_LIMIT"
    OUTBID = "OUTBID"
    EQUITY_FLOOR = "EQUITY_FLOOR"


class Unused(StrEnum):
    """Why a unit stays unused, where the input tells (spec: transfers 2.5)."""

    NO_ELIGIBLE_PATIENT = "NO_ELIGIBLE_PATIENT"
    CRITERIA_TOO_TIGHT = "CRITERIA_TOO_TIGHT"
    PATIENT_DECLINED = "PATIENT_DECLINED"
    NOT_BOOKED = "NOT_BOOKED"


DETAILS = {
    Unmatched.NO_OFFER_FOR_SPECIALTY: "no units are on offer for this specialty and kind of care",
    Unmatched.NO_OFFER_IN_REACH: "no site on offer lies within reach of home",
    Unmatched.CRITERIA_REFUSE: "every site within reach refuses under its criteria",
    Unmatched.PREASSESSMENT_NEEDED: "a site within reach would need a pre-assessment first: "
    "an attribute that it limits is not recorded",
    Unmatched.CONSENT_NOT_GIVEN: "a site within reach would take this patient, "
    "but no yes to moving is recorded and the holder itself offers nothing suitable",
    Unmatched.TOO_LATE: "the first week in which the patient can come lies after the last slot",
    Unmatched.UNAVAILABLE: "every slot within reach lies in a week in which the patient "
    "cannot come",
    Unmatched.TRAVEL_OUTWEIGHS: "no slot is worth its travel under the policy",
}
