"""What is said with a step about something that happened, and the step while it is taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.lifecycle import Transition


@dataclass(frozen=True, slots=True)
class Happened:
    """When something happened and why, as somebody says it.

    Attributes:
        at: when it happened; None is now.
        late_why: why it is written down late, where it is.
        reason: why it was done, where the step asks for it.
    """

    at: datetime | None = None
    late_why: str = ""
    reason: str = ""


NOW = Happened()


@dataclass(slots=True)
class Taking:
    """A step while it is taken.

    Attributes:
        row: locked until the transaction ends.
        step: the line of the table.
        said: what was said with it.
        said_by, said_by_name: identity and name of the actor.
        now: when it is written down.
        at: when it happened.
        next: where it leads.
        headline: what the entry says, after the reference; empty: its kind’s own words.
        facts: what the entry says besides.
        rows: what is to be saved besides.
    """

    row: Any
    step: Transition[Any]
    said: Happened
    said_by: str
    said_by_name: str
    now: datetime
    at: datetime
    next: str
    headline: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    rows: list[Any] = field(default_factory=list)
