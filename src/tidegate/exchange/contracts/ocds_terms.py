"""Read from its table how contracts are told in the Open Contracting Data Standard."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tidegate.core.contracts.ocds.compiling import MergeRules
from tidegate.core.contracts.ocds.faults import LintTerms
from tidegate.exchange.contracts.shipped_table import read_shipped, read_terms

DEFAULT = "ocds-2026.toml"
PREFIX = re.compile(r"ocds-[a-z0-9]{6}")


@dataclass(frozen=True, slots=True)
class OcdsTerms:
    """How contracts are told.

    Attributes:
        label: name and version of the table.
        prefix: of identifiers of processes, for trying out.
        standard: version of the standard that packages name.
        extensions: addresses that packages declare.
        merge: which fields are not merged as the others are.
        lints: limits of the lints.
        fewest_told: fewer units than this in a week are not told.
    """

    label: str
    prefix: str
    standard: str
    extensions: tuple[str, ...]
    merge: MergeRules
    lints: LintTerms
    fewest_told: int

    def __post_init__(self) -> None:
        if not PREFIX.fullmatch(self.prefix):
            raise ValueError(f"prefix {self.prefix}: “ocds-” and six letters or digits")
        if self.lints.rise_percent <= 0 or self.fewest_told < 1:
            raise ValueError("limits above 0")


@cache
def load_ocds_terms() -> OcdsTerms:
    """Return the terms that come with the package."""
    return ocds_terms_from(read_shipped(DEFAULT), DEFAULT)


def ocds_terms_from(text: str, file: str) -> OcdsTerms:
    """Read terms from the text of a table.

    Raises:
        UnusableInput: naming the file, and what in it cannot be used.
    """
    return read_terms(text, file, _terms)


def _terms(table: dict[str, Any]) -> OcdsTerms:
    label = f"{table['name']} {table['version']}"
    merge = table["merge"]
    return OcdsTerms(
        label=label,
        prefix=table["prefix"],
        standard=table["standard"],
        extensions=tuple(table["extensions"]),
        merge=MergeRules(
            left_out=frozenset(merge["left_out"]),
            whole=frozenset(tuple(path.split("/")) for path in merge["whole"]),
        ),
        lints=LintTerms(version=f"{label} lints", rise_percent=int(table["lints"]["rise_percent"])),
        fewest_told=int(table["disclosure"]["fewest_told"]),
    )
