"""A lifecycle as a table: in this state, this verb, by whom, leads there and writes that entry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

State = TypeVar("State", bound=StrEnum)


class Side(StrEnum):
    """On whose behalf a step is taken; which organisation must be within the actor's reach."""

    HOLDER = "holder"
    RECEIVER = "receiver"
    EITHER = "either"
    AREA = "area"
    BUYER = "buyer"
    PROVIDER = "provider"
    KEEPER = "keeper"
    AUTHORITY = "authority"
    CLOCK = "clock"


@dataclass(frozen=True)  # no slots: a generic alias of a frozen, slotted class cannot be called
class Transition(Generic[State]):
    """One legal step.

    Attributes:
        state: where it starts.
        verb: what is done, as the service, the address and the interface name it.
        next: where it leads; None where that depends on more than this state.
        permission: a name of ``PERMISSIONS``; empty for what time does.
        side: on whose behalf.
        kind: the kind of entry that it writes.
        label: the words on the button.
        needs: what else must be said, besides a yes.
    """

    state: State
    verb: str
    next: State | None
    permission: str
    side: Side
    kind: str
    label: str
    needs: tuple[StrEnum, ...] = ()


class Lifecycle(Generic[State]):
    """A table of legal steps; every button, guard, service, interface and diagram reads it."""

    def __init__(self, name: str, rows: Iterable[Transition[State]]) -> None:
        self.name = name
        self.rows = tuple(rows)
        self._found: Mapping[tuple[State, str], Transition[State]] = {
            (row.state, row.verb): row for row in self.rows
        }
        if len(self._found) < len(self.rows):
            raise ValueError(f"{name}: a state has the same verb twice")

    def step(self, state: State, verb: str) -> Transition[State] | None:
        """Return the step that a verb takes from a state; None where there is none."""
        return self._found.get((state, verb))

    def steps_from(self, state: State) -> tuple[Transition[State], ...]:
        """Return every step that leads out of a state, in the order of the table."""
        return tuple(row for row in self.rows if row.state == state)

    def verbs(self) -> tuple[str, ...]:
        """Return every verb once, in the order of the table."""
        return tuple(dict.fromkeys(row.verb for row in self.rows))
