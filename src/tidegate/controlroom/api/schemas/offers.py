"""An offer as it is posted, confirmed, withdrawn and shown with what became of its units."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from tidegate.controlroom.api.schemas.requests import KindOfCare
from tidegate.controlroom.api.schemas.values import (
    Code,
    Count,
    Day,
    Decision,
    Input,
    Line,
    Moment,
    OdsCode,
    OfferId,
    Tfc,
    cause_for,
)
from tidegate.core.transfers.lifecycle.states import OfferState

StateOfOffer = Literal[tuple(state.value for state in OfferState)]
WhyWithdrawn = cause_for("withdraw_offer")


EXAMPLE: Any = {
    "decided_by": "Theatre manager 12",
    "offer_id": "ZN101-2026W49-hips",
    "provider": "ZN101",
    "site": "ZN101",
    "modality": "inpatient",
    "tfcs": ["110"],
    "week": "2026-11-30",
    "units": 4,
    "limits": {"max_asa": 2, "max_bmi": 40},
}


class Limits(Input):
    """The site’s criteria for this offer; what is left out does not limit."""

    max_asa: int | None = Field(None, ge=1, le=6)
    max_bmi: float | None = Field(None, ge=5, le=150)
    min_age: int | None = Field(None, ge=0, le=130)
    excludes: list[Code] = Field([], max_length=50, description="Codes of conditions.")
    critical_care: bool | None = None


class OfferIn(Decision):
    """Units of one kind of care at a site in a week."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    offer_id: OfferId = Field(
        description="Your identifier: the same offer posted again is the same offer.",
        examples=["ZN101-2026W49-hips"],
    )
    provider: OdsCode = Field(examples=["ZN101"])
    site: OdsCode = Field(examples=["ZN101"])
    modality: KindOfCare
    tfcs: list[Tfc] = Field(min_length=1, max_length=50, description="Treatment functions.")
    week: Day = Field(description="The Monday of the week.", examples=["2026-11-30"])
    units: int = Field(ge=1, le=10_000, description="What may be taken.")
    physical_units: Count | None = Field(None, description="Lists, rooms or beds that there are.")
    staffed_units_claimed: Count | None = Field(None, description="Of these, with staff.")
    session_minutes: int | None = Field(None, ge=1, le=1_440)
    cancel_notice_hours: int | None = Field(None, ge=0, le=10_000)
    line_id: Line = Field("", max_length=100, description="The contract line that pays.")
    valid_until: Moment | None = Field(None, description="Null: to the end of its week.")
    limits: Limits | None = None


class OfferConfirmed(Decision):
    """That an offer stands, and with what; what is left out stays as it was."""

    units: Count | None = Field(None, description="What may be taken in all, taken ones included.")
    physical_units: Count | None = None
    staffed_units_claimed: Count | None = None
    staffed_units_observed: Count | None = None
    cause: WhyWithdrawn | None = Field(None, description="Only when there are fewer units.")


class OfferWithdrawn(Decision):
    """Why an offer is withdrawn."""

    cause: WhyWithdrawn


class BalanceOut(Schema):
    """An offer’s units, each in exactly one place; they add up to ``offered``."""

    offered: int
    free: int
    agreed: int
    booked: int
    done: int
    unused: dict[str, int] = Field(description="Gone unused, by cause code.")


class OfferOut(Schema):
    """One offer with what became of its units."""

    offer_id: str
    provider: str
    site: str
    area: str
    line_id: str
    modality: str
    tfcs: list[str]
    week: date
    units: int
    physical_units: int | None
    staffed_units_claimed: int | None
    staffed_units_observed: int | None
    session_minutes: int | None
    cancel_notice_hours: int | None
    limits: dict[str, Any]
    state: StateOfOffer
    valid_until: datetime
    posted_at: datetime
    last_confirmed_at: datetime | None
    balance: BalanceOut


class Offers(Schema):
    """Part of the offers that this token may see, soonest week first."""

    items: list[OfferOut]
    total: int
    limit: int
    offset: int
