"""Asking for all offers of a plan at once: who still fits, and down whose line to go next."""

from __future__ import annotations

from heapq import heappop, heappush
from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from tidegate.core.transfers.groups import MOVES
from tidegate.core.transfers.line import FRONT, Fronts, Rules, Waiting, Ways, head_of, line_up
from tidegate.core.transfers.yeses import chance_over, odds_of_all, room

Shorts = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

Turn = tuple[np.int64, float, np.int64, np.int64]
"""Whose turn it is: priority, value below 0, place of the name, and the offer."""

ROUNDED = 1e-12
"""What binary arithmetic may add to a chance."""
EXPECTED = ("expected_yes", "p_over", "p_empty", "expected_empty", "attending")
"""Columns of what is expected; ``attending`` is the share of the yeses to come who then attend."""


class Offers(NamedTuple):
    """Offers while people are asked for them.

    Attributes:
        pool, week, modality: numbers of each; modality as ``Groups`` counts.
        slots: slots without a yes.
        most: people who may be asked at most, whatever they are likely to say.
        asked: people asked or awaited, by group of the offer's modality.
        full: whether one more of a group would be beyond the risk; so it is from then on.
    """

    pool: Shorts
    week: Shorts
    modality: Shorts
    slots: Shorts
    most: Shorts
    asked: Shorts
    full: Booleans


class Beliefs(NamedTuple):
    """``Groups`` as kernels take it, and the most that P(yes > slots) may be."""

    number: Shorts
    yes: Floats
    no: Floats
    attend: Floats
    travels: int
    risk: float


@numba.njit(cache=True, nogil=True)
def await_answers(
    offers: Offers, beliefs: Beliefs, offer: Shorts, code: Shorts, people: Shorts
) -> None:
    """Count those who were asked in an earlier round; each by offer and code of group."""
    for index in range(len(offer)):
        group = beliefs.number[offers.modality[offer[index]], code[index]]
        offers.asked[offer[index], group] += people[index]


@numba.njit(cache=True, nogil=True)
def ask_placed(
    offers: Offers, beliefs: Beliefs, offer: Shorts, code: Shorts, people: Shorts
) -> Shorts:
    """Ask those whom the plan places, in the order given; return how many of each fit."""
    fit = np.zeros_like(people)
    for index in range(len(offer)):
        fit[index] = _ask(offers, beliefs, offer[index], code[index], people[index])
    return fit


@numba.njit(cache=True, nogil=True)
def _ask(offers: Offers, beliefs: Beliefs, offer: int, code: int, people: int) -> int:
    """Ask as many people of one group as fit within the risk; return how many."""
    modality, asked = offers.modality[offer], offers.asked[offer]
    group = beliefs.number[modality, code]
    if offers.full[offer, group]:
        return 0
    most = min(people, _wanted(offers, offer))
    yes, no = beliefs.yes[modality], beliefs.no[modality]
    fit = room(asked, yes, no, offers.slots[offer], group, most, beliefs.risk)
    asked[group] += fit
    offers.full[offer, group] = fit < most
    return fit


@numba.njit(cache=True, nogil=True)
def _may_go_on(offers: Offers, beliefs: Beliefs, offer: int) -> bool:
    """Say whether an offer has room for one more of any group; once it has not, it never has."""
    asked, slots, modality = offers.asked[offer], offers.slots[offer], offers.modality[offer]
    yes, no = beliefs.yes[modality], beliefs.no[modality]
    told = odds_of_all(asked, yes, no, slots, -1, 0)
    over = 1.0 - told.sum()
    for group in range(len(asked)):
        if offers.full[offer, group]:
            continue
        if asked[group] == 0:
            # The first of a group is unrelated to all others.
            more = over + told[slots] * yes[group] / (yes[group] + no[group])
        else:
            more = chance_over(asked, yes, no, slots, group, 1)
        if more <= beliefs.risk + ROUNDED:
            return True
        offers.full[offer, group] = True
    return False


@numba.njit(cache=True, nogil=True)
def _wanted(offers: Offers, offer: int) -> int:
    return int(max(0, offers.most[offer] - offers.asked[offer].sum()))


