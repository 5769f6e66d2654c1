"""What is asked for a promise, and for a mark beside one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms

from tidegate.controlroom.registers.forms.adding import AddForm
from tidegate.controlroom.registers.forms.fields import LinesField, choice, day, name, text
from tidegate.controlroom.registers.forms.stepping import StepForm
from tidegate.controlroom.registers.services.add_commitment import add_commitment
from tidegate.controlroom.registers.services.mark_commitment import mark_commitment
from tidegate.core.registers.commitments import (
    DIRECTIONS,
    STATUSES,
    Direction,
    Mark,
    Milestone,
    Promise,
    Quantity,
    Track,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.registers.models import Commitment

_PARTS = 3
_MILESTONE = "Write each milestone as 2018-12-31, what, and how much if it was said: separated by |"


class CommitmentForm(AddForm):
    """A promise as it was made."""

    who_promised = name("Who promised?", needed="Enter who promised", hint="Their role, no name.")
    summary = text("What was promised?", needed="Enter what was promised")
    made_on = day("Promised on", needed="Enter the day on which it was promised")
    source = text("Where is it written?", needed="Enter where it is written")
    deliverable = text("What is delivered?")
    quantity_value = forms.DecimalField(
        label="How much?", required=False, max_digits=20, decimal_places=4
    )
    quantity_unit = name("Of what?", hint="The unit, such as places or £.")
    quantity_direction = choice(
        "How is it meant?", [(d.value, said) for d, said in DIRECTIONS.items()]
    )
    quantity_base = forms.DecimalField(
        label="How much was it then?", required=False, max_digits=20, decimal_places=4
    )
    owner = name("Who answers for it?")
    due = day("Due on")
    milestones = LinesField("Milestones", hint=f"{_MILESTONE}.")

    def begun(self, row: Any) -> dict[str, object]:
        """Return what the boxes begin with, the milestones one to a line."""
        lines = [
            " | ".join(filter(None, (each["due"], each["text"], each["value"])))
            for each in row.milestones
        ]
        return super().begun(row) | {"milestones": "\n".join(lines)}

    def clean_milestones(self) -> tuple[Milestone, ...]:
        """Read the milestones.

        Raises:
            ValidationError: a line is none.
        """
        return tuple(_milestone(line) for line in self.cleaned_data["milestones"])

    def clean(self) -> dict[str, Any]:
        """Ask for the unit and the meaning of a number, and for the number of a unit."""
        given = self.cleaned_data
        if given.get("quantity_value") is None:
            if given.get("quantity_unit"):
                self.add_error("quantity_value", "Enter how much, or leave the unit empty")
        else:
            if not given.get("quantity_unit"):
                self.add_error("quantity_unit", "Enter what the number counts")
            if not given.get("quantity_direction"):
                self.add_error("quantity_direction", "Choose how the number is meant")
        return given

    def put(self, actor: Actor, now: datetime) -> Commitment:
        """Put the promise on the register."""
        given = self.cleaned_data
        quantity = None
        if given["quantity_value"] is not None:
            quantity = Quantity(
                given["quantity_value"],
                given["quantity_unit"],
                Direction(given["quantity_direction"]),
                given["quantity_base"],
            )
        told = ("who_promised", "summary", "made_on", "source", "deliverable", "owner", "due")
        promise = Promise(
            **{field: given[field] for field in told},
            quantity=quantity,
            milestones=given["milestones"],
        )
        return add_commitment(
            keeper=self.keeper, promise=promise, actor=actor, now=now, instead_of=self.instead_of
        )


def _milestone(line: str) -> Milestone:
    parts = [part.strip() for part in line.split("|")]
    try:
        value = Decimal(parts[2]) if len(parts) == _PARTS else None
        if not 1 < len(parts) <= _PARTS or not (value is None or value.is_finite()):
            raise forms.ValidationError(_MILESTONE)
        return Milestone(parts[1], date.fromisoformat(parts[0]), value)
    except (ValueError, InvalidOperation):
        raise forms.ValidationError(_MILESTONE) from None


class _MarkForm(StepForm):
    """What was found on one of the three questions."""

    track: Track
    status = forms.ChoiceField(label="Status")
    on = day("As of", needed="Enter the day that it is true of")
    source = text("Where is it written?")

    def __init__(self, data: Mapping[str, Any] | None, row: Commitment) -> None:
        super().__init__(data, row)
        self.fields["status"].choices = list(STATUSES[self.track].items())  # type: ignore[attr-defined]
        self.fields["status"].error_messages["required"] = "Choose how it stands"

    def take(self, actor: Actor, now: datetime) -> None:
        """Add the mark."""
        given = self.cleaned_data
        mark = Mark(self.track, given["status"], given["on"], given["source"])
        mark_commitment(commitment=self.row, mark=mark, actor=actor, now=now)


class OfficialForm(_MarkForm):
    """What the promiser says."""

    track = Track.OFFICIAL


class EvidenceForm(_MarkForm):
    """What evidence says."""

    track = Track.EVIDENCE


class ScheduleForm(_MarkForm):
    """How it stands against its time."""

    track = Track.SCHEDULE
