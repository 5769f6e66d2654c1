"""Which steps a viewer is offered on a surge's page now, and why others are not possible yet."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tidegate.controlroom.surge.deeds import DEEDS, Asked
from tidegate.controlroom.surge.permitted import may_take
from tidegate.controlroom.surge.queries.surges import standing
from tidegate.controlroom.surge.terms import terms_in_force
from tidegate.controlroom.transfers.queries import identities
from tidegate.core.surge.guards import SurgeStep, surge_refusals
from tidegate.core.surge.states import SurgeState
from tidegate.core.surge.surges import SURGES

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.core.lifecycle import Transition
    from tidegate.core.reasons import Reason

_NOT_SAID = frozenset({"REASON_NEEDED", "DAY_NEEDED"})
"""Reasons that the form of a step takes away."""
_ELSEWHERE = frozenset({"report_actual", "publish"})
"""Steps whose buttons stand beside the rows that they are about."""


@dataclass(frozen=True, slots=True)
class Offered:
    """A step that someone may take, and why not now where that is so."""

    row: Transition[SurgeState]
    reasons: tuple[Reason, ...] = ()


def steps_offered(asked: Asked, now: datetime) -> list[Offered]:
    """Return the steps of the lifecycle that a viewer may take from where a surge stands."""
    rows = [
        row for row in SURGES.steps_from(SurgeState(asked.surge.state))
        if row.verb not in _ELSEWHERE and _may(asked, row)
    ]  # fmt: skip
    facts = standing(asked.viewer, asked.surge) if rows else None
    if facts is None:  # a provider is asked no more than whether it pledges
        return [Offered(row) for row in rows]
    same = identities(asked.viewer)
    step = SurgeStep("", min(same, default=""), now, asked.today, same_actor=same)
    found = []
    for row in rows:
        reasons = surge_refusals(facts, replace(step, verb=row.verb), terms_in_force())
        found.append(Offered(row, tuple(one for one in reasons if one.code not in _NOT_SAID)))
    return found


def _may(asked: Asked, row: Transition[SurgeState]) -> bool:
    if row.verb in DEEDS:
        return DEEDS[row.verb].may(asked)
    return may_take(asked.viewer, asked.surge, row)
