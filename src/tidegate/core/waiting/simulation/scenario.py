"""What capacity might be: slots of each week, under changes from one day to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tidegate.core.waiting.simulation.queue import Queue

_DAYS = 7
AS_NOW = "As now"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of capacity.

    Attributes:
        first: the day from which it holds.
        last: the last day on which it holds; None is to the end.
        more: slots a week added (or taken away), over all queues meant; they are shared out in
            proportion to the queues' usual slots.
        slots: slots a week instead of the usual ones, over all queues meant.
        lost: share of slots lost, such as 1 in a week without theatres.
        queues: names of the queues meant; none named is all.
        longest_first: added slots go by the discipline's order alone, not by its pattern.
    """

    first: date
    last: date | None = None
    more: float = 0.0
    slots: float | None = None
    lost: float = 0.0
    queues: tuple[str, ...] = ()
    longest_first: bool = True

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise ValueError(f"a change ends on {self.last}, before its first day {self.first}")
        if self.slots is not None and self.slots < 0:
            raise ValueError("slots a week are nought or more")
        if not 0 <= self.lost <= 1:
            raise ValueError(f"lost is a share between 0 and 1, not {self.lost}")


@dataclass(frozen=True, slots=True)
class Scenario:
    """A name and the changes of capacity that it stands for; none is "as now"."""

    name: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Slots:
    """Slots by queue and week: the usual ones, and those added for the longest waits."""

    usual: NDArray[np.float64]
    longest: NDArray[np.float64]


def slots_by_week(queues: Sequence[Queue], scenario: Scenario, start: date, weeks: int) -> Slots:
    """Work out each queue's slots in each week.

    Args:
        queues: the lists.
        scenario: its changes are made in their order; a change that holds for some days of a week
            counts for that share of it.
        start: the day that the lists describe; week 1 is the seven days after it.
        weeks: how many weeks.

    Raises:
        ValueError: a change names a queue that is not there.
    """
    usual = np.repeat([[float(queue.slots)] for queue in queues], weeks, axis=1)
    longest = np.zeros_like(usual)
    for change in scenario.changes:
        _make(change, queues, _share_of_weeks(change, start, weeks), usual, longest)
    return Slots(usual, longest)


def _make(
    change: Change,
    queues: Sequence[Queue],
    share: NDArray[np.float64],
    usual: NDArray[np.float64],
    longest: NDArray[np.float64],
) -> None:
    """Make one change, in place: to usual slots, and to those for the longest waits."""
    names = [queue.name for queue in queues]
    strange = set(change.queues) - set(names)
    if strange:
        raise ValueError(f"no list “{min(strange)}” here; there are {', '.join(names)}")
    meant = np.array([not change.queues or name in change.queues for name in names])
    size = np.array([queue.slots for queue in queues]) * meant
    if not size.sum():  # nothing is usual here: shared out evenly
        size = meant.astype(float)
    part = (size / size.sum())[:, None]
    if change.slots is not None:
        held = 1 - share * meant[:, None]
        usual[:] = usual * held + change.slots * part * share
        longest *= held
    to = longest if change.longest_first and change.more > 0 else usual
    to += change.more * part * share
    usual *= 1 - change.lost * share * meant[:, None]
    longest *= 1 - change.lost * share * meant[:, None]


def _share_of_weeks(change: Change, start: date, weeks: int) -> NDArray[np.float64]:
    """Return, for each week, the share of its days on which a change holds."""
    first = (change.first - start).days - 1
    last = weeks * _DAYS if change.last is None else (change.last - start).days
    begins = np.arange(weeks) * _DAYS
    days = np.minimum(begins + _DAYS, last) - np.maximum(begins, first)
    share: NDArray[np.float64] = np.clip(days, 0, _DAYS) / _DAYS
    return share


def whole(slots: NDArray[np.float64]) -> NDArray[np.int64]:
    """Make whole slots of fractions, so that they add up over the weeks, the last axis."""
    so_far = np.floor(np.cumsum(np.maximum(slots, 0), axis=-1) + 0.5)
    return np.diff(so_far, axis=-1, prepend=0).astype(np.int64)


def last_day(start: date, weeks: int) -> date:
    """Return the day that ends a number of weeks after a list's day."""
    return start + timedelta(days=weeks * _DAYS)
