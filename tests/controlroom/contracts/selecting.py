"""A contract and its selection, as far along as a test wants them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tidegate.core.contracts.procurement.criteria import Criterion
from tidegate.core.contracts.procurement.decision_tree import Question
from tidegate.core.contracts.procurement.regimes import Route
from tidegate.core.contracts.procurement.urgent import Item

if TYPE_CHECKING:
    from tidegate.controlroom.accounts.models import Person
    from tidegate.controlroom.contracts.models import Contract, Notice, Selection

LONDON = ZoneInfo("Europe/London")
HOSPITAL = "85111000-0"
POUNDS = 100
UNCHANGED = {
    Question.FRAMEWORK: False,
    Question.EXISTING: True,
    Question.ONLY_EXISTING: False,
    Question.CHOICE: False,
    Question.SATISFYING: True,
    Question.CONSIDERABLE: False,
}
"""Answers that leave direct award process C open."""

WEIGHED = dict.fromkeys(Criterion, "Weighed on 5 May")
EIGHT_ITEMS = dict.fromkeys(Item, "Said")


def at(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


NOW = at(2026, 5, 20)


def contract_for(
    number: int = 1,
    *,
    service: str = "health_care",
    cpv: str = HOSPITAL,
    value_pence: int = 2_000_000 * POUNDS,
    state: str = "draft",
) -> Contract:
    from tidegate.controlroom.contracts.models import Contract

    return Contract.objects.create(
        reference=f"K-{number:06}",
        contract_id=f"C{number}",
        title="Hip and knee sessions",
        buyer="ZQ1",
        provider="ZN101",
        area="ZQ1",
        service=service,
        cpv=cpv,
        value_pence=value_pence,
        start=date(2026, 8, 3),
        end=date(2028, 7, 30),
        notice_days=90,
        state=state,
        drafted_by="person:1",
        drafted_at=NOW,
        moved_at=NOW,
    )


def opened(
    contract: Contract, actor: Person, started: date = date(2026, 5, 1), now: datetime = NOW
) -> Selection:
    from tidegate.controlroom.contracts.services.open_selection import open_selection

    return open_selection(contract=contract, process_started=started, actor=actor, now=now)


def chosen(
    selection: Selection,
    actor: Person,
    route: Route = Route.DIRECT_C,
    answers: Mapping[Question, bool] = UNCHANGED,
) -> Selection:
    from tidegate.controlroom.contracts.services.choose_route import RouteChoice, choose_route

    choice = RouteChoice(
        route,
        answers,
        decision_makers="Board of 12 May",
        conflicts="None declared",
        criteria=WEIGHED,
    )
    return choose_route(selection=selection, choice=choice, actor=actor, now=NOW)


def published(
    selection: Selection, actor: Person, kind: str, on: date, now: datetime | None = None
) -> Notice:
    from tidegate.controlroom.contracts.services.publish_notice import NewNotice, publish_notice

    moment = now or at(on.year, on.month, on.day)
    new = NewNotice(kind, on, ref="2026/S 000-000001")
    return publish_notice(selection=selection, new=new, actor=actor, now=moment)


def in_standstill(contract: Contract, actor: Person, on: date = date(2026, 6, 1)) -> Selection:
    selection = chosen(opened(contract, actor), actor)
    published(selection, actor, "psr_intention", on)
    selection.refresh_from_db()
    return selection
