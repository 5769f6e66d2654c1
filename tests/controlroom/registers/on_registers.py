"""Rows for tests of the registers: one of each, and what a form is sent for it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.test import Client

from tidegate.controlroom.registers.forms.oversight import ACTIONS, FRAMEWORKS
from tidegate.controlroom.registers.funding_plan import POWERS
from tidegate.controlroom.registers.services.add_commitment import add_commitment
from tidegate.controlroom.registers.services.add_data_release import NewRelease, add_data_release
from tidegate.controlroom.registers.services.add_enforcement_act import NewAct, add_enforcement_act
from tidegate.controlroom.registers.services.add_funding_transfer import add_funding_transfer
from tidegate.controlroom.registers.services.add_rating_opinion import (
    NewOpinion,
    add_rating_opinion,
)
from tidegate.controlroom.registers.services.add_speak_up_case import NewCase, add_speak_up_case
from tidegate.controlroom.registers.services.add_spend_case import add_spend_case
from tidegate.controlroom.registers.services.place_providers import NewRun, place_providers
from tidegate.core.registers.commitments import Direction, Milestone, Promise, Quantity
from tidegate.core.registers.enforcement import Question, Rating
from tidegate.core.registers.funding import FundingPlan
from tidegate.core.registers.oversight import ProviderScores
from tidegate.core.registers.releases import Agreement, Level
from tidegate.core.registers.speak_up import Channel, Concern
from tidegate.core.registers.spend import Money, SpendCase

if TYPE_CHECKING:
    from tidegate.controlroom.accounts.models import Person
    from tidegate.controlroom.registers import models

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
PROMISE = Promise(
    who_promised="Health ministry",
    summary="Double the places for graduates to 200 in 2018",
    made_on=date(2017, 3, 21),
    source="Speech on the training of managers",
    deliverable="Places on the graduate scheme",
    quantity=Quantity(Decimal(200), "places", Direction.TO, Decimal(100)),
    owner="Leadership academy",
    due=date(2018, 12, 31),
    milestones=(Milestone("Half of them", date(2018, 6, 30), Decimal(150)),),
)
PLAN = FundingPlan(
    direction_ref="Directions of 20 May 2013",
    power=POWERS["s256"],
    payer="Z01",
    payee="Northmere Council",
    year=2013,
    amount_pence=859_000_000_00,
    purpose="Social care that helps people stay out of hospital",
    health_benefit="Fewer delayed discharges",
    better_use="A place at home costs less than a bed",
)


def commitment(by: Person, promise: Promise = PROMISE, **more) -> models.Commitment:
    return add_commitment(keeper="ZQ1", promise=promise, actor=by, now=NOW, **more)


def funding(by: Person) -> models.FundingTransfer:
    return add_funding_transfer(keeper="ZQ1", plan=PLAN, actor=by, now=NOW)


def spend(by: Person, pounds: int = 2_000_000, on: date = date(2025, 6, 1)) -> models.SpendCase:
    case = SpendCase("digital", Money.REVENUE, pounds * 100, on)
    return add_spend_case(keeper="ZQ1", title="New rota software", case=case, actor=by, now=NOW)


def run(by: Person) -> models.OversightRun:
    scores = [
        ProviderScores("Z01", {"waits": Decimal("1.5"), "money": Decimal(2)}),
        ProviderScores("Z02", {"waits": Decimal(3), "money": Decimal("3.5")}, deficit=True),
        ProviderScores("ZN101", {"waits": Decimal(1), "money": Decimal(1)}, deficit=True),
    ]
    framework = list(FRAMEWORKS.values())[-1]
    new = NewRun(framework, "2025/26 quarter 1", "Scores of the quarter", scores)
    return place_providers(keeper="ZQ1", new=new, actor=by, now=NOW)


def rating(by: Person) -> models.RatingOpinion:
    new = NewOpinion(
        "Z01", "Inspectorate", Question.SAFE, Rating.INADEQUATE, date(2026, 3, 2), "Report 7"
    )
    return add_rating_opinion(keeper="ZQ1", new=new, actor=by, now=NOW)


def act(by: Person) -> models.EnforcementAct:
    new = NewAct(
        "Z01", "Inspectorate", ACTIONS["warning_notice_trust"], "Staff every ward",
        date(2026, 3, 9), None, date(2026, 4, 30), "Notice 12",
    )  # fmt: skip
    return add_enforcement_act(keeper="ZQ1", new=new, actor=by, now=NOW)


def release(by: Person) -> models.DataRelease:
    agreement = Agreement(
        "DSA-1", ("Northmere University",), ("Admitted care", "Waiting lists"),
        Level.PSEUDONYMISED, "Section 261", date(2026, 1, 1), date(2026, 12, 31), True,
    )  # fmt: skip
    new = NewRelease(agreement, "Northmere University", "Study of waits", False, False)
    return add_data_release(keeper="ZQ1", new=new, actor=by, now=NOW)


def case(
    by: Person,
    *concerns: Concern,
    region: str = "london",
    keeper: str = "ZQ1",
    now: datetime = NOW,
) -> models.SpeakUpCase:
    new = NewCase(
        now.date(), Channel.LINE, region, "Nurses", anonymous=True,
        concerns=frozenset(concerns or {Concern.OTHER}),
    )  # fmt: skip
    return add_speak_up_case(keeper=keeper, new=new, actor=by, now=now)


def session(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
