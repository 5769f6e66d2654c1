"""What the ledger of use is narrowed by; sent by GET."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_BAD_DATE = {"invalid": "Enter a date, like 31/1/2026"}


class UseFilter(forms.Form):
    """Area, and the weeks between two days."""

    area = forms.ChoiceField(
        required=False,
        label="Area",
        error_messages={"invalid_choice": "Choose one from the list"},
    )
    since = forms.DateField(required=False, label="Weeks from", error_messages=_BAD_DATE)
    until = forms.DateField(required=False, label="Weeks to", error_messages=_BAD_DATE)

    def __init__(self, data: Mapping[str, str], areas: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["area"].choices = [("", "All areas"), *areas]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """Return what was given and can be used; anything else does not narrow."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return {name: value for name, value in given.items() if value}
