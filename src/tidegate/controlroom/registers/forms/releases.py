"""What is asked for an agreement to release data, for a file of it, and for its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.registers.forms.adding import AddForm
from tidegate.controlroom.registers.forms.fields import (
    LinesField,
    choice,
    day,
    name,
    said_yes,
    text,
    yes_no,
)
from tidegate.controlroom.registers.forms.stepping import StepForm
from tidegate.controlroom.registers.services.add_data_release import NewRelease, add_data_release
from tidegate.controlroom.registers.services.end_data_release import end_data_release
from tidegate.controlroom.registers.services.release_file import release_file
from tidegate.core.registers.releases import LEVELS, Agreement, Level

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.registers.models import DataRelease


class DataReleaseForm(AddForm):
    """An agreement to release data."""

    dsa_ref = text("Agreement", needed="Enter the reference of the agreement", longest=60)
    applicant = name("Who gets the data?", needed="Enter who gets the data")
    controllers = LinesField("Who decides on the data?", needed="Enter who decides on the data",
                             hint="One to a line; several decide jointly.")  # fmt: skip
    purpose = text("What for?", needed="Enter what the data are for")
    datasets = LinesField("Data", needed="Enter the data that are released")
    level = choice(
        "How closely do they point at people?",
        [(each.value, said) for each, said in LEVELS.items()],
        needed="Choose how closely",
    )
    legal_basis = text("On what ground?", needed="Enter the legal basis")
    commercial = yes_no("For a commercial purpose?", needed="Say whether it is commercial")
    sublicensing = yes_no("May they be passed on?", needed="Say whether they may be passed on")
    optouts_applied = yes_no("Were national opt-outs applied?")
    start = day("First day", needed="Enter the first day")
    end = day("Last day", needed="Enter the last day")

    def put(self, actor: Actor, now: datetime) -> DataRelease:
        """Put the agreement on the register."""
        given = self.cleaned_data
        agreement = Agreement(
            given["dsa_ref"], given["controllers"], given["datasets"], Level(given["level"]),
            given["legal_basis"], given["start"], given["end"], said_yes(given["optouts_applied"]),
        )  # fmt: skip
        new = NewRelease(
            agreement, given["applicant"], given["purpose"], given["commercial"] == "yes",
            given["sublicensing"] == "yes",
        )  # fmt: skip
        return add_data_release(
            keeper=self.keeper, new=new, actor=actor, now=now, instead_of=self.instead_of
        )


class ReleasedFileForm(StepForm):
    """A file that was released."""

    name = name("File", needed="Enter the file")
    on = day("Released on", needed="Enter the day")

    def take(self, actor: Actor, now: datetime) -> None:
        """Add the file."""
        given = self.cleaned_data
        release_file(release=self.row, name=given["name"], on=given["on"], actor=actor, now=now)


class EndReleaseForm(StepForm):
    """The end of an agreement before its time."""

    on = day("Last day", needed="Enter the last day")
    why = text("Why?", needed="Say why it ends")

    def take(self, actor: Actor, now: datetime) -> None:
        """End it."""
        given = self.cleaned_data
        end_data_release(release=self.row, on=given["on"], why=given["why"], actor=actor, now=now)
