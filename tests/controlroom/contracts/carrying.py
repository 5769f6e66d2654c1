"""People and a contract, carried as far along its life as a test wants it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tidegate.core.contracts.exit_plan import (
    PARTS,
    ExitPlan,
    Readiness,
    StaffTransfer,
    Stays,
)
from tidegate.core.directory.roles import Role
from tidegate.core.lifecycle import Side

if TYPE_CHECKING:
    from tidegate.controlroom.accounts.models import Person
    from tidegate.controlroom.contracts.models import Contract
    from tidegate.controlroom.contracts.new_contract import NewContract

NOW = datetime(2026, 5, 20, 10, 0, tzinfo=UTC)
START, END = date(2026, 6, 1), date(2028, 5, 31)
BUYER, PROVIDER = "ZQ1", "ZN101"
RUNNING_AT = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class People:
    """Who takes part: two at the buyer, one who may turn switches, one at the provider."""

    drafting: Person
    signing: Person
    turning: Person
    answering: Person


@pytest.fixture
def people(person_with: Callable[..., Person]) -> People:
    """Everyone who carries a contract of ZQ1 with ZN101."""
    return People(
        drafting=person_with((Role.CONTRACT_MANAGER, BUYER)),
        signing=person_with((Role.CONTRACT_MANAGER, BUYER)),
        turning=person_with((Role.AUTHORISER, BUYER)),
        answering=person_with((Role.PROVIDER_USER, PROVIDER)),
    )


def new_contract(**changed: object) -> NewContract:
    """Sixteen hip and knee sessions a week for two years, with a switch that a surge turns."""
    from tidegate.controlroom.contracts.new_contract import NewContract, NewLine

    sound = NewContract(
        title="Hip and knee sessions",
        buyer=BUYER,
        provider=PROVIDER,
        service="health_care",
        cpv="85111000",
        start=START,
        end=END,
        notice_days=90,
        value_pence=200_000_000,
        holder_of_risk="The buyer",
        lines=(NewLine("Z01A1", "day_case", 16, 120_000, ("110",)),),
        terms={
            "basis": "tariff",
            "switches": [
                {
                    "name": "surge",
                    "positions": [{"name": "standby"}, {"name": "active", "notice_days": 2}],
                    "may_turn": [BUYER],
                    "triggers": ["OPEL4"],
                }
            ],
        },
    )
    return replace(sound, **changed)  # type: ignore[arg-type]


def exit_plan(**changed: object) -> ExitPlan:
    """A plan for the exit of an estates contract, of which parking stays behind."""
    sound = ExitPlan(
        scope=("Cleaning", "Portering", "Car parking"),
        residual=(Stays("Car parking", "Estates", date(2029, 4, 1)),),
        staff=StaffTransfer(1500, date(2028, 3, 1), vacancies=70),
        parts=dict.fromkeys(PARTS, "As agreed"),
        cost_pence=8_900_000_00,
        dates={"announced": date(2028, 2, 1), "services back": date(2028, 4, 1)},
        owner="Estates",
        readiness=Readiness.AMBER,
        written_on=NOW.date(),
    )
    return replace(sound, **changed)  # type: ignore[arg-type]


def drafted(people: People, **changed: object) -> Contract:
    """A draft."""
    from tidegate.controlroom.contracts.services.draft_contract import draft_contract

    return draft_contract(new=new_contract(**changed), actor=people.drafting, now=NOW)


def award(contract: Contract) -> None:
    """Let the award stand, by a direct award that needs no standstill."""
    from tidegate.controlroom.contracts.models import Selection

    Selection.objects.create(
        contract=contract, regime="psr", process_started=date(2026, 1, 5), route="direct_award_a",
        state="awarded", awarded_on=date(2026, 5, 1), opened_by="person:1", opened_at=NOW,
    )  # fmt: skip


def proposed(people: People, **changed: object) -> Contract:
    """A proposal on which everything stands that a signature asks for."""
    from tidegate.controlroom.contracts.services.propose_contract import propose_contract
    from tidegate.controlroom.contracts.services.write_exit_plan import write_exit_plan

    made = drafted(people, **changed)
    award(made)
    write_exit_plan(contract=made, plan=exit_plan(), actor=people.drafting, now=NOW)
    return propose_contract(contract=made, actor=people.drafting, now=NOW)


def signed(people: People, **changed: object) -> Contract:
    """Signed by both sides."""
    from tidegate.controlroom.contracts.services.sign_contract import sign_contract

    made = proposed(people, **changed)
    sign_contract(contract=made, side=Side.BUYER, actor=people.signing, now=NOW)
    return sign_contract(contract=made, side=Side.PROVIDER, actor=people.answering, now=NOW)


def running(people: People, **changed: object) -> Contract:
    """Started on its first day."""
    from tidegate.controlroom.contracts.services.start_contract import start_contract

    return start_contract(contract=signed(people, **changed), actor=people.drafting, now=RUNNING_AT)


def later(days: int) -> datetime:
    """A moment so many days after the contract started."""
    return RUNNING_AT + timedelta(days=days)
