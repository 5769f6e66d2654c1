"""Where a case of spending stands, out of its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.core.registers.spend import SpendStanding, SpendState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidegate.controlroom.registers.models import SpendCase, SpendStep


def standing_of(case: SpendCase, steps: Sequence[SpendStep]) -> SpendStanding:
    """Return where a case stands after its steps, oldest first."""
    state = SpendState(steps[-1].state) if steps else SpendState.PIPELINE
    met = {step.condition for step in steps if step.condition is not None}
    numbers = tuple(number for number, _ in conditions_of(steps) if number not in met)
    return SpendStanding(state, case.asked(), numbers)


def conditions_of(steps: Sequence[SpendStep]) -> tuple[tuple[int, str], ...]:
    """Return the conditions that were set, numbered from 1 in the order in which they were."""
    texts = [text for step in steps for text in step.conditions]
    return tuple(enumerate(texts, 1))
