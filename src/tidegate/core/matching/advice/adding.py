"""Everybody's gains added up, piece by piece, and never more than there are units."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tidegate.core.matching.advice.gains import Gains, Loose, gather

if TYPE_CHECKING:
    from tidegate.core.matching.advice.scene import Scene

Longs = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

AT_ONCE = 2_000_000
"""People judged in one piece; the same for any number of threads, so that sums are too."""


@dataclass(frozen=True, slots=True)
class Total:
    """What a change would bring.

    Attributes:
        people: who would gain, of each pool no more than it has units.
        points: what they would gain, each the mean of those who would use that pool.
        best: what the one who gains most would gain.
    """

    people: int
    points: float
    best: float


def add_up(scene: Scene, loose: Loose) -> tuple[Gains, Gains]:
    """Judge everybody; return gains by what is loosened, and by the holder that would ask.

    Both have one column per pool; the rows of the second are holders, the last for none.
    """
    begins = list(range(0, len(scene.group), AT_ONCE)) or [0]
    holders = int(scene.holder.max(initial=-1)) + 2
    total: Gains | None = None
    asked = _nothing(holders, len(scene.profile))

    def piece(begin: int) -> tuple[Gains, Longs, Floats]:
        done: tuple[Gains, Longs, Floats] = gather(
            scene, loose, begin, min(begin + AT_ONCE, len(scene.group))
        )
        return done

    with ThreadPoolExecutor() as threads:
        for begin, (gains, pool, points) in zip(begins, threads.map(piece, begins), strict=True):
            total = gains if total is None else _joined(total, gains)
            who = np.flatnonzero(pool >= 0)
            at, count = (scene.holder[begin + who], pool[who]), loose.heads[begin + who]
            np.add.at(asked.people, at, count)
            np.add.at(asked.points, at, count * points[who])
            np.maximum.at(asked.best, at, points[who])
    return total or _nothing(0, len(scene.profile)), asked


def _nothing(rows: int, pools: int) -> Gains:
    shape = rows, pools
    return Gains(np.zeros(shape, np.int64), np.zeros(shape), np.zeros(shape))


def _joined(one: Gains, other: Gains) -> Gains:
    return Gains(
        one.people + other.people, one.points + other.points, np.maximum(one.best, other.best)
    )


def capped(
    gains: Gains, row: int, units: Longs, where: npt.NDArray[np.bool_] | None = None
) -> Total:
    """Add one row up over its pools, or over some of them, at most as many people as units."""
    people, points, best = (
        figures[row] if where is None else figures[row][where] for figures in gains
    )
    kept = np.minimum(people, units if where is None else units[where])
    share = np.divide(kept, people, out=np.zeros(len(people)), where=people > 0)
    # In order of the pools, so that the last digit is the same everywhere.
    sums = np.cumsum(points * share)
    return Total(int(kept.sum()), float(sums[-1]) if len(sums) else 0.0, float(best.max(initial=0)))
