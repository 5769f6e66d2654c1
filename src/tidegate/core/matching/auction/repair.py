"""Keeping every limit to the last unit: weekly change, budgets and floors, after the last round.

Prices of such limits leave a few units too many or too few. Here people of least worth give theirs
back until each limit is kept; the bound does not change, so that the gap says what that costs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from numba import njit

from tidegate.core.matching.auction.heap import remove
from tidegate.core.matching.auction.lines import reprice_cell, reprice_line
from tidegate.core.matching.auction.stalls import FAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidegate.core.matching.auction.sale import Sale

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]


@njit(cache=True, nogil=True)
def drop(s, person):
    """Take a person out of the cell held, and the unit with them: nobody else gets it."""
    cell = s.people[person].at
    here, index = s.cells[cell], s.pools[cell // s.price.shape[1]].line
    remove(s.bids, here.shelf, here.held, person)
    here.held -= 1
    here.units -= 1
    s.lines[index].used -= 1
    s.people[person].at = -1
    reprice_cell(s.cells, s.bids, s.pools, s.price, s.least, s.usual, cell)
    if here.units == 0:
        s.price[cell // s.price.shape[1], cell % s.price.shape[1]] = FAR
    reprice_line(s.lines, s.least, index)


def flatten(sale: Sale, most: Longs, forced: Longs) -> bool:
    """Let no line's use differ from one week to the next by more than ``most`` units.

    ``most`` is by line of the market, -1 for no bound; ``forced`` what accepted transfers use, by
    line and week. The largest profile below today's use that
    keeps the bound is kept to; returns whether anybody gave a unit back.
    """
    stalls, width = sale.stalls, sale.stalls.price.shape[1]
    changed = False
    for index, line in enumerate(sale.lines.tolist()):
        if most[line] < 0:
            continue
        first, end = stalls.lines["first"][index], stalls.lines["end"][index]
        held = stalls.cells["held"].reshape(-1, width)[first:end, : sale.weeks]
        use = held.sum(axis=0) + forced[line]
        week = np.arange(sale.weeks)
        far = np.abs(week[:, None] - week) * most[line]
        allowed = (use[None, :] + far).min(axis=1)
        for over in np.flatnonzero(use > allowed).tolist():
            cells = np.arange(first, end) * width + over
            who = np.isin(stalls.people["at"], cells)
            gone = min(int(who.sum()), int(use[over] - allowed[over]))
            _give_back(sale, who, gone)
            changed = changed or gone > 0
    return changed


def keep_budgets(sales: Sequence[Sale], payer: Longs, unit_pence: Longs, room_pence: Longs) -> bool:
    """Let people give back units above the prepaid ones until every budget is kept.

    ``room_pence`` is what is left of each budget, below 0 where it is overspent.
    """
    changed = False
    over = np.maximum(-room_pence, 0)
    if not sales or not over.any():
        return changed
    number, person, line, cost = _spenders(sales, over[payer] * (payer >= 0), unit_pence)
    of_budget = payer[line]
    for budget in np.flatnonzero(over).tolist():
        mine = np.flatnonzero(of_budget == budget)
        for at in mine[np.argsort(cost[mine], kind="stable")].tolist():
            if over[budget] <= 0:
                break
            sale = sales[number[at]]
            here = sale.stalls.lines[np.searchsorted(sale.lines, line[at])]
            if here["used"] > here["prepaid"]:
                drop(sale.stalls, int(person[at]))
                over[budget] -= unit_pence[line[at]]
                changed = True
    return changed


def _spenders(
    sales: Sequence[Sale], over: Longs, unit_pence: Longs
) -> tuple[Longs, Longs, Longs, Floats]:
    """List people on lines that spend and whose budget is overspent, ``over`` by line.

    Returns the number of the sale, the person there, the market's line, and what they are worth
    for each penny that a unit costs.
    """
    columns: list[tuple[Longs, Longs, Longs, Floats]] = []
    for number, sale in enumerate(sales):
        stalls, lines = sale.stalls, sale.stalls.lines[:-1]
        spends = lines["used"] > lines["prepaid"]
        spends &= (over[sale.lines] > 0) & (unit_pence[sale.lines] > 0)
        held = np.flatnonzero(stalls.people["at"] >= 0)
        line = stalls.pools["line"][stalls.people["at"][held] // stalls.price.shape[1]]
        held, line = (each[np.append(spends, False)[line]] for each in (held, line))
        of_market = sale.lines[line]
        cost = stalls.people["worth"][held] / unit_pence[of_market]
        columns.append((np.full(len(held), number), held, of_market, cost))
    numbers, persons, of_line, costs = zip(*columns, strict=True)
    return (
        np.concatenate(numbers), np.concatenate(persons),
        np.concatenate(of_line), np.concatenate(costs),
    )  # fmt: skip


def keep_floors(sales: Sequence[Sale], share: Floats, short: Floats) -> bool:
    """Let people who are not deprived give slots back until each floor is kept.

    ``short`` is by how many deprived people each floor is missed; one slot less needs ``share``
    of a person less.
    """
    lacking = np.divide(short, share, out=np.zeros_like(short), where=short > 0)
    left = np.ceil(lacking).astype(np.int64)
    if not sales or not left.any():
        return False
    number, person, concerns, worth = _others(sales, left)
    changed = False
    for floor in np.flatnonzero(left).tolist():
        mine = np.flatnonzero(concerns == floor)
        for at in mine[np.argsort(worth[mine], kind="stable")[: left[floor]]].tolist():
            drop(sales[number[at]].stalls, int(person[at]))
            changed = True
    return changed


def _others(sales: Sequence[Sale], left: Longs) -> tuple[Longs, Longs, Longs, Longs]:
    """List people with a slot who are not deprived and whose floor is missed.

    Returns the number of the sale, the person there, the floor, and what the slot is worth.
    """
    missed = np.append(left > 0, False)
    columns: list[tuple[Longs, Longs, Longs, Longs]] = []
    for number, sale in enumerate(sales):
        people = sale.stalls.people
        who = np.flatnonzero((people["at"] >= 0) & (people["deprived"] == 0))
        who = who[missed[people["floor"][who]]]
        columns.append((np.full(len(who), number), who, people["floor"][who], people["worth"][who]))
    numbers, persons, floors, worths = zip(*columns, strict=True)
    return (
        np.concatenate(numbers), np.concatenate(persons),
        np.concatenate(floors), np.concatenate(worths),
    )  # fmt: skip


def _give_back(sale: Sale, who: Booleans, many: int) -> None:
    people = np.flatnonzero(who)
    order = np.argsort(sale.stalls.people["worth"][people], kind="stable")
    for person in people[order[:many]].tolist():
        drop(sale.stalls, person)
