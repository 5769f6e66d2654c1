"""What the demo's contracts say: drafts, how they are awarded, and their exit plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.new_contract import NewContract, NewLine
from tidegate.controlroom.contracts.services.choose_route import RouteChoice
from tidegate.core.contracts.exit_plan import PARTS, ExitPlan, Readiness, StaffTransfer, Stays
from tidegate.core.contracts.procurement.criteria import Criterion
from tidegate.core.contracts.procurement.decision_tree import Question
from tidegate.core.contracts.procurement.regimes import Route
from tidegate.core.contracts.procurement.urgent import Item, Limb
from tidegate.core.demo.contracted import (
    FAILING,
    GOOD,
    IDLE,
    DemoContract,
    minimum_share,
    unit_price,
    units_a_week,
    weekly_pence,
)
from tidegate.core.demo.offers import line_id
from tidegate.core.demo.organisations import AREA, REGION

if TYPE_CHECKING:
    from collections.abc import Mapping

_HOSPITAL_SERVICES = "85111000-0"
_BEST_CRITERIA = {
    Criterion.QUALITY: "Good outcomes, published for three years",
    Criterion.VALUE: "At tariff, with a guarantee of four fifths",
    Criterion.INTEGRATION: "Shares records with all three trusts",
    Criterion.ACCESS: "Open on Saturdays; on the bus from Wendham",
    Criterion.SOCIAL: "Trains ten nurses a year",
}


@dataclass(frozen=True, slots=True)
class Deal:
    """What was agreed of one of the demo's contracts.

    Attributes:
        weeks: of its term.
        notice_days: notice by which either side may end it.
        holder_of_risk: who bears what nobody else does.
        choice: by which route it was awarded, and what the law asks to be kept of that.
        scope: what the contract covers, part by part.
        staff: people who would transfer at its end.
    """

    weeks: int
    notice_days: int
    holder_of_risk: str
    choice: RouteChoice
    scope: tuple[str, ...]
    staff: int


DEALS: Mapping[DemoContract, Deal] = {
    GOOD: Deal(
        78, 90, "Northmere Integrated Care Board",
        RouteChoice(
            Route.DIRECT_C,
            {
                Question.FRAMEWORK: False, Question.EXISTING: True, Question.ONLY_EXISTING: False,
                Question.CHOICE: False, Question.SATISFYING: True, Question.CONSIDERABLE: False,
            },
            decision_makers="Planned care committee", conflicts="None declared",
            criteria=_BEST_CRITERIA, why="Waits for cataracts halved under the contract before it",
        ),
        ("Cataract surgery", "Other day surgery", "Eye clinics"), 22,
    ),
    IDLE: Deal(
        50, 60, "Northmere Integrated Care Board",
        RouteChoice(
            Route.URGENT, limbs=frozenset(Limb),
            decision_makers="Chief executive, by urgent powers", conflicts="None declared",
            why="A ward of the infirmary closed at a day’s notice",
        ),
        ("Inpatient surgery", "Day surgery", "Clinics"), 0,
    ),
    FAILING: Deal(
        52, 35, "Tarrow Bank Hospital",
        RouteChoice(
            Route.DIRECT_B,
            {Question.FRAMEWORK: False, Question.EXISTING: False, Question.CHOICE: True},
            decision_makers="Planned care committee", conflicts="None declared",
            why="Every hospital that qualifies is offered the same contract",
        ),
        ("Inpatient surgery", "Day surgery", "Sterilising of instruments",
         "Follow-up of implants"),
        14,
    ),
}  # fmt: skip
URGENT_NOTICE = {
    Item.URGENCY: "Beds closed at a day’s notice; operations would have been cancelled",
    Item.TITLE: IDLE.title,
    Item.SERVICE: f"Surgery and clinics, {_HOSPITAL_SERVICES}",
    Item.EFFECTIVE: "From the start of the contract",
    Item.NATURE: "A new contract of 50 weeks",
    Item.DECISION_MAKERS: "Chief executive, by urgent powers",
    Item.CONFLICTS: "None declared",
    Item.WHY: "The closure could not be foreseen, and delay put patients at risk",
}


def draft_of(contract: DemoContract, people: int, start: date) -> NewContract:
    """Return a contract as its buyer drafts it, in proportion to the people who wait."""
    deal, weekly = DEALS[contract], weekly_pence(contract, people)
    return NewContract(
        title=contract.title,
        buyer=AREA,
        provider=contract.site,
        service="health_care",
        cpv=_HOSPITAL_SERVICES,
        start=start,
        end=start + timedelta(days=7 * deal.weeks - 1),
        notice_days=deal.notice_days,
        value_pence=weekly * deal.weeks,
        holder_of_risk=deal.holder_of_risk,
        contract_id=contract.contract_id,
        lines=_lines(contract, people, deal.weeks),
        terms=_terms(contract, weekly, start),
    )


def _lines(contract: DemoContract, people: int, weeks: int) -> tuple[NewLine, ...]:
    made = []
    for each in contract.lines:
        units = units_a_week(contract, each, people)
        least = round(units * weeks * minimum_share(contract, each))
        made.append(
            NewLine(
                contract.site, each.modality, units, unit_price(contract, each),
                minimum_take=least, line_id=line_id(contract.site, each.modality),
            )
        )  # fmt: skip
    return tuple(made)


def _terms(contract: DemoContract, weekly: int, start: date) -> dict[str, object]:
    if contract is FAILING:
        return {"basis": "tariff", "exit_rule": "Patients under follow-up stay until discharged"}
    share = 80 if contract is GOOD else 90
    terms: dict[str, object] = {
        "basis": "guarantee",
        "guarantee": {"weekly_pence": weekly * share // 100, "above_percent": 10},
        "review_dates": [(start + timedelta(weeks=26)).isoformat()],
    }
    if contract is GOOD:
        return terms | {"private_work": {"most_percent": 30}}
    return terms | {
        "cost_recovery": {"provider_keeps_percent": 15},
        "switches": [
            {
                "name": "surge",
                "positions": [
                    {"name": "standby"},
                    {"name": "active", "notice_days": 7, "basis": "cost_recovery"},
                ],
                "may_turn": [AREA, REGION],
                # as the table of surges names them
                "triggers": ["BEDS_AT_RISK", "ADMISSIONS_OR_ABSENCE"],
            }
        ],
    }


def exit_plan_of(contract: DemoContract, written_on: date, *, ending: bool = False) -> ExitPlan:
    """Return an exit plan; that of a contract which ends says what stays with the provider."""
    deal = DEALS[contract]
    parts = dict.fromkeys(PARTS, "As in the schedule of the contract") | {
        "continuity": "Everyone with a date is treated or offered another hospital first"
    }
    stays = Stays("Follow-up of implants", "Planned care, Northmere", written_on + _LOOKED_AT_AGAIN)
    return ExitPlan(
        scope=deal.scope,
        staff=StaffTransfer(deal.staff, written_on + _LIST_IN if deal.staff else None),
        parts=parts,
        cost_pence=240_000_00 if ending else 90_000_00,
        owner="Planned care, Northmere",
        readiness=Readiness.AMBER if ending else Readiness.GREEN,
        written_on=written_on,
        residual=(stays,) if ending else (),
        dates={"Operations end": written_on + timedelta(days=35)} if ending else {},
    )


_LOOKED_AT_AGAIN, _LIST_IN = timedelta(days=120), timedelta(days=14)
