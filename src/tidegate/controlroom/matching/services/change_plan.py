"""Make a plan of another one with some changes: what was asked as a what-if becomes a plan."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.matching.plan_inputs import (
    BUDGETS,
    CRITERIA,
    LINES,
    SITES,
    TRAVEL,
    ZONES,
    PlanInputs,
)
from tidegate.controlroom.matching.plan_store import kept_plan, plans_folder
from tidegate.controlroom.matching.services.run_plan import Ready, match_and_keep
from tidegate.controlroom.matching.taken_up import Bound, called
from tidegate.exchange.matching import changed_plan as changing
from tidegate.exchange.matching.changes_written import written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tidegate.controlroom.log.services.record import Actor
    from tidegate.controlroom.matching.models import Plan
    from tidegate.controlroom.waiting.models import Snapshot
    from tidegate.core.matching.changes.change import Change
    from tidegate.core.matching.stop import Stop


def change_plan(
    *,
    plan: Plan,
    changes: Sequence[Change],
    actor: Actor,
    now: datetime,
    stop: Stop | None = None,
) -> Plan:
    """Make the changes to a plan, match anew, and keep what comes out as a plan of its own.

    It is made from the very lists and offers of the plan that it stems from, whatever has been
    loaded since; the changes stand in its entry of the record and among what it takes for granted.

    Args:
        plan: the plan that is changed; it stays as it is.
        changes: what is to be different.
        actor: the person who makes the plan.
        now: when.
        stop: when the plan is good enough; as usual when not given.

    Raises:
        UnusableInput: a change that the plan has no place for, or its files are damaged.
    """
    kept = kept_plan(plans_folder() / plan.folder)
    changed = changing.change_plan(kept, called(plan), changes)
    names = {
        **changing.names_told(kept),
        **dict(Organisation.objects.values_list("code", "name")),
    }
    local = now.astimezone(words.LONDON)  # its readers' day, not that of the server
    ready = Ready(
        area=plan.area,
        inputs=_inputs(plan),
        bound=Bound(changed.problem, changed.replaced),
        policy=changed.policy,
        context=changing.context_of_changed(kept, changes, names, now=local),
        replaces=plan,
        further={
            "changed_from": f"plan:{plan.pk}",
            "changes": [written(change) for change in changes],
        },
    )
    return match_and_keep(ready, actor=actor, now=now, stop=stop)


def _inputs(plan: Plan) -> PlanInputs:
    """Sort the snapshots of a plan by what they are."""
    of: dict[str, list[Snapshot]] = defaultdict(list)
    for snapshot in plan.inputs.order_by("id"):
        of[snapshot.kind].append(snapshot)
    kinds = (TRAVEL, LINES, BUDGETS, ZONES, SITES, CRITERIA)
    beside = {kind: tuple(of[kind]) for kind in kinds}
    return PlanInputs(tuple(of["pathways"]), tuple(of["offers"]), **beside)
