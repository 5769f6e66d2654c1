"""Which rows of a register a list shows: narrowed by what its columns say, and searched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.registers.shape import Register

LONGEST_SEARCH = 100
EARLIER = "earlier"


class NarrowForm(forms.Form):
    """One box for each column that narrows, and one to search in all of them."""

    search = forms.CharField(label="Search", required=False, max_length=LONGEST_SEARCH)

    def __init__(self, data: Mapping[str, str], register: Register, rows: Sequence[object]) -> None:
        super().__init__(data)
        for column in register.columns:
            if column.narrows:
                said = sorted({column.text(row) for row in rows} - {""})
                self.fields[column.name] = forms.ChoiceField(
                    label=column.label,
                    required=False,
                    choices=[("", "All"), *((each, each) for each in said)],
                )
        self.fields[EARLIER] = forms.ChoiceField(
            label="Versions",
            required=False,
            choices=[("", "Newest"), ("yes", "Earlier ones too")],
        )

    def chosen(self) -> dict[str, str]:
        """Return what was chosen; a choice that is none is as if it had not been made."""
        self.is_valid()
        return {name: said for name, said in self.cleaned_data.items() if said}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The rows that a list shows, with the form that narrowed them and what was chosen."""

    form: NarrowForm
    chosen: Mapping[str, str]
    rows: list[Any]


def narrowed(viewer: Viewer, register: Register, given: Mapping[str, str]) -> Narrowed:
    """Return the rows in a viewer's sight that fit what was asked for, in the register's order."""
    every = list(register.rows(viewer))
    form = NarrowForm(given, register, every)
    chosen = form.chosen()
    rows = every if chosen.get(EARLIER) else [r for r in every if not register.is_superseded(r)]
    for column in register.columns:
        if column.narrows and column.name in chosen:
            rows = [row for row in rows if column.text(row) == chosen[column.name]]
    for word in chosen.get("search", "").lower().split():
        rows = [
            row
            for row in rows
            if any(word in column.text(row).lower() for column in register.columns)
        ]
    return Narrowed(form, chosen, rows)
