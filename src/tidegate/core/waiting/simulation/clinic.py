"""Patients one by one through a clinic of several places, in continuous time, compiled.

Lists of whole areas go forward by week and by count (``engine``). This queue follows each patient
from arrival to the moment that their care begins, so that the theory of queues can be held against
it, and so that its speed can be set beside general simulators.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray  # noqa: TC002 - what compiled loops read is a tuple with types

from tidegate.core.waiting.simulation.stream import begin, exponential, uniform

NEVER = 1e300
NOBODY = -1


@dataclass(frozen=True, slots=True)
class Clinic:
    """A clinic; times are in mean times of care.

    Attributes:
        places: patients who can be cared for at once.
        arrivals: patients of each class per unit of time; the first class comes first.
        deadlines: wait from which a patient of each class goes before everybody who is not yet
            due, the longest overdue first; none for no deadlines.
        patience: mean wait after which a patient of each class leaves; none for nobody does.
    """

    places: int
    arrivals: tuple[float, ...]
    deadlines: tuple[float, ...] = ()
    patience: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if self.places < 1 or not self.arrivals or min(self.arrivals) < 0:
            raise ValueError("a clinic has a place or more, and arrivals of nought or more")
        if sum(self.arrivals) <= 0:
            raise ValueError("somebody has to come")
        for times in (self.deadlines, self.patience):
            if times and (len(times) != len(self.arrivals) or min(times) <= 0):
                raise ValueError("deadlines and patience: one positive time for each class")


@dataclass(frozen=True, slots=True)
class Visits:
    """What patients met.

    Attributes:
        seen: by class, patients whose care began after the warm-up.
        left: by class, patients who came after the warm-up and left before their care began.
        waited: by class, what both waited in all.
        area: the area under the queue of the same patients, added up event by event.
    """

    seen: NDArray[np.int64]
    left: NDArray[np.int64]
    waited: NDArray[np.float64]
    area: float

    @property
    def mean_waits(self) -> NDArray[np.float64]:
        """The mean wait of each class."""
        mean: NDArray[np.float64] = self.waited / np.maximum(self.seen + self.left, 1)
        return mean


class Settings(NamedTuple):
    """A clinic as the compiled loop reads it."""

    places: int
    share: NDArray[np.float64]
    rate: float
    deadline: NDArray[np.float64]
    patience: NDArray[np.float64]
    warm_up: int


class Line(NamedTuple):
    """Those who wait: by patient when they came, will leave, and who follows; by class the ends."""

    came: NDArray[np.float64]
    leaves: NDArray[np.float64]
    following: NDArray[np.int64]
    head: NDArray[np.int64]
    tail: NDArray[np.int64]


class Sums(NamedTuple):
    """What is added up: by class who was seen, who left and what they waited; then the area."""

    seen: NDArray[np.int64]
    left: NDArray[np.int64]
    waited: NDArray[np.float64]
    area: NDArray[np.float64]


def visit(clinic: Clinic, patients: int, seed: int, warm_up: int = 0) -> Visits:
    """Follow so many patients until the last has been seen.

    Args:
        clinic: the clinic.
        patients: how many come.
        seed: the same seed, the same patients.
        warm_up: the first patients, who count for nothing because the clinic starts empty.
    """
    classes = len(clinic.arrivals)
    settings = Settings(
        clinic.places,
        np.cumsum(clinic.arrivals) / sum(clinic.arrivals),
        float(sum(clinic.arrivals)),
        np.asarray(clinic.deadlines or [NEVER] * classes, float),
        np.asarray(clinic.patience or [NEVER] * classes, float),
        warm_up,
    )
    line = Line(
        np.empty(patients),
        np.empty(patients),
        np.empty(patients, np.int64),
        np.full(classes, NOBODY),
        np.full(classes, NOBODY),
    )
    seen, left = np.zeros(classes, np.int64), np.zeros(classes, np.int64)
    sums = Sums(seen, left, np.zeros(classes), np.zeros(1))
    run_clinic(settings, line, sums, np.uint64(seed))
    return Visits(sums.seen, sums.left, sums.waited, float(sums.area[0]))


@njit(cache=True, nogil=True)
def run_clinic(settings: Settings, line: Line, sums: Sums, seed: np.uint64) -> None:
    """Go from event to event, an arrival or the end of somebody's care, until nobody is left."""
    state, busy = np.empty(1, np.uint64), np.empty(settings.places)
    begin(state, seed, 0)
    patients, warm_up = len(line.came), settings.warm_up
    number, working, queued, before = 0, 0, 0, 0.0
    arrival = exponential(state) / settings.rate
    while number < patients or working > 0:
        done = busy[0] if working > 0 else NEVER
        now = min(arrival, done)
        sums.area[0] += queued * (now - before)
        before = now
        if arrival <= done:
            group = _arrive(settings, line, number, now, state)
            if working < settings.places:
                _begin_care(busy, working, now + exponential(state))
                working += 1
                sums.seen[group] += number >= warm_up
            else:
                _join(line, group, number)
                queued += number >= warm_up
            number += 1
            arrival = now + exponential(state) / settings.rate if number < patients else NEVER
            continue
        queued -= _take_out_left(line, sums, now, warm_up)
        group = _next(line, settings.deadline, now)
        if group == NOBODY:
            working -= 1
            _settle(busy, working, busy[working])
            continue
        patient = line.head[group]
        line.head[group] = line.following[patient]
        _settle(busy, working, now + exponential(state))
        if patient >= warm_up:
            sums.seen[group] += 1
            sums.waited[group] += now - line.came[patient]
            queued -= 1


