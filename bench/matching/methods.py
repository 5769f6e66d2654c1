"""Each way to match, timed on a case: reading it and making it ready to be read are not counted."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from bench.england.make import england
from bench.matching.flow import best_flow
from bench.matching.linear import best_fraction
from bench.matching.network import make_network
from bench.matching.shock import moved, shaken
from bench.measure import Watch, peak_mib, resident_mib

from tidegate.core.matching.certificate.check import certify
from tidegate.core.matching.greedy import Practice, greedy
from tidegate.core.matching.market.make import make_market
from tidegate.core.matching.solve import solve
from tidegate.core.matching.stop import Stop
from tidegate.exchange.matching.policies import DEFAULT, load_policy

if TYPE_CHECKING:
    from pathlib import Path

    from bench.matching.cases import Case

SEED = 1
_WARM_PEOPLE = 2_000


@dataclass(frozen=True, slots=True)
class Run:
    """What one method reached and took.

    Attributes:
        value: of its plan, in points.
        bound: what it proves that no plan exceeds; None where it proves nothing.
        seconds, cpu_seconds: of the method, from a problem in memory to a plan.
        held_mib: memory that its process held with the problem alone.
        peak_mib: most memory that it held until the method was done.
        treated: people placed; None where the method tells only a value.
        remark: what the independent check found, and how long it took; what came before the clock.
    """

    value: float
    bound: float | None
    seconds: float
    cpu_seconds: float
    held_mib: float
    peak_mib: float
    treated: int | None = None
    remark: str = ""


def tidegate(case: Case, gap: float) -> Run:
    """Solve with our engine, and let the certificate check value, bound and every limit."""
    problem, policy = case.problem(), case.policy()
    began = time.perf_counter()
    solve(england(SEED, _WARM_PEOPLE), policy, Stop(gap=gap), SEED)
    ready = time.perf_counter() - began
    held, watch = resident_mib(), Watch()
    result = solve(problem, policy, Stop(gap=gap), SEED)
    taken, peak = watch.read(), peak_mib()
    began = time.perf_counter()
    found = certify(problem, policy, result.assignments, result.prices)
    checked = time.perf_counter() - began
    wrong = ", ".join(f"{kind}: {amount:,}" for kind, amount in found.violations.items())
    remark = f"ready after {ready:.1f} s, checked in {checked:.1f} s: {wrong or 'it holds'}"
    return Run(found.objective, found.bound, *taken, held, peak, found.people, remark)


def again(case: Case, gap: float) -> Run:
    """Plan again after one patient in a hundred has left and one list in fifty is cancelled."""
    problem, policy = case.problem(), case.policy()
    earlier = solve(problem, policy, Stop(gap=gap), SEED)
    shock = shaken(problem, earlier, SEED)
    del problem, earlier
    held, watch = resident_mib(), Watch()
    result = solve(shock.problem, policy, Stop(gap=gap), SEED, shock.previous)
    taken, peak = watch.read(), peak_mib()
    found = certify(shock.problem, policy, result.assignments, result.prices, shock.previous)
    wrong = ", ".join(f"{kind}: {amount:,}" for kind, amount in found.violations.items())
    remark = f"{moved(shock, result):.2%} of valid bookings moved: {wrong or 'it holds'}"
    return Run(found.objective, found.bound, *taken, held, peak, found.people, remark)


def rule_of_thumb(case: Case, practice: Practice) -> Run:
    """Book by one rule; it looks at budgets, and at no floor."""
    problem, policy = case.problem(), case.policy()
    greedy(england(SEED, _WARM_PEOPLE), load_policy(DEFAULT), practice)
    held, watch = resident_mib(), Watch()
    plan = greedy(problem, policy, practice)
    taken, peak = watch.read(), peak_mib()
    return Run(plan.objective, None, *taken, held, peak, plan.treated)


def flow(case: Case) -> Run:
    """Find the best plan by OR-Tools' min-cost flow: no budgets, no floors."""
    problem, policy = case.problem(), case.policy()
    held, watch = resident_mib(), Watch()
    network = make_network(problem, policy, make_market(problem, policy, SEED))
    value = best_flow(network)
    return Run(value, value, *watch.read(), held, peak_mib())


def linear(case: Case) -> Run:
    """Find the best plan by HiGHS, people split where that is better."""
    problem, policy = case.problem(), case.policy()
    held, watch = resident_mib(), Watch()
    market = make_market(problem, policy, SEED)
    value = best_fraction(problem, market, make_network(problem, policy, market))
    return Run(value, value, *watch.read(), held, peak_mib())


def read_once(file: Path) -> int:
    """Read the waiting list with polars, and do nothing with it."""
    return pl.read_csv(file).height
