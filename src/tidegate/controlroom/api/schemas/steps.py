"""What each step of a request asks for besides who decided it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from tidegate.controlroom.api.schemas.values import (
    Day,
    Decision,
    KnownOffer,
    Line,
    Moment,
    OdsCode,
    PlaceNumber,
    cause_for,
)
from tidegate.core.transfers.lifecycle.asked import HOW_ASKED
from tidegate.core.transfers.lifecycle.states import MOST_PLACES

How = Literal[tuple(HOW_ASKED)]


class Yes(Decision):
    """The patient’s yes: how it was said, and among how many places the patient would choose."""

    how: How = Field(description="How the patient said yes.")
    choices: int = Field(
        1, ge=1, le=MOST_PLACES, description="How many accepted places to choose among."
    )
    told: Literal[True] = Field(
        description="That the patient was told that asking costs nothing: the place on the "
        "list is kept."
    )


class Proposal(Decision):
    """An offer, or a provider outside the network; exactly one of the two."""

    offer: KnownOffer | None = Field(None, description="Identifier of the offer.")
    outside: Line = Field("", max_length=200, description="Name of a provider outside the network.")
    reply_by: Moment = Field(
        description="By when it must answer.", examples=["2026-12-02T17:00:00Z"]
    )
    miles: float | None = Field(None, ge=0, le=1_000, description="From the patient’s home.")
    minutes: float | None = Field(None, ge=0, le=10_000, description="By road, in minutes.")
    rank: int = Field(1, ge=1, le=MOST_PLACES, description="In which order to tell the patient.")


class OfPlace(Decision):
    """Which place the step is about."""

    place: PlaceNumber = Field(description="Number of the place.")


class Decline(OfPlace):
    """Which patient’s place the receiver declines, and why."""

    cause: cause_for("decline")


class Refuse(OfPlace):
    """Which place the patient does not want, and why."""

    cause: cause_for("refuse")


class Widen(Decision):
    """Why the search goes further."""

    cause: cause_for("widen")


class CloseWithoutPlace(Decision):
    """Why the search ends."""

    cause: cause_for("close_without_place")


class Query(Decision):
    """What is wrong with the message."""

    cause: cause_for("query")


class Date(Decision):
    """The day of treatment; when it changes, why."""

    day: Day = Field(description="The day of treatment.")
    cause: Annotated[cause_for("date") | None, Field(description="Only when the day changes.")] = (
        None
    )


class Miss(Decision):
    """Why the date did not go ahead."""

    cause: cause_for("miss")


class Treatment(Decision):
    """When the patient was treated, and who answers for follow-up from then on."""

    on: Day = Field(description="The day of treatment; not in the future.")
    follow_up: OdsCode = Field(description="ODS code of the provider that answers for follow-up.")


class GiveBack(Decision):
    """Why the patient goes back to the holder."""

    cause: cause_for("give_back")


class FindUnsuitable(Decision):
    """Why the patient cannot move."""

    cause: cause_for("find_unsuitable")


class Withdraw(Decision):
    """Why the request is withdrawn."""

    cause: cause_for("withdraw")
