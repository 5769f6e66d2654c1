"""What somebody says with a step of a contract, and the step while it is taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.core.contracts.lifecycle.states import ContractState
    from tidegate.core.lifecycle import Transition


@dataclass(frozen=True, slots=True)
class Said:
    """What is said with a step, as far as the step asks for it; see ``ContractStep``."""

    reason: str = ""
    day: date | None = None
    ground: str = ""
    minute: str = ""
    at_once: bool = False


@dataclass(slots=True)
class Underway:
    """A step while it is taken.

    Attributes:
        contract: locked until the transaction ends.
        row: the line of the table.
        said: what was said with it.
        said_by, said_by_name: identity and name of the actor.
        now: when.
        next: where the contract comes to; None: where its signatures then say.
        headline: what the step's entry says, after the reference; empty: its kind's own words.
        facts: what the step's entry says besides.
        rows: what is to be saved besides the contract.
    """

    contract: Contract
    row: Transition[ContractState]
    said: Said
    said_by: str
    said_by_name: str
    now: datetime
    next: ContractState | None
    headline: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    rows: list[Any] = field(default_factory=list)


def subject_of(contract: Contract) -> str:
    """Return the subject under which the record tells of a contract."""
    return f"contract:{contract.reference}"
