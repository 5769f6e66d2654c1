"""Make the demo: its organisations, people and snapshots, and a plan, as people would make them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.accounts.services.add_person import add_person
from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.directory.services.add_organisation import add_organisation
from tidegate.controlroom.directory.services.grant_membership import grant_membership
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.log.services.record import Actor, record
from tidegate.controlroom.matching.models import Plan
from tidegate.controlroom.matching.services.run_plan import run_plan
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.controlroom.waiting.services.load_snapshot import load_snapshot
from tidegate.core.demo.organisations import AREA, AREA_NAME, organisations
from tidegate.core.demo.people import COORDINATOR, PEOPLE, DemoPerson
from tidegate.core.directory.roles import Role
from tidegate.core.log.entry import System
from tidegate.core.matching.weeks import week_zero
from tidegate.exchange.demo.ground import demo_ground
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.matching.policies import DEFAULT, load_policy

if TYPE_CHECKING:
    from tidegate.exchange.incoming import Incoming

Clock = Callable[[], datetime]
Step = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class DemoMade:
    """What is there now: how many organisations, accounts, snapshots and entries, and the plan."""

    organisations: int
    people: int
    snapshots: int
    plan: Plan
    entries: int


def make_demo(
    arrivals: Sequence[Incoming], *, seed: int, as_of: date, password: str, clock: Clock, step: Step
) -> Plan:
    """Make whatever of the demo is not there yet, each stage whole or not at all.

    Safe to run again after an interruption: what was made stays as it is.

    Args:
        arrivals: what the fictional organisations send, read and checked.
        seed: the seed of the demo, named in the record and used to break ties.
        as_of: the day that the waiting lists describe.
        password: with which each account can sign in.
        clock: tells the time; each stage is recorded when it happens.
        step: shows a stage while it runs.

    Raises:
        UnusableInput: the database holds organisations that are not the demo's.
    """
    _refuse_a_real_one()
    run = System(f"demo, seed {seed}")
    with step("Adding organisations"):
        _add_organisations(run, clock())
    with step("Adding people, one for each role"):
        people = _add_people(run, password, clock())
    with step("Loading waiting lists, offers and published months"):
        for arrival in arrivals:
            _load(arrival, people, run, clock)
    with step("Matching everyone who waits to what is on offer"):
        plan = _plan_made(as_of) or _plan(as_of, seed, people[COORDINATOR.email], clock())
    _record(plan, run, seed, clock())
    return plan


def demo_made(as_of: date) -> DemoMade | None:
    """Count what is there of a demo; None when its plan has not been made."""
    plan = _plan_made(as_of)
    if plan is None:
        return None
    return DemoMade(
        organisations=Organisation.objects.count(),
        people=Person.objects.count(),
        snapshots=Snapshot.objects.count(),
        plan=plan,
        entries=Entry.objects.count(),
    )


def _plan_made(as_of: date) -> Plan | None:
    """Find the demo's own plan: the first one for its area and weeks."""
    return Plan.objects.filter(area=AREA, start=week_zero(as_of)).order_by("id").first()


def _refuse_a_real_one() -> None:
    codes = [organisation.code for organisation in organisations()]
    other = Organisation.objects.exclude(code__in=codes).first()
    if other is not None:
        expected = "a database of its own for the demo; this one holds other organisations"
        raise UnusableInput([error("NOT_A_DEMO", "database", expected, value=str(other))])


@transaction.atomic
def _add_organisations(run: System, now: datetime) -> None:
    there = {organisation.code: organisation for organisation in Organisation.objects.all()}
    for one in organisations():
        if one.code not in there:
            there[one.code] = add_organisation(
                code=one.code,
                name=one.name,
                kind=one.kind,
                parent=there[one.parent] if one.parent else None,
                sector=one.sector,
                actor=run,
                now=now,
            )


@transaction.atomic
def _add_people(run: System, password: str, now: datetime) -> dict[str, Person]:
    there = {person.email: person for person in Person.objects.all()}
    hashed = make_password(password)
    for one in PEOPLE:
        if one.email not in there:
            there[one.email] = add_person(
                email=one.email, label=one.label, password_hash=hashed, actor=run, now=now
            )
        grant_membership(
            person=there[one.email],
            organisation=Organisation.objects.get(code=one.organisation),
            role=one.role,
            actor=run,
            now=now,
        )
    return there


def _load(arrival: Incoming, people: dict[str, Person], run: System, clock: Clock) -> None:
    """Load what an organisation sent, by its own account where it has one that may."""
    loaded = Snapshot.objects.filter(
        kind=arrival.source.kind, as_of=arrival.as_of, organisation=arrival.organisation
    )
    if not loaded.exists():
        load_snapshot(arrival, actor=_loader(arrival.organisation, people, run), now=clock())


def _loader(organisation: str, people: dict[str, Person], run: System) -> Actor:
    def may(person: DemoPerson) -> bool:
        return person.organisation == organisation and person.role in (
            Role.PROVIDER_USER,
            Role.COORDINATOR,
        )

    return next((people[person.email] for person in PEOPLE if may(person)), run)


def _plan(as_of: date, seed: int, coordinator: Person, now: datetime) -> Plan:
    current = Snapshot.objects.filter(as_of=as_of, superseded_by=None)
    return run_plan(
        lists=list(current.filter(kind="pathways").order_by("organisation")),
        offers=[current.get(kind="offers", organisation=AREA)],
        policy=load_policy(DEFAULT),
        actor=coordinator,
        now=now,
        seed=seed,
        ground=demo_ground(),
    )


def _record(plan: Plan, run: System, seed: int, now: datetime) -> None:
    if Entry.objects.filter(kind="demo_made").exists():
        return
    with transaction.atomic():
        record(
            kind="demo_made",
            actor=run,
            on_behalf_of=AREA,
            subject=f"demo:{seed}",
            headline=f"{AREA_NAME} is ready: a fictional health system, and no one's data",
            facts={
                "seed": seed,
                "organisations": Organisation.objects.count(),
                "people": Person.objects.count(),
                "snapshots": Snapshot.objects.count(),
                "plan": plan.pk,
            },
            now=now,
        )
