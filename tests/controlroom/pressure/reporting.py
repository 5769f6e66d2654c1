"""Returns for tests: a plausible report, people who submit it, and a winter's week."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from tidegate.controlroom.pressure.new_return import NewReturn
from tidegate.controlroom.pressure.services.submit_return import submit_return

if TYPE_CHECKING:
    from tidegate.controlroom.accounts.models import Person
    from tidegate.controlroom.pressure.models import Return

DAY = date(2026, 11, 25)
IN_TIME = datetime.combine(DAY, time(10, 30), UTC)
LATE = datetime.combine(DAY, time(13), UTC)
VALUES: dict[str, float] = {
    "ga_beds_open": 620, "escalation_beds_open": 18, "ga_beds_occupied": 585,
    "cc_adult_open": 30, "cc_adult_occupied": 24, "beds_closed_norovirus": 4,
    "beds_physical": 660, "beds_staffed_claimed": 622, "ed_attendances": 410,
    "ed_within_4h": 290, "ed_over_12h": 31, "ed_diverts": 0, "ed_closures": 0,
    "ambulance_arrivals": 96, "handover_over_30": 22, "handover_over_60": 7, "handover_mean": 26,
    "no_criteria_to_reside": 74, "discharged": 61, "staff_absent": 410, "staff_headcount": 7200,
}  # fmt: skip


def new_return(organisation: str = "Z01", day: date = DAY, **changed: float) -> NewReturn:
    """A report that nothing is wrong with, unless changed."""
    return NewReturn(organisation, day, {**VALUES, **changed})


def submitted(person: Person, organisation: str = "Z01", **changed: float) -> Return:
    """Today's report, in time."""
    return submit_return(new=new_return(organisation, **changed), actor=person, now=IN_TIME)


def a_fortnight(person: Person, organisation: str = "Z01", days: int = 14) -> None:
    """Reports of the days before today, each in time, moving a little."""
    for ago in range(days, 0, -1):
        day = DAY - timedelta(days=ago)
        moved = {"ga_beds_occupied": 580 + (ago * 7) % 11, "ed_attendances": 400 + (ago * 5) % 23}
        submit_return(
            new=new_return(organisation, day, **moved),
            actor=person,
            now=IN_TIME - timedelta(days=ago),
        )
