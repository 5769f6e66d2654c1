"""Make a plan: match the people on the lists to what is on offer, keep it and record it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from tidegate.controlroom.board import words
from tidegate.controlroom.contracts.services.area_ledgers import area_ledgers
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.services.record import Actor, identify, record
from tidegate.controlroom.matching.contract_lines import ContractLines
from tidegate.controlroom.matching.contract_lines import findings as contract_findings
from tidegate.controlroom.matching.models import Plan
from tidegate.controlroom.matching.plan_inputs import (
    BUDGETS,
    CRITERIA,
    LINES,
    SITES,
    TRAVEL,
    ZONES,
    PlanInputs,
    loaded_lines,
    put_together,
)
from tidegate.controlroom.matching.plan_store import plans_folder
from tidegate.controlroom.matching.taken_up import Bound, take_up_plan
from tidegate.controlroom.waiting.beside import newest_beside
from tidegate.core.disclosure import Profile
from tidegate.core.matching.solve import solve
from tidegate.core.matching.stop import Stop
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.matching.advice import load_terms
from tidegate.exchange.matching.earlier import in_words
from tidegate.exchange.matching.from_files import assumptions, title
from tidegate.exchange.matching.plan_context import Ground, PlanContext
from tidegate.exchange.matching.plan_folder import DIFFERENCE, read_ground, write_plan
from tidegate.exchange.matching.report.words import percent_of_gap

if TYPE_CHECKING:
    from tidegate.controlroom.waiting.models import Snapshot
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem
    from tidegate.exchange.matching.replies import Replies

# The report leaves the page that is marked as a demonstration.
_MADE_UP = (
    "This is a demonstration: the places, the organisations and the people who wait are made up."
)


@dataclass(frozen=True, slots=True)
class Ready:
    """All that a plan is made from, put together.

    Attributes:
        area: the area that it is for.
        inputs: the snapshots behind it.
        bound: the problem, and the earlier plan that it has to respect where there is one.
        policy, context: what a slot is worth to whom, and what the plan's readers are told.
        replaces: the row of that earlier plan.
        further: facts of its own for the record, such as the changes made to that plan.
    """

    area: str
    inputs: PlanInputs
    bound: Bound
    policy: Policy
    context: PlanContext
    replaces: Plan | None = None
    further: Mapping[str, object] = field(default_factory=dict)


def run_plan(  # noqa: PLR0913 - all by keyword: what a plan is made of
    *,
    lists: Sequence[Snapshot],
    offers: Sequence[Snapshot],
    policy: Policy,
    actor: Actor,
    now: datetime,
    seed: int = 1,
    stop: Stop | None = None,
    ground: Ground | None = None,
    replaces: Plan | None = None,
    replies: Replies | None = None,
) -> Plan:
    """Match, write the plan's folder, and keep the plan with its entry in the record.

    Journeys, contract lines, budgets and sites' criteria are the newest of each organisation whose
    offers these are, and of its area's board. Lines of the area's running contracts are theirs,
    with the take and cap that are left today.
    The folder is whole before the row that names it is committed; if that fails it is removed.

    Args:
        lists: waiting lists, one of each organisation.
        offers: what is on offer, one of each organisation; the plan is for the area that all of
            them lie in.
        policy: what a slot is worth to whom.
        actor: the person who makes the plan, or the named run of the software.
        now: when.
        seed: what breaks ties.
        stop: when the plan is good enough; as usual when not given.
        ground: what the report's map is drawn on; that of the area's last plan when not given.
        replaces: the plan that this one takes the place of: accepted transfers of it stay.
        replies: what patients answered to that plan, beyond what it knows already.

    Raises:
        UnusableInput: no list, no offers, offers of no area or of two, no journeys, a stored file
            was altered, or the plan to replace is another area's, is damaged or cannot be kept to.
    """
    area = _area(offers)
    inputs = _gather(lists, offers)
    contracts = ContractLines(area_ledgers(area, now))
    problem = put_together(inputs, policy.minutes_per_mile, contracts)
    bound = Bound(problem)
    if replaces is not None:
        bound = take_up_plan(replaces, replies, area, problem)
    context = _context(inputs, bound, policy, now, seed, ground or _last_ground(area))
    context, further = _told_of_contracts(context, contracts, inputs, problem)
    ready = Ready(area, inputs, bound, policy, context, replaces, further)
    return match_and_keep(ready, actor=actor, now=now, stop=stop)


def match_and_keep(ready: Ready, *, actor: Actor, now: datetime, stop: Stop | None = None) -> Plan:
    """Match what is ready, write the plan's folder, and keep the plan with its entry."""
    bound, policy, context = ready.bound, ready.policy, ready.context
    problem, replaced = bound.problem, bound.replaced
    stop = stop or Stop()
    result = solve(problem, policy, stop, context.seed, **bound.held, terms=load_terms())
    folder = plans_folder() / f"{problem.start:%Y%m%d}-{uuid4().hex[:8]}"
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # who is treated is in there
    try:
        summary = write_plan(folder, problem, policy, result, context, replaced=replaced)
        with transaction.atomic():
            return _keep(ready, summary, folder, actor, now)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _told_of_contracts(
    context: PlanContext, contracts: ContractLines, inputs: PlanInputs, problem: Problem
) -> tuple[PlanContext, dict[str, object]]:
    """Tell the plan's readers, and its entry, of the contracts whose lines it uses."""
    named = set(problem.offers["line_id"].drop_nulls().to_list())
    sources = contracts.sources(set(problem.lines["line_id"].to_list()))
    file = ", ".join(dict.fromkeys(one.name for one in inputs.lines)) or "the plan"
    found = contract_findings(contracts, loaded_lines(inputs), named, problem.start, file)
    told = replace(
        context,
        sources=(*context.sources, *sources),
        findings=(*context.findings, *found),
    )
    further: dict[str, object] = {
        "contracts": [
            {"contract": each.source.name, "sha256": each.source.sha256} for each in sources
        ]
    }
    return told, further if sources else {}


