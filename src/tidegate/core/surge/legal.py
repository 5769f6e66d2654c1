"""Whether a step of a small lifecycle may be taken from where something stands, with its code."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from tidegate.core.lifecycle import Lifecycle

State = TypeVar("State", bound=StrEnum)
REASON = "reason"


def step_refusals(
    lifecycle: Lifecycle[State], state: State, label: str, verb: str, reason: str
) -> tuple[Reason, ...]:
    """Return why a step may not be taken; empty when it may.

    Args:
        lifecycle: the table.
        state: where it stands.
        label: the same as people say it.
        verb: what is done.
        reason: why, where the step asks for it.
    """
    rules = f"{lifecycle.name} lifecycle 2026-11"
    row = lifecycle.step(state, verb)
    if row is None:
        detail = f"This cannot be done: the {lifecycle.name} is “{label.lower()}”."
        inputs = {"state": state.value, "verb": verb}
        return (Reason("NOT_IN_THIS_STATE", detail, inputs, rules),)
    if REASON in {need.value for need in row.needs} and not reason.strip():
        return (Reason("REASON_NEEDED", "Say why.", {"verb": verb}, rules),)
    return ()
