"""Which rows of a register a list shows: narrowed by what its columns say, and searched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms

from tidegate.controlroom.registers import queries
from tidegate.controlroom.registers.presenters.tables import said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.registers.shape import Register

LONGEST_SEARCH = 100
EARLIER = "earlier"


class NarrowForm(forms.Form):
    """One box for each column that narrows, and one to search in all of them."""

    search = forms.CharField(label="Search", required=False, max_length=LONGEST_SEARCH)

    def __init__(
        self,
        data: Mapping[str, str],
        register: Register,
        rows: Sequence[object],
        names: Mapping[str, str],
    ) -> None:
        super().__init__(data)
        for column in register.columns:
            if column.narrows:
                texts = {column.text(row): said(column, row, names) for row in rows}
                found = sorted(texts.items(), key=lambda pair: pair[1])
                self.fields[column.name] = forms.ChoiceField(
                    label=column.label,
                    required=False,
                    choices=[("", "All"), *(pair for pair in found if pair[0])],
                )
        self.fields[EARLIER] = forms.ChoiceField(
            label="Versions",
            required=False,
            choices=[("", "Newest"), ("yes", "Earlier ones too")],
        )

    def chosen(self) -> dict[str, str]:
        """Return what was chosen; a choice that is none is as if it had not been made."""
        self.is_valid()
        return {name: given for name, given in self.cleaned_data.items() if given}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The rows that a list shows, with the form that narrowed them and what was chosen."""

    form: NarrowForm
    chosen: Mapping[str, str]
    rows: list[Any]


def narrowed(viewer: Viewer, register: Register, given: Mapping[str, str]) -> Narrowed:
    """Return the rows in a viewer's sight that fit what was asked for, in the register's order."""
    every = list(register.rows(viewer))
    names = queries.names(viewer)
    form = NarrowForm(given, register, every, names)
    chosen = form.chosen()
    rows = every if chosen.get(EARLIER) else [r for r in every if not register.is_superseded(r)]
    for column in register.columns:
        if column.narrows and column.name in chosen:
            rows = [row for row in rows if column.text(row) == chosen[column.name]]
    for word in chosen.get("search", "").lower().split():
        rows = [
            row
            for row in rows
            if any(word in said(column, row, names).lower() for column in register.columns)
        ]
    return Narrowed(form, chosen, rows)
