"""The addresses that name systems of codes, extensions and profiles in our FHIR resources.

The first two are those of the NHS. Ours begin with ``BASE``; they are names, not pages.
"""

from __future__ import annotations

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS_CODE = "https://fhir.nhs.uk/Id/ods-organization-code"

BASE = "https://tidegate.example/fhir"
REQUEST_REFERENCE = f"{BASE}/Id/transfer-request"
LOCAL_PATIENT = f"{BASE}/Id/local-patient-identifier"
PATHWAY = f"{BASE}/Id/patient-pathway-identifier"
PROFESSIONAL = f"{BASE}/Id/referrer-code"

RTT_STATUS = f"{BASE}/CodeSystem/rtt-period-status"
TREATMENT_FUNCTION = f"{BASE}/CodeSystem/treatment-function"

STRUCTURE = f"{BASE}/StructureDefinition"
TRANSFER_PROFILE = f"{STRUCTURE}/transfer-service-request"
APPOINTMENT_PROFILE = f"{STRUCTURE}/transfer-appointment"
RTT_STATUS_EXTENSION = f"{STRUCTURE}/rtt-period-status"
CLOCK_START = f"{STRUCTURE}/rtt-period-start"
DECISION_TO_REFER = f"{STRUCTURE}/decision-to-refer"
RECEIVED = f"{STRUCTURE}/transfer-message-received"
ON_PATHWAY = f"{STRUCTURE}/organisation-on-pathway"
BOOKED_DAY = f"{STRUCTURE}/booked-day"
"""The day of an appointment whose time of day is not known."""
