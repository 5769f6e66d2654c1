"""What is asked for to say that a service is full, or has room."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django import forms

from tidegate.controlroom.board import words
from tidegate.controlroom.transfers.forms.days import DayField
from tidegate.controlroom.transfers.services.set_alert import NewAlert
from tidegate.core.directory.treatment_functions import TREATMENT_FUNCTIONS
from tidegate.core.transfers.alert import ALERT_STATES, LONGEST_REASON

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CHOOSE = {"required": "Choose one from the list", "invalid_choice": "Choose one from the list"}
LONGEST = timedelta(days=366)


class SetAlert(forms.Form):
    """One service, whether it is full or has room, who agreed, and until when."""

    provider = forms.ChoiceField(label="Provider", error_messages=CHOOSE)
    service = forms.CharField(
        label="Service",
        max_length=100,
        help_text="As referrers know it, such as “Hip and knee clinic”.",
        error_messages={"required": "Enter the service"},
    )
    tfc = forms.ChoiceField(
        label="Specialty",
        choices=[("", "Choose a specialty"), *TREATMENT_FUNCTIONS.items()],
        error_messages=dict.fromkeys(CHOOSE, "Choose a specialty"),
    )
    state = forms.ChoiceField(
        label="What does it say?",
        choices=[
            (state.value, f"{shown.label}. {shown.told}") for state, shown in ALERT_STATES.items()
        ],
        error_messages=dict.fromkeys(CHOOSE, "Choose what it says"),
    )
    reason = forms.CharField(
        label="Why?",
        max_length=LONGEST_REASON,
        error_messages={"required": "Say why"},
    )
    agreed_with = forms.ChoiceField(
        label="Agreed with which commissioner?",
        error_messages=dict.fromkeys(CHOOSE, "Choose who agreed"),
    )
    review = DayField(label="Looked at again on", missing="Enter when it is looked at again")
    until = DayField(label="Last day", missing="Enter its last day")

    def __init__(
        self,
        data: Mapping[str, str] | None,
        providers: Sequence[tuple[str, str]],
        commissioners: Sequence[tuple[str, str]],
        today: date,
    ) -> None:
        super().__init__(data)
        self.fields["provider"].choices = list(providers)  # type: ignore[attr-defined]
        self.fields["agreed_with"].choices = list(commissioners)  # type: ignore[attr-defined]
        for name in ("review", "until"):
            self.fields[name].between(today, today + LONGEST)  # type: ignore[attr-defined]

    def new_alert(self) -> NewAlert:
        """Return what is to be set; days end with their last minute in England."""
        given = self.cleaned_data
        return NewAlert(
            service=given["service"],
            provider=given["provider"],
            tfc=given["tfc"],
            state=given["state"],
            reason=given["reason"],
            agreed_with=given["agreed_with"],
            review_at=_end(given["review"]),
            expires_at=_end(given["until"]),
        )


def _end(day: date) -> datetime:
    return datetime.combine(day, time(23, 59), words.LONDON)
