"""From the waiting list as it was sent to pathways as they are planned."""

from __future__ import annotations

from datetime import date

import polars as pl

from tidegate.exchange.findings import Finding, error, warning
from tidegate.exchange.matching.conditions import spelled_alike
from tidegate.exchange.matching.raw_table import ROW

_EMERGENCY = ("P1", "P1a", "P1b", "D1")
_AS_PRIORITY = {"P2": "P2", "P3": "P3", "P4": "P4", "D2": "P2", "D3": "P3", "D4": "P4"}
_UNFLAGGED = ("P2", "P3", "P4")
_NO_PRIORITY = "none"
_CONSENT = {"yes": True, "no": False, "withdrawn": False}


def listed_pathways(
    frame: pl.DataFrame, name: str, start: date
) -> tuple[pl.DataFrame, list[Finding]]:
    """Give each pathway its whole weeks waited, planned priority, consent and earliest week.

    Args:
        frame: the typed table of pathways.
        name: name of its file, for findings.
        start: the Monday of week 0; waits are counted up to it.

    Returns:
        The pathways in the columns that ``make_problem`` takes, and findings: waits that cannot be
        known or lie in the future are errors; emergency work left out and mapped priorities are
        warnings.
    """
    findings: list[Finding] = []
    findings += _unknown_waits(frame, name, start)
    columns = set(frame.columns)
    priority = pl.col("priority") if "priority" in columns else pl.lit(None, pl.String)
    pathways = frame.with_columns(
        weeks_waited=weeks_waited_by(columns, start),
        priority=planned_priority(priority),
        priority_flag=pl.when(~priority.is_in(_UNFLAGGED).fill_null(False)).then(
            priority.fill_null(_NO_PRIORITY)
        ),
        earliest_week=_earliest(columns, start),
        consent=pl.col("consent").replace_strict(_CONSENT, default=None, return_dtype=pl.Boolean)
        if "consent" in columns
        else pl.lit(None, pl.Boolean),
        **{"conditions": spelled_alike("conditions")} if "conditions" in columns else {},
    )
    emergencies = frame.select(priority.is_in(_EMERGENCY).fill_null(False)).to_series()
    findings += _said(frame, name, emergencies, "EMERGENCY_NOT_PLANNED",
                      "no emergency work (P1, D1): it is left out of the plan")  # fmt: skip
    mapped = pathways["priority_flag"].is_not_null() & ~emergencies
    findings += _said(frame, name, mapped, "PRIORITY_MAPPED",
                      "P2, P3 or P4; D codes count as the P code, all others as P4")  # fmt: skip
    return pathways.filter(~emergencies).drop("clock_start", strict=False), findings


def planned_priority(given: pl.Expr) -> pl.Expr:
    """Turn a clinical priority into one that is planned: D codes as P, all others as P4."""
    return given.replace_strict(_AS_PRIORITY, default="P4")


def weeks_waited_by(columns: set[str], day: date) -> pl.Expr:
    """Take the weeks given; else count from clock start to a day, as RTT bands do (7 days: 0)."""
    given = pl.col("weeks_waited") if "weeks_waited" in columns else pl.lit(None, pl.Int64)
    if "clock_start" not in columns:
        return given
    days = (pl.lit(day) - pl.col("clock_start")).dt.total_days()
    return pl.coalesce(given, ((days - 1) // 7).clip(0))


def _earliest(columns: set[str], start: date) -> pl.Expr:
    if "earliest_week" not in columns:
        return pl.lit(0)
    weeks = (pl.col("earliest_week") - pl.lit(start)).dt.total_days() // 7
    return weeks.fill_null(0).clip(0)


def _unknown_waits(frame: pl.DataFrame, name: str, start: date) -> list[Finding]:
    """Refuse pathways whose wait cannot be known, and clocks that start after the plan does."""
    findings = []
    known = [column for column in ("weeks_waited", "clock_start") if column in frame.columns]
    if not known:
        expected = "a column “clock_start” or “weeks_waited”"
        return [error("MISSING_COLUMN", name, expected, row=1)]
    blank = frame.filter(pl.all_horizontal(pl.col(known).is_null()))
    if blank.height:
        findings.append(
            error("WAIT_NOT_KNOWN", name, "a clock start or the weeks waited",
                  row=int(blank[ROW][0]), column=known[0], count=blank.height)
        )  # fmt: skip
    if "clock_start" in known:
        future = frame.filter(pl.col("clock_start") > start)
        if future.height:
            findings.append(
                error("CLOCK_STARTS_LATER", name, f"a day up to {start}, where the plan starts",
                      row=int(future[ROW][0]), column="clock_start",
                      value=str(future["clock_start"][0]), count=future.height)
            )  # fmt: skip
    return findings


def _said(
    frame: pl.DataFrame, name: str, which: pl.Series, code: str, expected: str
) -> list[Finding]:
    rows = frame.filter(which)
    if rows.is_empty():
        return []
    value = rows["priority"][0] if "priority" in rows.columns else None
    return [
        warning(code, name, expected, row=int(rows[ROW][0]), column="priority",
                value=value or "blank", count=rows.height)
    ]  # fmt: skip
