"""Fields of the forms of contracts: money, lists with one entry a line, and long text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

CHOOSE = "Choose one from the list"
WRONG_POUNDS = "Enter pounds, such as 1,240.50"
_MOST_LINES = 60
_MOST_PENCE = 10**13
_MOST_THOUSANDTHS = 1000


class DeedForm(forms.Form):
    """What a deed asks for; one without fields needs nothing but a yes."""

    def answers(self) -> dict[str, Any]:
        """Return what the service of the deed takes besides the row that it is about."""
        return dict(self.cleaned_data)


class ChoiceField(forms.ChoiceField):
    """One of a few; whatever else comes is told to choose."""

    def __init__(self, **named: Any) -> None:
        messages = dict.fromkeys(("required", "invalid_choice"), CHOOSE)
        super().__init__(error_messages=messages, **named)


class PoundsField(forms.CharField):
    """Money in pounds, as people write it: ``£1,240.50``; a whole number of pence comes out."""

    def __init__(
        self, *, below_zero: bool = False, wrong: str = WRONG_POUNDS, **named: Any
    ) -> None:
        super().__init__(max_length=24, **named)
        self._wrong = wrong
        self._least = -_MOST_PENCE if below_zero else 0

    def clean(self, value: object) -> int | None:
        """Return pence, or None for a blank."""
        text = str(super().clean(value) or "").replace(",", "").replace("£", "").strip()
        if not text:
            return None
        pence = _whole(text, 100)
        if pence is None or not self._least <= pence <= _MOST_PENCE:
            raise forms.ValidationError(self._wrong)
        return pence


class PercentField(forms.CharField):
    """A percentage with at most one decimal; a whole number of thousandths comes out."""

    def clean(self, value: object) -> int | None:
        """Return thousandths, or None for a blank."""
        text = str(super().clean(value) or "").strip(" %")
        if not text:
            return None
        thousandths = _whole(text, 10)
        if thousandths is None or not 0 <= thousandths <= _MOST_THOUSANDTHS:
            raise forms.ValidationError("Enter a percentage such as 2 or 1.5")
        return thousandths


class LinesField(forms.CharField):
    """A list with one entry a line."""

    def __init__(self, **named: Any) -> None:
        super().__init__(widget=forms.Textarea, max_length=8000, **named)

    def clean(self, value: object) -> list[str]:
        """Return the entries, blank lines left out."""
        text = super().clean(value)
        found = [line.strip() for line in text.splitlines() if line.strip()]
        if len(found) > _MOST_LINES:
            raise forms.ValidationError(f"Enter at most {_MOST_LINES} lines")
        return found


class RowsField(LinesField):
    """A list with one entry a line, whose parts are set apart by semicolons.

    ``parts`` names them; one whose name ends in “day” is a day such as 2026-05-31.
    """

    def __init__(self, parts: tuple[str, ...], **named: Any) -> None:
        super().__init__(**named)
        self.parts = parts

    def clean(self, value: object) -> list[dict[str, Any]]:  # type: ignore[override]
        """Return each entry as its parts by name."""
        return [self._row(line) for line in super().clean(value)]

    def _row(self, line: str) -> dict[str, Any]:
        said = [part.strip() for part in line.split(";")]
        if len(said) != len(self.parts) or not all(said):
            asked = "; ".join(self.parts)
            raise forms.ValidationError(f"“{line[:60]}”: write {asked}, set apart by semicolons")
        return {
            name: _day(text, line) if name.endswith("day") else text
            for name, text in zip(self.parts, said, strict=True)
        }


def _whole(text: str, times: int) -> int | None:
    """Return so many times a number where that is whole; None for anything else."""
    try:
        number = Decimal(text) * times if text.isascii() else Decimal("nan")
        return int(number) if number.is_finite() and not number % 1 else None
    except ArithmeticError:  # not a number, or too large a one to have a remainder
        return None


def _day(text: str, line: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise forms.ValidationError(f"“{line[:60]}”: write days such as 2026-05-31") from None
