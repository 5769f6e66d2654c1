"""The three contracts of the demo, one that goes well, one that lies idle and one that fails.

Their lines are those that the demo's offers carry; what their providers return each week is drawn
here, and everything else about them happens through the control room's own services.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tidegate.core.demo.contracts import OFFERED, TERMS
from tidegate.core.demo.offers import USUAL_PEOPLE, line_id
from tidegate.core.transfers.lifecycle.causes import UnusedCause

if TYPE_CHECKING:
    from numpy.random import Generator

U = UnusedCause
Weighed = Mapping[UnusedCause, float]
WEEKS = 12
"""Whole weeks that each contract has run on the day on which the demo stands."""
FEWEST_UNITS = 4
"""A list of few people buys no less than this each week, so that a share can be told."""
_ODD_DAY, _NOISE = 0.06, 0.02


@dataclass(frozen=True, slots=True)
class Bought:
    """One line of a contract, and how it is used.

    Attributes:
        modality: kind of care; site and price are those of the offers that carry the line.
        done: the share of what is contracted that is done in the first week and in the last.
        staffed: the share that is staffed, as claimed, in the first week and in the last.
        why: why the rest goes unused, by weight.
        minutes: theatre minutes of one unit, where the site reports them.
    """

    modality: str
    done: tuple[float, float]
    staffed: tuple[float, float]
    why: Weighed
    minutes: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class DemoContract:
    """One contract of the demo; each is itself and no other.

    Attributes:
        site: whose it is; an independent hospital is its own only site.
        title: what it is called.
        lines: what is bought.
    """

    site: str
    title: str
    lines: tuple[Bought, ...]

    @property
    def contract_id(self) -> str:
        """Its identifier in files, the same as in the lines that the plan reads."""
        return f"K-{self.site}"


GOOD = DemoContract(
    "ZN105", "Cataract and day surgery at Aldersey",
    (
        Bought("day_case", (0.9, 0.94), (1.0, 1.0),
               {U.DNA: 4, U.CANCEL_CLINICAL: 3, U.PATIENT_DECLINED: 2, U.NOT_BOOKED: 1}, 38),
        Bought("outpatient", (0.91, 0.93), (1.0, 1.0),
               {U.DNA: 5, U.NOT_BOOKED: 2, U.PATIENT_DECLINED: 1}),
    ),
)  # fmt: skip
IDLE = DemoContract(
    "ZN102", "Block of surgery and clinics at Marram",
    (
        Bought("inpatient", (0.16, 0.2), (1.0, 0.95),
               {U.CRITERIA_TOO_TIGHT: 8, U.PATIENT_DECLINED: 1, U.CANCEL_CLINICAL: 1}, 95),
        Bought("day_case", (0.42, 0.46), (0.9, 0.85),
               {U.NOT_BOOKED: 4, U.NOT_STAFFED: 3, U.CRITERIA_TOO_TIGHT: 3}),
        Bought("outpatient", (0.36, 0.38), (0.7, 0.6),
               {U.NOT_STAFFED: 6, U.NOT_BOOKED: 3, U.DNA: 1}),
    ),
)  # fmt: skip
FAILING = DemoContract(
    "ZN104", "Joint surgery at Tarrow Bank",
    (
        Bought("inpatient", (0.88, 0.45), (1.0, 0.9),
               {U.NOT_STAFFED: 6, U.WITHDRAWN: 2, U.RECORDS_LATE: 1, U.DNA: 1}, 110),
        Bought("day_case", (0.9, 0.52), (1.0, 0.85),
               {U.NOT_STAFFED: 5, U.WITHDRAWN: 3, U.DNA: 2}, 55),
    ),
)  # fmt: skip
CONTRACTS = (GOOD, IDLE, FAILING)


@dataclass(frozen=True, slots=True)
class UseDrawn:
    """What a provider says of one line in one week.

    Attributes:
        line_id: of the line.
        week: Monday; ``number`` counts it from 1.
        figures: units and minutes, by name.
        why: how units that went unused part over their causes.
    """

    line_id: str
    week: date
    number: int
    figures: Mapping[str, int]
    why: Weighed


def units_a_week(contract: DemoContract, bought: Bought, people: int) -> int:
    """Return what a line contracts each week: what its site offers of the kind in a usual week."""
    usual = sum(
        each.weekly_units
        for each in OFFERED
        if (each.site, each.modality) == (contract.site, bought.modality)
    )
    return max(FEWEST_UNITS, round(usual * people / USUAL_PEOPLE))


def weekly_pence(contract: DemoContract, people: int) -> int:
    """Return what all that is contracted of a week comes to at tariff."""
    return sum(
        units_a_week(contract, each, people) * unit_price(contract, each) for each in contract.lines
    )


def unit_price(contract: DemoContract, bought: Bought) -> int:
    """Return the price of a unit, in pence, as the lines of the plan have it."""
    return TERMS[contract.site, bought.modality].unit_price_pence


def minimum_share(contract: DemoContract, bought: Bought) -> float:
    """Return the part of a line's units that is to be used first, or that is paid for anyway."""
    return TERMS[contract.site, bought.modality].minimum_share


def draw_use(
    rng: Generator, contract: DemoContract, people: int, first_week: date
) -> Iterator[UseDrawn]:
    """Draw what a provider returns of each line, week after week.

    Args:
        rng: from which every draw follows.
        contract: whose.
        people: how many wait, by which units go in proportion.
        first_week: Monday of the week in which it started.
    """
    for number in range(1, WEEKS + 1):
        for bought in contract.lines:
            units = units_a_week(contract, bought, people)
            yield UseDrawn(
                line_id(contract.site, bought.modality),
                first_week + timedelta(weeks=number - 1),
                number,
                _figures(rng, bought, units, (number - 1) / (WEEKS - 1)),
                bought.why,
            )


def _figures(rng: Generator, bought: Bought, units: int, along: float) -> dict[str, int]:
    staffed = round(units * _between(bought.staffed, along))
    noise = 1 + _NOISE * float(rng.standard_normal())
    done = min(staffed, max(0, round(units * _between(bought.done, along) * noise)))
    missed = min(staffed - done, round(done * _ODD_DAY * float(rng.random())))
    figures = {
        "physical": units, "offered": staffed, "staffed": staffed,
        "booked": done + missed, "done": done,
    }  # fmt: skip
    if bought.minutes:
        figures["touch_minutes"] = round(done * bought.minutes * 0.8)
        figures["session_minutes"] = staffed * bought.minutes
    return figures


def _between(ends: tuple[float, float], along: float) -> float:
    return ends[0] + (ends[1] - ends[0]) * along
