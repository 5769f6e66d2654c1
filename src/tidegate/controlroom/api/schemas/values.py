"""Kinds of values that the interface takes: read exactly, never guessed."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field, Strict, StringConstraints

from tidegate.controlroom.directory.caller import LONGEST_DECIDED_BY
from tidegate.core.transfers.lifecycle.causes import causes_of

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T.+")


def _written_as_day(value: object) -> object:
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise ValueError("a day such as 2026-11-25 is expected")


def _written_as_moment(value: object) -> object:
    if isinstance(value, datetime) or (isinstance(value, str) and _MOMENT.fullmatch(value)):
        return value
    raise ValueError("a moment with its time zone is expected, such as 2026-11-25T17:00:00Z")


Day = Annotated[date, Strict(False), BeforeValidator(_written_as_day)]
Moment = Annotated[AwareDatetime, Strict(False), BeforeValidator(_written_as_moment)]
OdsCode = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{3,12}$")]
Tfc = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{3,5}$")]
Reference = Annotated[str, StringConstraints(pattern=r"^T-[0-9]{6,12}$")]
OfferId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,99}$")]
KnownOffer = Annotated[str, StringConstraints(pattern=r"^[^/\u0000-\u001F\u007F-\u009F]{1,100}$")]
Count = Annotated[int, Field(ge=0, le=100_000)]
PlaceNumber = Annotated[int, Field(ge=1, le=2**53, examples=[17])]

ONE_LINE = r"^[^\u0000-\u001F\u007F-\u009F]*$"
SEVERAL_LINES = r"^[^\u0000-\u0009\u000B-\u001F\u007F-\u009F]*$"
"""Text without characters that no one types and no database keeps alike."""
Line = Annotated[str, StringConstraints(pattern=ONE_LINE)]
Code = Annotated[str, StringConstraints(pattern=ONE_LINE, max_length=60)]


class Input(Schema):
    """What is sent: a name that is not known, or a number written as text, is refused."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class Decision(Input):
    """What every step says besides: who decided it."""

    decided_by: Annotated[
        str,
        StringConstraints(
            min_length=2, max_length=LONGEST_DECIDED_BY, pattern=r"^[A-Za-z0-9][A-Za-z0-9 .,:/_-]*$"
        ),
        Field(
            description="The person who decided, as your system knows them: a professional "
            "registration or a staff number. It stands in the record beside your token.",
            examples=["GMC 7654321"],
        ),
    ]


def cause_for(verb: str) -> Any:
    """Return the type of the causes that may be given at a step, each told in the document."""
    causes = causes_of(verb)
    told = "; ".join(f"`{cause.code}`: {cause.label}" for cause in causes)
    literal = Literal[tuple(cause.code for cause in causes)]
    return Annotated[literal, Field(description=f"Why. {told}.")]
