"""What a plan from somebody's own files tells its readers: title, names, what was assumed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.disclosure import Profile
from tidegate.exchange.kinds import Kind
from tidegate.exchange.matching.plan_context import DatedSource, PlanContext

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem
    from tidegate.exchange.findings import Finding
    from tidegate.exchange.sources import Source

_NAMED = {
    "pathways": ("holder", "area"),
    "offers": ("site", "provider"),
    "lines": ("contract_id", "payer"),
    "budgets": ("area",),
}
_MOST_IN_TITLE = 3


def context_of_files(  # noqa: PLR0913 - what a plan is made of, and what to say of it
    problem: Problem,
    policy: Policy,
    sources: tuple[Source, ...],
    findings: tuple[Finding, ...],
    *,
    seed: int,
    now: datetime,
    greedy: Mapping[str, object] | None = None,
    more: Iterable[str] = (),
) -> PlanContext:
    """Describe a plan made from a waiting list and offers of the reader's own.

    People are counted under the profile for patient-level lists, whatever the list's detail.
    ``more`` are further assumptions, one sentence each.
    """
    names = names_given(problem)
    return PlanContext(
        title=title(problem, names),
        profile=Profile.HES_SUBNATIONAL,
        made_at=now,
        seed=seed,
        sources=tuple(DatedSource(source) for source in sources),
        assumptions=(*assumptions(problem, policy, sources), *more),
        findings=findings,
        names=names,
        greedy=greedy,
    )


def names_given(problem: Problem) -> Mapping[str, str]:
    """Collect names that the files carry beside their codes, such as ``site_name`` by ``site``."""
    names: dict[str, str] = {}
    for table, codes in _NAMED.items():
        frame: pl.DataFrame = getattr(problem, table)
        for code in codes:
            name = f"{code.removesuffix('_id')}_name"
            if name in frame.columns:
                pairs = frame.select(code, name).drop_nulls().unique(code, keep="first")
                names |= dict(pairs.iter_rows())
    return dict(sorted(names.items()))


def title(problem: Problem, names: Mapping[str, str]) -> str:
    """Name the areas that a plan is for and the month that it starts in."""
    areas = problem.pathways["area"].drop_nulls().unique().sort().to_list()
    month = f"{problem.start:%B %Y}"
    if not areas:
        return f"Waiting list, {month}"
    if len(areas) > _MOST_IN_TITLE:
        return f"{len(areas)} areas, {month}"
    named = [names.get(area, area) for area in areas]
    joined = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    return f"{joined}, {month}"


def assumptions(problem: Problem, policy: Policy, sources: Iterable[Source]) -> tuple[str, ...]:
    """Say what a plan from files takes for granted, one sentence each."""
    said = [
        _travel(policy, {source.kind for source in sources}),
        "Where it is not known whether a person meets a site's limit, pre-assessment comes first.",
    ]
    if policy.require_consent:
        said.append(
            "Without a recorded yes to moving, a person is only placed with the provider that "
            "holds them."
        )
    mapped = problem.pathways.filter(pl.col("priority_flag").is_not_null())
    if mapped.height:
        said.append(
            "Some priorities were missing or postponed (P5, P6) and count as P4; diagnostic "
            "priorities count as the surgical one of the same number."
        )
    validated = problem.pathways["weeks_since_validated"]
    if (validated >= policy.validation_weeks).any():
        said.append(
            f"Some pathways were not validated within the {policy.validation_weeks} weeks before "
            f"the plan starts; whether those people still wait should be asked first."
        )
    if problem.budgets.height:
        said.append("Budgets limit what is spent above the minimums that are paid for already.")
    return tuple(said)


def _travel(policy: Policy, kinds: set[str]) -> str:
    """Say where journeys come from; a table of journeys is believed before places are."""
    if Kind.TRAVEL in kinds:
        return "Journeys are as the files give them; places that they do not join are out of reach."
    if {Kind.ZONES, Kind.SITES} <= kinds:
        return (
            f"Journeys are straight lines between the places given, at "
            f"{policy.minutes_per_mile:g} minutes a mile."
        )
    return "No journeys were given, so every site is taken to be in reach of everybody."
