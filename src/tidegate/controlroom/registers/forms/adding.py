"""What every form of a new row asks: for whom it is kept, and why where it supersedes another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from tidegate.controlroom.registers.forms.fields import text
from tidegate.controlroom.registers.keeping import Superseding
from tidegate.controlroom.transfers.forms.days import PARTS, DayField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.registers.models.kept import Kept


class AddForm(forms.Form):
    """A new row, or with ``instead_of`` one that takes the place of another."""

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        keepers: Sequence[tuple[str, str]],
        instead_of: Kept | None = None,
    ) -> None:
        super().__init__(data, initial=self.begun(instead_of) if instead_of else None)
        self._instead_of = instead_of
        if instead_of is None:
            self.fields["keeper"] = forms.ChoiceField(
                label="Kept by",
                choices=list(keepers),
                error_messages={"required": "Choose who keeps it"},
            )
            self.order_fields(["keeper"])
        else:
            self.fields["reason"] = text("Why is it superseded?", needed="Say why it is superseded")

    def begun(self, row: Any) -> dict[str, object]:
        """Return what the boxes begin with where a row is superseded."""
        return {name: _boxed(getattr(row, name, None)) for name in self.base_fields}

    @property
    def keeper(self) -> str:
        """Return who keeps the row."""
        return self._instead_of.keeper if self._instead_of else str(self.cleaned_data["keeper"])

    @property
    def instead_of(self) -> Superseding | None:
        """Return what the row takes the place of, and why."""
        if self._instead_of is None:
            return None
        return Superseding(self._instead_of, self.cleaned_data["reason"])

    def put(self, actor: Actor, now: datetime) -> Any:  # noqa: ARG002 - as its children
        """Put the row on its register by its service."""
        raise TypeError(f"{type(self).__name__} puts nothing on a register")

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        """Return the columns of a file of such rows: the fields, and who keeps the row."""
        return (*cls.base_fields, "keeper")

    @classmethod
    def from_row(cls, row: Mapping[str, str]) -> dict[str, Any]:
        """Return a row of a file as the form reads it: a day in three boxes, a list in lines."""
        data: dict[str, Any] = dict(row)
        for name, field in cls.base_fields.items():
            given = row.get(name, "")
            if isinstance(field, DayField):
                parts = given.split("-") if given.count("-") == 2 else [given, "", ""]  # noqa: PLR2004
                data |= {
                    f"{name}_{part}": each
                    for part, each in zip(reversed(PARTS), parts, strict=True)
                }
            elif isinstance(field, forms.MultipleChoiceField):
                data[name] = [each.strip() for each in given.split(";") if each.strip()]
            elif isinstance(field.widget, forms.Textarea):
                data[name] = "\n".join(given.split(";"))
        return data


def _boxed(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "\n".join(value)
    return value
