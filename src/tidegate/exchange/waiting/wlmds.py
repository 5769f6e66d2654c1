"""Read the weekly patient-level waiting list (WLMDS) as a waiting list to plan with."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

import polars as pl

from tidegate.exchange.findings import Severity, UnusableInput, error
from tidegate.exchange.matching.input_tables import PATHWAYS
from tidegate.exchange.matching.parts import in_turn, together
from tidegate.exchange.matching.raw_table import ROW, read_parts
from tidegate.exchange.matching.typed_table import TypedTable, fault
from tidegate.exchange.sources import describe_source
from tidegate.exchange.waiting.wlmds_codes import load_codes
from tidegate.exchange.waiting.wlmds_columns import NEEDED, found_in
from tidegate.exchange.waiting.wlmds_rows import (
    ALIKE,
    SUBMISSION,
    SUBMITTED_ROW,
    UNMAPPED,
    Reading,
    open_rows,
)

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from tidegate.exchange.findings import Finding
    from tidegate.exchange.waiting.wlmds_codes import WlmdsCodes

KIND = "wlmds"


@dataclass(frozen=True, slots=True)
class WeeklyList:
    """One week's open pathways.

    Attributes:
        week: the Sunday on which the week ended; None where no row could be kept.
        table: a waiting list in the columns of our own schema, typed, with further columns:
            ``needs_alternative_capacity``, ``transferred``, ``dated``, ``capacity_status``,
            ``contact_outcome`` and ``sub_icb``. Nothing else of the file is in it.
    """

    week: date | None
    table: TypedTable


def read_wlmds(
    path: Path, *, codes: WlmdsCodes | None = None, today: date | None = None
) -> WeeklyList:
    """Read the open pathways of the newest week in a file, CSV or Parquet.

    Args:
        path: the file; of several weeks in it the newest counts.
        codes: what codes mean; those of the package when not given.
        today: days after it lie in the future; not asked when not given.

    Raises:
        UnusableInput: not a readable table, or a column that is needed is missing; wrong values
            and codes without a meaning are findings of the result.
    """
    codes = codes or load_codes()
    parts = read_parts(path, {})
    first = next(parts)
    found = found_in(first.frame.columns, codes.columns)
    _refuse_missing(first.frame, found, path.name)
    member = first.member
    source = describe_source(path, KIND, member)
    opened = partial(open_rows, reading=Reading(source.name, found, codes, today))
    frames: list[pl.DataFrame] = []
    findings: list[Finding] = []
    raw = (part.frame for part in chain([first], parts))
    for frame, said in in_turn(opened, raw):
        frames.append(frame)
        findings += said
    findings = together(findings, value_by_value=UNMAPPED)
    rows, more = _newest(pl.concat(frames), source.name)
    week = rows["week"].max() if rows.height else None
    findings += [*more, *_flagged(rows, source.name)]
    frame = rows.drop("week", ALIKE, SUBMISSION, SUBMITTED_ROW)
    return WeeklyList(week, TypedTable(PATHWAYS, source, frame, tuple(findings)))  # type: ignore[arg-type]


def _refuse_missing(frame: pl.DataFrame, found: dict[str, str], name: str) -> None:
    missing = [column for column in NEEDED if column.name not in found]
    if missing:
        given = ", ".join(heading for heading in frame.columns if heading != ROW)
        raise UnusableInput(
            error("MISSING_COLUMN", name, f"a column “{column.heading}” in a weekly waiting list",
                  row=1, column=column.heading, value=given)
            for column in missing
        )  # fmt: skip


def _newest(rows: pl.DataFrame, name: str) -> tuple[pl.DataFrame, list[Finding]]:
    """Keep the newest week, and of rows that tell of the same the one submitted last."""
    if rows.is_empty():
        return rows, [error("NO_ROWS", name, "at least one open pathway")]
    findings = []
    earlier = rows.filter(pl.col("week") < pl.col("week").max())
    if earlier.height:
        expected = "the newest week in the file; rows of earlier weeks are left out"
        findings.append(_warned("EARLIER_WEEK", name, "week", expected, earlier))
        rows = rows.filter(pl.col("week") == pl.col("week").max())
    last = (
        rows.filter(pl.col(ALIKE).is_duplicated())
        .sort(SUBMISSION, SUBMITTED_ROW, ROW, descending=[True, True, False], nulls_last=True)
        .filter(~pl.col(ALIKE).is_first_distinct())
    )
    if last.height:
        expected = "each pathway once a week; of several rows the one submitted last is taken"
        findings.append(_warned("SUBMITTED_AGAIN", name, "pathway_id", expected, last.sort(ROW)))
        rows = rows.join(last.select(ROW), on=ROW, how="anti", maintain_order="left")
    again = rows.filter(
        ~pl.col("pathway_id").is_first_distinct() & pl.col("pathway_id").is_not_null()
    )
    if again.height:
        expected = (
            "one open pathway for each issuer and pathway identifier; these differ in referral, "
            "treatment function, provider, site or clock start"
        )
        findings.append(fault("DUPLICATE_KEY", name, "pathway_id", expected, again))
    return rows, findings


def _flagged(rows: pl.DataFrame, name: str) -> list[Finding]:
    """Say how many are on their way already: they stay on the list, and a person looks at them."""
    flags = {
        "transferred": ("TRANSFERRED_ALREADY", "pathways that nobody has taken over yet"),
        "dated": ("DATED_ALREADY", "pathways without a date to come"),
    }
    findings = []
    for column, (code, expected) in flags.items():
        there = rows.filter(column)
        if there.height:
            findings.append(_warned(code, name, "pathway_id", f"{expected}; flagged", there))
    return findings


def _warned(code: str, name: str, column: str, expected: str, rows: pl.DataFrame) -> Finding:
    found = fault(code, name, column, expected, rows.select(ROW, column))
    return replace(found, severity=Severity.WARNING)