@njit(nogil=True)
def _arrive(
    settings: Settings, line: Line, number: int, now: float, state: NDArray[np.uint64]
) -> int:
    """Note who comes and when they would leave; return their class."""
    chance, group = uniform(state), 0
    while chance > settings.share[group] and group < len(settings.share) - 1:
        group += 1
    line.came[number] = now
    line.leaves[number] = NEVER
    if settings.patience[group] < NEVER:
        line.leaves[number] = now + exponential(state) * settings.patience[group]
    return group


@njit(nogil=True)
def _join(line: Line, group: int, number: int) -> None:
    """Put a patient at the end of their class."""
    line.following[number] = NOBODY
    if line.head[group] == NOBODY:
        line.head[group] = number
    else:
        line.following[line.tail[group]] = number
    line.tail[group] = number


@njit(nogil=True)
def _take_out_left(line: Line, sums: Sums, now: float, warm_up: int) -> int:
    """Take out whoever has left at the head of a class; return how many of them counted.

    They were counted as waiting until now, which the area is corrected for.
    """
    counted = 0
    for group in range(len(line.head)):
        patient = line.head[group]
        while patient != NOBODY and line.leaves[patient] <= now:
            if patient >= warm_up:
                counted += 1
                sums.left[group] += 1
                sums.waited[group] += line.leaves[patient] - line.came[patient]
                sums.area[0] -= now - line.leaves[patient]
            patient = line.following[patient]
        line.head[group] = patient
    return counted


@njit(nogil=True)
def _next(line: Line, deadline: NDArray[np.float64], now: float) -> int:
    """Return the class whose first is next: the longest overdue, else the first class."""
    chosen, overdue = NOBODY, 0.0
    for group in range(len(line.head)):
        patient = line.head[group]
        if patient != NOBODY:
            late = now - line.came[patient] - deadline[group]
            if chosen == NOBODY or late > overdue:
                chosen, overdue = group, max(late, 0.0)
    return chosen


@njit(nogil=True)
def _begin_care(busy: NDArray[np.float64], working: int, until: float) -> None:
    """Add an end of care to the heap of those who are being cared for."""
    place = working
    while place > 0 and busy[(place - 1) // 2] > until:
        busy[place] = busy[(place - 1) // 2]
        place = (place - 1) // 2
    busy[place] = until


@njit(nogil=True)
def _settle(busy: NDArray[np.float64], working: int, until: float) -> None:
    """Put another end of care in the place of the earliest."""
    place, child = 0, 1
    while child < working:
        if child + 1 < working and busy[child + 1] < busy[child]:
            child += 1
        if busy[child] >= until:
            break
        busy[place] = busy[child]
        place, child = child, 2 * child + 1
    if working > 0:
        busy[place] = until
