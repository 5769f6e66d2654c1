"""A day, as the design system asks for it: three boxes, for day, month and year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.utils.datastructures import MultiValueDict

PARTS = ("day", "month", "year")
_LONGEST = 4


class DayWidget(forms.MultiWidget):
    """Reads three boxes; templates draw them with ``day_field``."""

    def __init__(self) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS})

    def decompress(self, value: date | None) -> list[Any]:
        """Take a day apart for its boxes."""
        return [None, None, None] if value is None else [value.day, value.month, value.year]

    def id_for_label(self, id_: str, index: str | None = None) -> str:  # noqa: ARG002
        """Return the first box, so that a message leads there."""
        return f"{id_}_day" if id_ else id_

    def value_omitted_from_data(
        self,
        data: MultiValueDict[str, str] | Mapping[str, Any],
        files: MultiValueDict[str, Any] | Mapping[str, Any],  # noqa: ARG002 - Django’s own form
        name: str,
    ) -> bool:
        """Say whether none of the boxes was sent."""
        return not any(f"{name}_{part}" in data for part in PARTS)


class DayField(forms.Field):
    """A day between two limits; what is missing or impossible is said in words."""

    widget = DayWidget

    def __init__(self, *, missing: str = "Enter a date", **named: Any) -> None:
        super().__init__(error_messages={"required": missing}, **named)
        self.least: date | None = None
        self.most: date | None = None

    def between(self, least: date | None, most: date | None) -> None:
        """Refuse days before ``least`` and after ``most``."""
        self.least, self.most = least, most

    def boxes(self, value: object) -> dict[str, object]:
        """Return what stands in each box: as typed, or from a day that is known."""
        shown = value if isinstance(value, list) else DayWidget().decompress(value)  # type: ignore[arg-type]
        return {part: "" if said is None else said for part, said in zip(PARTS, shown, strict=True)}

    def clean(self, value: Sequence[str | None] | date | None) -> date | None:
        """Make a day of three boxes.

        Raises:
            ValidationError: a box is empty or impossible, or the day lies outside the limits.
        """
        if isinstance(value, date) or value is None:
            typed = ["" if part is None else str(part) for part in DayWidget().decompress(value)]
        else:
            typed = [(part or "").strip() for part in value]
        if not any(typed):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        found = _day(typed)
        if self.least is not None and found < self.least:
            raise ValidationError(f"Enter a date on or after {_said(self.least)}", code="too_early")
        if self.most is not None and found > self.most:
            raise ValidationError(f"Enter a date on or before {_said(self.most)}", code="too_late")
        return found


def _day(typed: Sequence[str]) -> date:
    missing = [part for part, text in zip(PARTS, typed, strict=True) if not text]
    if missing:
        raise ValidationError(f"The date must have a {' and a '.join(missing)}", code="incomplete")
    if not all(part.isascii() and part.isdecimal() and len(part) <= _LONGEST for part in typed):
        raise ValidationError("Enter a date in numbers, such as 27 3 2026", code="invalid")
    day, month, year = (int(part) for part in typed)
    try:
        return date(year, month, day)
    except ValueError:
        raise ValidationError("Enter a date that is in the calendar", code="invalid") from None


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
