"""Read the numbers of performance management from their table."""

from __future__ import annotations

from functools import cache
from typing import Any

from tidegate.core.contracts.performance.states import PerformanceState
from tidegate.core.contracts.performance.terms import PerformanceTerms
from tidegate.exchange.contracts.shipped_table import read_shipped, read_terms

DEFAULT = "performance-2026.toml"


@cache
def load_performance_terms() -> PerformanceTerms:
    """Return the numbers that come with the package."""
    return performance_terms_from(read_shipped(DEFAULT), DEFAULT)


def performance_terms_from(text: str, file: str) -> PerformanceTerms:
    """Read them from the text of a table.

    Raises:
        UnusableInput: naming the file, and what in it cannot be used.
    """
    return read_terms(text, file, _terms)


def _terms(table: dict[str, Any]) -> PerformanceTerms:
    days = table["operational_days"].items()
    return PerformanceTerms(
        name=table["name"],
        version=table["version"],
        source=table["source"],
        author=table["author"],
        in_force=table["in_force"],
        operational_days={PerformanceState(state): number for state, number in days},
        withhold_per_mille=table["money"]["withhold_per_mille"],
        cap_per_mille=table["money"]["cap_per_mille"],
    )
