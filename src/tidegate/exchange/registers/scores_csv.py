"""Read the scores of providers: one row for each metric of each, with what moves its segment."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from tidegate.core.registers.oversight import ProviderScores
from tidegate.exchange.findings import Finding, UnusableInput, error
from tidegate.exchange.registers.rows_in import Row, read_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

NEEDED = ("organisation", "metric", "score")
OPTIONAL = ("deficit", "in_programme", "adjusted_to", "why")
_YES_NO = {"yes": True, "no": False, "": None}


def read_scores(content: bytes, file: str) -> tuple[ProviderScores, ...]:
    """Read scores from a CSV file.

    What is said of a provider beside its scores must be the same in each of its rows.

    Raises:
        UnusableInput: naming row, column and what was expected.
    """
    rows = read_rows(content, file, NEEDED, OPTIONAL)
    findings: list[Finding] = []
    theirs: dict[str, list[Row]] = {}
    for row in rows:
        theirs.setdefault(row.values["organisation"], []).append(row)
    made = [_provider(code, own, file, findings) for code, own in theirs.items()]
    if findings:
        raise UnusableInput(findings)
    return tuple(made)


def _provider(code: str, rows: Sequence[Row], file: str, findings: list[Finding]) -> ProviderScores:
    metrics: dict[str, Decimal] = {}
    for row in rows:
        metric = row.values["metric"]
        if metric in metrics:
            findings.append(_wrong("METRIC_TWICE", file, row, "metric", "each metric once"))
        metrics[metric] = _score(row, file, findings)
    first = rows[0]
    for row in rows[1:]:
        for column in OPTIONAL:
            if row.values.get(column, "") != first.values.get(column, ""):
                expected = f"what row {first.line} says of the same provider"
                findings.append(_wrong("ROWS_DIFFER", file, row, column, expected))
    adjusted = first.values.get("adjusted_to", "")
    if adjusted and not (adjusted.isascii() and adjusted.isdecimal()):
        findings.append(_wrong("NOT_A_SEGMENT", file, first, "adjusted_to", "a segment’s number"))
        adjusted = ""
    return ProviderScores(
        organisation=code,
        metrics=metrics,
        deficit=_said(first, "deficit", file, findings),
        in_programme=bool(_said(first, "in_programme", file, findings)),
        adjusted_to=int(adjusted) if adjusted else None,
        why=first.values.get("why", ""),
    )


def _score(row: Row, file: str, findings: list[Finding]) -> Decimal:
    try:
        score = Decimal(row.values["score"])
    except InvalidOperation:
        score = Decimal("NaN")
    if not score.is_finite():
        findings.append(_wrong("NOT_A_NUMBER", file, row, "score", "a number"))
        return Decimal(0)
    return score


def _said(row: Row, column: str, file: str, findings: list[Finding]) -> bool | None:
    given = row.values.get(column, "").lower()
    if given not in _YES_NO:
        findings.append(_wrong("NOT_YES_OR_NO", file, row, column, "yes, no or nothing"))
    return _YES_NO.get(given)


def _wrong(code: str, file: str, row: Row, column: str, expected: str) -> Finding:
    return error(code, file, expected, row=row.line, column=column, value=row.values.get(column))
