"""Bind a plan that is to be made to the one that it replaces, and to the replies to that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.matching.plan_store import kept_plan, plans_folder
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.matching.earlier import replacing, take_up
from tidegate.exchange.matching.plan_context import DatedSource

if TYPE_CHECKING:
    from tidegate.controlroom.matching.models import Plan
    from tidegate.core.matching.problem import Problem
    from tidegate.exchange.findings import Finding
    from tidegate.exchange.matching.replaced import Replaced
    from tidegate.exchange.matching.replies import Replies


@dataclass(frozen=True, slots=True)
class Bound:
    """A problem, and the earlier plan that it has to respect where there is one.

    Attributes:
        problem: what to match; nobody in it has a journey to a site that they declined.
        replaced: the earlier plan and what of it stays; None where a plan starts afresh.
        sources: the file of replies, where there was one.
        findings: replies that do not fit the earlier plan.
    """

    problem: Problem
    replaced: Replaced | None = None
    sources: tuple[DatedSource, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def held(self) -> dict[str, Any]:
        """Return what a solve has to be told besides."""
        return {} if self.replaced is None else {"previous": self.replaced.previous}


def take_up_plan(plan: Plan, replies: Replies | None, area: str, problem: Problem) -> Bound:
    """Bind a problem to an earlier plan of its area.

    Raises:
        UnusableInput: the plan is another area's or damaged, a reply accepts a place that it has
            not given, or an offer has fewer units than were accepted there.
    """
    name = called(plan)
    if plan.area != area:
        raise UnusableInput(
            [error("PLAN_OF_ANOTHER_AREA", name, f"offers of {plan.area}", value=area)]
        )
    earlier = take_up(kept_plan(plans_folder() / plan.folder), name, replies)
    problem, replaced = replacing(earlier, problem)
    sources = () if replies is None else (DatedSource(replies.source),)
    return Bound(problem, replaced, sources, earlier.findings)


def called(plan: Plan) -> str:
    """Name a plan as people speak of it: by its number."""
    return f"plan {plan.pk}"