def _area(offers: Sequence[Snapshot]) -> str:
    """Return the one area that all the offers are for, each organisation's taken once."""
    if not offers:
        raise UnusableInput([error("NO_OFFERS", "the plan", "offers to plan with")])
    owners = [one.organisation for one in offers]
    areas = dict(Organisation.objects.filter(code__in=owners).values_list("code", "area"))
    for one in offers:
        if not areas.get(one.organisation):
            expected = "offers that an organisation of an area loaded"
            _refuse("OFFERS_OF_NO_AREA", one.name, expected, one.organisation)
    if len(set(areas.values())) > 1:
        expected = "offers of one area; each area has a plan of its own"
        _refuse("OFFERS_OF_TWO_AREAS", offers[0].name, expected, ", ".join(areas.values()))
    if len(set(owners)) < len(owners):
        again = next(one for one in offers if owners.count(one.organisation) > 1)
        expected = "one file of offers of each organisation"
        _refuse("OFFERS_TWICE", again.name, expected, again.organisation)
    return areas[owners[0]]


def _gather(lists: Sequence[Snapshot], offers: Sequence[Snapshot]) -> PlanInputs:
    """Find what goes with the offers, and refuse to plan without lists or journeys."""
    name, owners = offers[0].name, [one.organisation for one in offers]
    if not lists:
        raise UnusableInput([error("NO_LIST", name, "at least one waiting list to plan")])
    as_of = max(one.as_of for one in offers)

    def beside(kind: str) -> tuple[Snapshot, ...]:
        return tuple(newest_beside(kind, owners, as_of))

    travel, zones, sites = beside(TRAVEL), beside(ZONES), beside(SITES)
    if not travel and not (zones and sites):
        expected = (
            "travel times, or zones and sites with their places, loaded for the organisation whose"
            " offers these are or for its area"
        )
        _refuse("NO_TRAVEL", name, expected, ", ".join(owners))
    places = ((), ()) if travel else (zones, sites)
    paid = (beside(LINES), beside(BUDGETS))
    criteria = beside(CRITERIA)
    return PlanInputs(tuple(lists), tuple(offers), travel, *paid, *places, criteria=criteria)


def _refuse(code: str, name: str, expected: str, value: str) -> NoReturn:
    raise UnusableInput([error(code, name, expected, value=value)])


def _last_ground(area: str) -> Ground:
    """Return what the area's last plan was drawn on; nothing when that plan is damaged."""
    last = Plan.objects.filter(area=area).order_by("-made_at", "-id").first()
    if last is None:
        return Ground()
    try:
        return read_ground(plans_folder() / last.folder)
    except UnusableInput:  # a map is worth less than the plan that would not be made for it
        return Ground()


