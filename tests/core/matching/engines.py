"""Every way to solve a problem, so that each test holds for each of them."""

from __future__ import annotations

from collections.abc import Callable

from tidegate.core.matching.policy import Policy
from tidegate.core.matching.problem import Problem
from tidegate.core.matching.solve import Result, Stop, solve

Engine = Callable[[Problem, Policy, Stop, int], Result]

ENGINES: dict[str, Engine] = {"as chosen": solve}
EXACT = Stop(gap=0.0)
