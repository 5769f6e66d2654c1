"""An entry of the record, exactly as it is hashed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

LATE_AFTER = timedelta(minutes=15)
"""An entry written down later than this after the event is shown as late."""


class Visibility(StrEnum):
    """Who may read an entry: its organisations, any partner signed in, or everyone."""

    INTERNAL = "internal"
    PARTNER = "partner"
    PUBLIC = "public"


class Severity(IntEnum):
    """How much an entry matters to those who are not looking for it; 3 and above must be shown."""

    ROUTINE = 0
    NOTABLE = 1
    IMPORTANT = 2
    SERIOUS = 3
    CRITICAL = 4


class RefType(StrEnum):
    """How an entry refers to an earlier one."""

    FOLLOWS = "follows"
    UPDATES = "updates"
    CONFIRMS = "confirms"
    CORRECTS = "corrects"
    WITHDRAWS = "withdraws"
    ANSWERS = "answers"
    EVIDENCE = "evidence"
    SEE = "see"


@dataclass(frozen=True, slots=True)
class Ref:
    """A typed pointer to an earlier entry, by its number."""

    type: RefType
    seq: int


@dataclass(frozen=True, slots=True)
class System:
    """A named run of the software that acts where no person does, such as ``demo, seed 7``."""

    name: str

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("a system run that writes to the record must be named")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the record.

    Attributes:
        seq: number in the record, from 1, without gaps.
        kind: a kind of ``core.log.kinds``.
        occurred_at: when it happened, timezone-aware.
        recorded_at: when it was written down, timezone-aware.
        actor: who did it, for machines: ``person:17`` or ``system:demo, seed 7``.
        actor_name: who did it, as they were called then.
        on_behalf_of: ODS code of the organisation that the actor acted for, or empty.
        subject: what it is about, as ``noun:identifier``, such as ``plan:5``.
        headline: one plain sentence.
        facts: the figures behind it, as ``canonical.plain`` returns them.
        visibility: who may read it.
        severity: 0 to 4.
        refs: earlier entries that it refers to.
        prev_hash: hash of the entry before it.
        hash: hash over ``prev_hash`` and all of the above.
    """

    seq: int
    kind: str
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    actor_name: str
    on_behalf_of: str
    subject: str
    headline: str
    visibility: str
    severity: int
    facts: Mapping[str, object] = field(default_factory=dict)
    refs: tuple[Ref, ...] = ()
    prev_hash: str = ""
    hash: str = ""


def is_late(occurred_at: datetime, recorded_at: datetime) -> bool:
    """Tell whether an entry was written down more than 15 minutes after the event."""
    return recorded_at - occurred_at > LATE_AFTER
