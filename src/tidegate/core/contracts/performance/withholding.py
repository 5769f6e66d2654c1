"""How much may be withheld in a month, and when it is given back or kept.

Nothing is withheld but for a breached milestone of a plan that both sides agreed, with withholding
as its agreed consequence; and all withholdings of a month together never pass the cap.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tidegate.core.contracts.performance.terms import WHOLE, PerformanceTerms
from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from tidegate.core.contracts.performance.plan import Plan


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to withhold.

    Attributes:
        milestone: for which milestone of the plan.
        month: first day of the month whose payment is kept back.
        base_pence: what the contract pays in that month.
        rate_per_mille: the part of it that is kept back.
        held_pence: what is kept back of that month already, for whatever milestone.
        held_for: milestones for which something of that month is kept back already.
    """

    milestone: str
    month: date
    base_pence: int
    rate_per_mille: int
    held_pence: int = 0
    held_for: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Withheld:
    """What may be withheld: the amount, and whether the cap made it less."""

    pence: int
    capped: bool


def withhold(
    plan: Plan | None, asked: Asked, terms: PerformanceTerms
) -> Withheld | tuple[Reason, ...]:
    """Return how much is withheld, or why nothing may be; amounts are cut to whole pence."""
    if found := tuple(_refusals(plan, asked, terms)):
        return found
    wanted = asked.base_pence * asked.rate_per_mille // WHOLE
    room = cap_pence(asked.base_pence, terms) - asked.held_pence
    if room <= 0:
        detail = "The most that may be withheld of this month is withheld already."
        return (_no(terms, "CAP_REACHED", detail, held=asked.held_pence),)
    return Withheld(min(wanted, room), capped=wanted > room)


def cap_pence(base_pence: int, terms: PerformanceTerms) -> int:
    """Return the most that may be withheld of a month that pays this much."""
    return base_pence * terms.cap_per_mille // WHOLE


def _refusals(plan: Plan | None, asked: Asked, terms: PerformanceTerms) -> Iterator[Reason]:
    milestone = None if plan is None else plan.milestone(asked.milestone)
    if plan is None or plan.agreed_on is None or milestone is None:
        detail = "Money is withheld only for a milestone of a plan that both sides agreed."
        yield _no(terms, "NO_AGREED_MILESTONE", detail, milestone=asked.milestone)
        return
    if not milestone.is_breached:
        detail = f"Milestone {milestone.id} is not breached."
        yield _no(terms, "MILESTONE_NOT_BREACHED", detail, milestone=milestone.id)
    if not milestone.withholds:
        detail = f"The plan does not say that a breach of milestone {milestone.id} costs money."
        yield _no(terms, "NO_SUCH_CONSEQUENCE", detail, milestone=milestone.id)
    if milestone.id in asked.held_for:
        detail = f"Money is withheld already for milestone {milestone.id} in this month."
        yield _no(terms, "WITHHELD_ALREADY", detail, milestone=milestone.id)
    if milestone.breached_on is not None and asked.month < milestone.breached_on.replace(day=1):
        detail = "That month was over before the milestone was breached."
        yield _no(terms, "MONTH_BEFORE_BREACH", detail, breached_on=milestone.breached_on)
    if asked.month.day != 1 or asked.base_pence <= 0:
        yield _no(terms, "NO_SUCH_MONTH", "Say of which month's payment, and how much that is.")
    if not 0 < asked.rate_per_mille <= terms.withhold_per_mille:
        most = terms.withhold_per_mille / 10
        detail = f"A breached milestone costs more than nothing and at most {most:g}% of the month."
        yield _no(terms, "RATE_OUT_OF_RANGE", detail, rate=asked.rate_per_mille)


def _no(terms: PerformanceTerms, code: str, detail: str, **inputs: object) -> Reason:
    return Reason(code, detail, inputs, terms.rules)
