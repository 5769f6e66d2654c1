"""What narrows the list of organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from tidegate.controlroom.directory.models import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping


class OrganisationFilter(forms.Form):
    """Words of the name or code, and one kind; the kinds offered are those that there are."""

    q = forms.CharField(label="Name or code", required=False, max_length=100)
    kind = forms.ChoiceField(label="Kind", required=False)

    def __init__(self, counts: Mapping[str, int], *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - it is declared above
        kind.choices = [
            ("", f"All kinds ({sum(counts.values()):,})"),
            *((each.value, f"{each.label} ({counts[each]:,})") for each in Kind if each in counts),
        ]

    def chosen(self) -> dict[str, str]:
        """Return what was asked for, as far as it could be understood."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: self.cleaned_data.get(name, "") for name in self.fields}
