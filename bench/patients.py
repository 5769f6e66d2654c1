"""One health system of single patients, solved beside two rules of thumb on the same input."""

from __future__ import annotations

from typing import Any

from bench.instances import health_system
from bench.measure import Watch, measure

from tidegate.core.matching.greedy import Practice, greedy
from tidegate.core.matching.solve import solve
from tidegate.core.matching.stop import Stop
from tidegate.exchange.matching.policies import DEFAULT, load_policy

SEED = 1
_SHORT = {
    Practice.LONGEST_WAIT: "longest wait, nearest",
    Practice.PRIORITY_THEN_WAIT: "priority, wait, nearest",
}


def solved(people: int, gap: float) -> dict[str, Any]:
    """Solve a seeded instance."""
    problem, policy = health_system(SEED, people=people), load_policy(DEFAULT)
    watch = Watch()
    result = solve(problem, policy, Stop(gap=gap), SEED)
    facts: dict[str, Any] = {"solve": watch.read(), "gap": result.gap}
    facts["share"] = result.objective / result.bound
    for practice in Practice:
        watch = Watch()
        usual = greedy(problem, policy, practice)
        facts[practice.words] = (watch.read(), usual.objective / result.bound)
    return facts


def rows(people: int, gap: float) -> list[tuple[str, ...]]:
    """Return table rows: method, wall and processor time, peak, share of the bound."""
    run = measure(solved, people, gap)
    facts = run.value
    reached = f"{facts['share']:.3%} of the bound"
    table = [("tidegate", *_times(facts["solve"]), f"{run.peak_mib:,.0f} MiB", reached)]
    for practice in Practice:
        taken, share = facts[practice.words]
        table.append((_SHORT[practice], *_times(taken), "", f"{share:.2%} of the bound"))
    return table


def _times(taken: tuple[float, float]) -> tuple[str, ...]:
    return tuple(f"{seconds:.2f} s" for seconds in taken)
