"""One thing that waits for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits: what, about what, where, and by when.

    Attributes:
        text: what is to be done.
        about: what it is about.
        href: where it is done.
        by: by when; None where nothing says so.
        late: whether that is over.
    """

    text: str
    about: str
    href: str
    by: date | None = None
    late: bool = False

    @property
    def when(self) -> str:
        """Say by when, as a person would."""
        return f"by {words.day(self.by)}" if self.by else ""
