"""The whole fictional health system, made from one seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.demo.geography import make_zones, travel_table
from tidegate.core.demo.months import PublishedMonth, make_months
from tidegate.core.demo.offers import make_budgets, make_lines, make_offers
from tidegate.core.demo.organisations import SITES
from tidegate.core.demo.patients import make_pathways

if TYPE_CHECKING:
    import polars as pl

PEOPLE = 150_000
SEED = 2026


@dataclass(frozen=True, slots=True)
class HealthSystem:
    """Everything that the demo loads; frames have the columns of the files of the same names.

    Attributes:
        start: the Monday on which the offers begin; the waiting list stands at the day before.
        zones: the small areas, with their places on the map, people and deprivation.
        pathways: the waiting list, one row a person.
        offers: eight weeks of offers.
        lines: contract lines.
        budgets: the area's budget.
        travel: minutes and road miles from each zone to each site within reach.
        months: published figures, oldest first.
    """

    start: date
    zones: pl.DataFrame
    pathways: pl.DataFrame
    offers: pl.DataFrame
    lines: pl.DataFrame
    budgets: pl.DataFrame
    travel: pl.DataFrame
    months: tuple[PublishedMonth, ...]

    @property
    def as_of(self) -> date:
        """Return the day that the waiting list describes."""
        return self.start - timedelta(days=1)


def next_monday(today: date) -> date:
    """Return the first Monday after today: plans begin on Mondays."""
    return today + timedelta(days=7 - today.weekday())


def make_health_system(seed: int, people: int, start: date) -> HealthSystem:
    """Make the health system; the same seed, size and start always give the same one.

    Args:
        seed: from which every draw follows; each part draws from a stream of its own, so that
            a change in one leaves the others as they are.
        people: pathways on the list; units and budget are in proportion.
        start: a Monday.

    Raises:
        ValueError: the start is no Monday, or nobody waits.
    """
    if start.weekday() != 0:
        raise ValueError(f"start must be a Monday, not {start:%A %d %B %Y}")
    if people < 1:
        raise ValueError(f"people must be at least 1, not {people}")
    places, patients, capacity, history = np.random.default_rng(seed).spawn(4)
    zones = make_zones(places)
    travel = travel_table(zones, SITES)
    offers = make_offers(capacity, people, start)
    lines = make_lines(offers)
    return HealthSystem(
        start=start,
        zones=zones,
        pathways=make_pathways(patients, zones, travel, people, start),
        offers=offers,
        lines=lines,
        budgets=make_budgets(offers, lines),
        travel=travel,
        months=make_months(history, zones, travel, people, start),
    )