def _context(
    inputs: PlanInputs,
    bound: Bound,
    policy: Policy,
    now: datetime,
    seed: int,
    ground: Ground,
) -> PlanContext:
    names = dict(Organisation.objects.values_list("code", "name"))
    sources, problem = (*inputs.sources(), *bound.sources), bound.problem
    return PlanContext(
        title=title(problem, names),
        profile=Profile.HES_SUBNATIONAL,
        made_at=now.astimezone(words.LONDON),  # its readers' day, not that of the server
        seed=seed,
        data_as_of=inputs.as_of,
        sources=sources,
        assumptions=(
            *((_MADE_UP,) if settings.TIDEGATE_DEMO else ()),
            *assumptions(problem, policy, [dated.source for dated in sources]),
            *((in_words(bound.replaced, policy),) if bound.replaced else ()),
        ),
        findings=bound.findings,
        names=names,
        ground=ground,
    )


def _keep(
    ready: Ready, summary: Mapping[str, Any], folder: Path, actor: Actor, now: datetime
) -> Plan:
    head, policy = summary["headline"], summary["policy"]
    plan = Plan.objects.create(
        area=ready.area,
        as_of=ready.inputs.as_of,
        start=date.fromisoformat(summary["start"]),
        weeks=summary["weeks"],
        policy_name=policy["name"],
        policy_version=policy["version"],
        seed=summary["seed"],
        replaces=ready.replaces,
        folder=folder.name,
        status=summary["status"],
        objective=summary["objective"],
        bound=summary["bound"],
        gap=summary["gap"],
        waiting=head["waiting"],
        matched=head["treated"],
        units=head["units"],
        units_used=head["units_used"],
        made_by=identify(actor)[1],
        made_at=now,
    )
    plan.inputs.set(ready.inputs.all)
    record(
        kind="plan_made",
        actor=actor,
        on_behalf_of=ready.area,
        subject=f"plan:{plan.pk}",
        headline=_headline(plan, summary),
        facts={
            **_facts(plan, ready.inputs, folder),
            **_replacing(plan, ready.bound, summary),
            **ready.further,
        },
        now=now,
    )
    return plan


def _headline(plan: Plan, summary: Mapping[str, Any]) -> str:
    """Say what was made, and how much of an earlier plan it disturbs where it replaces one."""
    said = (
        f"Made a plan for {words.counted(plan.weeks, 'week')} from {words.day(plan.start)}:"
        f" {plan.matched:,} of {words.counted(plan.waiting, 'person', 'people')} would be"
        f" treated, gap to the best possible {percent_of_gap(plan.gap)}"
    )
    if not summary[DIFFERENCE]:
        return said
    figures = summary[DIFFERENCE]["figures"]
    return (
        f"{said}; in place of plan {plan.replaces_id}, of which {figures['disturbed']:,} of "
        f"{words.counted(figures['valid'], 'place')} that could be kept are not"
    )


def _replacing(plan: Plan, bound: Bound, summary: Mapping[str, Any]) -> dict[str, object]:
    """Name the plan that is replaced, the replies to it by their hash, and how much changes."""
    if plan.replaces_id is None:
        return {}
    told = summary[DIFFERENCE]
    return {
        "replaces": plan.replaces_id,
        "replies": [dated.source.sha256 for dated in bound.sources],
        **({"difference": told["figures"]} if told else {}),
    }


def _facts(plan: Plan, inputs: PlanInputs, folder: Path) -> dict[str, object]:
    """Name what the plan was made from and what came out, each file by its hash."""
    return {
        "start": plan.start,
        "weeks": plan.weeks,
        "policy": f"{plan.policy_name}-{plan.policy_version}",
        "seed": plan.seed,
        "status": plan.status,
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": plan.gap,
        "waiting": plan.waiting,
        "matched": plan.matched,
        "units": plan.units,
        "units_used": plan.units_used,
        "inputs": [
            {
                "snapshot": snapshot.pk,
                "kind": snapshot.kind,
                "organisation": snapshot.organisation,
                "as_of": snapshot.as_of,
                "sha256": snapshot.sha256,
            }
            for snapshot in inputs.all
        ],
        "files": {file.name: _sha256(file) for file in sorted(folder.glob("*.parquet"))},
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
