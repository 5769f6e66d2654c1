"""What is wrong with an input, said so that its owner can mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LONGEST_VALUE = 200


class Severity(StrEnum):
    """An error makes the input unusable; a warning is shown and kept with the data."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem in an input file.

    Attributes:
        severity: whether the file can still be used.
        code: stable upper-case code, such as ``NEGATIVE_COUNT``.
        file: name of the file, and of its member when it is an archive (``a.zip › b.csv``).
        expected: what would have been right, in words.
        row: line number as a text editor counts it (the header is 1), when one row is meant.
        column: name of the column as the file spells it.
        value: the offending value as the file spells it.
        count: how many rows have this problem, the named one being the first.
    """

    severity: Severity
    code: str
    file: str
    expected: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    count: int = 1

    def sentence(self) -> str:
        """Say it in one line: where, what was found, what was expected."""
        place = self.file
        if self.row is not None:
            place += f", row {self.row}"
        if self.column is not None:
            place += f", column “{self.column}”"
        found = "" if self.value is None else f": found “{self.value}”;"
        if not found:
            found = ":"
        more = "" if self.count == 1 else f" ({self.count:,} rows)"
        return f"{place}{found} expected {self.expected} [{self.code}]{more}"

    def as_dict(self) -> Mapping[str, object]:
        """Return the same facts for machines, without the empty ones."""
        facts = {
            "severity": self.severity.value,
            "code": self.code,
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "expected": self.expected,
            "count": self.count,
        }
        return {key: value for key, value in facts.items() if value is not None}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Finding:
        """Make a finding of the facts that ``as_dict`` returned."""
        return cls(**(dict(facts) | {"severity": Severity(facts["severity"])}))

    def in_general(self, rows: str) -> str:
        """Say it without pointing at a row or quoting it; ``rows`` are as many as may be told."""
        column = "" if self.column is None else f", column “{self.column}”"
        return f"{self.file}{column}: expected {self.expected} [{self.code}] ({rows} rows)"


class UnusableInput(Exception):  # noqa: N818 - it names a state of the input, not a fault of ours
    """The input cannot be used; nothing of it was kept. The command line ends with exit code 2."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(finding.sentence() for finding in self.findings))


def error(code: str, file: str, expected: str, **where: object) -> Finding:
    """Make a finding that renders the input unusable; ``where`` takes row, column, value, count."""
    return Finding(Severity.ERROR, code, file, expected, **_short(where))  # type: ignore[arg-type]


def warning(code: str, file: str, expected: str, **where: object) -> Finding:
    """Make a finding that is shown and kept, but does not stop the load."""
    return Finding(Severity.WARNING, code, file, expected, **_short(where))  # type: ignore[arg-type]


def _short(where: Mapping[str, object]) -> dict[str, object]:
    """Cut a value that nobody would read to its end, such as a cell of a megabyte of junk."""
    value = where.get("value")
    if isinstance(value, str) and len(value) > LONGEST_VALUE:
        return {**where, "value": value[: LONGEST_VALUE - 1] + "…"}
    return dict(where)


def refuse_errors(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the warnings, or raise ``UnusableInput`` with every finding when one is an error."""
    all_findings = tuple(findings)
    if any(finding.severity is Severity.ERROR for finding in all_findings):
        raise UnusableInput(all_findings)
    return all_findings
