"""A request as it is started and as it is shown."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from tidegate.controlroom.api.problems import CodedReason
from tidegate.controlroom.api.schemas.values import (
    Code,
    Day,
    Decision,
    Input,
    Line,
    OdsCode,
    Tfc,
)
from tidegate.core.matching.problem import PRIORITIES, Modality
from tidegate.core.transfers.lifecycle.states import PlaceState, RequestState

State = Literal[tuple(state.value for state in RequestState)]
StateOfPlace = Literal[tuple(state.value for state in PlaceState)]
KindOfCare = Literal[tuple(kind.value for kind in Modality)]
Priority = Literal[tuple(PRIORITIES)]


EXAMPLE: Any = {
    "decided_by": "Waiting list office 3",
    "pathway_id": "Z01-000871",
    "holder": "Z01",
    "tfc": "110",
    "modality": "inpatient",
    "priority": "P4",
    "clock_start": "2025-05-12",
    "age": 67,
    "facts": {"asa": 2, "bmi": 31.5},
    "travel_max_miles": 50,
}


class PatientFacts(Input):
    """What a site’s criteria ask about; nothing here says who the patient is."""

    asa: int | None = Field(None, ge=1, le=6, description="ASA grade.")
    bmi: float | None = Field(None, ge=5, le=150)
    conditions: list[Code] = Field([], max_length=50, description="Codes of conditions.")
    imd_quintile: int | None = Field(None, ge=1, le=5)
    needs_critical_care: bool | None = None
    zone: Line | None = Field(None, max_length=20, description="Where the patient lives, by zone.")


class RequestIn(Decision):
    """One patient’s wish to be treated elsewhere."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    pathway_id: Line = Field(
        min_length=1, max_length=100, description="Your identifier of the pathway, no NHS number."
    )
    holder: OdsCode = Field(description="The provider that holds the pathway.", examples=["Z01"])
    holder_site: OdsCode | Literal[""] = Field("", description="Its site.")
    tfc: Tfc = Field(description="Treatment function.", examples=["110"])
    modality: KindOfCare = Field(description="Kind of care.")
    procedure: str = Field("", pattern=r"^([A-Z][0-9]{2}(\.?[0-9])?)?$", description="OPCS-4 code.")
    priority: Priority = Field(description="As a clinician gave it.")
    clock_start: Day = Field(description="As the list has it. A request never changes it.")
    age: int | None = Field(None, ge=0, le=130, description="In years.")
    facts: PatientFacts | None = None
    travel_max_miles: float | None = Field(
        None, ge=0, le=1_000, description="How far the patient would travel; null: anywhere."
    )
    transport_need: Line = Field("", max_length=200)
    interpreter: Line = Field("", max_length=100, description="The language.")
    adjustments: Line = Field("", max_length=500, description="Reasonable adjustments.")
    earliest: Day | None = Field(None, description="The first day that suits.")
    nhs_number: str | None = Field(
        None,
        pattern=r"^[0-9]{10}$",
        description="Checked, turned into a keyed pseudonym so that a patient has one live "
        "request, and not kept.",
    )


class PlaceOut(Schema):
    """One unit of an offer, put to the patient; or a place outside the network."""

    number: int
    state: StateOfPlace
    offer: str | None = Field(description="Identifier of the offer; null outside the network.")
    receiver: str = Field(description="ODS code; empty outside the network.")
    outside: str
    rank: int
    miles: float | None
    minutes: float | None
    reply_by: datetime
    cause: str = Field(description="Why it ended; empty while it has not.")
    decided_at: datetime | None


class StepOut(Schema):
    """A step that this token may take, and why not now where that is so."""

    verb: str
    label: str
    address: str = Field(description="Where to post it.")
    place: int | None = Field(description="Number of the place that it is about.")
    reasons: list[CodedReason] = Field(description="Why not now; empty when it can be taken.")


class RequestLine(Schema):
    """One request in short."""

    reference: str
    state: State
    state_label: str
    cause: str = Field(description="Of its last step back or end.")
    holder: str
    area: str
    tfc: str
    modality: str
    priority: str
    clock_start: date
    moved_at: datetime
    expires_at: datetime


class RequestOut(RequestLine):
    """One request with its places and the steps that this token may take."""

    pathway_id: str | None = Field(description="For the holder only.")
    holder_site: str
    commissioner: str
    procedure: str
    age: int | None
    facts: dict[str, Any]
    travel_max_miles: float | None
    transport_need: str
    interpreter: str
    adjustments: str
    earliest: date | None
    search: str
    consent: str
    choices: int
    treatment_on: date | None
    follow_up: str
    places: list[PlaceOut]
    steps: list[StepOut]


class Requests(Schema):
    """Part of the requests that this token may see, longest in their state first."""

    items: list[RequestLine]
    total: int
    limit: int
    offset: int
