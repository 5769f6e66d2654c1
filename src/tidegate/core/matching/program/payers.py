"""Lines and budgets under the name by which ``solve`` still asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tidegate.core.matching import payers
from tidegate.core.matching.payers import PENCE_PER_THOUSAND_POUNDS, Payers

if TYPE_CHECKING:
    from tidegate.core.matching.problem import Problem
    from tidegate.core.matching.program.pools import Cells

__all__ = ["PENCE_PER_THOUSAND_POUNDS", "Payers", "make_payers"]


def make_payers(problem: Problem, _cells: Cells) -> Payers:
    """Read lines and budgets off a problem."""
    return payers.make_payers(problem)
