"""A plan from somebody's own waiting list and offers: read, solve, write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from tidegate.cli.console import print_findings, steps
from tidegate.cli.days import plausible
from tidegate.cli.plan_writing import match_and_write

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem
    from tidegate.exchange.findings import Finding
    from tidegate.exchange.matching.replaced import Replaced
    from tidegate.exchange.sources import Source
    from tidegate.exchange.waiting.waiting_file import ReadWith


@dataclass(frozen=True, slots=True)
class _Read:
    """What a plan is made from: as the files give it, or bound to an earlier plan besides."""

    problem: Problem
    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]
    replaced: Replaced | None = None
    assumptions: tuple[str, ...] = ()


def plan_from_files(  # noqa: PLR0913 - the options of the verb, passed through
    waiting: Path,
    capacity: Path,
    contracts: Path | None,
    *,
    read_with: ReadWith,
    start: str | None,
    previous: Path | None,
    replies: Path | None,
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
                waiting, capacity, contracts=contracts, start=begins,
                minutes_per_mile=weights.minutes_per_mile,
                validation_weeks=weights.validation_weeks,
                read_with=read_with,
            )  # fmt: skip
        read = _Read(problem, sources, findings)
        if previous is not None:
            with progress.step(f"Taking up {previous}"):
                read = _taken_up(read, previous, replies, weights)
        folder = out or Path(f"plan-{problem.start.isoformat()}")
        context_with = partial(
            context_of_files, read.problem, weights, read.sources, read.findings,
            seed=seed, now=datetime.now(UTC), more=read.assumptions,
        )  # fmt: skip
        summary = match_and_write(
            progress, read.problem, weights, Practice.PRIORITY_THEN_WAIT,
            lambda reached: context_with(greedy=reached), replaced=read.replaced,
            seed=seed, gap=gap, folder=folder, force=force,
        )  # fmt: skip
    print_findings(read.findings)
    return summary, folder


def _taken_up(read: _Read, folder: Path, replies: Path | None, policy: Policy) -> _Read:
    """Bind a plan to the one that it replaces and to the replies that came to that."""
    from tidegate.exchange.matching.earlier import in_words, replacing, take_up
    from tidegate.exchange.matching.plan_folder import read_plan
    from tidegate.exchange.matching.replies import read_replies

    answers = None if replies is None else read_replies(replies)
    earlier = take_up(read_plan(folder), folder.resolve().name, answers)
    problem, replaced = replacing(earlier, read.problem)
    return _Read(
        problem,
        read.sources if answers is None else (*read.sources, answers.source),
        (*read.findings, *earlier.findings),
        replaced,
        (in_words(replaced, policy),),
    )


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else plausible(date.fromisoformat(text))
    except ValueError as wrong:
        raise typer.BadParameter(f"--start takes a day such as 2026-02-02, not {text}") from wrong
