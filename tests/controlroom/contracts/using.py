"""A contract in use: £80,000 guaranteed a week, 16 sessions at £6,000 each, and its offers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from tests.controlroom.contracts.carrying import BUYER, PROVIDER, People, running

from tidegate.core.transfers.ledger import Movement
from tidegate.core.transfers.lifecycle.causes import UnusedCause

if TYPE_CHECKING:
    from tidegate.controlroom.contracts.models import Contract, Line, UseReturn
    from tidegate.controlroom.transfers.models import Offer

WEEK = date(2026, 6, 1)  # the Monday on which it starts
U = UnusedCause
TERMS: dict[str, object] = {
    "basis": "guarantee",
    "guarantee": {"weekly_pence": 8_000_000, "above_percent": 10},
}


def week(number: int) -> date:
    """Return the Monday of a week of the contract, counted from 1."""
    return WEEK + timedelta(weeks=number - 1)


def in_week(number: int, day: int = 0, hour: int = 9) -> datetime:
    """Return a moment in a week of the contract; day 0 is its Monday."""
    from tidegate.controlroom.contracts.new_use import RULES

    moment = datetime.combine(week(number) + timedelta(days=day), datetime.min.time(), RULES.zone)
    return moment + timedelta(hours=hour)


def in_use(people: People, **changed: object) -> Contract:
    """A running contract under a guarantee, of one line of 16 sessions a week."""
    from tidegate.controlroom.contracts.new_contract import NewLine

    lines = (NewLine("Z01A1", "day_case", 16, 600_000, ("110",), line_id="K-DC"),)
    return running(people, **({"terms": TERMS, "lines": lines} | changed))


def line_of(contract: Contract) -> Line:
    return contract.lines.get()


def submitted(
    people: People, contract: Contract, number: int, done: int, cause: UnusedCause = U.NOT_STAFFED
) -> UseReturn:
    """Return a week's use on the Monday after it, every unused unit put down to one cause."""
    from tidegate.controlroom.contracts.new_use import NewUse
    from tidegate.controlroom.contracts.services.submit_use_return import submit_use_return

    new = NewUse({"offered": 16, "staffed": 16, "booked": done, "done": done}, {cause: 16 - done})
    return submit_use_return(
        line=line_of(contract), week=week(number), new=new, actor=people.answering,
        now=in_week(number + 1),
    )  # fmt: skip


def offered(number: int, units: int, *moved: tuple[Movement, int, str], code: str = "") -> Offer:
    """Post an offer under the line, with what became of its units."""
    from tidegate.controlroom.transfers.models import Offer, Use

    row = Offer.objects.create(
        offer_id=code or f"O-{number}", provider=PROVIDER, site="Z01A1", area=BUYER, line_id="K-DC",
        modality="day_case", tfcs=["110"], week=week(number), units=units,
        valid_until=in_week(number + 1), posted_by="person:1", posted_at=in_week(1),
    )  # fmt: skip
    for movement, many, cause in ((Movement.OFFERED, units, ""), *moved):
        Use.objects.create(
            offer=row, movement=movement.value, units=many, cause=cause, said_by="person:3",
            at=in_week(number),
        )  # fmt: skip
    return row
