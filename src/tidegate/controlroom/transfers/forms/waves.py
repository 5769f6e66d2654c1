"""What is asked for to send a wave."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from django import forms

from tidegate.controlroom.board import words
from tidegate.controlroom.transfers.forms.days import DayField

if TYPE_CHECKING:
    from collections.abc import Mapping

FURTHEST = timedelta(days=182)


class SendWave(forms.Form):
    """By when the answers are wanted; ``people`` is how many were shown when it was decided."""

    reply_by = DayField(
        label="Answers wanted by the end of",
        help_text="By then clinicians, patients and sites are to have answered.",
        missing="Enter by when answers are wanted",
    )
    people = forms.IntegerField(
        widget=forms.HiddenInput, min_value=0, max_value=10_000_000, required=False
    )

    def __init__(
        self, data: Mapping[str, str] | None, today: date, reply_by: date, people: int
    ) -> None:
        super().__init__(data, initial={"reply_by": reply_by, "people": people})
        self.fields["reply_by"].between(today, today + FURTHEST)  # type: ignore[attr-defined]
        self._people = people

    def clean(self) -> None:
        """Refuse to send another wave than the one that was looked at."""
        if self.cleaned_data.get("people") != self._people:
            raise forms.ValidationError(
                "Whom the wave asks has changed since you looked. See below, and send it again."
            )

    def moment(self) -> datetime:
        """Return the last minute of the day that was given, in the time of England."""
        return datetime.combine(self.cleaned_data["reply_by"], time(23, 59), words.LONDON)
