"""How a contract ends: a plan that stands before it begins, and what stays with the provider.

A hospital took its estates contract back in two months, in 2017, and left the car park with the
contractor, who went into liquidation a year later. So what stays behind is written down with its
owner, and stays on the register until somebody says what became of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from tidegate.core.contracts.months import months_after
from tidegate.core.reasons import Reason


class Readiness(StrEnum):
    """How ready a plan is to be carried out."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class StaffTransfer:
    """Who goes over to the next employer.

    Attributes:
        count: people who transfer.
        list_on: when the list under TUPE is due; None where nobody transfers.
        vacancies: posts that are empty and must be filled.
    """

    count: int
    list_on: date | None = None
    vacancies: int = 0

    def __post_init__(self) -> None:
        if self.count < 0 or self.vacancies < 0:
            raise ValueError("people and vacancies are not fewer than none")


@dataclass(frozen=True, slots=True)
class Stays:
    """One part of the scope that stays with the provider when the rest goes back.

    Attributes:
        scope: what it is.
        owner: who sees to it on the buyer's side.
        review_on: when it is looked at next.
    """

    scope: str
    owner: str
    review_on: date | None


PARTS: Mapping[str, str] = {
    "assets": "Assets: who owns what, and what is bought back",
    "data": "Data and records: what is handed over, in which form",
    "licences": "Licences and registrations that must be held by then",
    "novation": "Subcontracts: which go over to whom",
    "step_in": "Step-in: who takes over if the provider stops at once",
    "mobilisation": "Mobilisation of who comes next",
    "continuity": "Patients: how care goes on without a gap",
}
"""The parts of a plan that are told in words."""


@dataclass(frozen=True, slots=True)
class ExitPlan:
    """One version of a contract's exit plan.

    Attributes:
        scope: everything that the contract covers, part by part.
        residual: what stays with the provider after the rest went back; empty: nothing.
        staff: who transfers.
        parts: by name of ``PARTS``, what is planned.
        cost_pence: what the exit costs the buyer.
        dates: named days, such as when staff are told and when the service comes back.
        owner: who sees to the exit.
        readiness: how ready it is.
        written_on: when this version was written.
        dry_run_on: when it was tried out last; None: never.
    """

    scope: tuple[str, ...]
    staff: StaffTransfer
    parts: Mapping[str, str]
    cost_pence: int
    owner: str
    readiness: Readiness
    written_on: date
    residual: tuple[Stays, ...] = ()
    dates: Mapping[str, date] = field(default_factory=dict)
    dry_run_on: date | None = None


@dataclass(frozen=True, slots=True)
class ExitTerms:
    """When a plan is too old, and when it must have been tried out.

    Attributes:
        name, version, source, author, in_force: where they come from and since when.
        refresh_months: a plan older than this is written anew.
        dry_run_months: so long after the start, and after each dry run, the next is due.
    """

    name: str
    version: str
    source: str
    author: str
    in_force: date
    refresh_months: int
    dry_run_months: int

    @property
    def rules(self) -> str:
        """Name and version, as reasons carry them."""
        return f"{self.name} {self.version}"


def exit_plan_gaps(plan: ExitPlan | None, terms: ExitTerms) -> tuple[Reason, ...]:
    """Return what a plan lacks to be signed on; no plan lacks everything."""
    if plan is None:
        return (_no(terms, "EXIT_PLAN_MISSING", "There is no exit plan."),)
    return tuple(_gaps(plan, terms))


def exit_plan_due(
    plan: ExitPlan | None, *, started: date, today: date, terms: ExitTerms
) -> tuple[Reason, ...]:
    """Return what is due of the plan of a contract in force: a new version, a dry run."""
    if plan is None:
        return exit_plan_gaps(plan, terms)
    found = []
    stale_on = months_after(plan.written_on, terms.refresh_months)
    if today > stale_on:
        detail = f"The exit plan was to be written anew by {_said(stale_on)}."
        found.append(_no(terms, "EXIT_PLAN_STALE", detail, by=stale_on))
    run_by = months_after(plan.dry_run_on or started, terms.dry_run_months)
    if today > run_by:
        detail = f"The exit was to be tried out by {_said(run_by)}."
        found.append(_no(terms, "DRY_RUN_DUE", detail, by=run_by))
    return tuple(found)


