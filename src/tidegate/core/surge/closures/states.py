"""Where a closure and a divert stand, which streams of patients they are about."""

from __future__ import annotations

from enum import StrEnum


class Stream(StrEnum):
    """How patients come to a department."""

    AMBULANCE = "ambulance"
    WALK_IN = "walk_in"


class ClosureState(StrEnum):
    """Where a closure stands."""

    CLOSED = "closed"
    REOPENING = "reopening"
    REOPENED = "reopened"
    VOID = "void"


class DivertState(StrEnum):
    """Where a divert stands."""

    ASKED = "asked"
    AGREED = "agreed"
    OBJECTED = "objected"
    ENDED = "ended"


class Needs(StrEnum):
    """What a step asks for besides a yes."""

    MOMENT = "when it happened"
    REASON = "reason"
    RECEIVER = "where patients go"
    STAGES = "stages with times"
    PATIENTS = "how many came, from when to when"


STREAM_LABELS: dict[Stream, str] = {
    Stream.AMBULANCE: "Ambulances",
    Stream.WALK_IN: "Patients who walk in",
}
CLOSURE_LABELS: dict[ClosureState, str] = {
    ClosureState.CLOSED: "Closed",
    ClosureState.REOPENING: "Reopening in stages",
    ClosureState.REOPENED: "Open again",
    ClosureState.VOID: "Entered in error",
}
DIVERT_LABELS: dict[DivertState, str] = {
    DivertState.ASKED: "Running, the receiver has not answered",
    DivertState.AGREED: "Running, the receiver agreed",
    DivertState.OBJECTED: "Running, the receiver objects",
    DivertState.ENDED: "Ended",
}
CLOSED_NOW = (ClosureState.CLOSED, ClosureState.REOPENING)
"""States in which something is closed now."""
RUNNING = (DivertState.ASKED, DivertState.AGREED, DivertState.OBJECTED)
"""States in which patients are diverted now: a receiver's objection does not stop them."""
