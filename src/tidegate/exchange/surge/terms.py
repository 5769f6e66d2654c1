"""Read what surges are held to: the table that comes with the package, or the deployment's own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from tidegate.core.surge.terms import Authority, Duty, Level, SurgeTerms, Trigger
from tidegate.exchange.contracts.shipped_table import read_terms

if TYPE_CHECKING:
    from pathlib import Path

DEFAULT = "surge-2026.toml"
OWN = "surge-terms.toml"
"""The file beneath the home of a deployment that takes the place of the shipped one."""
_PLAIN = (
    "name", "version", "author", "in_force", "source", "notice_days", "fresh_hours",
    "proposal_days", "longest_days", "review_days",
)  # fmt: skip


def load_surge_terms(home: Path | None = None) -> SurgeTerms:
    """Return the terms in force: the deployment's own where it has some, else those that we ship.

    Args:
        home: where the deployment keeps its files.

    Raises:
        UnusableInput: naming the file, and what in it cannot be used.
    """
    if home is not None and (home / OWN).is_file():
        return surge_terms_from((home / OWN).read_text("utf-8"), OWN)
    return _shipped()


@cache
def _shipped() -> SurgeTerms:
    text = (files("tidegate.exchange.surge") / "tables" / DEFAULT).read_text("utf-8")
    return surge_terms_from(text, DEFAULT)


def surge_terms_from(text: str, file: str) -> SurgeTerms:
    """Read terms of surges from the text of a table.

    Raises:
        UnusableInput: naming the file, and what in it cannot be used.
    """
    return read_terms(text, file, _terms)


def _terms(table: dict[str, Any]) -> SurgeTerms:
    triggers = [Trigger(one["code"], one["words"], one["source"]) for one in table["trigger"]]
    authorities = [
        Authority(Level(one["level"]), one["covers"], one["signed_at"], one["who"],
                  one.get("most_pence"))
        for one in table["authority"]
    ]  # fmt: skip
    return SurgeTerms(
        **{name: table[name] for name in _PLAIN},
        indicators=tuple(table["indicators"]),
        triggers={one.code: one for one in triggers},
        authorities={one.level: one for one in authorities},
        duties=tuple(
            Duty(one["kind"], one["words"], one["within_days"], one["source"])
            for one in table["duty"]
        ),
    )
