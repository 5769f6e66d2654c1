"""FHIR R4 resources as far as the document tells them; the profiles say the rest."""

from __future__ import annotations

from typing import Literal

from ninja import Schema
from pydantic import ConfigDict


class ServiceRequestOut(Schema):
    """The transfer message as a FHIR R4 ServiceRequest of our profile."""

    model_config = ConfigDict(extra="allow")
    resourceType: Literal["ServiceRequest"]  # noqa: N815 - FHIR's name


class AppointmentOut(Schema):
    """The date of treatment as a FHIR R4 Appointment of our profile; it names no patient."""

    model_config = ConfigDict(extra="allow")
    resourceType: Literal["Appointment"]  # noqa: N815 - FHIR's name
