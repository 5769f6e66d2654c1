"""The plan for England on three published months, stage by stage, beside plain practice."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.measure import Watch, measure

from tidegate.core.matching.greedy import Practice, greedy
from tidegate.core.matching.solve import solve
from tidegate.core.matching.stop import Stop
from tidegate.exchange.directory.nearby import reference_files_near
from tidegate.exchange.directory.places import read_places
from tidegate.exchange.matching.assumptions import load_assumptions
from tidegate.exchange.matching.months import read_months
from tidegate.exchange.matching.plan_folder import write_plan
from tidegate.exchange.matching.policies import DEFAULT, load_policy
from tidegate.exchange.matching.published import published_problem
from tidegate.exchange.matching.published_context import context_of_published

SEED = 1


def make_plan(files: list[Path], gap: float) -> dict[str, Any]:
    """Make the plan as the verb does, and return seconds by stage and what it reached."""
    stages = Stages()
    with stages.stage("read three months"):
        months = read_months(files)
    with stages.stage("read places"):
        places = read_places(reference_files_near(files))
    policy = load_policy(DEFAULT)
    with stages.stage("capacity and problem"):
        published = published_problem(months, places, policy, load_assumptions())
    problem = published.problem
    with stages.stage("solve"):
        result = solve(problem, policy, Stop(gap=gap), SEED)
    with stages.stage("plain practice"):
        usual = greedy(problem, policy, Practice.LONGEST_WAIT)
    with stages.stage("write the plan"), tempfile.TemporaryDirectory() as folder:
        context = context_of_published(
            published, places, seed=SEED, now=datetime.now(UTC), greedy=usual.summary()
        )
        write_plan(Path(folder) / "plan", problem, policy, result, context)
    return {
        "stages": stages.seconds,
        "people": problem.people,
        "units": published.units,
        "treated": int(result.assignments["count"].sum()),
        "gap": result.gap,
        "greedy_treated": usual.treated,
        "greedy_share": usual.objective / result.bound,
        "share": result.objective / result.bound,
    }


class Stages:
    """Seconds on the wall and of the processor by stage, in the order in which they ran."""

    def __init__(self) -> None:
        self.seconds: dict[str, tuple[float, float]] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time one stage."""
        watch = Watch()
        yield
        self.seconds[name] = watch.read()


def rows(files: list[Path], gap: float) -> list[tuple[str, ...]]:
    """Return table rows: stage, seconds, peak, and what it reached."""
    plan = measure(make_plan, files, gap)
    facts = plan.value
    table = [(name, *_times(taken), "", "") for name, taken in facts["stages"].items()]
    total = tuple(map(sum, zip(*facts["stages"].values(), strict=True)))
    table.append(("all of it", *_times(total), f"{plan.peak_mib:,.0f} MiB", ""))
    reached = [
        ("people to place", f"{facts['people']:,}"),
        ("units estimated", f"{facts['units']:,}"),
        ("placed", f"{facts['treated']:,}"),
        ("value of the bound", f"{facts['share']:.3%}, gap {facts['gap']:.4%}"),
        ("longest wait, nearest site", f"{facts['greedy_share']:.2%}"),
        ("… places", f"{facts['greedy_treated']:,}"),
    ]
    return table + [(what, "", "", "", amount) for what, amount in reached]


def _times(taken: tuple[float, ...]) -> tuple[str, ...]:
    return tuple(f"{seconds:.2f} s" for seconds in taken)