@numba.njit(cache=True, nogil=True)
def ask_next(
    offers: Offers, beliefs: Beliefs, fronts: Fronts, waiting: Waiting, ways: Ways, rules: Rules
) -> tuple[Shorts, Shorts, Shorts]:
    """Ask down the lines of all offers; return offer, person and people in the order of asking.

    The next of all lines is whoever goes first by priority, then by what the slot is worth to
    them. An offer that has no room for its next waits: nobody passes them. It goes on once they
    have been asked for another offer.
    """
    most = min(waiting.left.sum(), offers.most.sum())
    told = np.empty((3, most), np.int32)
    parked, behind = np.full(len(waiting.left), -1), np.full(len(offers.pool), -1)
    turns = [(np.int64(0), 0.0, np.int64(0), np.int64(0)) for _ in range(0)]
    for offer in range(len(offers.pool)):
        if _may_go_on(offers, beliefs, offer):
            _queue(turns, offer, offers, fronts, waiting, ways, rules)
    many = 0
    while turns:
        offer = int(heappop(turns)[3])
        who, band, moved = head_of(fronts, offer, offers.pool[offer], waiting, ways, rules)
        if waiting.left[who] > 0:
            code = (waiting.trait[who] * beliefs.travels + band) * MOVES + moved
            fit = _ask(offers, beliefs, offer, code, waiting.left[who])
            if fit:
                told[0, many], told[1, many], told[2, many] = offer, who, fit
                many += 1
            waiting.left[who] -= fit
            if waiting.left[who] > 0:
                if _may_go_on(offers, beliefs, offer):
                    behind[offer], parked[who] = parked[who], offer
                continue
        _queue(turns, offer, offers, fronts, waiting, ways, rules)
        while parked[who] >= 0:
            other = parked[who]
            parked[who] = behind[other]
            _queue(turns, other, offers, fronts, waiting, ways, rules)
    return told[0, :many].copy(), told[1, :many].copy(), told[2, :many].copy()


@numba.njit(cache=True, nogil=True)
def _queue(
    turns: list[Turn],
    offer: int,
    offers: Offers,
    fronts: Fronts,
    waiting: Waiting,
    ways: Ways,
    rules: Rules,
) -> None:
    """Give an offer its turn by the first of its line who is still free; none where nobody is."""
    if _wanted(offers, offer) == 0:
        return
    while fronts.head[offer] < fronts.size[offer]:
        if waiting.left[fronts.who[offer, fronts.head[offer]]] > 0:
            break
        fronts.head[offer] += 1
    if fronts.head[offer] == FRONT:
        line_up(fronts, offer, offers.pool[offer], offers.week[offer], waiting, ways, rules)
    if fronts.head[offer] < fronts.size[offer]:
        at = fronts.head[offer]
        who = fronts.who[offer, at]
        priority, name = np.int64(waiting.priority[who]), np.int64(waiting.name[who])
        heappush(turns, (priority, -fronts.worth[offer, at], name, np.int64(offer)))


@numba.njit(cache=True, nogil=True)
def expectations(offers: Offers, beliefs: Beliefs) -> Floats:
    """Say what is to be expected of those asked; shape (5, offers): the rows are ``EXPECTED``."""
    found = np.zeros((5, len(offers.pool)))
    for offer in range(len(offers.pool)):
        asked, slots, modality = offers.asked[offer], offers.slots[offer], offers.modality[offer]
        yes, no = beliefs.yes[modality], beliefs.no[modality]
        mean = yes / (yes + no)
        told = odds_of_all(asked, yes, no, slots, -1, 0)
        all_yes = (mean * asked).sum()
        found[0, offer] = all_yes
        if asked.sum() > slots:
            found[1, offer] = max(0.0, 1.0 - told.sum())
        found[2, offer] = min(1.0, max(0.0, told[:slots].sum()))
        found[3, offer] = (told[:slots] * (slots - np.arange(slots))).sum()
        attend = (mean * beliefs.attend[modality] * asked).sum()
        found[4, offer] = attend / all_yes if all_yes else 1.0
    return found
