"""The date that a receiver gave a patient, as a FHIR Appointment; it names no patient."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tidegate.core.directory.nhs_number import plain_nhs_number
from tidegate.exchange.transfers.fhir import addresses as at
from tidegate.exchange.transfers.fhir.parts import (
    Json,
    day,
    extension,
    identifier,
    known,
    listed,
    ods,
    specialty,
)


@dataclass(frozen=True, slots=True)
class Booking:
    """One booked date.

    Attributes:
        reference: of the request, such as ``T-000123``.
        site: ODS code of the site.
        tfc: treatment function.
        on: the day.
        booked_at: when it was booked; timezone-aware.
        start: when it begins, timezone-aware and on that day; None where only the day is known.
        minutes: how long it takes, known where ``start`` is.
        nhs_number: of the patient; empty where the reference has to do.
        site_name: for people.
        cancelled: whether it no longer stands.
    """

    reference: str
    site: str
    tfc: str
    on: date
    booked_at: datetime
    start: datetime | None = None
    minutes: int | None = None
    nhs_number: str = ""
    site_name: str = ""
    cancelled: bool = False

    def __post_init__(self) -> None:
        """Refuse a time without a length, on another day, or of no place on earth."""
        if (self.start is None) != (self.minutes is None):
            raise ValueError("a start has a length, and a length a start")
        if self.start is not None and self.start.date() != self.on:
            raise ValueError("an appointment starts on the day that it is booked for")
        if any(time is not None and time.tzinfo is None for time in (self.start, self.booked_at)):
            raise ValueError("times carry their time zone")


def appointment(booking: Booking) -> Json:
    """Write a booked date as a FHIR R4 Appointment.

    FHIR calls nothing booked that has no time of day. Where only the day is known the appointment
    is ``proposed``, for a requested period of that day, and our extension says that the day is
    booked.
    """
    times = _times(booking)
    status = "booked" if times else "proposed"
    whole_day = day(booking.on)
    return known(
        resourceType="Appointment",
        meta={"profile": [at.APPOINTMENT_PROFILE]},
        extension=listed(extension(at.BOOKED_DAY, valueDate=whole_day)),
        identifier=[identifier(at.REQUEST_REFERENCE, booking.reference)],
        status="cancelled" if booking.cancelled else status,
        specialty=specialty(booking.tfc),
        **times,
        created=booking.booked_at.isoformat(timespec="seconds"),
        participant=[
            {"actor": _patient(booking), "status": "accepted"},
            {"actor": _site(booking), "status": "accepted"},
        ],
        requestedPeriod=[] if times else [{"start": whole_day, "end": whole_day}],
        basedOn=[
            {
                "type": "ServiceRequest",
                "identifier": identifier(at.REQUEST_REFERENCE, booking.reference),
            }
        ],
    )


def _times(booking: Booking) -> Json:
    if booking.start is None or booking.minutes is None:
        return {}
    end = booking.start + timedelta(minutes=booking.minutes)
    return {
        "start": booking.start.isoformat(timespec="seconds"),
        "end": end.isoformat(timespec="seconds"),
        "minutesDuration": booking.minutes,
    }


def _patient(booking: Booking) -> Json:
    if booking.nhs_number:
        name = identifier(at.NHS_NUMBER, plain_nhs_number(booking.nhs_number))
        return {"type": "Patient", "identifier": name}
    return {"type": "Patient", "display": f"Patient of transfer request {booking.reference}"}


def _site(booking: Booking) -> Json:
    return known(type="Location", identifier=ods(booking.site), display=booking.site_name)
