"""A small fictional set for every register, put on them by the same services as anything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from tidegate.controlroom.board import words
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
from tidegate.controlroom.registers.services.mark_commitment import mark_commitment
from tidegate.controlroom.registers.services.move_funding import move_funding
from tidegate.controlroom.registers.services.move_spend import move_spend
from tidegate.controlroom.registers.services.place_providers import NewRun, place_providers
from tidegate.controlroom.registers.services.release_file import release_file
from tidegate.core.registers.commitments import Direction, Mark, Promise, Quantity, Track
from tidegate.core.registers.enforcement import Question, Rating
from tidegate.core.registers.funding import FundingEvent, FundingPlan, FundingVerb
from tidegate.core.registers.oversight import ProviderScores
from tidegate.core.registers.releases import Agreement, Level
from tidegate.core.registers.speak_up import Channel, Concern
from tidegate.core.registers.spend import Money, SpendCase, SpendStep

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.controlroom.log.services.record import Actor

_INSPECTORATE = "Care inspectorate"


@dataclass(frozen=True, slots=True)
class FictionalKeeping:
    """Who keeps the fictional rows.

    Attributes:
        keeper: ODS code of the organisation that keeps them, a board in the directory.
        trusts: codes of trusts beneath it, two or more.
        keeps: who puts them on the registers.
        decides: who decides on spending; another person.
    """

    keeper: str
    trusts: Sequence[str]
    keeps: Actor
    decides: Actor


def put_fictional_rows(who: FictionalKeeping, now: datetime) -> None:
    """Put a few rows on every register but that of cases, and add to some; call it in order."""
    today = words.local_day(now)
    _commitments(who, today, now)
    _funding(who, today, now)
    _spending(who, today, now)
    _oversight(who, today, now)
    _releases(who, today, now)


def put_fictional_cases(keeper: str, hears: Actor, now: datetime) -> None:
    """Put speak-up cases on the register: enough of two regions to be counted, few of a third.

    They are counted in the quarter of ``now``, and seen in counts once it is over.
    """
    today = words.local_day(now)
    for region, number in (("north_west", 14), ("north_east_and_yorkshire", 9), ("midlands", 2)):
        for each in range(number):
            about = list(Concern)[each % 5]
            new = NewCase(
                received_on=today,
                channel=list(Channel)[each % 3],
                region=region,
                worker_group="Nurses",
                anonymous=each % 6 == 0,
                concerns=frozenset({about, Concern.BULLYING} if each % 3 else {about}),
            )
            add_speak_up_case(keeper=keeper, new=new, actor=hears, now=now)


def _commitments(who: FictionalKeeping, today: date, now: datetime) -> None:
    made_on = today - timedelta(days=300)
    places = Promise(
        who_promised="Board of the area",
        summary="Open 24 more step-down beds before the winter",
        made_on=made_on,
        source="Winter plan, page 4",
        deliverable="Step-down beds",
        quantity=Quantity(Decimal(24), "beds", Direction.UP_BY, Decimal(40)),
        owner="Director of community care",
        due=today - timedelta(days=20),
    )
    waits = Promise(
        who_promised="Board of the area",
        summary="Nobody waits longer than 65 weeks",
        made_on=made_on,
        source="Board minutes",
        quantity=Quantity(Decimal(0), "people over 65 weeks", Direction.AT_MOST),
        owner="Director of planned care",
        due=today + timedelta(days=120),
    )
    beds = add_commitment(keeper=who.keeper, promise=places, actor=who.keeps, now=now)
    add_commitment(keeper=who.keeper, promise=waits, actor=who.keeps, now=now)
    for track, status, source in (
        (Track.OFFICIAL, "under_way", "Newsletter of the board"),
        (Track.EVIDENCE, "partly", "Returns of the homes: 14 of 24 beds open"),
        (Track.SCHEDULE, "late", ""),
    ):
        mark = Mark(track, status, today - timedelta(days=5), source)
        mark_commitment(commitment=beds, mark=mark, actor=who.keeps, now=now)


def _funding(who: FictionalKeeping, today: date, now: datetime) -> None:
    plan = FundingPlan(
        direction_ref="Agreement 7",
        power=POWERS["s256"],
        payer=who.keeper,
        payee="County council",
        year=today.year if today.month > 3 else today.year - 1,  # noqa: PLR2004 - April begins it
        amount_pence=2_400_000_00,
        purpose="Care at home after a stay in hospital",
        health_benefit="Fewer days in a bed that nobody needs",
        better_use="A week at home costs a fifth of a week in a ward",
    )
    transfer = add_funding_transfer(keeper=who.keeper, plan=plan, actor=who.keeps, now=now)
    for days, event in (
        (90, (FundingVerb.AGREE, 0, "Health and wellbeing board of the county")),
        (80, (FundingVerb.RELEASE, 0, "")),
        (60, (FundingVerb.PAY, 1_200_000_00, "")),
        (10, (FundingVerb.REPORT, 0, "310 people went home a day sooner")),
    ):
        verb, pence, text = event
        moved = FundingEvent(verb, today - timedelta(days=days), pence, text)
        move_funding(transfer=transfer, event=moved, actor=who.keeps, now=now)


def _spending(who: FictionalKeeping, today: date, now: datetime) -> None:
    for title, pounds in (("New rota software", 1_800_000), ("A form for visitors", 40_000)):
        case = SpendCase("digital", Money.REVENUE, pounds * 100, today - timedelta(days=70))
        made = add_spend_case(keeper=who.keeper, title=title, case=case, actor=who.keeps, now=now)
        move_spend(case=made, step=SpendStep("triage"), actor=who.keeps, now=now)
        if pounds < 1_000_000:  # noqa: PLR2004 - the floor of the board
            passed = SpendStep("release", "Small, and the code is open")
            move_spend(case=made, step=passed, actor=who.decides, now=now)
            continue
        move_spend(case=made, step=SpendStep("send_to_board"), actor=who.keeps, now=now)
        approved = SpendStep(
            "approve_with_conditions", "Good value", ("Publish the code", "Stop after a year")
        )
        move_spend(case=made, step=approved, actor=who.decides, now=now)


def _oversight(who: FictionalKeeping, today: date, now: datetime) -> None:
    scores = [
        ProviderScores(code, {"waits": Decimal(1 + place % 4), "money": Decimal(2)},
                       deficit=place == 0)
        for place, code in enumerate(who.trusts)
    ]  # fmt: skip
    framework = list(FRAMEWORKS.values())[-1]
    new = NewRun(framework, f"{today.year}, second quarter", "Scores of the quarter", scores)
    place_providers(keeper=who.keeper, new=new, actor=who.keeps, now=now)
    opinion = NewOpinion(
        who.trusts[-1], _INSPECTORATE, Question.SAFE, Rating.REQUIRES_IMPROVEMENT,
        today - timedelta(days=150), "Report 31",
    )  # fmt: skip
    add_rating_opinion(keeper=who.keeper, new=opinion, actor=who.keeps, now=now)
    act = NewAct(
        organisation=who.trusts[-1],
        body=_INSPECTORATE,
        action=ACTIONS["warning_notice_trust"],
        requirement="Enough nurses on every ward at night",
        served_on=today - timedelta(days=140),
        effective_on=None,
        comply_by=today - timedelta(days=50),
        source="Notice 12",
    )
    add_enforcement_act(keeper=who.keeper, new=act, actor=who.keeps, now=now)


def _releases(who: FictionalKeeping, today: date, now: datetime) -> None:
    agreement = Agreement(
        dsa_ref="DSA-2041",
        controllers=("University of the county", "Board of the area"),
        datasets=("Waiting lists, by week",),
        level=Level.PSEUDONYMISED,
        legal_basis="Approval of the research committee",
        start=today - timedelta(days=200),
        end=today + timedelta(days=160),
        optouts_applied=True,
    )
    new = NewRelease(
        agreement,
        "University of the county",
        "Study of who waits",
        commercial=False,
        sublicensing=False,
    )
    release = add_data_release(keeper=who.keeper, new=new, actor=who.keeps, now=now)
    for days in (100, 10):
        on = today - timedelta(days=days)
        name = f"Waiting lists to {words.month(on)}"
        release_file(release=release, name=name, on=on, actor=who.keeps, now=now)
