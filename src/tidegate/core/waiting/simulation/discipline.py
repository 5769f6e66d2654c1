"""In which order a week's slots go to those who wait: clinicians' priority first, then the wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tidegate.core.waiting.simulation.queue import PRIORITIES


class Order(StrEnum):
    """Who comes first for slots that no rule before has given away."""

    PRIORITY = "priority"  # by priority, then the longest wait
    WAIT = "wait"  # the longest wait, then priority


@dataclass(frozen=True, slots=True)
class Discipline:
    """The rules by which each week's slots are given out, in this order.

    1. Whoever would pass the deadline of their priority without a slot this week, by priority,
       then longest wait.
    2. The reserve: a share of the slots for the priorities named, longest wait first; what is
       not needed goes on.
    3. What these left of the share ``by_pattern`` of a queue's usual slots as they have been used
       of late, by weeks waited: booking never follows one rule. Only where the pattern is known.
    4. Everything left by ``order``. Slots added "for the longest waits" come here.

    Attributes:
        name, version, author, source, in_force: which rules these are, and who answers for them.
        deadlines: weeks within which each priority is to be seen; one not named has none.
        order: who comes first in step 4.
        reserve: share of slots that is reserved.
        reserved_for: the priorities that it is reserved for.
        by_pattern: share of usual slots for step 3.
    """

    name: str
    version: str
    author: str
    source: str
    in_force: date
    deadlines: Mapping[str, int]
    order: Order = Order.WAIT
    reserve: float = 0.0
    reserved_for: tuple[str, ...] = ()
    by_pattern: float = 0.0

    def __post_init__(self) -> None:
        strange = {*self.deadlines, *self.reserved_for} - set(PRIORITIES)
        if strange:
            raise ValueError(f"priorities are {', '.join(PRIORITIES)}, not {min(strange)}")
        if any(type(weeks) is not int or weeks < 1 for weeks in self.deadlines.values()):
            raise ValueError("a deadline is a whole number of weeks from 1")
        for name, share in (("reserve", self.reserve), ("by_pattern", self.by_pattern)):
            if not 0 <= share <= 1:
                raise ValueError(f"{name} is a share between 0 and 1, not {share}")
        if self.reserve and not self.reserved_for:
            raise ValueError("a reserve names the priorities that it is for: reserved_for")
