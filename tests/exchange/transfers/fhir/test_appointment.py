"""A booked date as a FHIR Appointment: booked only with a time, and never with a name."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fhir.resources.R4B.appointment import Appointment
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.transfers.test_message_json import ANYTHING

from tidegate.exchange.transfers.fhir.appointment import Booking, appointment
from tidegate.exchange.transfers.fhir.profile_check import appointment_findings

BOOKED_AT = datetime(2026, 10, 14, 9, 30, tzinfo=UTC)
DAY = Booking("T-000123", "ZN101", "110", date(2026, 11, 9), BOOKED_AT, nhs_number="943 476 5919")
TIMED = replace(
    DAY,
    start=datetime(2026, 11, 9, 8, 15, tzinfo=ZoneInfo("Europe/London")),
    minutes=90,
    site_name="Harbour Clinic",
)
SUMMER = replace(
    TIMED, on=date(2027, 6, 1), start=datetime(2027, 6, 1, 0, 15, tzinfo=ZoneInfo("Europe/London"))
)


def written(booking: Booking) -> Any:
    """Return a booking as it arrives."""
    return json.loads(json.dumps(appointment(booking)))


@pytest.mark.parametrize(
    ("booking", "status"),
    [
        (TIMED, "booked"),
        (SUMMER, "booked"),
        (DAY, "proposed"),
        (replace(TIMED, cancelled=True), "cancelled"),
        (replace(DAY, cancelled=True), "cancelled"),
        (replace(DAY, nhs_number=""), "proposed"),
    ],
)
def test_it_keeps_to_the_profile_and_fhir_takes_it_without_loss(
    booking: Booking, status: str
) -> None:
    resource = written(booking)
    assert resource["status"] == status
    assert appointment_findings(resource) == []
    parsed = Appointment.model_validate(resource).model_dump_json()
    assert json.loads(parsed) == json.loads(json.dumps(resource).replace("+00:00", "Z"))


def test_a_time_is_written_with_its_zone_and_its_length() -> None:
    resource = written(TIMED)
    assert resource["start"] == "2026-11-09T08:15:00+00:00"
    assert resource["end"] == "2026-11-09T09:45:00+00:00"
    assert resource["minutesDuration"] == 90
    assert "requestedPeriod" not in resource


def test_a_day_without_a_time_is_the_period_asked_for_and_no_invented_midnight() -> None:
    resource = written(DAY)
    assert "start" not in resource
    assert resource["requestedPeriod"] == [{"start": "2026-11-09", "end": "2026-11-09"}]
    assert resource["extension"][0]["valueDate"] == "2026-11-09"


def test_the_patient_is_a_number_or_a_reference_never_a_name() -> None:
    assert written(DAY)["participant"][0]["actor"]["identifier"]["value"] == "9434765919"
    unnamed = written(replace(DAY, nhs_number=""))["participant"][0]["actor"]
    assert unnamed == {"type": "Patient", "display": "Patient of transfer request T-000123"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 30},
        {"start": TIMED.start},
        {"start": datetime(2026, 11, 10, 9, tzinfo=UTC), "minutes": 30},
        {"start": datetime(2026, 11, 9, 9), "minutes": 30},  # noqa: DTZ001 - what is refused
        {"booked_at": datetime(2026, 10, 14)},  # noqa: DTZ001 - what is refused
    ],
)
def test_a_booking_that_cannot_be_is_not_made(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"start|day|zone"):
        replace(DAY, **wrong)


@pytest.mark.parametrize(
    ("changes", "code", "location"),
    [
        ({"start": None}, "FHIR_NO_TIME", "Appointment.start"),
        ({"end": "2026-11-09T08:15:00+00:00"}, "FHIR_BACKWARDS", "Appointment.end"),
        ({"start": "2026-11-09T08:15:00"}, "FHIR_KIND", "Appointment.start"),
        ({"status": "noshow"}, "FHIR_BINDING", "Appointment.status"),
        ({"participant": []}, "FHIR_MISSING", "participant.status"),
        ({"created": None}, "FHIR_KIND", "Appointment.created"),
        ({"implicitRules": "x"}, "FHIR_MODIFIER", "Appointment.implicitRules"),
        ({"extension": [{"url": "x"}]}, "FHIR_MISSING",
         "extension.where(url='https://tidegate.example/fhir/StructureDefinition/booked-day')"
         ".valueDate"),
        ({"start": "2026-11-08T08:15:00+00:00"}, "FHIR_ANOTHER_DAY",
         "Appointment.extension[0].valueDate"),
    ],
)  # fmt: skip
def test_what_does_not_keep_to_the_profile_is_located(
    changes: dict[str, Any], code: str, location: str
) -> None:
    found = appointment_findings(written(TIMED) | changes)
    assert (code, location) in [(finding.code, finding.column) for finding in found]


@given(st.sampled_from(sorted(written(TIMED))), ANYTHING)
def test_whatever_is_put_anywhere_the_check_answers(key: str, anything: Any) -> None:
    resource = written(TIMED) | {key: anything}
    for finding in appointment_findings(resource):
        assert finding.column


@given(ANYTHING)
def test_what_is_no_resource_is_told(anything: Any) -> None:
    assert appointment_findings(anything)
