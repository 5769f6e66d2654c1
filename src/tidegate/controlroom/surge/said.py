"""What somebody says with a step of a surge, and the step while it is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.surge.models import Surge
    from tidegate.core.lifecycle import Transition
    from tidegate.core.surge.guards import SurgeFacts
    from tidegate.core.surge.states import SurgeState


@dataclass(frozen=True, slots=True)
class Said:
    """What is said with a step, as far as the step asks for it; see ``SurgeStep``."""

    reason: str = ""
    day: date | None = None


@dataclass(slots=True)
class Underway:
    """A step while it is taken.

    Attributes:
        surge: locked until the transaction ends.
        row: the line of the table.
        known: what the guards looked at.
        said: what was said with it.
        said_by, said_by_name: identity and name of the actor.
        acted_for: ODS code of the organisation that they act for.
        now, today: when.
        headline: what the step's entry says, after the reference; empty: its kind's own words.
        facts: what the step's entry says besides.
        rows: what is to be saved besides the surge.
        after: what is to be done once these rows are saved.
    """

    surge: Surge
    row: Transition[SurgeState]
    known: SurgeFacts
    said: Said
    said_by: str
    said_by_name: str
    acted_for: str
    now: datetime
    today: date
    headline: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    rows: list[Any] = field(default_factory=list)
    after: list[Callable[[], None]] = field(default_factory=list)


def subject_of(surge: Surge) -> str:
    """Return the subject under which the record tells of a surge."""
    return f"surge:{surge.reference}"
