"""How many to ask: as many as keep the chance of more yeses than slots within a stated risk.

Sources: the yield model of the design (allocation under uncertainty); a yes that finds no slot is a
broken promise, so the risk counts yeses and takes no credit for those who may not attend.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tidegate.core.transfers.yeses import chance_over, odds_of_all, room

if TYPE_CHECKING:
    from tidegate.core.transfers.belief import Belief

Floats = npt.NDArray[np.float64]
Shorts = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Batch:
    """A number of people to ask for a number of slots, and what is to be expected of it.

    Attributes:
        slots: slots to be filled.
        ask: people to ask.
        expected_yes: yeses on average.
        p_over: probability of more yeses than slots.
        p_all_filled: probability that every slot has a yes, some perhaps more than one.
        expected_empty: slots without a yes, on average.
    """

    slots: int
    ask: int
    expected_yes: float
    p_over: float
    p_all_filled: float
    expected_empty: float

    @property
    def p_empty(self) -> float:
        """Probability that at least one slot has no yes."""
        return 1.0 - self.p_all_filled


def batch_size(slots: int, belief: Belief, risk: float, *, most: int) -> Batch:
    """Find the largest number to ask such that P(yes > slots) is at most the risk.

    Args:
        slots: slots to be filled, at least 0.
        belief: what is believed of the share that says yes.
        risk: the most that P(yes > slots) may be, from 0 up to but not 1.
        most: the most people that may be asked, such as the length of the line.

    Returns:
        The batch; nobody can be refused while as many are asked as there are slots, so it asks at
        least ``min(slots, most)``.
    """
    _check(slots, risk)
    ask = min(slots, most)
    ask += room_for(slots, Party.of({belief: ask}), belief, risk, most=most - ask) if slots else 0
    return Party.of({belief: ask}).batch(slots)


def more_to_ask(
    slots: int, belief: Belief, risk: float, *, yes: int, no: int, pending: int, most: int
) -> Batch:
    """Find how many more to ask once some of those asked have answered.

    What they said counts as evidence on the group. Whoever has not answered yet is taken to say
    yes as readily as anybody, which asks for fewer and keeps the risk.

    Args:
        slots: slots there were at the start.
        belief: what was believed when the first were asked.
        risk: the most that P(yes > slots) may be.
        yes: have said yes.
        no: have said no, or let the time pass.
        pending: have not answered.
        most: the most further people that may be asked.

    Returns:
        A batch for the slots that are left, in which ``ask`` counts further people only; the
        probabilities and ``expected_yes`` include those whose answer is pending.
    """
    left, now = max(0, slots - yes), belief.after(yes, no)
    _check(left, risk)
    party = Party.of({now: pending})
    more = room_for(left, party, now, risk, most=most) if left else 0
    told = Party.of({now: pending + more}).batch(left)
    return Batch(left, more, told.expected_yes, told.p_over, told.p_all_filled, told.expected_empty)


class Party:
    """People asked for the same slots, of one group or of several whose shares are unrelated.

    Attributes:
        asked: how many of each group are asked, by what is believed of it and the group's name.
    """

    def __init__(self) -> None:
        self.asked: dict[tuple[Belief, str], int] = {}

    @classmethod
    def of(cls, asked: Mapping[Belief, int]) -> Party:
        """Make a party of groups that need no name."""
        party = cls()
        for belief, people in asked.items():
            party.ask(belief, people)
        return party

    @property
    def people(self) -> int:
        """How many are asked."""
        return sum(self.asked.values())

    def ask(self, belief: Belief, people: int, group: str = "") -> None:
        """Ask more people of a group."""
        key = (belief, group)
        self.asked[key] = self.asked.get(key, 0) + people

    def p_over(
        self, slots: int, belief: Belief | None = None, more: int = 0, group: str = ""
    ) -> float:
        """Return P(yes > slots), perhaps with some more people of one group."""
        asked, yes, no, at = self.arrays(belief, group)
        return float(chance_over(asked, yes, no, slots, at, more))

    def batch(self, slots: int) -> Batch:
        """Say what is to be expected of asking this party for so many slots."""
        asked, yes, no, _ = self.arrays()
        fewer = odds_of_all(asked, yes, no, slots, -1, 0)[:slots]
        return Batch(
            slots=slots,
            ask=self.people,
            expected_yes=sum(belief.mean * people for (belief, _), people in self.asked.items()),
            p_over=self.p_over(slots),
            p_all_filled=min(1.0, max(0.0, 1.0 - float(fewer.sum()))),
            expected_empty=float(fewer @ (slots - np.arange(slots))),
        )

    def arrays(
        self, belief: Belief | None = None, group: str = ""
    ) -> tuple[Shorts, Floats, Floats, int]:
        """Lay out how many of each group are asked and what is believed; also place one group."""
        keys = sorted(
            {*self.asked, *([] if belief is None else [(belief, group)])},
            key=lambda key: (key[1], key[0].yes, key[0].no),
        )
        at = -1 if belief is None else keys.index((belief, group))
        asked = np.array([self.asked.get(key, 0) for key in keys], np.int32)
        yes, no = (
            np.array([getattr(key[0], side) for key in keys], np.float64) for side in ("yes", "no")
        )
        return asked, yes, no, at


def room_for(
    slots: int, party: Party, belief: Belief, risk: float, *, group: str = "", most: int
) -> int:
    """Return how many more of a group may be asked besides a party, at most ``most``."""
    asked, yes, no, at = party.arrays(belief, group)
    return int(room(asked, yes, no, slots, at, most, risk))


def _check(slots: int, risk: float) -> None:
    if slots < 0:
        raise ValueError(f"slots must not be negative: {slots}")
    if not 0 <= risk < 1:
        raise ValueError(f"a risk lies from 0 up to, but not at, 1, not {risk}")
