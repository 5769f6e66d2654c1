"""Read when exit plans are due, and when reviews before an extension are, from their table."""

from __future__ import annotations

from functools import cache
from typing import Any

from tidegate.core.contracts.exit_plan import ExitTerms
from tidegate.core.contracts.rollover import RolloverTerms, Topic
from tidegate.exchange.contracts.shipped_table import read_shipped, read_terms

DEFAULT = "ending-2026.toml"


@cache
def load_exit_terms() -> ExitTerms:
    """Return the terms of exit plans that come with the package."""
    return exit_terms_from(read_shipped(DEFAULT), DEFAULT)


@cache
def load_rollover_terms() -> RolloverTerms:
    """Return the terms of reviews before an extension that come with the package."""
    return rollover_terms_from(read_shipped(DEFAULT), DEFAULT)


def exit_terms_from(text: str, file: str) -> ExitTerms:
    """Read the terms of exit plans from the text of a table.

    Raises:
        UnusableInput: naming the file, and what in it cannot be used.
    """
    return read_terms(text, file, lambda table: ExitTerms(**_both(table), **table["exit"]))


def rollover_terms_from(text: str, file: str) -> RolloverTerms:
    """Read the terms of reviews from the text of a table.

    Raises:
        UnusableInput: naming the file, and what in it cannot be used.
    """
    return read_terms(text, file, _rollover)


def _rollover(table: dict[str, Any]) -> RolloverTerms:
    said = table["rollover"]
    return RolloverTerms(
        **_both(table),
        name=said["name"],
        version=said["version"],
        source=said["source"],
        months_before=tuple(said["months_before"]),
        holds_months=said["holds_months"],
        questions={Topic(topic): words for topic, words in said["questions"].items()},
    )


def _both(table: dict[str, Any]) -> dict[str, Any]:
    return {key: table[key] for key in ("author", "in_force")}
