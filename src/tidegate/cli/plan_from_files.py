"""A plan from somebody's own waiting list and offers: read, solve, write."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import typer

from tidegate.cli.console import print_findings, steps
from tidegate.cli.days import plausible
from tidegate.cli.plan_writing import match_and_write


def plan_from_files(  # noqa: PLR0913 - the options of the verb, passed through
    waiting: Path,
    capacity: Path,
    contracts: Path | None,
    *,
    start: str | None,
    policy: str | None,
    seed: int,
    gap: float,
    out: Path | None,
    force: bool,
    quiet: bool,
) -> tuple[dict[str, Any], Path]:
    """Make a plan from files and return its summary and its folder.

    Raises:
        UnusableInput: a file, the policy or the folder cannot be used; nothing was written.
    """
    from tidegate.core.matching.greedy import Practice
    from tidegate.exchange.matching.from_files import context_of_files
    from tidegate.exchange.matching.inputs import read_problem
    from tidegate.exchange.matching.plan_folder import refuse_unless_free
    from tidegate.exchange.matching.policies import DEFAULT, load_policy

    begins = _day(start)
    if out is not None:
        refuse_unless_free(out, force=force)
    weights = load_policy(policy or DEFAULT)
    with steps(quiet=quiet) as progress:
        with progress.step("Reading the waiting list and the offers"):
            problem, sources, findings = read_problem(
                waiting,
                capacity,
                contracts=contracts,
                start=begins,
                minutes_per_mile=weights.minutes_per_mile,
            )
        folder = out or Path(f"plan-{problem.start.isoformat()}")
        context_with = partial(
            context_of_files, problem, weights, sources, findings, seed=seed, now=datetime.now(UTC)
        )
        summary = match_and_write(
            progress,
            problem,
            weights,
            Practice.PRIORITY_THEN_WAIT,
            lambda reached: context_with(greedy=reached),
            seed=seed,
            gap=gap,
            folder=folder,
            force=force,
        )
    print_findings(findings)
    return summary, folder


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else plausible(date.fromisoformat(text))
    except ValueError as wrong:
        raise typer.BadParameter(f"--start takes a day such as 2026-02-02, not {text}") from wrong
