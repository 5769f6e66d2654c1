"""What is said when a department closes, when patients are diverted, and how it is to reopen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidegate.controlroom.surge.happening import NOW, Happened

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.surge.closures.states import Stream


@dataclass(frozen=True, slots=True)
class NewClosure:
    """A department that closes.

    Attributes:
        site: ODS code of the site, or of a provider without sites.
        department: its kind, by code.
        streams: patients whom it no longer takes.
        cause: the coded reason.
        authorised_by: who authorised it, by role.
        note: what happened.
        happened: when it closed, and why that is said late where it is.
    """

    site: str
    department: str
    streams: frozenset[Stream]
    cause: str
    authorised_by: str
    note: str = ""
    happened: Happened = NOW


@dataclass(frozen=True, slots=True)
class NewDivert:
    """Patients who are sent elsewhere.

    Attributes:
        receiver: ODS code of the site that gets them.
        streams: which patients.
        authorised_by: who authorised it, by role.
        despite: why it is done although something stands against it.
        happened: when it began.
    """

    receiver: str
    streams: frozenset[Stream]
    authorised_by: str
    despite: str = ""
    happened: Happened = NOW


@dataclass(frozen=True, slots=True)
class NewStage:
    """A stage of reopening: what opens, which patients it takes again, when that is planned."""

    words: str
    streams: frozenset[Stream]
    planned_at: datetime
