"""Ways to follow patients, each on the same case; a function returns how many it followed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date

import numpy as np

from tidegate.core.waiting.simulation.clinic import Clinic, visit
from tidegate.core.waiting.simulation.discipline import Discipline, Order
from tidegate.core.waiting.simulation.engine import simulate
from tidegate.core.waiting.simulation.outcome import Measure
from tidegate.core.waiting.simulation.queue import Queue
from tidegate.core.waiting.simulation.scenario import Change, Scenario

PLAIN = Clinic(10, (9.5,))
"""Ten places at load 0.95, first come, first served."""
FULL = Clinic(10, (0.95, 2.85, 6.2), deadlines=(2.0, 5.0, 20.0), patience=(50.0, 50.0, 40.0))
"""The same with three priorities, deadlines, and patients who leave untreated."""
SEED = 2026
BOARD, FUNCTIONS, WEEKS = 150_000, 21, 52


@dataclass(frozen=True, slots=True)
class Followed:
    """What a method did.

    Attributes:
        patients: how many it followed.
        mean_wait: their mean wait in mean times of care; None where that is not the case.
    """

    patients: int
    mean_wait: float | None = None


def tidegate_clinic(clinic: Clinic, patients: int) -> Followed:
    """Follow patients one by one in our own clinic."""
    found = visit(clinic, patients, SEED)
    people = int(found.seen.sum() + found.left.sum())
    return Followed(people, float(found.waited.sum()) / people)


def ciw_clinic(patients: int) -> Followed:
    """Follow patients through the plain clinic in Ciw."""
    import ciw  # noqa: PLC0415 - a peer, which not everybody has

    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=9.5)],
        service_distributions=[ciw.dists.Exponential(rate=1.0)],
        number_of_servers=[10],
    )
    ciw.seed(SEED)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(patients)
    waits = [record.waiting_time for record in simulation.get_all_records()]
    return Followed(len(waits), sum(waits) / len(waits))


def simpy_clinic(patients: int) -> Followed:
    """Follow patients through the plain clinic in SimPy."""
    import simpy  # noqa: PLC0415 - a peer, which not everybody has

    chance, waits = random.Random(SEED), []
    environment = simpy.Environment()
    places = simpy.Resource(environment, capacity=10)

    def patient():
        came = environment.now
        with places.request() as place:
            yield place
            waits.append(environment.now - came)
            yield environment.timeout(chance.expovariate(1.0))

    def arrivals():
        for _ in range(patients):
            yield environment.timeout(chance.expovariate(9.5))
            environment.process(patient())

    environment.process(arrivals())
    environment.run()
    return Followed(len(waits), sum(waits) / len(waits))


def board_year(runs: int) -> Followed:
    """Take a board's list through a year: priorities, deadlines, withdrawals, missed slots."""
    discipline = Discipline(
        "bench", "1", "bench", "bench", date(2026, 1, 1), {"P2": 4, "P3": 13}, Order.WAIT,
        reserve=0.1, reserved_for=("P2",), by_pattern=1.0,
    )  # fmt: skip
    start = date(2026, 1, 5)
    scenario = Scenario("more", (Change(start, more=50),))
    found = simulate(
        board(), [scenario], discipline, start=start, weeks=WEEKS, runs=runs, seed=SEED
    )
    return Followed(found.people * runs + int(found.figures(Measure.JOINED, 0).sum()))


def board() -> list[Queue]:
    """Make a board's list: 21 treatment functions, waits and flows as England has them."""
    chance = np.random.default_rng(SEED)
    queues = []
    for name in range(FUNCTIONS):
        people = BOARD // FUNCTIONS
        weeks = np.minimum(chance.exponential(14, people).astype(int), 104)
        waiting = np.zeros((3, 105), np.int64)
        np.add.at(waiting, (chance.choice(3, people, p=[0.02, 0.1, 0.88]), weeks), 1)
        queues.append(
            Queue(
                str(name),
                waiting,
                (8.0, 40.0, 360.0),
                340.0,
                dispersion=3.0,
                arrivals_spread=0.1,
                slots_spread=0.1,
                practice_spread=0.5,
                removal=(0.002,) * 18 + (0.01,),
                pattern=tuple(0.1 * 0.97**week for week in range(105)),
                missed=0.05,
            )
        )
    return queues
