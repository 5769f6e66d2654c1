"""The form of choosing a score table: from which day, and why."""

from __future__ import annotations

from django import forms

from tidegate.controlroom.pressure.new_return import LONGEST_REASON


class UseForm(forms.Form):
    """From which day on, and why; ``sha256`` says which state of the file was looked at."""

    from_day = forms.DateField(
        label="First day scored by it",
        help_text="Days before are scored as they were. From a day in the past, trends begin then.",
        widget=forms.DateInput(format="%Y-%m-%d"),
        error_messages={"required": "Enter a day", "invalid": "Enter a day, such as 25/11/2026"},
    )
    reason = forms.CharField(
        label="Why is it put in use?",
        help_text="It stands beside the table for as long as it is in use, and in the record.",
        max_length=LONGEST_REASON,
        error_messages={"required": "Say why it is put in use"},
    )
    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
