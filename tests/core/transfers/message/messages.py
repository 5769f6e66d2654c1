"""A complete transfer message of an invented patient, for tests of every floor."""

from __future__ import annotations

from datetime import date

from tidegate.core.transfers.message.message import (
    Contact,
    Dates,
    PathSoFar,
    Pathway,
    Patient,
    Practice,
    Receiver,
    Referrer,
    TransferMessage,
)

CLOCK_START = date(2025, 11, 3)
TODAY = date(2026, 10, 12)
COMPLETE = TransferMessage(
    patient=Patient(
        family_name="Test-Patient",
        given_name="Demo",
        title="Ms",
        address="1 Harbour Row\nNorthmere",
        postcode="ZZ99 3VZ",
        birth_date=date(1961, 5, 17),
        nhs_number="9434765919",
        local_id="NM-004711",
    ),
    contact=Contact(
        lead_name="Lead Contact",
        home_phone="01632 960001",
        work_phone="01632 960002",
        mobile_phone="07700 900003",
        email="lead.contact@example.org",
    ),
    practice=Practice(gp_name="Practice GP", code="Z81001"),
    referrer=Referrer(
        organisation_name="Northmere General",
        organisation="Z01",
        professional="Consultant, Northmere",
        professional_code="C9999998",
        tfc="110",
        contact_person="Transfer office, Northmere",
        phone="01632 960010",
        email="transfers@northmere.example",
    ),
    pathway=Pathway(
        identifier="PW0000001234",
        issuer="Z01",
        rtt_status="21",
        decision_to_refer=date(2026, 10, 5),
        clock_start=CLOCK_START,
        reason="Right knee replacement.\nWaiting over 40 weeks.",
    ),
    path=PathSoFar(("Z03", "Z01")),
    receiver=Receiver(
        organisation_name="Harbour Clinic",
        organisation="ZN101",
        tfc="110",
        professional="Consultant, Harbour Clinic",
    ),
    dates=Dates(requested=date(2026, 10, 9), received=date(2026, 10, 12)),
)
