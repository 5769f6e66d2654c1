"""The booking desk: units by offer, contract lines and budgets, as they are used up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
from numba import njit

if TYPE_CHECKING:
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem

Array = npt.NDArray[Any]

PENCE_PER_THOUSAND_POUNDS = 100_000
NO_LIMIT = np.iinfo(np.int64).max
_ONE = np.uint64(1)

POOL = np.dtype(
    [
        ("first", "i8"),  # its slots that are not used up
        ("end", "i8"),
        ("left", "i8"),  # units in them
        ("profile", "i4"),
        ("site_holder", "i4"),
        ("provider_holder", "i4"),
        ("line", "i4"),  # the last one stands for none
    ],
    align=True,
)
SLOT = np.dtype(
    [("offer", "i4"), ("week", "i4"), ("rank", "i4"), ("left", "i4")],
    align=True,
)
LINE = np.dtype(
    [
        ("prepaid", "i8"),
        ("cap", "i8"),
        ("pence", "i8"),  # a unit beyond the prepaid ones
        ("points", "f8"),  # the same in points
        ("budget", "i4"),  # the last one is without limit
        ("used", "i8"),
        ("shut", "?"),  # it will never take another unit
    ],
    align=True,
)


class Desk(NamedTuple):
    """What is left: it changes with every booking.

    Attributes:
        pools: ``POOL`` records.
        slots: ``SLOT`` records by pool, in order of rank: of site, then week, then offer_id.
        lines: ``LINE`` records; the last one, without any limit, is for units without a contract.
        budgets: pence left; the last one is for payers without a limit.
    """

    pools: Array
    slots: Array
    lines: Array
    budgets: Array


def make_desk(problem: Problem, policy: Policy, market: Market) -> Desk:
    """Lay out everything that is on offer."""
    lines, budgets = _lines(problem, policy)
    pools = np.zeros(len(market.pools.profile), POOL)
    for name in ("profile", "site_holder", "provider_holder"):
        pools[name] = getattr(market.pools, name)
    pools["line"] = np.where(market.pools.line < 0, len(lines) - 1, market.pools.line)
    ranked = problem.offers.select(pl.arg_sort_by("site", "week", "offer_id").cast(pl.Int64))
    offers = ranked.to_series().to_numpy()
    order = np.argsort(market.pools.offer_pool[offers], kind="stable")
    slots = np.zeros(len(offers), SLOT)
    slots["rank"], slots["offer"] = order, offers[order]
    slots["week"] = problem.offers["week"].to_numpy()[offers[order]]
    slots["left"] = problem.offers["units"].to_numpy()[offers[order]]
    pool = market.pools.offer_pool[offers[order]]
    pools["first"] = np.searchsorted(pool, np.arange(len(pools)))
    pools["end"] = np.searchsorted(pool, np.arange(len(pools)), "right")
    pools["left"] = np.bincount(pool, slots["left"], len(pools))
    return Desk(pools, slots, lines, budgets)


def _lines(problem: Problem, policy: Policy) -> tuple[Array, Array]:
    areas = {area: row for row, area in enumerate(problem.budgets["area"])}
    lines = np.zeros(problem.lines.height + 1, LINE)
    lines["cap"], lines["budget"] = NO_LIMIT, len(areas)
    own = lines[:-1]
    own["prepaid"] = problem.lines["minimum_take"].to_numpy()
    own["cap"] = problem.lines["cap"].cast(pl.Int64).fill_null(NO_LIMIT).to_numpy()
    own["pence"] = problem.lines["unit_price_pence"].to_numpy()
    own["points"] = own["pence"] / PENCE_PER_THOUSAND_POUNDS * policy.thousand_pounds_points
    own["budget"] = [areas.get(payer, len(areas)) for payer in problem.lines["payer"]]
    return lines, np.append(problem.budgets["pence"].to_numpy(), NO_LIMIT)


@njit(cache=True, nogil=True)
def room(line: Any, budgets: Array) -> int:
    """Return how many more units a contract line takes: by its cap, and by its payer's money."""
    units: int = line.cap - line.used
    if line.pence > 0 and budgets[line.budget] < NO_LIMIT:
        prepaid = max(line.prepaid - line.used, 0)
        units = min(units, prepaid + budgets[line.budget] // line.pence)
    return units


@njit(cache=True, nogil=True)
def take(desk: Desk, pool: int, slot: int, units: int) -> None:
    """Use units of a slot: they leave its pool, count for its line and are paid for."""
    desk.slots[slot].left -= units
    here = desk.pools[pool]
    here.left -= units
    while here.first < here.end and desk.slots[here.first].left == 0:
        here.first += 1
    line = desk.lines[here.line]
    before = max(line.used - line.prepaid, 0)
    line.used += units
    dear = max(line.used - line.prepaid, 0) - before
    if desk.budgets[line.budget] < NO_LIMIT:
        desk.budgets[line.budget] -= dear * line.pence


@njit(cache=True, nogil=True)
def first_open(slots: Array, pool: Any, closed: np.uint64, after: int) -> int:
    """Return the pool's first slot of a rank above ``after`` that a person can come to, or -1."""
    for slot in range(pool.first, pool.end):
        here = slots[slot]
        if here.left > 0 and here.rank > after and not (closed >> np.uint64(here.week)) & _ONE:
            return slot
    return -1
