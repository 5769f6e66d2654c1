"""Read the Organisation Data Service's files: trusts, practices, commissioners."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.directory.reference import ReferenceTable, parse_table, read_text
from tidegate.exchange.findings import Finding, UnusableInput, error, refuse_errors, warning
from tidegate.exchange.kinds import Kind
from tidegate.exchange.sources import describe_source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WIDTH = 27  # every ODS file has the same 27 columns, without headings; ours by position from 0
_COLUMNS = {
    "code": 0,
    "name": 1,
    "region": 2,
    "area": 3,
    "postcode": 9,
    "opened": 10,
    "closed": 11,
    "status": 12,
    "role": 13,
    "parent": 14,
    "setting": 25,
}
_DATES = ("opened", "closed")
_ODS_CODE = r"^[A-Z0-9]{3,6}$"


def kind_of_codes(codes: Sequence[str]) -> Kind:
    """Tell which ODS file holds these codes: six characters are practices, R + 2 are trusts."""
    practices = sum(len(code) == 6 for code in codes)  # noqa: PLR2004 - length of a practice code
    trusts = sum(len(code) == 3 and code.startswith("R") for code in codes)  # noqa: PLR2004
    if 2 * practices > len(codes):
        return Kind.ODS_PRACTICES
    return Kind.ODS_TRUSTS if 2 * trusts > len(codes) else Kind.ODS_COMMISSIONERS


def read_ods(path: Path) -> ReferenceTable:
    """Read an ODS file, as published in a zip or bare.

    Returns:
        Columns ``code, name, region`` (Y code), ``area`` (ICB Q code), ``postcode, opened, closed``
        (dates; null when open), ``status, role, parent, setting``; blanks are empty text.

    Raises:
        UnusableInput: not 27 columns, codes that are not ODS codes, dates that are not dates.
    """
    read = read_text(path)
    width = len(next(csv.reader(read.text.splitlines()[:1]), []))
    if width != WIDTH:
        expected = f"{WIDTH} columns, as in every ODS file"
        value = f"{width} columns"
        raise UnusableInput([error("MISSING_COLUMN", read.name, expected, row=1, value=value)])
    table = parse_table(read.text, read.name, columns=[f"column {n + 1}" for n in range(WIDTH)])
    raw = table.select(pl.col(table.columns[place]).alias(name) for name, place in _COLUMNS.items())
    frame = raw.with_columns(
        pl.col(_DATES).str.to_date("%Y%m%d", strict=False), pl.col("code").str.strip_chars()
    )
    findings = refuse_errors(_problems(raw, frame, read.name))
    return ReferenceTable(
        frame, describe_source(path, kind_of_codes(frame["code"].to_list()), read.member), findings
    )


def _problems(raw: pl.DataFrame, frame: pl.DataFrame, file: str) -> list[Finding]:
    findings = _first(
        raw,
        ~pl.col("code").str.contains(_ODS_CODE),
        "code",
        "UNKNOWN_ODS_CODE",
        "an ODS code",
        file,
    )
    for name in _DATES:
        bad = frame[name].is_null() & (raw[name] != "")
        findings += _first(raw, bad, name, "NOT_A_DATE", "a date written YYYYMMDD, or blank", file)
    repeated = frame.filter(~pl.col("code").is_first_distinct())
    if not repeated.is_empty():
        value = repeated["code"][0]
        findings.append(
            warning(
                "DUPLICATE_KEY",
                file,
                "each code once",
                column="column 1",
                value=value,
                count=repeated.height,
            )
        )
    return findings


def _first(
    raw: pl.DataFrame, wrong: pl.Expr | pl.Series, name: str, code: str, expected: str, file: str
) -> list[Finding]:
    rows = raw.with_row_index("row", offset=1).filter(wrong)
    if rows.is_empty():
        return []
    return [
        error(
            code,
            file,
            expected,
            row=rows["row"][0],
            column=f"column {_COLUMNS[name] + 1}",
            value=rows[name][0],
            count=rows.height,
        )
    ]
