"""A surge as it stands."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from tidegate.core.surge.states import SurgeState

StateOfSurge = Literal[tuple(state.value for state in SurgeState)]
KnownSurge = Annotated[str, StringConstraints(pattern=r"^S-[0-9]{6,12}$")]


class SurgeOut(Schema):
    """One surge as it stands."""

    reference: str
    title: str
    place: str = Field(description="ODS code of the place that it is for.")
    level: Literal["local", "regional", "national"]
    authority: str = Field(description="ODS code of the organisation that it is signed off for.")
    state: StateOfSurge
    reason: str = Field(description="Why it came to where it stands, where somebody said.")
    version: int = Field(description="Number of its newest evidence; 0 before it was proposed.")
    signed_by_name: str
    signed_at: datetime | None
    directed_on: date | None = Field(description="Day of the ministerial direction.")
    opens_on: date | None = Field(description="First day, once notice was given.")
    opened_at: datetime | None
    ends_on: date | None = Field(description="Last day.")
    stood_down_at: datetime | None
    closed_at: datetime | None


class Surges(Schema):
    """Part of the surges that this token may see, the newest first."""

    items: list[SurgeOut]
    total: int
    limit: int
    offset: int
