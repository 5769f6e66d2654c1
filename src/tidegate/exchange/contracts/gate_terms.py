"""Read what assurance gates ask from their table."""

from __future__ import annotations

from functools import cache
from typing import Any

from tidegate.core.contracts.gates.terms import GateName, GateTerms, Question, Statement
from tidegate.exchange.contracts.shipped_table import read_shipped, read_terms

DEFAULT = "gates-isap-2017.toml"


@cache
def load_gate_terms() -> GateTerms:
    """Return the questions and hard stops that come with the package."""
    return gate_terms_from(read_shipped(DEFAULT), DEFAULT)


def gate_terms_from(text: str, file: str) -> GateTerms:
    """Read them from the text of a table.

    Raises:
        UnusableInput: naming the file, and what in it cannot be used.
    """
    return read_terms(text, file, _terms)


def _terms(table: dict[str, Any]) -> GateTerms:
    return GateTerms(
        name=table["name"],
        version=table["version"],
        source=table["source"],
        author=table["author"],
        in_force=table["in_force"],
        triggers=dict(table["triggers"]),
        labels={GateName(gate): words for gate, words in table["labels"].items()},
        questions=tuple(
            Question(each["id"], each["text"], frozenset(map(GateName, each["gates"])))
            for each in table["question"]
        ),
        statements={Statement(one): words for one, words in table["statements"].items()},
        stops_at=frozenset(map(GateName, table["stops_at"])),
        fewest_deciders=table["fewest_deciders"],
    )
