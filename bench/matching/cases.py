"""Problems in files, so that each method reads the same one in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from bench.england.csv_files import write_pathways
from bench.england.make import MONDAY, england

from tidegate.core.matching.policy import EquityFloor
from tidegate.core.matching.problem import Problem
from tidegate.exchange.matching.policies import DEFAULT, load_policy

if TYPE_CHECKING:
    from tidegate.core.matching.policy import Policy

SEED = 1
FLOOR = EquityFloor((1, 2), 1.0)
"""The two most deprived fifths are treated at the rate of everybody."""
_FRAMES = ("pathways", "offers", "lines", "budgets", "travel")


@dataclass(frozen=True, slots=True)
class Case:
    """A problem in a folder and the rules that it is solved under.

    Attributes:
        folder: where its frames lie.
        people: how many wait.
        coupled: whether budgets and equity floors bind; without them it is a pure network.
    """

    folder: Path
    people: int
    coupled: bool

    @property
    def csv(self) -> Path:
        """Return the waiting list as a CSV."""
        return self.folder / "pathways.csv"

    def problem(self) -> Problem:
        """Read the problem."""
        frames = {name: pl.read_parquet(self.folder / f"{name}.parquet") for name in _FRAMES}
        problem = Problem(MONDAY, 13, **frames)
        return problem if self.coupled else replace(problem, budgets=problem.budgets.clear())

    def policy(self) -> Policy:
        """Return the shipped policy, with a floor where the case is coupled."""
        policy = load_policy(DEFAULT)
        return replace(policy, equity=FLOOR) if self.coupled else policy


def write_cases(folder: Path, people: int) -> tuple[Case, Case]:
    """Make a problem, write it down, and return it without and with budgets and floors."""
    problem = england(SEED, people)
    for name in _FRAMES:
        getattr(problem, name).write_parquet(folder / f"{name}.parquet", compression="lz4")
    plain, coupled = (Case(folder, people, coupled) for coupled in (False, True))
    write_pathways(problem, plain.csv)
    return plain, coupled
