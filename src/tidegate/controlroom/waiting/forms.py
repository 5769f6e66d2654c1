"""What a reader of waiting lists may narrow them by; sent by GET."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def _choice(label: str) -> forms.ChoiceField:
    refused = {"invalid_choice": "Choose one from the list"}
    return forms.ChoiceField(required=False, label=label, error_messages=refused)


class ListFilter(forms.Form):
    """Provider, specialty, priority and area of a waiting list."""

    holder = _choice("Provider")
    tfc = _choice("Specialty")
    priority = _choice("Priority")
    area = _choice("Area")
    search = forms.CharField(required=False, label="Pathway begins with", max_length=60)

    everything = {  # noqa: RUF012
        "holder": "All providers",
        "tfc": "All specialties",
        "priority": "All priorities",
        "area": "All areas",
    }

    def __init__(
        self,
        data: Mapping[str, str],
        values: Mapping[str, Sequence[str]],
        named: Mapping[str, Callable[[str], str]],
    ) -> None:
        super().__init__(data)
        for name, all_of_them in self.everything.items():
            choices = sorted(
                ((code, named[name](code)) for code in values.get(name, ())),
                key=lambda choice: choice[1],
            )
            self.fields[name].choices = [("", all_of_them), *choices]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """Return what was chosen and exists; anything else does not narrow."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return {name: value for name, value in given.items() if value}


class PublishedFilter(forms.Form):
    """Provider and specialty of the published months."""

    provider = _choice("Provider")
    tfc = _choice("Specialty")

    def __init__(
        self,
        data: Mapping[str, str],
        providers: Mapping[str, str],
        specialties: Mapping[str, str],
    ) -> None:
        super().__init__(data)
        for name, all_of_them, known in (
            ("provider", "All providers", providers),
            ("tfc", "All specialties", specialties),
        ):
            choices = sorted(known.items(), key=lambda choice: choice[1])
            self.fields[name].choices = [("", all_of_them), *choices]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """Return what was chosen and exists; anything else does not narrow."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return {name: value for name, value in given.items() if value}
