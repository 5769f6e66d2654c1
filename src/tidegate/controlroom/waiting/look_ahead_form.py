"""What a reader may ask of a list's future; sent by GET, so that a question has an address."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms

from tidegate.exchange.waiting.outlook import WEEKS_AHEAD, day_ahead

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

MOST_WEEKS = 78
MOST_SLOTS = 100_000
LONGEST, AS_NOW = "longest", "now"


class LookAheadForm(forms.Form):
    """Whose list, how many more slots a week, from when, until when, and for whom."""

    holder = forms.ChoiceField(required=False, label="Provider")
    tfc = forms.ChoiceField(required=False, label="Specialty")
    slots = forms.IntegerField(
        required=False,
        min_value=-MOST_SLOTS,
        max_value=MOST_SLOTS,
        label="More slots a week",
        help_text="For example, 20. Fewer slots are -20. Empty shows the list as it goes now.",
        error_messages={"invalid": "Enter a whole number of slots, such as 20"},
    )
    use = forms.ChoiceField(
        required=False,
        label="Who the added slots are for",
        choices=[(LONGEST, "The longest waits"), (AS_NOW, "As slots go now")],
        error_messages={"invalid_choice": "Choose one from the list"},
    )
    begins = forms.DateField(
        required=False,
        label="From",
        error_messages={"invalid": "Enter the day from which the slots are there"},
    )
    until = forms.DateField(
        required=False,
        label="Until",
        error_messages={"invalid": "Enter the day until which to look ahead"},
    )

    def __init__(
        self,
        data: Mapping[str, str],
        as_of: date,
        values: Mapping[str, Sequence[str]],
        named: Mapping[str, Callable[[str], str]],
    ) -> None:
        begun = {
            "begins": (as_of + timedelta(days=1)).isoformat(),
            "until": day_ahead(as_of, WEEKS_AHEAD).isoformat(),
            "use": LONGEST,
        }
        super().__init__({**begun, **{key: value for key, value in data.items() if value.strip()}})
        self.as_of = as_of
        for name, all_of_them in (("holder", "All providers"), ("tfc", "All specialties")):
            choices = sorted(
                ((code, named[name](code)) for code in values.get(name, ())),
                key=lambda choice: choice[1],
            )
            field = self.fields[name]
            field.choices = [("", all_of_them), *choices]  # type: ignore[attr-defined]
            field.error_messages["invalid_choice"] = "Choose one from the list"

    def clean_until(self) -> date:
        """Hold the last day to whole weeks that a page waits for."""
        until: date = self.cleaned_data["until"]
        first, last = day_ahead(self.as_of, 1), day_ahead(self.as_of, MOST_WEEKS)
        if not first <= until <= last:
            raise forms.ValidationError(f"Enter a day from {first} to {last}")
        return until

    def clean(self) -> dict[str, Any]:
        """Hold the first day of the slots to before the last day."""
        cleaned = super().clean() or self.cleaned_data
        begins, until = cleaned.get("begins"), cleaned.get("until")
        if begins is not None and until is not None and begins > until:
            self.add_error("begins", "Enter a day before the last day")
        return cleaned
