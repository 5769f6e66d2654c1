"""People and a surge for Northmere, carried as far along its life as a test wants it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tidegate.core.directory.roles import Role
from tidegate.core.log.entry import System
from tidegate.core.surge.cost import Beds, Range
from tidegate.core.surge.pledged import Amounts
from tidegate.core.surge.proposal import Option, Proposal, ValueForMoney

if TYPE_CHECKING:
    from tidegate.controlroom.accounts.models import Person
    from tidegate.controlroom.surge.models import Surge
    from tidegate.controlroom.surge.new_pledge import NewPledge

NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
PLACE, PROVIDER = "ZQ1", "ZN101"
TICK = System("tick")
OPENS = date(2026, 6, 8)
OPENED_AT = datetime(2026, 6, 8, 6, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cast:
    """Three people: who proposes, who signs off, and who pledges."""

    proposing: Person
    signing: Person
    pledging: Person


@pytest.fixture
def cast(person_with: Callable[..., Person]) -> Cast:
    """Everyone who carries a surge for Northmere."""
    return Cast(
        proposing=person_with((Role.COORDINATOR, PLACE)),
        signing=person_with((Role.AUTHORISER, PLACE)),
        pledging=person_with((Role.PROVIDER_USER, PROVIDER)),
    )


def proposal(**changed: object) -> Proposal:
    """A whole proposal that nobody doubts."""
    sound = Proposal(
        trigger="BEDS_AT_RISK",
        met_by="97% of general and acute beds are occupied, with every escalation bed open",
        executive="Chief executive, Northmere Royal Hospitals",
        plan="Hip and knee operations move to Tarn View for four weeks",
        ends_on=date(2026, 7, 5),
        value_for_money=ValueForMoney.NO_DOUBT,
        money_note="At tariff",
        cost=Range(40_000_000, 60_000_000),
        beds=Beds(Range(40, 40), Range(25, 30), None),
        options=(
            Option("Do nothing", "Operations are cancelled", "No cost", nothing=True),
            Option("Buy capacity", "Staff are moved", "Operations go on", chosen=True,
                   why="The least harm"),
        ),
    )  # fmt: skip
    return replace(sound, **changed)  # type: ignore[arg-type]


def new_pledge(**changed: object) -> NewPledge:
    """Six operations a week, 20 beds with staff of 24, private work suspended for June."""
    from tidegate.controlroom.surge.new_pledge import NewPledge

    sound = NewPledge(
        provider=PROVIDER, site=PROVIDER, amounts=Amounts(2, 20, 30, 6), physical_beds=24,
        physical_units=10, modality="day_case", tfcs=("110",),
        suspended_from=date(2026, 6, 8), suspended_to=date(2026, 7, 5),
    )  # fmt: skip
    return replace(sound, **changed)  # type: ignore[arg-type]


def watched(cast: Cast) -> Surge:
    """Watched only."""
    from tidegate.controlroom.surge.services.watch_surge import watch_surge

    return watch_surge(place=PLACE, title="Winter pressure", actor=cast.proposing, now=NOW)


def proposed(cast: Cast, **changed: object) -> Surge:
    """Proposed on evidence."""
    from tidegate.controlroom.surge.services.propose_surge import propose_surge

    made = watched(cast)
    return propose_surge(surge=made, proposal=proposal(**changed), actor=cast.proposing, now=NOW)


def reviewed(cast: Cast, **changed: object) -> Surge:
    """Put forward for review."""
    from tidegate.controlroom.surge.services.submit_surge import submit_surge

    return submit_surge(surge=proposed(cast, **changed), actor=cast.proposing, now=NOW)


def signed(cast: Cast, **changed: object) -> Surge:
    """Signed off by somebody else."""
    from tidegate.controlroom.surge.services.sign_off_surge import sign_off_surge

    return sign_off_surge(surge=reviewed(cast, **changed), actor=cast.signing, now=NOW)


def noticed(cast: Cast, *pledges: NewPledge, **changed: object) -> Surge:
    """Pledged for, and notice given."""
    from tidegate.controlroom.surge.services.give_notice import give_notice
    from tidegate.controlroom.surge.services.pledge_capacity import pledge_capacity

    made = signed(cast, **changed)
    for new in pledges:
        pledge_capacity(surge=made, new=new, actor=cast.pledging, now=NOW)
    return give_notice(surge=made, actor=cast.proposing, now=NOW)


def active(cast: Cast, *pledges: NewPledge, **changed: object) -> Surge:
    """Opened by time after its notice."""
    from tidegate.controlroom.surge.services.activate_surge import activate_surge

    made = noticed(cast, *(pledges or (new_pledge(),)), **changed)
    assert activate_surge(surge=made, actor=TICK, now=OPENED_AT)
    made.refresh_from_db()
    return made


def later(days: int, hours: int = 4) -> datetime:
    """A moment so many days after the surge opened."""
    return OPENED_AT + timedelta(days=days, hours=hours)
