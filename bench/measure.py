"""Time and memory of one step at a time, in a process of its own so that none warms another."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

_MIB = 1024


@dataclass(frozen=True, slots=True)
class Measured:
    """What one function returned, and what that took.

    Attributes:
        value: the function's result.
        seconds: the fastest of the repeats, imports excluded.
        cpu_seconds: processor time of that repeat, over all its threads.
        peak_mib: most memory that its process ever held, imports included.
    """

    value: Any
    seconds: float
    cpu_seconds: float
    peak_mib: float


def measure(function: Callable[..., Any], *arguments: Any, repeats: int = 1) -> Measured:
    """Run a module-level function in a fresh process; its result must be small and picklable."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as process:
        return process.submit(_timed, function, arguments, repeats).result()


def _timed(function: Callable[..., Any], arguments: tuple[Any, ...], repeats: int) -> Measured:
    taken = []
    for _ in range(repeats):
        watch = Watch()
        value = function(*arguments)
        taken.append(watch.read())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MIB
    return Measured(value, *min(taken), peak)


class Watch:
    """A stopwatch for the clock on the wall and for the processor; it starts when it is made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Return seconds on the wall and seconds of the processor since the start."""
        return time.perf_counter() - self._wall, time.process_time() - self._cpu