def closing_gaps(
    plan: ExitPlan | None, returned: Iterable[str], stays: Iterable[Stays], terms: ExitTerms
) -> tuple[Reason, ...]:
    """Return why a contract cannot be closed so: each part of its scope went back or stays.

    Args:
        plan: the newest exit plan.
        returned: parts of the scope that went back, or over to somebody else.
        stays: parts that stay with the provider.
        terms: whose rules the reasons carry.
    """
    if plan is None:
        return exit_plan_gaps(plan, terms)
    back, left = set(returned), list(stays)
    staying = {each.scope for each in left}
    found = []
    for part in plan.scope:
        if part not in back | staying:
            detail = f"Say what becomes of this: {part}."
            found.append(_no(terms, "SCOPE_LEFT_OPEN", detail, scope=part))
        elif part in back & staying:
            detail = f"This cannot both go back and stay: {part}."
            found.append(_no(terms, "SCOPE_TWICE", detail, scope=part))
    found += [gap for each in left for gap in _left_alone(each, terms)]
    return tuple(found)


def exit_plan_content(plan: ExitPlan) -> dict[str, Any]:
    """Return a plan as a row keeps it; ``exit_plan_from`` reads it back."""
    return {
        "scope": list(plan.scope),
        "residual": [_plain(asdict(each)) for each in plan.residual],
        "staff": _plain(asdict(plan.staff)),
        "parts": dict(plan.parts),
        "cost_pence": plan.cost_pence,
        "dates": {name: day.isoformat() for name, day in plan.dates.items()},
        "owner": plan.owner,
    }


def exit_plan_from(
    content: Mapping[str, Any], *, readiness: str, written_on: date, dry_run_on: date | None
) -> ExitPlan:
    """Return the plan that a row keeps."""
    staff = content["staff"]
    return ExitPlan(
        scope=tuple(content["scope"]),
        residual=tuple(
            Stays(each["scope"], each["owner"], _day(each["review_on"]))
            for each in content["residual"]
        ),
        staff=StaffTransfer(staff["count"], _day(staff["list_on"]), staff["vacancies"]),
        parts=dict(content["parts"]),
        cost_pence=content["cost_pence"],
        dates={name: date.fromisoformat(day) for name, day in content["dates"].items()},
        owner=content["owner"],
        readiness=Readiness(readiness),
        written_on=written_on,
        dry_run_on=dry_run_on,
    )


def _gaps(plan: ExitPlan, terms: ExitTerms) -> Iterator[Reason]:
    if not plan.scope:
        yield _no(terms, "EXIT_SCOPE_EMPTY", "The exit plan does not say what the contract covers.")
    if not plan.owner.strip():
        yield _no(terms, "EXIT_OWNER_MISSING", "Nobody is named who sees to the exit.")
    for name, words in PARTS.items():
        if not plan.parts.get(name, "").strip():
            detail = f"The exit plan says nothing of this: {words}."
            yield _no(terms, "EXIT_PART_MISSING", detail, part=name)
    if plan.staff.count and plan.staff.list_on is None:
        detail = "Staff transfer, but there is no day for the list of who they are."
        yield _no(terms, "TUPE_LIST_MISSING", detail, count=plan.staff.count)
    for each in plan.residual:
        yield from _left_alone(each, terms)
        if each.scope not in plan.scope:
            detail = f"This stays behind but is no part of the scope: {each.scope}."
            yield _no(terms, "RESIDUAL_UNKNOWN", detail, scope=each.scope)


def _left_alone(each: Stays, terms: ExitTerms) -> Iterator[Reason]:
    if not each.owner.strip() or each.review_on is None:
        detail = f"This stays behind without an owner, or a day to look again: {each.scope}."
        yield _no(terms, "RESIDUAL_UNOWNED", detail, scope=each.scope)


def _no(terms: ExitTerms, code: str, detail: str, **inputs: object) -> Reason:
    return Reason(code, detail, inputs, terms.rules)


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: one.isoformat() if isinstance(one, date) else one for key, one in row.items()}


def _day(said: str | None) -> date | None:
    return None if said is None else date.fromisoformat(said)
