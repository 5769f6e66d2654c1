"""Alerts of the NHS Standard Contract: activity plans that are missing, missed, or plan long waits.

Source: spec, transfers 2.4 and 6 row 22. An indicative activity plan (IAP) must be agreed for work
that is paid by activity; where that takes longer than agreed the commissioner may set one. Plans
must not assume waits above 18 weeks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tidegate.core.reasons import Reason

_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class PlanRules:
    """One edition of the rules.

    Attributes:
        name: as reasons name it; ``version`` is its edition.
        source, author, in_force: where it comes from, who chose what is open, from when on.
        months_to_agree: months from service start within which a plan is agreed.
        tolerance: share by which a forecast may differ from the plan before it is said.
        most_wait_weeks: the longest wait that a plan may assume.
    """

    name: str
    version: str
    source: str
    author: str
    in_force: date
    months_to_agree: int
    tolerance: Fraction
    most_wait_weeks: int

    def __post_init__(self) -> None:
        if self.months_to_agree < 0 or self.most_wait_weeks < 0 or self.tolerance < 0:
            raise ValueError("plan rules: every number must be 0 or more")

    @property
    def label(self) -> str:
        """Name and version, as reasons name rules."""
        return f"{self.name} {self.version}"


@dataclass(frozen=True, slots=True)
class ActivityPlan:
    """What was planned under a contract that is paid by activity.

    Attributes:
        started: first day of service.
        agreed_on: when the indicative activity plan was agreed; None while there is none.
        planned: units of the year by line or modality.
        forecast: units that are expected, likewise.
        wait_weeks: the wait that the plan assumes, likewise, where it says one.
    """

    started: date
    agreed_on: date | None
    planned: Mapping[str, int]
    forecast: Mapping[str, Fraction]
    wait_weeks: Mapping[str, Fraction]


def plan_alerts(plan: ActivityPlan, rules: PlanRules, today: date) -> tuple[Reason, ...]:
    """Return what is wrong with an activity plan; a plan with long waits must not be agreed."""
    return (*_missing(plan, rules, today), *_missed(plan, rules), *_long_waits(plan, rules))


def blocks_agreement(alerts: tuple[Reason, ...]) -> bool:
    """Say whether a plan with these alerts must not be agreed."""
    return any(each.code == "PLANS_LONG_WAIT" for each in alerts)


def agree_by(started: date, months: int) -> date:
    """Return the last day on which a plan is in time: the same day so many months later."""
    month = started.month - 1 + months
    year, month = started.year + month // _DECEMBER, month % _DECEMBER + 1
    for day in range(started.day, 0, -1):
        try:
            return date(year, month, day)
        except ValueError:  # the month is shorter
            continue
    raise AssertionError


def _missing(plan: ActivityPlan, rules: PlanRules, today: date) -> Iterator[Reason]:
    last = agree_by(plan.started, rules.months_to_agree)
    if plan.agreed_on is None and today > last:
        detail = f"No activity plan was agreed by {last.isoformat()}; the commissioner may set one."
        yield Reason("PLAN_MISSING", detail, {"due": last}, rules.label)


def _missed(plan: ActivityPlan, rules: PlanRules) -> Iterator[Reason]:
    for name, planned in plan.planned.items():
        expected = plan.forecast.get(name)
        if expected is None or abs(expected - planned) <= rules.tolerance * planned:
            continue
        way = "above" if expected > planned else "below"
        detail = (
            f"{name}: {float(expected):,.0f} units are expected, {way} the {planned:,} planned."
        )
        inputs = {"name": name, "planned": planned, "expected": float(expected)}
        yield Reason("FORECAST_OFF_PLAN", detail, inputs, rules.label)


def _long_waits(plan: ActivityPlan, rules: PlanRules) -> Iterator[Reason]:
    for name, weeks in plan.wait_weeks.items():
        if weeks > rules.most_wait_weeks:
            detail = (
                f"{name}: the plan assumes a wait of {float(weeks):g} weeks, "
                f"above {rules.most_wait_weeks}."
            )
            yield Reason(
                "PLANS_LONG_WAIT", detail, {"name": name, "weeks": float(weeks)}, rules.label
            )
