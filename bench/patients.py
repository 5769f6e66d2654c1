"""One health system of single patients, solved beside two rules of thumb on the same input."""

from __future__ import annotations

import time
from typing import Any

from bench.instances import health_system
from bench.measure import measure
from tidegate.core.matching.solve import solve

from tidegate.core.matching.greedy import Practice, greedy
from tidegate.core.matching.stop import Stop
from tidegate.exchange.matching.policies import DEFAULT, load_policy

SEED = 1


def solved(people: int, gap: float) -> dict[str, Any]:
    """Solve a seeded instance."""
    problem, policy = health_system(SEED, people=people), load_policy(DEFAULT)
    start = time.perf_counter()
    result = solve(problem, policy, Stop(gap=gap), SEED)
    facts: dict[str, Any] = {"solve": time.perf_counter() - start, "gap": result.gap}
    facts["share"] = result.objective / result.bound
    for practice in Practice:
        start = time.perf_counter()
        usual = greedy(problem, policy, practice)
        facts[practice.words] = (time.perf_counter() - start, usual.objective / result.bound)
    return facts


def rows(people: int, gap: float) -> list[tuple[str, ...]]:
    """Return table rows: method, seconds, peak, share of the bound."""
    run = measure(solved, people, gap)
    facts = run.value
    reached = f"{facts['share']:.3%} of the bound, gap {facts['gap']:.4%}"
    table = [("tidegate", f"{facts['solve']:.2f} s", f"{run.peak_mib:,.0f} MiB", reached)]
    for practice in Practice:
        seconds, share = facts[practice.words]
        table.append((practice.words, f"{seconds:.2f} s", "", f"{share:.2%} of the bound"))
    return table
