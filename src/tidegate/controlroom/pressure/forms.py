"""The form of a situation report: one box for each figure, blank where it is not known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django import forms

from tidegate.controlroom.pressure.new_return import LONGEST_REASON
from tidegate.controlroom.pressure.terms import MEASURES, TERMS

if TYPE_CHECKING:
    from collections.abc import Mapping

NUMBER = re.compile(r"-?\d{1,7}(\.\d{1,2})?")
ASKED = "asked"
MEANWHILE = "Somebody sent this report in the meantime. Look at their version, then send yours."


class FigureField(forms.CharField):
    """One figure as people write it: ``1,204`` is a number, a blank is none."""

    def __init__(self, label: str) -> None:
        super().__init__(label=label, required=False, max_length=20)

    def clean(self, value: object) -> float | None:
        """Return the number, or None for a blank."""
        text = str(super().clean(value) or "").replace(",", "").strip()
        if not text:
            return None
        if not NUMBER.fullmatch(text):
            raise forms.ValidationError(f"{self.label} must be a number, such as 0 or 14")
        return float(text)


class ReturnForm(forms.Form):
    """The figures of a report, and for a correction the reason.

    ``asked`` carries the figures that were asked about when the form was last shown, so that a
    second sending takes them, and figures changed since are asked about in their turn. ``filled``
    is the name of the file that the boxes were filled from, if they were.
    """

    corrects = forms.IntegerField(required=False, widget=forms.HiddenInput)
    filled = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)
    asked = forms.CharField(required=False, max_length=4000, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, str] | None,
        figures: Mapping[str, float],
        corrects: int | None = None,
    ) -> None:
        initial: dict[str, object] = {
            measure: written(value) for measure, value in figures.items() if measure in TERMS.lines
        }
        self._newest = corrects
        super().__init__(data, initial=initial | {"corrects": corrects})
        for measure in TERMS.lines:
            self.fields[measure] = FigureField(sentence_case(MEASURES[measure].label))
        if corrects is not None:
            self.fields["reason"] = forms.CharField(
                label="Why is it corrected?",
                max_length=LONGEST_REASON,
                error_messages={"required": "Say why it is corrected"},
            )

    def clean(self) -> dict[str, object]:
        """Ask for at least one figure, and for a look at what somebody else sent meanwhile."""
        first = next(iter(TERMS.lines))
        if self._newest is not None and self.cleaned_data.get("corrects") != self._newest:
            self.add_error(first, MEANWHILE)
        elif not self.errors and not self.values():
            self.add_error(first, "Enter at least one figure")
        return self.cleaned_data

    def values(self) -> dict[str, float]:
        """Return the figures that were given."""
        return {
            measure: self.cleaned_data[measure]
            for measure in TERMS.lines
            if self.cleaned_data.get(measure) is not None
        }


def written(value: float) -> str:
    """Write a figure as it stands in its box."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def sentence_case(label: str) -> str:
    """Begin a label as a sentence begins."""
    return label[:1].upper() + label[1:]
