"""A remedial action plan: milestones with an owner, a day and a consequence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from tidegate.core.reasons import Reason


@dataclass(frozen=True, slots=True)
class Milestone:
    """One thing that must be so by a day.

    Attributes:
        id: its name within the plan.
        metric, target: what is measured, and what it must come to.
        due: by when.
        owner: who sees to it.
        withholds: whether money may be withheld where it is breached: its agreed consequence.
        met_on: when it was met.
        breached_on: when it was found not to be.
    """

    id: str
    metric: str
    target: str
    due: date
    owner: str
    withholds: bool = True
    met_on: date | None = None
    breached_on: date | None = None

    @property
    def is_breached(self) -> bool:
        """Say whether it was found breached and has not been met since."""
        return self.breached_on is not None and self.met_on is None

    def breached(self, day: date) -> Milestone:
        """Return it as found breached on a day."""
        return replace(self, breached_on=day)

    def met(self, day: date) -> Milestone:
        """Return it as met on a day; that it was breached before stays with it."""
        return replace(self, met_on=day)


@dataclass(frozen=True, slots=True)
class Plan:
    """An agreed plan.

    Attributes:
        version: 1 for the first.
        agreed_on: when both sides agreed to it; None while it is a proposal.
        milestones: in the order of their days.
    """

    version: int
    agreed_on: date | None
    milestones: tuple[Milestone, ...]

    def milestone(self, name: str) -> Milestone | None:
        """Return the milestone of this name."""
        return next((each for each in self.milestones if each.id == name), None)

    def with_milestone(self, changed: Milestone) -> Plan:
        """Return the plan with one of its milestones replaced."""
        return replace(
            self,
            milestones=tuple(
                changed if each.id == changed.id else each for each in self.milestones
            ),
        )


def plan_faults(plan: Plan, rules: str) -> tuple[Reason, ...]:
    """Return what is wrong with a plan that is to be agreed; empty when nothing is."""
    found = []
    if not plan.milestones:
        found.append(Reason("NO_MILESTONES", "A plan has at least one milestone.", {}, rules))
    names = [each.id for each in plan.milestones]
    if len(set(names)) < len(names):
        detail = "Two milestones have the same name."
        found.append(Reason("MILESTONE_TWICE", detail, {"names": names}, rules))
    for each in plan.milestones:
        if not (each.metric.strip() and each.target.strip() and each.owner.strip()):
            detail = f"Milestone {each.id} has no metric, no target or no owner."
            found.append(Reason("MILESTONE_INCOMPLETE", detail, {"milestone": each.id}, rules))
        if plan.agreed_on is not None and each.due < plan.agreed_on:
            detail = f"Milestone {each.id} was due before the plan was agreed."
            found.append(Reason("MILESTONE_PAST", detail, {"milestone": each.id}, rules))
    return tuple(found)


def unmet(plan: Plan) -> tuple[Milestone, ...]:
    """Return the milestones that have not been met."""
    return tuple(each for each in plan.milestones if each.met_on is None)


def plan_content(plan: Plan) -> dict[str, Any]:
    """Return a plan as a row keeps it; ``plan_from`` reads it back."""
    return {
        "version": plan.version,
        "agreed_on": None if plan.agreed_on is None else plan.agreed_on.isoformat(),
        "milestones": [
            {
                key: value.isoformat() if isinstance(value, date) else value
                for key, value in asdict(each).items()
            }
            for each in plan.milestones
        ],
    }


def plan_from(content: Mapping[str, Any]) -> Plan | None:
    """Return the plan that a row keeps; None where none was agreed yet."""
    if not content:
        return None
    return Plan(
        content["version"], _day(content["agreed_on"]), tuple(_milestones(content["milestones"]))
    )


def _milestones(rows: Iterable[Mapping[str, Any]]) -> Iterable[Milestone]:
    days = ("due", "met_on", "breached_on")
    return (Milestone(**{**row, **{key: _day(row[key]) for key in days}}) for row in rows)


def _day(said: str | None) -> date | None:
    return None if said is None else date.fromisoformat(said)
