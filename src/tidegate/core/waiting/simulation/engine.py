"""Take lists forward under several scenarios, many times over, on all processors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from tidegate.core.waiting.simulation.chances import draw_chances
from tidegate.core.waiting.simulation.discipline import Discipline, Order
from tidegate.core.waiting.simulation.kernel import Lists, Met, run_lists
from tidegate.core.waiting.simulation.outcome import COLUMN, Measure, Simulated
from tidegate.core.waiting.simulation.queue import PRIORITIES, Queue
from tidegate.core.waiting.simulation.scenario import Scenario, Slots, slots_by_week, whole
from tidegate.core.waiting.simulation.weeks import Rules, Whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

THREADS = 2
RUNS_AT_A_TIME = 10
_NO_DEADLINE = 2**31
_CERTAIN = 1 - 2**-53


def simulate(  # noqa: PLR0913 - each is a question of its own, and most are named
    queues: Sequence[Queue],
    scenarios: Sequence[Scenario],
    discipline: Discipline,
    *,
    start: date,
    weeks: int,
    runs: int,
    seed: int,
    threads: int = THREADS,
    tell: Callable[[int], None] | None = None,
) -> Simulated:
    """Take lists forward; every scenario meets the same arrivals and the same chances.

    Args:
        queues: the lists, each with its own slots.
        scenarios: at least one.
        discipline: the order in which slots are given.
        start: the day that the lists describe.
        weeks: how far, from 1.
        runs: how often, from 1.
        seed: the same seed gives the same figures, whatever the threads.
        threads: how many work at once.
        tell: told how many runs are done, from time to time.

    Raises:
        ValueError: nothing to simulate, or a scenario that names a list that is not there.
    """
    if not queues or not scenarios or weeks < 1 or runs < 1:
        raise ValueError("a simulation needs a list, a scenario, a week and a run at least")
    slots = [slots_by_week(queues, scenario, start, weeks) for scenario in scenarios]
    lists = _lists(queues, weeks)
    pattern, removal = _by_wait(queues, lists.start.shape[-1])
    patterned = _patterned(queues, discipline)
    sources = [np.random.SeedSequence(seed, spawn_key=(run,)) for run in range(runs)]
    found = np.zeros((len(scenarios), runs, weeks, len(COLUMN)), np.int64)
    waits = np.zeros((len(scenarios), runs, 2), np.int64)
    rules = _rules(discipline)

    def work(first: int) -> int:
        upto = min(first + RUNS_AT_A_TIME, runs)
        some = sources[first:upto]
        seeds = np.array([one.generate_state(1, np.uint64)[0] for one in some])
        chances = draw_chances(queues, weeks, some)
        leant = chances.leaning(pattern, 0), chances.leaning(removal, 1)
        for case, given in enumerate(slots):
            met = Met(chances.arrivals, *leant, *given_slots(given, chances.slots, patterned))
            run_lists(seeds, met, lists, rules, found[case, first:upto], waits[case, first:upto])
        return upto - first

    _share_out(work, range(0, runs, RUNS_AT_A_TIME), threads, tell)
    _refuse_imbalance(found, waits)
    names = tuple(scenario.name for scenario in scenarios)
    people = sum(queue.people for queue in queues)
    return Simulated(start, people, names, found, seed)


def _share_out(
    work: Callable[[int], int],
    parts: Sequence[int],
    threads: int,
    tell: Callable[[int], None] | None,
) -> None:
    """Do every part; when interrupted, start no further one."""
    with ThreadPoolExecutor(threads) as pool:
        pending = {pool.submit(work, part) for part in parts}
        try:
            done_so_far = 0
            while pending:
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                done_so_far += sum(part.result() for part in done)
                if tell is not None:
                    tell(done_so_far)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def given_slots(
    slots: Slots, level: NDArray[np.float64], patterned: NDArray[np.float64]
) -> tuple[Whole, Whole]:
    """Return whole slots by run, queue and week, and how many of them go by the pattern."""
    usual = slots.usual * level[..., None]
    given = whole(usual + slots.longest)
    return given, np.minimum(whole(usual * patterned[:, None]), given)


def _patterned(queues: Sequence[Queue], discipline: Discipline) -> NDArray[np.float64]:
    """Return the share of usual slots that go by the pattern: none where it is not known."""
    share = discipline.by_pattern
    return np.array([share if queue.pattern is not None else 0.0 for queue in queues])


def _lists(queues: Sequence[Queue], weeks: int) -> Lists:
    """Lay the queues side by side for the kernel."""
    width = max(queue.waiting.shape[1] for queue in queues) + weeks
    people = np.zeros((len(queues), len(PRIORITIES), width), np.int64)
    for place, queue in enumerate(queues):
        people[place, :, : queue.waiting.shape[1]] = queue.waiting
    return Lists(people, _rate(np.array([queue.missed for queue in queues])))


def _by_wait(
    queues: Sequence[Queue], width: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the pattern and the rate of removal by queue and weeks waited."""
    pattern = np.stack([_prolonged(queue.pattern or (0.0,), width) for queue in queues])
    return pattern, _rate(np.stack([_prolonged(queue.removal, width) for queue in queues]))


def _rules(discipline: Discipline) -> Rules:
    return Rules(
        by_priority=discipline.order is Order.PRIORITY,
        deadline=np.array([discipline.deadlines.get(one, _NO_DEADLINE) for one in PRIORITIES]),
        reserved=np.array([one in discipline.reserved_for for one in PRIORITIES]),
        reserve=float(discipline.reserve),
        everyone=np.ones(len(PRIORITIES), np.bool_),
    )


def _prolonged(by_week: Sequence[float], width: int) -> NDArray[np.float64]:
    """Let the last value hold for all longer waits."""
    given = np.asarray(by_week[:width], float)
    return np.concatenate([given, np.full(width - len(given), given[-1])])


def _rate(chance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn chances into rates, of which any number may be added up."""
    return -np.log1p(-np.minimum(chance, _CERTAIN))


def _refuse_imbalance(found: Whole, waits: Whole) -> None:
    """Hold every run to Little's law: the area under the list is the sum of the waits."""
    area = found[..., COLUMN[Measure.WAITING]].sum(axis=-1)
    if (area != waits.sum(axis=-1)).any():
        raise ArithmeticError("the area under a list is not the sum of its waits")
