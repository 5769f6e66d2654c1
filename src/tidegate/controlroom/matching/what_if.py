"""What would be different: a plan with changes made to it, solved again and kept nowhere."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tidegate.controlroom.matching.plan_store import kept_plan
from tidegate.core.matching.changes.effect import effect
from tidegate.core.matching.moved import Made
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.matching.changed_plan import change_plan, context_of_changed, names_told
from tidegate.exchange.matching.changes import read_changes
from tidegate.exchange.matching.policies import load_policy, shipped_policies
from tidegate.exchange.matching.summary import summarise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tidegate.core.matching.changes.change import Change
    from tidegate.core.matching.changes.effect import Effect
    from tidegate.core.matching.policy import Policy
    from tidegate.exchange.matching.plan_folder import Plan as KeptPlan

MOST_PEOPLE = 1_500_000
"""People of the largest plan that a page waits for; the command line takes any."""
MOST_CHANGES = 12
SECONDS = 20.0
"""When a search is cut short: long after it is done for an area, before a server gives up."""
ANSWERS_KEPT = 32

# Two solves at once would each take twice as long and twice the memory.
_one_at_a_time = Lock()


@dataclass(frozen=True, slots=True)
class Answer:
    """What changes to a plan would bring about.

    Attributes:
        summary: figures of the changed plan, as of any plan.
        effect: who gains and who loses.
    """

    summary: dict[str, Any]
    effect: Effect


def read(texts: Sequence[str]) -> tuple[Change, ...]:
    """Read the changes of an address; policies are the shipped ones, never a file of the server.

    Raises:
        UnusableInput: naming each text that is no change, or too many of them.
    """
    if len(texts) > MOST_CHANGES:
        expected = f"at most {MOST_CHANGES} changes at once"
        raise UnusableInput([error("TOO_MANY_CHANGES", "change", expected, value=str(len(texts)))])
    return read_changes(texts, _shipped)


def _shipped(name: str) -> Policy:
    if name not in shipped_policies():
        expected = f"one of {', '.join(shipped_policies())}"
        raise UnusableInput([error("POLICY_NOT_SHIPPED", "change", expected, value=name)])
    return load_policy(name)


def ask(folder: Path, name: str, texts: Sequence[str]) -> Answer:
    """Solve a plan with changes made to it; the last answers stay in memory, as plans never change.

    Args:
        folder: where the plan lies.
        name: what its readers call it.
        texts: the changes.

    Raises:
        UnusableInput: the plan's files are damaged, or a change cannot be read or made.
    """
    with _one_at_a_time:
        return _answer(folder, name, tuple(texts))


@lru_cache(maxsize=ANSWERS_KEPT)
def _answer(folder: Path, name: str, texts: tuple[str, ...]) -> Answer:
    return _solved(kept_plan(folder), name, read(texts))


def _solved(plan: KeptPlan, name: str, changes: Sequence[Change]) -> Answer:
    # Loading the solver takes a second, which only those who ask should wait for.
    from tidegate.core.matching.solve import solve  # noqa: PLC0415
    from tidegate.core.matching.stop import Stop  # noqa: PLC0415

    changed = change_plan(plan, name, changes)
    stop = Stop(seconds=SECONDS, clock=time.monotonic)
    seed, previous = plan.summary["seed"], changed.replaced.previous
    result = solve(changed.problem, changed.policy, stop, seed, previous=previous)
    context = context_of_changed(plan, changes, names_told(plan), now=timezone.now())
    after = Made(changed.problem, result)
    return Answer(
        summary=summarise(changed.problem, changed.policy, result, context),
        effect=effect(changed.replaced.made, changed.replaced.against(after).moves),
    )
