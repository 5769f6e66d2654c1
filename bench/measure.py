"""Time and memory of one step at a time, in a process of its own so that none warms another."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

_KIB_IN_MIB = 1024


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


class NotFinished(Exception):  # noqa: N818 - an answer like another
    """A function was still at work when its time was up, or its process was lost."""


def measure(
    function: Callable[..., Any], *arguments: Any, repeats: int = 1, limit: float | None = None
) -> Measured:
    """Run a module-level function in a fresh process; its result must be small and picklable.

    Raises:
        NotFinished: it took longer than ``limit`` seconds, or its process ended without a word.
    """
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe(duplex=False)
    process = spawn.Process(target=_report, args=(there, function, arguments, repeats))
    process.start()
    there.close()
    try:
        if not here.poll(limit):
            raise NotFinished(f"not finished in {limit:,.0f} s")
        found = here.recv()
    except EOFError:
        raise NotFinished("its process was lost, for want of memory perhaps") from None
    finally:
        process.kill()
        process.join()
    if isinstance(found, Exception):
        raise found
    return found


def _report(
    pipe: Connection, function: Callable[..., Any], arguments: tuple[Any, ...], repeats: int
) -> None:
    try:
        pipe.send(_timed(function, arguments, repeats))
    except Exception as fault:  # noqa: BLE001 - whatever it is, the other side raises it
        pipe.send(fault)


def _timed(function: Callable[..., Any], arguments: tuple[Any, ...], repeats: int) -> Measured:
    taken = []
    for _ in range(repeats):
        watch = Watch()
        value = function(*arguments)
        taken.append(watch.read())
    return Measured(value, *min(taken), peak_mib())


def peak_mib() -> float:
    """Return the most memory that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KIB_IN_MIB


def resident_mib() -> float:
    """Return the memory that this process holds now; its peak where the system does not say."""
    status = Path("/proc/self/status")
    if not status.exists():
        return peak_mib()
    lines = status.read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / _KIB_IN_MIB


class Watch:
    """A stopwatch for the clock on the wall and for the processor; it starts when it is made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Return seconds on the wall and seconds of the processor since the start."""
        return time.perf_counter() - self._wall, time.process_time() - self._cpu
