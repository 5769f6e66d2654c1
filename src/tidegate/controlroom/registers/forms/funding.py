"""What is asked for a funding transfer, and for what happens to one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from tidegate.controlroom.registers.forms.adding import AddForm
from tidegate.controlroom.registers.forms.fields import PoundsField, choice, day, name, text
from tidegate.controlroom.registers.forms.stepping import StepForm
from tidegate.controlroom.registers.funding_plan import POWERS
from tidegate.controlroom.registers.services.add_funding_transfer import add_funding_transfer
from tidegate.controlroom.registers.services.move_funding import move_funding
from tidegate.core.registers.funding import FundingEvent, FundingPlan, FundingVerb

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.registers.models import FundingTransfer

_PENCE = 100


class FundingForm(AddForm):
    """A funding transfer as it is planned."""

    direction_ref = name("Direction or agreement", needed="Enter the direction or agreement")
    power = choice(
        "Power", [(one.name, one.label) for one in POWERS.values()], needed="Choose the power"
    )
    payer = name("Who pays?", needed="Enter who pays", hint="ODS code or name.")
    payee = name("Who is paid?", needed="Enter who is paid", hint="ODS code or name.")
    year = forms.IntegerField(
        label="Financial year",
        min_value=2000,
        max_value=2100,
        help_text="The year that it begins in: 2013 for 2013/14.",
        error_messages={"required": "Enter the year that it begins in"},
    )
    amount_pence = PoundsField("Amount in pounds", needed="Enter the amount")
    purpose = text("What for?", needed="Enter what it is for")
    health_benefit = text("What does health gain?", needed="Enter what health gains")
    better_use = text(
        "Why is the payer satisfied that the money is better used so?", needed="Enter why"
    )

    def begun(self, row: Any) -> dict[str, object]:
        """Return what the boxes begin with, the amount in pounds."""
        return super().begun(row) | {"amount_pence": f"{row.amount_pence / _PENCE:.2f}"}

    def put(self, actor: Actor, now: datetime) -> FundingTransfer:
        """Put the transfer on the register."""
        given = {field: self.cleaned_data[field] for field in self.base_fields}
        plan = FundingPlan(**(given | {"power": POWERS[given["power"]]}))
        return add_funding_transfer(
            keeper=self.keeper, plan=plan, actor=actor, now=now, instead_of=self.instead_of
        )


class _EventForm(StepForm):
    """Something that happened to a transfer."""

    happened: FundingVerb
    on = day("On", needed="Enter the day")

    def take(self, actor: Actor, now: datetime) -> None:
        """Add the event."""
        given = self.cleaned_data
        event = FundingEvent(
            self.happened, given["on"], given.get("pence", 0), given.get("text", "")
        )
        move_funding(transfer=self.row, event=event, actor=actor, now=now)


class AgreeForm(_EventForm):
    """The health and wellbeing board agreed the plan."""

    happened = FundingVerb.AGREE
    text = text("Which health and wellbeing board?", needed="Enter which board")


class ReleaseForm(_EventForm):
    """The money was released."""

    happened = FundingVerb.RELEASE


class PayForm(_EventForm):
    """Some of it was paid, or taken back."""

    happened = FundingVerb.PAY
    pence = PoundsField(
        "Paid, in pounds", needed="Enter what was paid", hint="-12.50 was taken back."
    )


class OutcomeForm(_EventForm):
    """What came of it."""

    happened = FundingVerb.REPORT
    text = text("What came of it?", needed="Enter what came of it")
