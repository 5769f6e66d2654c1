"""What is asked for a case of someone who spoke up, and for where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from tidegate.controlroom.registers.forms.adding import AddForm
from tidegate.controlroom.registers.forms.fields import choice, day, text, yes_no
from tidegate.controlroom.registers.forms.stepping import StepForm
from tidegate.controlroom.registers.services.add_speak_up_case import NewCase, add_speak_up_case
from tidegate.controlroom.registers.services.move_speak_up_case import move_speak_up_case
from tidegate.core.registers.speak_up import (
    CASE_STATUSES,
    CHANNELS,
    CONCERNS,
    DETRIMENTS,
    REGIONS,
    CaseStatus,
    Channel,
    Concern,
    Detriment,
)

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.registers.models import SpeakUpCase


class SpeakUpForm(AddForm):
    """A case of someone who spoke up, without a name and without what they said."""

    received_on = day("Received on", needed="Enter the day on which it came")
    channel = choice(
        "How did it come?",
        [(each.value, said) for each, said in CHANNELS.items()],
        needed="Choose how it came",
    )
    region = choice("Region", REGIONS.items(), needed="Choose the region")
    worker_group = text(
        "Group of workers", hint="Such as nurses; never one that is a single person.", longest=100
    )
    anonymous = yes_no("Anonymous?", needed="Say whether it is anonymous")
    concerns = forms.MultipleChoiceField(
        label="What is it about?",
        choices=[(each.value, said) for each, said in CONCERNS.items()],
        help_text="Choose all that apply. It is one case however many there are.",
        error_messages={"required": "Choose what it is about"},
    )

    def put(self, actor: Actor, now: datetime) -> SpeakUpCase:
        """Put the case on the register."""
        given = self.cleaned_data
        new = NewCase(
            given["received_on"], Channel(given["channel"]), given["region"],
            given["worker_group"], given["anonymous"] == "yes",
            frozenset(Concern(each) for each in given["concerns"]),
        )  # fmt: skip
        return add_speak_up_case(
            keeper=self.keeper, new=new, actor=actor, now=now, instead_of=self.instead_of
        )


class SpeakUpMoveForm(StepForm):
    """Where a case stands."""

    status = choice(
        "Where does it stand?",
        [(each.value, said) for each, said in CASE_STATUSES.items()],
        needed="Choose where it stands",
    )
    detriment = choice(
        "Has anyone fared worse for speaking up?",
        [(each.value, said) for each, said in DETRIMENTS.items()],
        needed="Choose whether anyone has",
    )
    learning = text("What was learnt?", hint="Nothing that lets anyone be found.")

    def take(self, actor: Actor, now: datetime) -> None:
        """Add where it stands."""
        given = self.cleaned_data
        move_speak_up_case(
            case=self.row, status=CaseStatus(given["status"]),
            detriment=Detriment(given["detriment"]), learning=given["learning"],
            actor=actor, now=now,
        )  # fmt: skip
