"""Fields that the forms of the registers share: money, lists, choices, days."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms

from tidegate.controlroom.registers.models.kept import LONGEST, LONGEST_NAME
from tidegate.controlroom.transfers.forms.days import DayField

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_POUNDS = Decimal(10) ** 14
PENCE = 100


def text(
    label: str, *, needed: str = "", hint: str = "", longest: int = LONGEST
) -> forms.CharField:
    """Return a field of one line; ``needed`` is what is said where it is left empty."""
    return forms.CharField(
        label=label,
        required=bool(needed),
        max_length=longest,
        help_text=hint,
        error_messages={"required": needed},
    )


def name(label: str, *, needed: str = "", hint: str = "") -> forms.CharField:
    """Return a field for a name."""
    return text(label, needed=needed, hint=hint, longest=LONGEST_NAME)


def day(label: str, *, needed: str = "", hint: str = "") -> DayField:
    """Return a field for a day."""
    return DayField(label=label, required=bool(needed), missing=needed, help_text=hint)


def choice(
    label: str, choices: Iterable[tuple[str, str]], *, needed: str = "", hint: str = ""
) -> forms.ChoiceField:
    """Return a field of which one is chosen."""
    given = list(choices)
    return forms.ChoiceField(
        label=label,
        choices=given if needed else [("", "Not said"), *given],
        required=bool(needed),
        help_text=hint,
        error_messages=dict.fromkeys(("required", "invalid_choice"), needed or "Choose one"),
    )


def yes_no(label: str, *, needed: str = "") -> forms.ChoiceField:
    """Return a field that is answered with yes or no, or left open where it is not needed."""
    return choice(label, [("yes", "Yes"), ("no", "No")], needed=needed)


def said_yes(given: str) -> bool | None:
    """Return a yes or a no as it was said; None where nothing was."""
    return {"yes": True, "no": False}.get(given)


class PoundsField(forms.DecimalField):
    """A sum in pounds as people write it, ``£859,000,000`` or ``-12.50``; gives pence."""

    def __init__(self, label: str, *, needed: str, hint: str = "") -> None:
        super().__init__(
            label=label,
            decimal_places=2,
            max_value=MOST_POUNDS,
            min_value=-MOST_POUNDS,
            help_text=hint,
            error_messages={"required": needed, "invalid": "Enter a sum in pounds"},
        )

    def clean(self, value: Any) -> int:
        """Return pence."""
        typed = str(value or "").replace("£", "").replace(",", "").strip()
        return int(super().clean(typed) * PENCE)


class LinesField(forms.CharField):
    """A list, one to a line; gives a tuple without empty lines."""

    def __init__(self, label: str, *, needed: str = "", hint: str = "One to a line.") -> None:
        super().__init__(
            label=label,
            required=bool(needed),
            max_length=4000,
            help_text=hint,
            widget=forms.Textarea,
            error_messages={"required": needed},
        )

    def clean(self, value: Any) -> tuple[str, ...]:
        """Return the lines, each at most as long as a name may be."""
        lines = tuple(line.strip() for line in str(super().clean(value) or "").splitlines())
        if any(len(line) > LONGEST_NAME for line in lines):
            raise forms.ValidationError(f"A line has at most {LONGEST_NAME} characters")
        return tuple(line for line in lines if line)
