"""A plan with what-if changes made to it: its problem, and what its readers are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from tidegate.core.disclosure import Profile
from tidegate.core.matching.changes.change import ImpossibleChanges, apply
from tidegate.exchange.findings import Finding, UnusableInput, error
from tidegate.exchange.matching.changes_written import written
from tidegate.exchange.matching.earlier import replacing, take_up
from tidegate.exchange.matching.from_files import names_given
from tidegate.exchange.matching.plan_context import DatedSource, PlanContext
from tidegate.exchange.sources import Source

if TYPE_CHECKING:
    from tidegate.core.matching.changes.change import Change, Named
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem
    from tidegate.exchange.matching.plan_folder import Plan
    from tidegate.exchange.matching.replaced import Replaced

# Columns of a summary's rows that hold a code, each with the column of its name.
_NAMED = {
    "origin": "origin_name",
    "site": "site_name",
    "contract_id": "contract_name",
    "payer": "payer_name",
    "id": "name",
}


@dataclass(frozen=True, slots=True)
class Changed:
    """What is to be solved instead, and the plan that it stands beside.

    Attributes:
        problem, policy: with the changes made.
        replaced: the plan without them; what was accepted of it stays.
    """

    problem: Problem
    policy: Policy
    replaced: Replaced


def change_plan(plan: Plan, name: str, changes: Sequence[Change]) -> Changed:
    """Make changes to a plan that was kept; ``name`` is what its readers call it.

    Raises:
        UnusableInput: naming each change that the plan has no place for, or an offer that would
            have fewer units than transfers that were accepted there.
    """
    try:
        problem, policy = apply(plan.problem, plan.policy, changes)
    except ImpossibleChanges as impossible:
        raise UnusableInput(
            error(reason.code, "change", _instead(reason.detail), value=written(changes[place]))
            for place, reason in impossible.reasons.items()
        ) from impossible
    # Whoever declined a site has no journey to it in the plan's own problem already.
    _, replaced = replacing(take_up(plan, name), problem)
    return Changed(problem, policy, replaced)


def _instead(detail: str) -> str:
    return f"a change that this plan has a place for: {detail}"


def said(plan: Plan, changes: Sequence[Change], named: Named) -> list[str]:
    """Say each change in words that a sentence can begin or end with."""
    return [change.words(plan.problem, named) for change in changes]


def names_told(plan: Plan) -> Mapping[str, str]:
    """Return the names of organisations, sites, areas and contracts that a plan's files tell."""
    names = {
        row[code]: row[name]
        for rows in _tables(plan.summary)
        for row in rows
        for code, name in _NAMED.items()
        if row.get(code) and row.get(name)
    }
    return {**names, **names_given(plan.problem)}


def _tables(summary: Mapping[str, Any]) -> Iterator[Sequence[Mapping[str, Any]]]:
    for name in ("flows_by_holder", "flows_by_area", "one_more_unit"):
        yield summary[name]["rows"]
    for name in ("contracts", "prices"):
        yield summary[name]


def context_of_changed(
    plan: Plan, changes: Sequence[Change], names: Mapping[str, str], *, now: datetime
) -> PlanContext:
    """Describe a changed plan: as the one that it came from, and what was changed in it."""
    summary = plan.summary
    in_words = said(plan, changes, lambda code: names.get(code, code))
    as_of = summary["data_as_of"]
    return PlanContext(
        title=summary["title"],
        profile=Profile(summary["profile"]),
        made_at=now,
        seed=summary["seed"],
        who=summary["who"],
        data_as_of=None if as_of is None else date.fromisoformat(as_of),
        sources=tuple(_dated(row) for row in summary["sources"]),
        assumptions=(*(f"Changed: {one}." for one in in_words), *summary["assumptions"]),
        findings=tuple(Finding.of(facts) for facts in summary["findings"]),
        names=names,
        ground=plan.ground,
    )


def _dated(row: Mapping[str, Any]) -> DatedSource:
    source = Source(row["name"], row["sha256"], row["bytes"], row["kind"])
    return DatedSource(source, row["as_of"] and date.fromisoformat(row["as_of"]))
