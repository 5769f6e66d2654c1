"""What it would bring to loosen each rule of a plan by a step, so that one sees what to change.

Read off the final prices, to first order: each change is taken alone and the prices as they are.
Loosening a rule about people, whoever could then use a slot worth more to them than its price gains
the difference; of those who would use one pool no more are counted than it has units, at their mean
gain. Of a unit, of money, of a cap and of a floor on equity, the price is the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from tidegate.core.matching.advice.adding import Total, add_up, capped
from tidegate.core.matching.advice.criteria import Change, Loosened, loosened
from tidegate.core.matching.advice.gains import LEAST, MINUTE_BANDS, Gains, Loose
from tidegate.core.matching.advice.levers import Lever
from tidegate.core.matching.advice.scene import make_scene
from tidegate.core.matching.market.codes import distinct
from tidegate.core.matching.result import RELAXING

if TYPE_CHECKING:
    from tidegate.core.matching.advice.terms import Steps
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.market.prices import Prices
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem

Row = tuple[str, str, str, int, float, float, str]

MOST_UNITS = 200
"""Offers listed by what one more unit is worth; every price stands in the list of prices."""
PENCE_PER_THOUSAND_POUNDS = 100_000


def relaxing(
    problem: Problem, policy: Policy, market: Market, prices: Prices, steps: Steps
) -> pl.DataFrame:
    """Work out what loosening each rule by a step is worth at the final prices.

    Args:
        problem: pathways, offers, lines and budgets.
        policy: what money is worth.
        market: made from that problem.
        prices: final prices; equity prices by row of ``Market.floors``.
        steps: by how much each limit is loosened.

    Returns:
        Columns ``RELAXING``, most points first; only changes that would bring something.
    """
    rows = [
        *_about_people(problem, market, prices, steps),
        *_units(problem, market, prices),
        *_money(problem, prices),
        *_caps(problem, policy, prices),
        *_floors(market, prices),
    ]
    order = ["points", "rule", "subject", "detail"]
    frame = pl.DataFrame(rows, schema=dict(RELAXING), orient="row")
    return frame.sort(order, descending=[True, False, False, False])


def _about_people(problem: Problem, market: Market, prices: Prices, steps: Steps) -> Iterator[Row]:
    """Loosen what keeps people out: distance, criteria, and that nobody has their yes."""
    judged = loosened(problem, steps)
    people = market.people
    scene = make_scene(market, prices)._replace(
        fitness=judged.fitness[people.row], fits=judged.fits
    )
    bands = np.append(np.array(steps.miles, np.float32), np.float32(np.inf))
    loose = Loose(
        float(steps.minutes), bands, judged.opens, people.count, people.floor, people.deprived,
        prices.shift(market),
    )  # fmt: skip
    gains, asked = add_up(scene, loose)
    units = market.pools.units.sum(axis=1, dtype=np.int64)
    for band in range(MINUTE_BANDS):
        limit, further = steps.minutes * (band + 1), f"travel {steps.minutes} minutes further"
        yield from _row(
            Lever.TRAVEL_MINUTES, f"up to {limit} minutes", "", capped(gains, band, units), further
        )
    for band, miles in enumerate([*steps.miles, None]):
        to = "to any distance" if miles is None else f"to {miles:g} miles"
        total = capped(gains, MINUTE_BANDS + band, units)
        yield from _row(Lever.TRAVEL_MILES, to, "", total, f"travel {to}")
    yield from _criteria(market, judged, gains, MINUTE_BANDS + len(bands), steps)
    holders = distinct(problem.pathways.filter(pl.col("count") > 0)["holder"]).to_list()
    for row, holder in enumerate([*holders, ""]):
        yield from _row(
            Lever.CONSENT, holder, "", capped(asked, row, units),
            "ask those who have not said yes to moving",
        )  # fmt: skip


def _row(lever: Lever, subject: str, detail: str, total: Total, words: str) -> Iterator[Row]:
    if total.people and total.points >= LEAST:
        yield lever.value, subject, detail, total.people, total.points, total.best, words


def _criteria(
    market: Market, judged: Loosened, gains: Gains, first: int, steps: Steps
) -> Iterator[Row]:
    sites = np.array(market.pools.site, np.object_)
    units = market.pools.units.sum(axis=1, dtype=np.int64)
    for row, change in enumerate(judged.changes[: len(gains.people) - first], first):
        for site in sorted(set(sites[gains.people[row] > 0])):
            total = capped(gains, row, units, sites == site)
            yield from _row(change[0], site, change[1], total, _loosening(change, steps))


def _loosening(change: Change, steps: Steps) -> str:
    lever, condition = change
    return {
        Lever.PRE_ASSESSMENT: "pre-assess those whose record lacks what its limits ask for",
        Lever.MAX_ASA: f"raise its limit on ASA class by {steps.max_asa}",
        Lever.MAX_BMI: f"raise its limit on BMI by {steps.max_bmi:g}",
        Lever.MIN_AGE: f"lower its minimum age by {steps.min_age} years",
        Lever.CRITICAL_CARE: "take those who may need critical care",
        Lever.EXCLUDES: f"take those with a recorded “{condition}”",
    }[lever]


def _units(problem: Problem, market: Market, prices: Prices) -> Iterator[Row]:
    """List the offers of which one more unit is worth most."""
    week = problem.offers["week"].to_numpy()
    price = prices.cell[market.pools.offer_pool, week]
    dear = problem.offers.select("offer_id", "site", "week").with_columns(price=pl.Series(price))
    dear = dear.filter(pl.col("price") >= LEAST).sort(
        ["price", "offer_id"], descending=[True, False]
    )
    for name, site, at, worth in dear.head(MOST_UNITS).iter_rows():
        one = Total(1, worth, worth)
        yield from _row(Lever.UNIT, name, site, one, f"one more unit in week {at + 1}")


def _money(problem: Problem, prices: Prices) -> Iterator[Row]:
    for area, price in zip(problem.budgets["area"], prices.budget.tolist(), strict=True):
        yield from _row(Lever.MONEY, area, "", Total(1, price, price), "£1,000 more to spend")


def _caps(problem: Problem, policy: Policy, prices: Prices) -> Iterator[Row]:
    """One more unit under a cap: prepaid where the cap cuts the minimum take, else paid for."""
    rate = dict(zip(problem.budgets["area"], prices.budget.tolist(), strict=True))
    for line, price in zip(problem.lines.to_dicts(), prices.line.tolist(), strict=True):
        if line["cap"] is None:
            continue
        points = policy.thousand_pounds_points + rate.get(line["payer"], 0.0)
        cost = line["unit_price_pence"] / PENCE_PER_THOUSAND_POUNDS * points
        worth = price if line["cap"] < line["minimum_take"] else price - cost
        one = Total(1, worth, worth)
        yield from _row(
            Lever.CAP,
            line["line_id"],
            line["contract_id"] or "",
            one,
            "one unit more under its cap",
        )


def _floors(market: Market, prices: Prices) -> Iterator[Row]:
    words = "one fewer of those treated asked for by the floor on deprivation"
    for area, price in zip(market.floors, prices.equity.tolist(), strict=True):
        yield from _row(Lever.EQUITY, area, "", Total(1, price, price), words)
