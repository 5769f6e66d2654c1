"""What every form of an addition to a row has: the row, and a way to add by its service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor


class StepForm(forms.Form):
    """Something that is added to a row."""

    verb = ""

    def __init__(self, data: Mapping[str, Any] | None, row: Any) -> None:
        super().__init__(data)
        self.row = row

    def take(self, actor: Actor, now: datetime) -> None:  # noqa: ARG002 - as its children
        """Add it by its service."""
        raise TypeError(f"{type(self).__name__} adds nothing to a row")
