"""The forms of a recalculation: from which day, and why; and why it is withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from tidegate.controlroom.pressure.new_return import EARLIEST, LONGEST_REASON

if TYPE_CHECKING:
    from datetime import date


class DayForm(forms.Form):
    """From which day on limits might be reckoned anew; the page shows before and after."""

    day = forms.DateField(
        label="First day of the new limits",
        help_text="The day on which the change began. It must have a value.",
        error_messages={"required": "Enter a day", "invalid": "Enter a day, such as 25/11/2026"},
    )

    def clean_day(self) -> date:
        """Refuse days that nobody reported for."""
        day: date = self.cleaned_data["day"]
        if day < EARLIEST:
            raise forms.ValidationError("Nothing was reported so long ago")
        return day


class RebaseForm(DayForm):
    """The day, and what changed."""

    reason = forms.CharField(
        label="What changed, and how is it known?",
        help_text="It stands on the chart for as long as these limits do.",
        max_length=LONGEST_REASON,
        error_messages={"required": "Say what changed, and how it is known"},
    )


class WithdrawForm(forms.Form):
    """Why a recalculation is withdrawn."""

    reason = forms.CharField(
        label="Why is it withdrawn?",
        max_length=LONGEST_REASON,
        error_messages={"required": "Say why it is withdrawn"},
    )
