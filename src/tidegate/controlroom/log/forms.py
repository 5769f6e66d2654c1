"""What a reader of the record may look for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from tidegate.controlroom.log.queries import Filter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_BAD_DATE = {"invalid": "Enter a date, like 31/1/2026"}


class RecordFilter(forms.Form):
    """Kind, words and dates; sent by GET, so that a filtered record has an address."""

    kind = forms.ChoiceField(
        required=False,
        label="Kind",
        error_messages={"invalid_choice": "Choose one from the list"},
    )
    text = forms.CharField(required=False, label="Words", max_length=200)
    since = forms.DateField(required=False, label="From", error_messages=_BAD_DATE)
    until = forms.DateField(required=False, label="To", error_messages=_BAD_DATE)

    def __init__(self, data: Mapping[str, str], kinds: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [("", "All kinds"), *kinds]  # type: ignore[attr-defined]

    def wanted(self) -> Filter:
        """Return what to look for; a part that is not usable does not narrow."""
        given = self.cleaned_data if self.is_valid() else getattr(self, "cleaned_data", {})
        return Filter(
            kinds=(given["kind"],) if given.get("kind") else (),
            since=given.get("since"),
            until=given.get("until"),
            search=given.get("text") or "",
        )

    def kept(self) -> dict[str, str]:
        """Return the filled fields as they were sent, for the addresses of further pages."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}
