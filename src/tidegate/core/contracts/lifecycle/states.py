"""Where a contract stands, and what a step of it asks for."""

from __future__ import annotations

from enum import StrEnum


class ContractState(StrEnum):
    """Where a contract stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    SIGNED = "signed"
    RUNNING = "running"
    SUSPENDED = "suspended"
    EXITING = "exiting"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


class Needs(StrEnum):
    """What a step asks for besides a yes."""

    REASON = "reason"
    DAY = "day"
    TERMS = "terms"
    GROUND = "ground"
    RESIDUAL = "residual"


CONTRACT_LABELS: dict[ContractState, str] = {
    ContractState.DRAFT: "Being drafted",
    ContractState.PROPOSED: "To be signed by both sides",
    ContractState.SIGNED: "Signed, not yet started",
    ContractState.RUNNING: "Running",
    ContractState.SUSPENDED: "Suspended",
    ContractState.EXITING: "Ending",
    ContractState.ENDED: "Ended",
    ContractState.WITHDRAWN: "Withdrawn before it was signed",
}
"""A contract's state as people say it."""

IN_FORCE = frozenset({ContractState.RUNNING, ContractState.SUSPENDED, ContractState.EXITING})
"""States in which money may fall due."""

BOOKABLE = frozenset({ContractState.RUNNING})
"""States in which matching may use a contract's lines; what is booked already stays."""
