"""The score tables at hand: those shipped with the package, and a deployment's own in a folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tidegate.exchange.findings import Severity, UnusableInput, warning
from tidegate.exchange.pressure.score_tables import (
    parse_score_table,
    score_table_text,
    shipped_score_tables,
)

if TYPE_CHECKING:
    from tidegate.core.pressure.score_table import ScoreTable
    from tidegate.exchange.findings import Finding

FOLDER = "score-tables"
"""Where a deployment keeps its own tables, beneath its home."""
ENDING = ".toml"


@dataclass(frozen=True, slots=True)
class AtHand:
    """One table as its file stands now.

    Attributes:
        name: a shipped table by its name, an own one by the name of its file.
        own: whether it is the deployment's own.
        sha256: fingerprint of its text.
        text: the file.
        table: what it says, filled or not; None where the file cannot be read as a table.
        findings: everything that is wrong, open or odd in it.
    """

    name: str
    own: bool
    sha256: str
    text: str
    table: ScoreTable | None
    findings: tuple[Finding, ...]

    @property
    def ready(self) -> bool:
        """Tell whether scores can be made by it."""
        wrong = any(finding.severity is Severity.ERROR for finding in self.findings)
        return self.table is not None and not wrong


def tables_at_hand(
    folder: Path, measures: Iterable[str], reported: Iterable[str]
) -> tuple[AtHand, ...]:
    """Read every table: the shipped ones first, then ``*.toml`` in the folder, by name.

    Args:
        folder: where a deployment keeps its tables; one that is not there is empty.
        measures: ids that are known.
        reported: ids of what situation reports ask for or give; a score that counts another is
            never complete, which is said.
    """
    known, there = frozenset(measures), frozenset(reported)
    own = sorted(path for path in folder.glob(f"*{ENDING}") if path.is_file())
    shipped = [(name, score_table_text(name)[0], False) for name in shipped_score_tables()]
    found = [_at_hand(name, text, known, there, own=mine) for name, text, mine in shipped]
    return (*found, *(_read(path, known, there) for path in own))


def _read(path: Path, known: frozenset[str], reported: frozenset[str]) -> AtHand:
    try:
        text, _ = score_table_text(path)
    except UnusableInput as unusable:
        return AtHand(path.name, True, "", "", None, unusable.findings)
    return _at_hand(path.name, text, known, reported, own=True)


def _at_hand(
    name: str, text: str, known: frozenset[str], reported: frozenset[str], *, own: bool
) -> AtHand:
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    file = name if own else f"{name}{ENDING}"
    try:
        read = parse_score_table(text, file, known)
    except UnusableInput as unusable:
        return AtHand(name, own, sha256, text, None, unusable.findings)
    expected = "figures that situation reports have; a score that counts this is never complete"
    unreported = [
        warning("NOT_REPORTED", file, expected, value=measure)
        for measure in read.table.measures
        if measure in known - reported
    ]
    return AtHand(name, own, sha256, text, read.table, (*read.findings, *unreported))
