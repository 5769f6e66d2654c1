"""Changes of what may be spent and of what is paid for already."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from tidegate.core.matching.changes.change import Impossible
from tidegate.core.matching.problem import BUDGETS

if TYPE_CHECKING:
    from tidegate.core.matching.changes.change import Named
    from tidegate.core.matching.policy import Policy
    from tidegate.core.matching.problem import Problem

MOST_PENCE = 100_000_000_000_00
MOST_UNITS = 1_000_000
_PENCE = 100


@dataclass(frozen=True, slots=True)
class Budget:
    """Another budget for what an area spends above minimum takes; None is no limit."""

    area: str
    pence: int | None

    def __post_init__(self) -> None:
        if self.pence is not None and not 0 <= self.pence <= MOST_PENCE:
            raise ValueError(f"a budget must be from £0 to £{MOST_PENCE // _PENCE:,}")

    def words(self, _problem: Problem, named: Named) -> str:
        """Say the change."""
        if self.pence is None:
            return f"no limit on what {named(self.area)} spends"
        return f"a budget of £{self.pence / _PENCE:,.0f} for {named(self.area)}"

    def made(self, problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
        """Return the changed problem."""
        known = {*problem.budgets["area"], *problem.lines["payer"]}
        if self.area not in known:
            raise Impossible(
                "UNKNOWN_PAYER", f"{self.area} pays for nothing in this plan", area=self.area
            )
        budgets = problem.budgets.filter(pl.col("area") != self.area)
        if self.pence is not None:
            mine = {"area": [self.area], "pence": [self.pence]}
            own = pl.DataFrame(mine, schema=dict(BUDGETS))
            budgets = pl.concat([budgets, own], how="diagonal")
        return replace(problem, budgets=budgets), policy


@dataclass(frozen=True, slots=True)
class MinimumTake:
    """Another number of units that a contract line pays for whether used or not."""

    line_id: str
    units: int

    def __post_init__(self) -> None:
        _refuse_odd(self.units)

    def words(self, problem: Problem, named: Named) -> str:
        """Say the change."""
        return f"a minimum take of {_units(self.units)} on {_line(problem, self.line_id, named)}"

    def made(self, problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
        """Return the changed problem."""
        return _with_line(problem, self.line_id, "minimum_take", self.units), policy


@dataclass(frozen=True, slots=True)
class Cap:
    """Another number of units that a contract line gives at most; None is no cap."""

    line_id: str
    units: int | None

    def __post_init__(self) -> None:
        if self.units is not None:
            _refuse_odd(self.units)

    def words(self, problem: Problem, named: Named) -> str:
        """Say the change."""
        line = _line(problem, self.line_id, named)
        return (
            f"no cap on {line}"
            if self.units is None
            else f"a cap of {_units(self.units)} on {line}"
        )

    def made(self, problem: Problem, policy: Policy) -> tuple[Problem, Policy]:
        """Return the changed problem."""
        return _with_line(problem, self.line_id, "cap", self.units), policy


def _refuse_odd(units: int) -> None:
    if not 0 <= units <= MOST_UNITS:
        raise ValueError(f"units must be from 0 to {MOST_UNITS:,}, not {units:,}")


def _units(units: int) -> str:
    return f"{units:,} {'unit' if units == 1 else 'units'}"


def _line(problem: Problem, line_id: str, named: Named) -> str:
    """Name a line by its contract where that has a name, and by its own code."""
    rows = problem.lines.filter(pl.col("line_id") == line_id)
    contract = None if rows.is_empty() else rows["contract_id"][0]
    if contract is None or named(contract) == contract:
        return f"contract line {line_id}"
    return f"line {line_id} of {named(contract)}"


def _with_line(problem: Problem, line_id: str, column: str, units: int | None) -> Problem:
    mine = pl.col("line_id") == line_id
    if not problem.lines.select(mine.any()).item():
        raise Impossible("UNKNOWN_LINE", f"there is no contract line {line_id}", line_id=line_id)
    changed = pl.when(mine).then(pl.lit(units, dtype=pl.Int32)).otherwise(column).alias(column)
    return replace(problem, lines=problem.lines.with_columns(changed))
