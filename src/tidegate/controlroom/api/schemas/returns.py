"""A situation report as a system hands it in, and as it is shown with what was asked about it."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, create_model

from tidegate.controlroom.api.problems import CodedReason
from tidegate.controlroom.api.schemas.values import Day, Decision, Input, Line, OdsCode
from tidegate.controlroom.pressure.new_return import LONGEST_REASON
from tidegate.controlroom.pressure.terms import MEASURES, TERMS
from tidegate.core.pressure.measure import Unit
from tidegate.core.pressure.reporting import Period

_MOST = 9_999_999
_Figure = Annotated[float, Field(ge=-_MOST, le=_MOST)]
_IN_UNIT = {Unit.BEDS: ", in beds", Unit.MINUTES: ", in minutes", Unit.PERCENT: ", in %"}

EXAMPLE: Any = {
    "decided_by": "Site team 4",
    "provider": "Z01",
    "day": "2026-11-25",
    "values": {"ga_beds_open": 620, "ga_beds_occupied": 585, "ed_attendances": 410},
}


def _told(measure: str) -> str:
    """Say what a figure is, in which unit and of which day."""
    one, line = MEASURES[measure], TERMS.lines[measure]
    of = "the day before" if line.period is Period.DAY_BEFORE else "the morning of the day"
    needed = "" if line.needed else " May be left out."
    return f"{one.definition}{_IN_UNIT.get(one.unit, '')}; of {of}.{needed}"


if TYPE_CHECKING:
    Figures = Input
else:
    Figures = create_model(
        "Figures",
        __base__=Input,
        __doc__="The figures of a report. What is not known is left out, or null; 0 says that "
        "there were none.",
        **{
            measure: (_Figure | None, Field(None, description=_told(measure)))
            for measure in TERMS.lines
        },
    )


class ReturnIn(Decision):
    """The situation report of one provider for one day, whole; a correction is whole too."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    provider: OdsCode = Field(description="Whose report it is.", examples=["Z01"])
    day: Day = Field(
        description="The day of the report: activity is of the day before.", examples=["2026-11-25"]
    )
    values: Figures
    corrects: Annotated[int, Field(ge=1, le=10_000)] | None = Field(
        None, description="The version that this corrects; null for the first report of a day."
    )
    reason: Line = Field("", max_length=LONGEST_REASON, description="Why it is corrected.")


class ReturnOut(Schema):
    """One version of a situation report."""

    provider: str
    day: date
    version: int
    newest: bool = Field(description="Whether no later version supersedes it.")
    values: dict[str, float] = Field(description="Figures by measure.")
    as_of: datetime = Field(description="When its beds were counted.")
    submitted_by: str
    submitted_at: datetime
    how: Literal["form", "file", "interface"]
    late: bool = Field(description="Whether it came after the hour, or after the days to correct.")
    reason: str = Field(description="Why it was corrected; empty for a first version.")
    findings: list[CodedReason] = Field(
        description="What was odd about its figures when it came. It was taken all the same."
    )
    left_out: list[str] = Field(description="Measures without which it is incomplete.")


class Returns(Schema):
    """Part of the situation reports that this token may see, the newest day first."""

    items: list[ReturnOut]
    total: int
    limit: int
    offset: int
