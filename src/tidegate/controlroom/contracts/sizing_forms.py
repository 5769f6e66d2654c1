"""The form that asks how much to commit to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict

AVERAGE, COUNTS, LINE = "average", "counts", "line"
BEDS, FORECAST = "beds", "forecast"
SOURCES = {
    AVERAGE: "An average that I know or guess",
    COUNTS: "What was wanted in past weeks",
    LINE: "Past use of a contract’s line",
    BEDS: "Our forecast of beds occupied",
    FORECAST: "A forecast, as a file",
}
MOST_UNITS = 20_000  # a week; a page should answer at once
_MOST_WEEKS = 260
_MOST_COUNTS = 520
_MOST_POUNDS = 1_000_000
Choices = Sequence[tuple[str, str]]
_BETWEEN = re.compile(r"[\s,;]+")


class NumberField(forms.CharField):
    """A number as people write it: ``£1,240.50``, ``5%``; a blank is none."""

    def __init__(self, label: str, *, most: int, places: int = 2, **options: Any) -> None:
        super().__init__(label=label, max_length=20, **options)
        self._most, self._places = most, places

    def clean(self, value: object) -> Decimal | None:
        """Return the number, or None for a blank."""
        text = str(super().clean(value) or "").replace(",", "").strip(" £%")
        if not text:
            return None
        try:
            number = Decimal(text) if text.isascii() else Decimal("nan")
        except InvalidOperation:
            number = Decimal("nan")
        if not (number.is_finite() and 0 <= number <= self._most):
            raise forms.ValidationError(
                f"{self.label} must be a number between 0 and {self._most:,}"
            )
        if number != round(number, self._places):
            places = f"at most {self._places} decimals" if self._places else "a whole number"
            raise forms.ValidationError(f"{self.label} must have {places}")
        return number


def _pounds(label: str, **options: Any) -> NumberField:
    return NumberField(label, most=_MOST_POUNDS, **options)


def _percent(label: str, **options: Any) -> NumberField:
    return NumberField(label, most=100, required=False, **options)


class SizingForm(forms.Form):
    """Demand, prices, and what may go wrong; everything but the prices may be left as it is."""

    unit = forms.CharField(
        label="What one unit is called",
        max_length=30,
        help_text="In the singular: bed, session, slot.",
        error_messages={"required": "Enter what one unit is called, such as bed"},
    )
    source = forms.ChoiceField(
        label="What do you know of demand?",
        choices=list(SOURCES.items()),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose what you know of demand"
        ),
    )
    mean = NumberField(
        "Units wanted in a week, on average", most=MOST_UNITS, places=3, required=False
    )
    variance = NumberField(
        "Variance", most=MOST_UNITS * 100, places=3, required=False,
        help_text="Where demand comes in fits and starts: more than the average.",
    )  # fmt: skip
    counts = forms.CharField(
        label="Units wanted, week by week",
        required=False,
        max_length=4000,
        help_text="For example 22, 27, 31, 24. Count those who were turned away too.",
    )
    line = forms.ChoiceField(
        label="Contract line",
        required=False,
        error_messages={"invalid_choice": "Choose a line from the list"},
    )
    beds = forms.ChoiceField(
        label="Forecast",
        required=False,
        error_messages={"invalid_choice": "Choose a forecast from the list"},
    )
    own = NumberField(
        "Beds that there are already", most=1_000_000, places=0, required=False,
        help_text="What is forecast above these is wanted.",
    )  # fmt: skip
    file = forms.FileField(
        label="File of a forecast",
        required=False,
        help_text="CSV or Parquet, as tidegate forecast writes it, or weeks that were counted.",
    )
    of = forms.CharField(
        label="Place within the file",
        required=False,
        max_length=100,
        help_text="Needed where the file has several.",
    )
    weeks = NumberField("Weeks of the term", most=_MOST_WEEKS, places=0, required=False)
    block = _pounds(
        "Price of a committed unit, in pounds a week",
        error_messages={"required": "Enter the price of a committed unit"},
    )
    spot = _pounds(
        "Price of a unit bought elsewhere, in pounds a week",
        error_messages={"required": "Enter the price of a unit bought elsewhere"},
    )
    no_spot = _percent("How often there is none elsewhere, in per cent")
    delay = _pounds("Cost of a week without a unit, in pounds", required=False)
    guaranteed = _percent(
        "Share that is paid whatever is used, in per cent", help_text="A block is 100."
    )
    premium = NumberField("Premium on use above that share, in per cent", most=1000, required=False)
    volume = _pounds(
        "Price of further units of the same contract, in pounds",
        required=False,
        help_text="Left empty, there are none.",
    )
    most = NumberField(
        "Units that the provider has in a week", most=MOST_UNITS, places=0, required=False
    )
    exit_cost = _pounds(
        "Cost of moving a unit’s work if the provider falls away, in pounds", required=False
    )
    exit_hazard = _percent("Chance of that in a week, in per cent")

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        lines: Choices,
        beds: Choices = (),
        files: MultiValueDict[str, UploadedFile] | None = None,
    ) -> None:
        super().__init__(data, files, initial={"unit": "bed", "source": AVERAGE, "weeks": "13"})
        there = {LINE: lines, BEDS: beds}
        for name, choices in there.items():
            self.fields[name].choices = [("", "Choose one"), *choices]  # type: ignore[attr-defined]
        self.fields["source"].choices = [  # type: ignore[attr-defined]
            (name, words) for name, words in SOURCES.items() if there.get(name, True)
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen source of demand, and a chance of none elsewhere, need."""
        given = self.cleaned_data
        needed = {
            AVERAGE: ("mean", "Enter how many units are wanted on average"),
            COUNTS: ("counts", "Enter the units that were wanted in past weeks"),
            LINE: ("line", "Choose a line"),
            BEDS: ("beds", "Choose a forecast"),
            FORECAST: ("file", "Choose a file"),
        }
        if given.get("source") in needed:
            field, words = needed[given["source"]]
            if field not in self.errors and given.get(field) in {None, "", ()}:
                self.add_error(field, words)
        if given.get("no_spot") and given.get("delay") is None and "delay" not in self.errors:
            self.add_error("delay", "Enter what a week without a unit costs")
        if given.get("source") == BEDS and given.get("own") is None and "own" not in self.errors:
            self.add_error("own", "Enter how many beds there are already")
        mean, variance = given.get("mean"), given.get("variance")
        if mean is not None and variance is not None and variance <= mean:
            self.add_error("variance", f"The variance must be more than the average, {mean}")
        if given.get("weeks") == 0:
            self.add_error("weeks", "The term must have at least one week")
        return given

    def clean_counts(self) -> tuple[int, ...]:
        """Read whole numbers, however they are separated."""
        words = [word for word in _BETWEEN.split(self.cleaned_data["counts"]) if word]
        odd = [word for word in words if not (word.isascii() and word.isdecimal())]
        if odd:
            raise forms.ValidationError(f"“{odd[0][:20]}” is no whole number")
        if len(words) > _MOST_COUNTS or any(len(word) > len(str(MOST_UNITS)) for word in words):
            raise forms.ValidationError(
                f"Enter at most {_MOST_COUNTS} weeks of at most {MOST_UNITS:,} units"
            )
        return tuple(int(word) for word in words)

    def prices(self) -> dict[str, object]:
        """Return the prices of a valid form as files have them: whole pence, exact shares."""
        given = self.cleaned_data
        pence = {
            "block_pence": given["block"], "spot_pence": given["spot"],
            "delay_pence": given["delay"], "volume_pence": given["volume"],
            "exit_pence": given["exit_cost"],
        }  # fmt: skip
        shares = {name: given[name] for name in ("no_spot", "guaranteed", "premium", "exit_hazard")}
        found: dict[str, object] = {
            name: int(pounds * 100) for name, pounds in pence.items() if pounds is not None
        }
        found |= {name: share / 100 for name, share in shares.items() if share is not None}
        if given["most"] is not None:
            found["most"] = int(given["most"])
        return found
