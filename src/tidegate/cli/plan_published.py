"""A plan on published figures alone: read the months and the places, estimate, solve, write."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from tidegate.cli.console import print_findings, steps
from tidegate.cli.plan_writing import match_and_write

if TYPE_CHECKING:
    from tidegate.exchange.matching.assumptions import PublishedAssumptions

NATIONAL = "national"


def plan_from_published(  # noqa: PLR0913 - the options of the verb, passed through
    files: list[Path],
    *,
    places: list[Path],
    weeks: int | None,
    travel: str,
    policy: str | None,
    seed: int,
    gap: float,
    out: Path | None,
    force: bool,
    quiet: bool,
) -> tuple[dict[str, Any], Path]:
    """Make a plan from RTT full CSV files and return its summary and its folder.

    Reference files with coordinates are those given, else those found near the RTT files.

    Raises:
        UnusableInput: a file, the policy or the folder cannot be used; nothing was written.
    """
    from tidegate.core.matching.greedy import Practice
    from tidegate.exchange.directory.nearby import reference_files_near
    from tidegate.exchange.directory.places import read_places
    from tidegate.exchange.matching.months import read_months
    from tidegate.exchange.matching.plan_folder import refuse_unless_free
    from tidegate.exchange.matching.policies import DEFAULT, load_policy
    from tidegate.exchange.matching.published import published_problem
    from tidegate.exchange.matching.published_context import context_of_published

    assumed = assumptions(weeks, travel)
    if out is not None:
        refuse_unless_free(out, force=force)
    weights = load_policy(policy or DEFAULT)
    with steps(quiet=quiet) as progress:
        with progress.step(f"Reading {len(files)} months"):
            months = read_months(files)
        with progress.step("Reading where people and hospitals are"):
            known = read_places(places or reference_files_near(files))
        with progress.step("Estimating capacity from completions"):
            published = published_problem(months, known, weights, assumed)
        folder = out or Path(f"plan-{published.as_of.isoformat()}")
        context_with = partial(
            context_of_published, published, known, seed=seed, now=datetime.now(UTC)
        )
        summary = match_and_write(
            progress,
            published.problem,
            weights,
            Practice.LONGEST_WAIT,
            lambda reached: context_with(greedy=reached),
            seed=seed,
            gap=gap,
            folder=folder,
            force=force,
        )
    print_findings(published.findings)
    return summary, folder


def assumptions(weeks: int | None, travel: str) -> PublishedAssumptions:
    """Return the shipped assumptions with the horizon and the distance that were asked for."""
    from tidegate.exchange.matching.assumptions import load_assumptions

    assumed = load_assumptions()
    if weeks is not None:
        assumed = assumed.with_weeks(weeks)
    if travel == NATIONAL:
        return assumed.with_limit(None)
    try:
        return assumed.with_limit(float(travel))
    except ValueError as wrong:
        said = f"--travel takes miles, such as 50, or {NATIONAL}; not {travel}"
        raise typer.BadParameter(said) from wrong
