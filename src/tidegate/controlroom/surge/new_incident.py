"""What is said when an incident is declared, a risk summit called, an action asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.surge.happening import NOW, Happened

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class NewIncident:
    """An incident: what, of which kind, at which level, where, and when it was declared."""

    title: str
    kind: str
    level: int
    place: str
    happened: Happened = NOW


@dataclass(frozen=True, slots=True)
class NewSummit:
    """A risk summit that is called.

    Attributes:
        place: ODS code of who keeps it.
        about: ODS code of whom it is about.
        triggers: codes of what triggered it.
        why: what happened.
        called_by: who calls it, by role.
        called_at: when it was called; None is now.
    """

    place: str
    about: str
    triggers: frozenset[str]
    why: str
    called_by: str
    called_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewAction:
    """An action of a risk summit: what, by whom, until which day."""

    words: str
    owner: str
    due_on: date
