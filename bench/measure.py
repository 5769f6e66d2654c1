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
        peak_mib: most memory that its process ever held, imports included.
    """

    value: Any
    seconds: float
    peak_mib: float


def measure(function: Callable[..., Any], *arguments: Any, repeats: int = 1) -> Measured:
    """Run a module-level function in a fresh process; its result must be small and picklable."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as process:
        return process.submit(_timed, function, arguments, repeats).result()


def _timed(function: Callable[..., Any], arguments: tuple[Any, ...], repeats: int) -> Measured:
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        value = function(*arguments)
        seconds.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MIB
    return Measured(value, min(seconds), peak)
