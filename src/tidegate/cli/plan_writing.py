"""The steps that every plan ends with: match, try plain practice, write the folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tidegate.cli.console import Steps
    from tidegate.core.matching.greedy import Practice
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem
    from tidegate.exchange.matching.plan_context import PlanContext
    from tidegate.exchange.matching.replaced import Replaced


def match_and_write(  # noqa: PLR0913 - what a plan is made of, how, and where it goes
    progress: Steps,
    problem: Problem,
    policy: Policy,
    practice: Practice,
    context_with: Callable[[Mapping[str, object]], PlanContext],
    *,
    seed: int,
    gap: float,
    folder: Path,
    force: bool,
    replaced: Replaced | None = None,
) -> dict[str, Any]:
    """Solve a problem, compare it with plain practice, write its folder, return its summary.

    Args:
        progress: where the steps are shown.
        problem: what to match.
        policy: the weights.
        practice: the rule of thumb that the plan is compared with.
        context_with: makes what the plan's readers are told, given what plain practice reached.
        seed: what breaks ties between equals.
        gap: share of the bound that is good enough.
        folder: where the plan goes.
        force: whether an earlier plan in that folder may be overwritten.
        replaced: the plan that the new one takes the place of, where there is one.

    Raises:
        UnusableInput: the folder cannot be used; nothing was written.
    """
    from tidegate.cli.compiling import saying_when_it_compiles
    from tidegate.core.matching.greedy import greedy
    from tidegate.core.matching.solve import solve
    from tidegate.core.matching.stop import Stop
    from tidegate.exchange.matching.advice import load_terms
    from tidegate.exchange.matching.plan_folder import refuse_unless_free, write_plan

    refuse_unless_free(folder, force=force)
    units = int(problem.offers["units"].sum())
    with (
        progress.step(f"Matching {problem.people:,} people to {units:,} units"),
        saying_when_it_compiles(),
    ):
        held = None if replaced is None else replaced.previous
        result = solve(problem, policy, Stop(gap=gap), seed, previous=held, terms=load_terms())
    with progress.step("Trying plain practice on the same input"):
        usual = greedy(problem, policy, practice)
    with progress.step(f"Writing {folder}"):
        context = context_with(usual.summary())
        return write_plan(folder, problem, policy, result, context, replaced=replaced, force=force)
