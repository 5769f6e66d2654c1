"""The filter of the record of forecasts: which figure, of which place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms

from tidegate.controlroom.pressure.forecast_terms import SERIES, series_name

if TYPE_CHECKING:
    from collections.abc import Mapping


class RecordFilter(forms.Form):
    """Figure and place; what does not exist does not narrow."""

    measure = forms.ChoiceField(required=False, label="Figure")
    place = forms.ChoiceField(required=False, label="Place")

    def __init__(self, data: Mapping[str, str], names: Mapping[str, str]) -> None:
        super().__init__(data)
        measures = [(measure, series_name(measure)) for measure in SERIES]
        places = sorted(names.items(), key=lambda pair: pair[1])
        for field, everything, choices in (
            ("measure", "All figures", measures),
            ("place", "All places", places),
        ):
            self.fields[field].choices = [("", everything), *choices]  # type: ignore[attr-defined]

    def chosen(self) -> tuple[str, str]:
        """Return the figure and the place that were chosen; empty where none was."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return given.get("measure", ""), given.get("place", "")
