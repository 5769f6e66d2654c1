"""Make the demo: its organisations, people and snapshots, and a plan, as people would make them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Count, Sum

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.accounts.services.add_person import add_person
from tidegate.controlroom.board import words
from tidegate.controlroom.demo.by_hand import PROVIDER
from tidegate.controlroom.demo.cast import Cast
from tidegate.controlroom.demo.contract_weeks import Weeks
from tidegate.controlroom.demo.services.hand_in_returns import take_over_returns
from tidegate.controlroom.demo.services.make_contracts import make_contracts
from tidegate.controlroom.demo.services.play_days import play_days
from tidegate.controlroom.directory.models import Organisation, Token
from tidegate.controlroom.directory.services.add_organisation import add_organisation
from tidegate.controlroom.directory.services.grant_membership import grant_membership
from tidegate.controlroom.directory.services.issue_token import issue_token
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.log.services.record import Actor, record
from tidegate.controlroom.matching.models import Plan
from tidegate.controlroom.matching.services.run_plan import run_plan
from tidegate.controlroom.transfers.models import Request, Use, Wave
from tidegate.controlroom.waiting.models import Snapshot
from tidegate.controlroom.waiting.services.load_snapshot import load_snapshot
from tidegate.core.demo.days import at, working_day
from tidegate.core.demo.health_system import EARLIER
from tidegate.core.demo.organisations import AREA, AREA_NAME, organisations
from tidegate.core.demo.people import COORDINATOR, PEOPLE, DemoPerson
from tidegate.core.directory.roles import Role
from tidegate.core.log.entry import System
from tidegate.core.matching.weeks import week_zero
from tidegate.core.transfers.lifecycle.states import RequestState
from tidegate.exchange.demo.ground import demo_ground
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.matching.policies import DEFAULT, load_policy

if TYPE_CHECKING:
    from tidegate.exchange.incoming import Incoming

Clock = Callable[[], datetime]
Step = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Sent:
    """What the fictional organisations send, read and checked.

    Attributes:
        earlier: what they sent four weeks before.
        waiting: pathways that are on the lists of today.
        newest: reads what they send today, without those who were treated meanwhile.
    """

    earlier: Sequence[Incoming]
    waiting: Collection[str]
    newest: Callable[[Collection[str]], Sequence[Incoming]]


@dataclass(frozen=True, slots=True)
class DemoMade:
    """What is there now: how many of each, the plan, and where the requests for transfer stand.

    Attributes:
        organisations, people, snapshots, entries: how many.
        plan: the first one.
        waiting: people on the lists of today.
        waves: how many people were asked in each wave of the plan.
        requests: how many requests stand in each state.
        units: what became of the units of offers that people were asked for, by movement.
    """

    organisations: int
    people: int
    snapshots: int
    plan: Plan
    entries: int
    waiting: int
    waves: tuple[int, ...]
    requests: Mapping[str, int]
    units: Mapping[str, int]


def make_demo(
    sent: Sent,
    *,
    seed: int,
    as_of: date,
    password: str,
    clock: Clock,
    step: Step,
    keep_token: Callable[[str], None] = lambda _secret: None,
) -> Plan:
    """Make whatever of the demo is not there yet, each stage whole or not at all.

    Safe to run again after an interruption: what was made stays as it is. The demo begins with the
    first of its contracts, seventeen weeks before the week in which it stands, and goes through its
    days up to now, in their order; the last entry says when it was made.

    Args:
        sent: what the fictional organisations send.
        seed: the seed of the demo, named in the record and used to break ties.
        as_of: the day on which the demo stands, that of the newest lists.
        password: with which each account can sign in.
        clock: tells the time; the demo's days end then.
        step: shows a stage while it runs.
        keep_token: keeps the secret of the token of a provider's system.

    Raises:
        UnusableInput: the database holds organisations that are not the demo's.
    """
    _refuse_a_real_one()
    run, planned_on = System(f"demo, seed {seed}"), as_of - EARLIER
    weeks = Weeks(as_of, len(sent.waiting), seed)
    begun = at(weeks.drafted, 9)
    first = working_day(planned_on + timedelta(days=1))
    with step("Adding organisations"):
        _add_organisations(run, begun)
    with step("Adding people, two for each provider and one for each other role"):
        people = _add_people(run, password, begun + timedelta(minutes=30))
        token = _token(Cast(people), begun + timedelta(hours=2), keep_token)
    with step("Awarding three contracts, and keeping account of their use"):
        make_contracts(cast=Cast(people, token), weeks=weeks, before=at(first, 7))
    with step("Taking over the situation reports of the weeks before"):
        take_over_returns(cast=Cast(people), seed=seed, today=as_of, before=at(first, 7))
    with step("Loading the waiting lists and offers of four weeks ago"):
        for arrival in sent.earlier:
            _load(arrival, people, run, at(first, 7, 30))
    with step("Matching everyone who waits to what is on offer"):
        plan = _plan_made(as_of) or _plan(planned_on, seed, people[COORDINATOR.email], at(first, 9))
    with step("Asking people, and carrying their transfers on up to today"):
        play_days(
            plan=plan,
            cast=Cast(people, token),
            seed=seed,
            today=as_of,
            until=min(clock(), at(as_of, 23, 59)),
            waiting=sent.waiting,
            weeks=weeks,
        )
    with step("Loading the waiting lists, offers and published months of today"):
        for arrival in sent.newest(_treated()):
            _load(arrival, people, run, clock())
    _record(plan, run, seed, begun, clock())
    return plan


def demo_made(as_of: date) -> DemoMade | None:
    """Count what is there of a demo; None when its plan has not been made."""
    plan = _plan_made(as_of)
    if plan is None:
        return None
    states = Request.objects.order_by().values_list("state")
    waves = Wave.objects.filter(plan=plan).order_by("number")
    uses = Use.objects.order_by().values_list("movement")
    lists = Snapshot.objects.filter(kind="pathways", as_of=as_of, superseded_by=None)
    return DemoMade(
        organisations=Organisation.objects.count(),
        people=Person.objects.count(),
        snapshots=Snapshot.objects.count(),
        plan=plan,
        entries=Entry.objects.count(),
        waiting=lists.aggregate(rows=Sum("rows"))["rows"] or 0,
        waves=tuple(waves.values_list("asked", flat=True)),
        requests=dict(states.annotate(many=Count("pk"))),
        units=dict(uses.annotate(many=Sum("units"))),
    )


def _treated() -> frozenset[str]:
    over = [RequestState.TREATED.value, RequestState.CLOSED.value]
    return frozenset(Request.objects.filter(state__in=over).values_list("pathway_id", flat=True))


def _token(cast: Cast, now: datetime, keep: Callable[[str], None]) -> Token:
    """Issue a token for the system of one provider, whose secret is kept beside the password."""
    hospital = Organisation.objects.get(code=PROVIDER)
    there = Token.objects.filter(organisation=hospital).order_by("pk").first()
    if there is not None:
        return there
    with transaction.atomic():
        token, secret = issue_token(
            organisation=hospital, role=Role.PROVIDER_USER,
            label=f"Booking system, {hospital.name}", expires_at=now + timedelta(days=365),
            actor=cast.administrator, now=now,
        )  # fmt: skip
        keep(secret)
    return token


def _plan_made(as_of: date) -> Plan | None:
    """Find the demo's own plan: the first one for its area and weeks."""
    plans = Plan.objects.filter(area=AREA, start=week_zero(as_of - EARLIER))
    return plans.order_by("id").first()


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


def _load(arrival: Incoming, people: dict[str, Person], run: System, now: datetime) -> None:
    """Load what an organisation sent, by its own account where it has one that may."""
    loaded = Snapshot.objects.filter(
        kind=arrival.source.kind, as_of=arrival.as_of, organisation=arrival.organisation
    )
    if not loaded.exists():
        load_snapshot(arrival, actor=_loader(arrival.organisation, people, run), now=now)


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


def _record(plan: Plan, run: System, seed: int, begun: datetime, now: datetime) -> None:
    if Entry.objects.filter(kind="demo_made").exists():
        return
    with transaction.atomic():
        record(
            kind="demo_made",
            actor=run,
            on_behalf_of=AREA,
            subject=f"demo:{seed}",
            headline=(
                f"{AREA_NAME} is ready: a fictional health system, and no one's data; its days"
                f" since {words.day(begun)} were gone through just now"
            ),
            facts={
                "seed": seed,
                "organisations": Organisation.objects.count(),
                "people": Person.objects.count(),
                "snapshots": Snapshot.objects.count(),
                "plan": plan.pk,
                "requests": Request.objects.count(),
                "days_since": begun,
            },
            now=now,
        )
