"""What is expected to be free once some of those with a slot have declined it.

All amounts are whole thousandths of a person, so that no order of adding up can show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
from numba import njit

if TYPE_CHECKING:
    from tidegate.core.matching.market.market import Market
    from tidegate.core.matching.problem import Problem

WHOLE = 1000
"""Parts that a person is counted in."""
BOUNDLESS = np.int64(1 << 60)

Longs = npt.NDArray[np.int64]


class Room(NamedTuple):
    """Room that is left, in thousandths; the last line and budget stand for having none.

    Attributes:
        cell: units expected to be free, shape (pools × weeks,).
        offer: the same by row of the problem's offers.
        offers_of, offers_start: offers of cell c are ``offers_of[offers_start[c]:…[c + 1]]``.
        line_of: line by pool.
        cap: by line, what its cap leaves beyond ``used``.
        use: expected use by line and week, shape (lines + 1, weeks).
        used: expected use by line.
        change: by line, by how much two weeks may differ.
        prepaid, pence: by line, units paid for already and the price of each further one.
        budget_of: budget by line.
        money: thousandths of a penny left in each budget.
    """

    cell: Longs
    offer: Longs
    offers_of: Longs
    offers_start: Longs
    line_of: npt.NDArray[np.int32]
    cap: Longs
    use: Longs
    used: Longs
    change: Longs
    prepaid: Longs
    pence: Longs
    budget_of: Longs
    money: Longs


def make_room(problem: Problem, market: Market, used: Longs, freed: Longs) -> Room:
    """Work out the room that a plan leaves once some have declined their slot.

    Args:
        problem: the offers, lines and budgets.
        market: what was made of them.
        used: people placed, by row of the problem's offers.
        freed: thousandths of a person who are expected to decline, likewise.
    """
    offers, lines = problem.offers, problem.lines
    pools, weeks = market.pools.units.shape
    week = offers["week"].to_numpy().astype(np.int64)
    cell = market.pools.offer_pool.astype(np.int64) * weeks + week
    offer_room = WHOLE * (offers["units"].to_numpy().astype(np.int64) - used) + freed
    free = np.zeros(pools * weeks, np.int64)
    np.add.at(free, cell, offer_room)
    line = np.append(market.pools.line, -1)[market.pools.offer_pool]
    use = np.zeros((lines.height + 1, weeks), np.int64)
    np.add.at(use, (line, week), WHOLE * used - freed)
    used_of = use.sum(axis=1)
    return Room(
        free, offer_room, *_by_cell(offers["offer_id"], cell, pools * weeks), market.pools.line,
        _limits(lines["cap"]) - used_of, use, used_of, _limits(lines["weekly_change"]),
        *_money(problem, used_of),
    )  # fmt: skip


def _limits(column: pl.Series) -> Longs:
    """Write limits in thousandths; none, and having no line, are more than can ever be used."""
    known = column.cast(pl.Int64) * WHOLE
    return np.append(known.fill_null(BOUNDLESS).to_numpy(), BOUNDLESS)


def _by_cell(names: pl.Series, cell: Longs, cells: int) -> tuple[Longs, Longs]:
    """List the offers of each cell in order of their names."""
    rank = np.empty(len(cell), np.int64)
    rank[names.arg_sort().to_numpy()] = np.arange(len(cell))
    start = np.zeros(cells + 1, np.int64)
    np.cumsum(np.bincount(cell, minlength=cells), out=start[1:])
    return np.lexsort([rank, cell]), start


def _money(problem: Problem, used: Longs) -> tuple[Longs, Longs, Longs, Longs]:
    """Give prepaid units, unit price and budget of each line, and what is left in each budget."""
    lines, budgets = problem.lines, problem.budgets
    minimum = lines["minimum_take"].cast(pl.Int64)
    prepaid = np.append(pl.select(pl.min_horizontal(minimum, lines["cap"])).to_series() * WHOLE, 0)
    pence = np.append(lines["unit_price_pence"], 0)
    row = {area: index for index, area in enumerate(budgets["area"])}
    budget = np.array([row.get(payer, -1) for payer in lines["payer"]] + [-1], np.int64)
    money = np.append(budgets["pence"].to_numpy() * WHOLE, BOUNDLESS)
    np.subtract.at(money, budget, np.maximum(used - prepaid, 0) * pence)
    return prepaid, pence, budget, money


@njit(inline="always")
def line_takes(room: Room, line: int, part: int) -> bool:
    """Say whether a part of a person more fits under a line's cap and into its payer's budget."""
    if room.cap[line] < part:
        return False
    takes: bool = dearer(room, line, part) <= room.money[room.budget_of[line]]
    return takes


@njit(cache=True, nogil=True)
def week_takes(use: Longs, most: int, week: int, part: int) -> bool:
    """Say whether a part of a person more in a week keeps a line's use within its bound on change.

    ``use`` is the line's expected use by week, ``most`` by how much two weeks may differ.
    """
    least = use[week] + part - most
    before = week == 0 or least <= use[week - 1]
    return before and (week == len(use) - 1 or least <= use[week + 1])


@njit(inline="always")
def dearer(room: Room, line: int, part: int) -> int:
    """Say how much more would be spent on a line, in thousandths of a penny."""
    above = max(room.used[line] + part - room.prepaid[line], 0)
    more: int = (above - max(room.used[line] - room.prepaid[line], 0)) * room.pence[line]
    return more


@njit(inline="always")
def take(room: Room, cell: int, weeks: int, part: int) -> int:
    """Book a part of a person into a cell; return the offer of that cell with most room."""
    line = room.line_of[cell // weeks]
    room.money[room.budget_of[line]] -= dearer(room, line, part)
    room.cell[cell] -= part
    room.cap[line] -= part
    room.used[line] += part
    room.use[line, cell % weeks] += part
    best: int = room.offers_of[room.offers_start[cell]]
    for index in range(room.offers_start[cell], room.offers_start[cell + 1]):
        if room.offer[room.offers_of[index]] > room.offer[best]:
            best = room.offers_of[index]
    room.offer[best] -= part
    return best
