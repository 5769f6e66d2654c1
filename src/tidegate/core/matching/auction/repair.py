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
    for budget in np.flatnonzero(room_pence < 0).tolist():
        over = -int(room_pence[budget])
        while over > 0:
            choice = _cheapest(sales, payer == budget, unit_pence)
            if choice is None:
                break
            sale, person, pence = choice
            drop(sale.stalls, person)
            over -= pence
            changed = True
    return changed


def _cheapest(
    sales: Sequence[Sale], mine: Booleans, unit_pence: Longs
) -> tuple[Sale, int, int] | None:
    """Find the person of least worth on a line that spends, the line's price beside."""
    best: tuple[float, Sale, int, int] | None = None
    for sale in sales:
        stalls, lines = sale.stalls, sale.stalls.lines[:-1]
        spends = (
            (lines["used"] > lines["prepaid"]) & mine[sale.lines] & (unit_pence[sale.lines] > 0)
        )
        if not spends.any():
            continue
        held = np.flatnonzero(stalls.people["at"] >= 0)
        line = stalls.pools["line"][stalls.people["at"][held] // stalls.price.shape[1]]
        held, line = held[np.append(spends, False)[line]], line[np.append(spends, False)[line]]
        worth = stalls.people["worth"][held] / unit_pence[sale.lines[line]]
        if len(held):
            at = int(worth.argmin())
            if best is None or worth[at] < best[0]:
                pence = int(unit_pence[sale.lines[line[at]]])
                best = (float(worth[at]), sale, int(held[at]), pence)
    return None if best is None else best[1:]


def keep_floors(sales: Sequence[Sale], share: Floats, short: Floats) -> bool:
    """Let people who are not deprived give slots back until each floor is kept.

    ``short`` is by how many deprived people each floor is missed; one slot less needs ``share``
    of a person less.
    """
    changed = False
    for floor in np.flatnonzero(short > 0).tolist():
        left = int(np.ceil(short[floor] / share[floor]))
        worths = [
            stalls.people["worth"][_others(stalls.people, floor)]
            for stalls in (sale.stalls for sale in sales)
        ]
        every = np.sort(np.concatenate(worths))
        if not len(every):
            continue
        limit = every[min(left, len(every)) - 1]
        for sale in sales:
            who = _others(sale.stalls.people, floor) & (sale.stalls.people["worth"] <= limit)
            gone = min(left, int(who.sum()))
            _give_back(sale, who, gone)
            left -= gone
            changed = changed or gone > 0
    return changed


def _others(people: npt.NDArray[np.void], floor: int) -> Booleans:
    who: Booleans = (people["at"] >= 0) & (people["floor"] == floor) & (people["deprived"] == 0)
    return who


def _give_back(sale: Sale, who: Booleans, many: int) -> None:
    people = np.flatnonzero(who)
    order = np.argsort(sale.stalls.people["worth"][people], kind="stable")
    for person in people[order[:many]].tolist():
        drop(sale.stalls, person)
