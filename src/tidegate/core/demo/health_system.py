"""The whole fictional health system, made from one seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.demo.geography import make_zones
from tidegate.core.demo.months import PublishedMonth, make_months
from tidegate.core.demo.neighbours import make_outlines
from tidegate.core.demo.offers import WEEKS, make_budgets, make_lines, make_offers, offers_of
from tidegate.core.demo.organisations import AREA, AREA_NAME, SITES
from tidegate.core.demo.outcomes import make_outcomes
from tidegate.core.demo.patients import earlier_list, make_pathways
from tidegate.core.demo.travel import travel_table
from tidegate.core.matching.weeks import week_zero

if TYPE_CHECKING:
    import polars as pl

    from tidegate.core.directory.outline import Outline

PEOPLE = 150_000
SEED = 2026
EARLIER = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class HealthSystem:
    """Everything that the demo loads; frames have the columns of the files of the same names.

    Attributes:
        as_of: the day at whose end the waiting list stands.
        start: the Monday after it, on which the offers begin.
        zones: the small areas, with their places on the map, people and deprivation.
        pathways: the waiting list, one row a person.
        earlier: the list as it stood four weeks before.
        offers: eight weeks of offers.
        lines: contract lines.
        budgets: the area's budget.
        earlier_offers, earlier_lines, earlier_budgets: the same as they stood four weeks before;
            what was offered then for the weeks that both cover is offered still.
        travel: minutes and road miles from each zone to each site within reach.
        months: published figures, oldest first.
        outcomes: what became of earlier invitations to be treated elsewhere.
        outlines: the coast of every area of the region.
    """

    as_of: date
    start: date
    zones: pl.DataFrame
    pathways: pl.DataFrame
    earlier: pl.DataFrame
    offers: pl.DataFrame
    lines: pl.DataFrame
    budgets: pl.DataFrame
    earlier_offers: pl.DataFrame
    earlier_lines: pl.DataFrame
    earlier_budgets: pl.DataFrame
    travel: pl.DataFrame
    months: tuple[PublishedMonth, ...]
    outcomes: pl.DataFrame
    outlines: tuple[Outline, ...]


def make_health_system(seed: int, people: int, as_of: date) -> HealthSystem:
    """Make the health system; the same seed, size and start always give the same one.

    Args:
        seed: from which every draw follows; each part draws from a stream of its own, so that
            a change in one leaves the others as they are.
        people: pathways on the list; units and budget are in proportion.
        as_of: the day that the waiting list describes.

    Raises:
        ValueError: nobody waits.
    """
    if people < 1:
        raise ValueError(f"people must be at least 1, not {people}")
    streams = np.random.default_rng(seed).spawn(7)
    places, patients, capacity, history, past, asked, coasts = streams
    zones = make_zones(places)
    travel = travel_table(zones, SITES)
    pathways = make_pathways(patients, zones, travel, people, as_of)
    start = week_zero(as_of)
    every_week = make_offers(capacity, people, start - EARLIER, WEEKS + EARLIER.days // 7)
    offers, earlier_offers = offers_of(every_week, start), offers_of(every_week, start - EARLIER)
    lines, earlier_lines = make_lines(offers), make_lines(earlier_offers)
    return HealthSystem(
        as_of=as_of,
        start=start,
        zones=zones,
        pathways=pathways,
        earlier=earlier_list(past, zones, travel, pathways, as_of - EARLIER),
        offers=offers,
        lines=lines,
        budgets=make_budgets(offers, lines),
        earlier_offers=earlier_offers,
        earlier_lines=earlier_lines,
        earlier_budgets=make_budgets(earlier_offers, earlier_lines),
        travel=travel,
        months=make_months(history, zones, travel, people, as_of),
        outcomes=make_outcomes(asked, people),
        outlines=make_outlines(coasts, AREA, AREA_NAME),
    )
