"""The lifecycle of each kind of row beside surges, and its states as people say them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tidegate.core.surge.action_cards.cards import CARD_LABELS, CARDS, CardState
from tidegate.core.surge.closures.lifecycles import CLOSURES, DIVERTS
from tidegate.core.surge.closures.states import (
    CLOSURE_LABELS,
    DIVERT_LABELS,
    ClosureState,
    DivertState,
)
from tidegate.core.surge.incidents.incidents import INCIDENT_LABELS, INCIDENTS, IncidentState
from tidegate.core.surge.legal import step_refusals
from tidegate.core.surge.summits.summits import SUMMIT_LABELS, SUMMITS, SummitState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.core.lifecycle import Lifecycle, Transition
    from tidegate.core.reasons import Reason


@dataclass(frozen=True, slots=True)
class Table:
    """A lifecycle, its states and their labels."""

    lifecycle: Lifecycle[Any]
    states: type[StrEnum]
    labels: Mapping[Any, str]

    def state(self, row: Any) -> Any:
        """Return where a row stands."""
        return self.states(row.state)

    def label(self, row: Any) -> str:
        """Return where a row stands, in words."""
        return self.labels[self.state(row)]

    def step(self, row: Any, verb: str) -> Transition[Any]:
        """Return the step that a verb takes, or where it is not legal one like it elsewhere."""
        found = self.lifecycle.step(self.state(row), verb)
        return found or next(each for each in self.lifecycle.rows if each.verb == verb)

    def refusals(self, row: Any, verb: str, reason: str) -> tuple[Reason, ...]:
        """Return why the table does not allow a step now."""
        return step_refusals(self.lifecycle, self.state(row), self.label(row), verb, reason)


TABLES: dict[str, Table] = {
    "closure": Table(CLOSURES, ClosureState, CLOSURE_LABELS),
    "divert": Table(DIVERTS, DivertState, DIVERT_LABELS),
    "incident": Table(INCIDENTS, IncidentState, INCIDENT_LABELS),
    "summit": Table(SUMMITS, SummitState, SUMMIT_LABELS),
    "card": Table(CARDS, CardState, CARD_LABELS),
}
"""By the noun of each kind of row."""


def verbs_for(viewer: Viewer, row: Any) -> tuple[Transition[Any], ...]:
    """Return the steps that a viewer may take from where a row stands, in the table’s order."""
    table = TABLES[row.NOUN]
    return tuple(
        step
        for step in table.lifecycle.steps_from(table.state(row))
        if step.permission and viewer.may(step.permission, row.organisation_of(step.side))
    )
