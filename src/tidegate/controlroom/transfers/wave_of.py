"""The next wave of a plan, as it stands at this moment, and the yields that it is sized by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
from tidegate.controlroom.matching.plan_store import kept_plan, plans_folder
from tidegate.controlroom.transfers.outcomes import outcomes_of
from tidegate.controlroom.transfers.queries.wave_ground import asked_in_area, wave_ground
from tidegate.controlroom.transfers.refused import refuse
from tidegate.controlroom.transfers.wave import compose_wave
from tidegate.core.transfers.yields import learn
from tidegate.exchange.transfers.yield_prior import load_yield_prior

if TYPE_CHECKING:
    from datetime import datetime

    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.controlroom.matching.models import Plan
    from tidegate.controlroom.transfers.wave import ComposedWave
    from tidegate.core.transfers.yields import Yields


def yields_in_force(viewer: Viewer, area: str) -> Yields:
    """Learn who says yes from all waves of an area so far, starting from the shipped prior."""
    return learn(outcomes_of(*asked_in_area(viewer, area)), load_yield_prior())


def next_wave(viewer: Viewer, plan: Plan, now: datetime) -> ComposedWave:
    """Work out whom the next wave of a plan would ask.

    Raises:
        StepRefused: the plan was replaced by another; people are asked out of that one.
        UnusableInput: the plan is damaged, or its offers have identifiers of others that stand.
    """
    ground = wave_ground(viewer, plan, now)
    if ground.replaced_by is not None:
        detail = f"Plan {ground.replaced_by} takes the place of this one. Ask people out of that."
        raise refuse("PLAN_REPLACED", detail, plan=ground.replaced_by)
    kept = kept_plan(plans_folder() / plan.folder)
    today = words.local_day(now)
    return compose_wave(kept, yields_in_force(viewer, plan.area), ground, today=today)
