"""From the waiting list as it was sent to pathways as they are planned."""

from __future__ import annotations

from datetime import date

import polars as pl

from tidegate.exchange.findings import Finding, error, warning
from tidegate.exchange.matching.conditions import spelled_alike
from tidegate.exchange.matching.input_tables import TRAVEL_BANDS
from tidegate.exchange.matching.raw_table import ROW

_EMERGENCY = ("P1", "P1a", "P1b", "D1")
_AS_PRIORITY = {"P2": "P2", "P3": "P3", "P4": "P4", "D2": "P2", "D3": "P3", "D4": "P4"}
_UNFLAGGED = ("P2", "P3", "P4")
_NO_PRIORITY = "none"
_CONSENT = {"yes": True, "no": False, "withdrawn": False}
_BAND_MILES = {band: float(band) if band.isdigit() else None for band in TRAVEL_BANDS}
_AT_A_TIME = 2**18  # rows
_CLOCK = "clock_start"
_GIVEN_ONLY = ("last_validated", "travel_band")  # what other columns now say


def listed_pathways(
    frame: pl.DataFrame,
    name: str,
    start: date,
    *,
    weeks: int | None = None,
    validation_weeks: int | None = None,
    keep_clock_start: bool = False,
) -> tuple[pl.DataFrame, list[Finding]]:
    """Give each pathway its whole weeks waited, planned priority, consent and weeks by number.

    Args:
        frame: the typed table of pathways.
        name: name of its file, for findings.
        start: the Monday of week 0; waits are counted up to it.
        weeks: length of the horizon; weeks in which somebody cannot come are kept up to it, or all
            of them when it is not known yet.
        validation_weeks: age of a validation from which it is said to be old, where that is asked.
        keep_clock_start: keep the day itself beside the weeks waited, for lists out of which
            patients are asked: a transfer is requested with the clock start and never without.

    Returns:
        The pathways in the columns that ``make_problem`` takes, and findings: waits that cannot be
        known and days in the future are errors; emergency work left out, mapped priorities and
        old validations are warnings.
    """
    findings: list[Finding] = []
    findings += _unknown_waits(frame, name)
    findings += _later(frame, name, start, _CLOCK, "CLOCK_STARTS_LATER")
    findings += _later(frame, name, start, "last_validated", "VALIDATED_LATER")
    pieces = frame.iter_slices(_AT_A_TIME) if frame.height else (frame,)
    pathways = pl.concat([_planned(piece, start, weeks) for piece in pieces])
    emergencies = frame.select(_priority(frame).is_in(_EMERGENCY).fill_null(False)).to_series()
    findings += _said(frame, name, emergencies, "EMERGENCY_NOT_PLANNED",
                      "no emergency work (P1, D1): it is left out of the plan")  # fmt: skip
    mapped = pathways["priority_flag"].is_not_null() & ~emergencies
    findings += _said(frame, name, mapped, "PRIORITY_MAPPED",
                      "P2, P3 or P4; D codes count as the P code, all others as P4")  # fmt: skip
    listed = pathways.filter(~emergencies) if emergencies.any() else pathways
    findings += _old_validations(listed, name, validation_weeks)
    said_already = _GIVEN_ONLY if keep_clock_start else (*_GIVEN_ONLY, _CLOCK)
    return listed.drop(said_already, strict=False), findings


def _planned(frame: pl.DataFrame, start: date, weeks: int | None) -> pl.DataFrame:
    """Make of some rows what is planned; a piece at a time, so that little is held twice."""
    columns, priority = set(frame.columns), _priority(frame)
    return frame.with_columns(_respelled(frame, start, weeks)).with_columns(
        weeks_waited=weeks_waited_by(columns, start).cast(pl.Int32),
        priority=planned_priority(priority),
        priority_flag=pl.when(~priority.is_in(_UNFLAGGED).fill_null(False)).then(
            priority.fill_null(_NO_PRIORITY)
        ),
        earliest_week=_earliest(columns, start),
        consent=pl.col("consent").replace_strict(_CONSENT, default=None, return_dtype=pl.Boolean)
        if "consent" in columns
        else pl.lit(None, pl.Boolean),
        **_where_given(columns, start),
    )


def _priority(frame: pl.DataFrame) -> pl.Expr:
    return pl.col("priority") if "priority" in frame.columns else pl.lit(None, pl.String)


def _respelled(frame: pl.DataFrame, start: date, weeks: int | None) -> list[pl.Series]:
    """Spell conditions alike, and number the weeks in which somebody cannot come.

    Lists are slow to work on: what is null, and what is spelled alike already, is left as it is.
    """
    made = []
    if "conditions" in frame.columns:
        spelled = frame["conditions"]
        distinct = spelled.explode().unique().drop_nulls().to_frame("conditions")
        alike = distinct.select(pl.concat_list("conditions")).select(spelled_alike("conditions"))
        if not alike["conditions"].explode().equals(distinct["conditions"]):
            made.append(frame.select(spelled_alike("conditions")).to_series())
    if "unavailable" in frame.columns:
        away = frame["unavailable"]
        told = away.is_not_null()
        place = pl.when(told).then(told.cum_sum() - 1)
        numbered = away.filter(told).to_frame().select(_numbered(start, weeks)).to_series()
        made.append(numbered.gather(pl.select(place).to_series()).alias("unavailable"))
    return made


def _where_given(columns: set[str], start: date) -> dict[str, pl.Expr]:
    """Return what is made of columns that a list may lack altogether."""
    made = {}
    if "last_validated" in columns:
        days = (pl.lit(start) - pl.col("last_validated")).dt.total_days()
        made["weeks_since_validated"] = (days // 7).cast(pl.Int32)
    if "travel_band" in columns:
        band = pl.col("travel_band").replace_strict(_BAND_MILES, return_dtype=pl.Float64)
        stated = [pl.col("travel_max_miles")] if "travel_max_miles" in columns else []
        made["travel_max_miles"] = pl.coalesce(*stated, band)
    return made


def _numbered(start: date, weeks: int | None) -> pl.Expr:
    """Number weeks from the start; those outside the horizon say nothing."""
    number = ((pl.element() - pl.lit(start)).dt.total_days() // 7).cast(pl.Int32)
    inside = number >= 0 if weeks is None else number.is_between(0, weeks - 1)
    return pl.col("unavailable").list.eval(number.filter(inside))


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
        return pl.lit(0, pl.Int32)
    weeks = (pl.col("earliest_week") - pl.lit(start)).dt.total_days() // 7
    return weeks.fill_null(0).clip(0).cast(pl.Int32)


def _unknown_waits(frame: pl.DataFrame, name: str) -> list[Finding]:
    """Refuse pathways whose wait cannot be known."""
    known = [column for column in ("weeks_waited", "clock_start") if column in frame.columns]
    if not known:
        expected = "a column “clock_start” or “weeks_waited”"
        return [error("MISSING_COLUMN", name, expected, row=1)]
    blank = frame.select(ROW, *known).filter(pl.all_horizontal(pl.col(known).is_null()))
    if blank.is_empty():
        return []
    return [
        error("WAIT_NOT_KNOWN", name, "a clock start or the weeks waited",
              row=int(blank[ROW][0]), column=known[0], count=blank.height)
    ]  # fmt: skip


def _later(frame: pl.DataFrame, name: str, start: date, column: str, code: str) -> list[Finding]:
    """Refuse days after the plan's start that can only have been before it."""
    if column not in frame.columns:
        return []
    future = frame.select(ROW, column).filter(pl.col(column) > start)
    if future.is_empty():
        return []
    expected = f"a day up to {start}, where the plan starts"
    return [
        error(code, name, expected, row=int(future[ROW][0]), column=column,
              value=str(future[column][0]), count=future.height)
    ]  # fmt: skip


def _old_validations(
    listed: pl.DataFrame, name: str, validation_weeks: int | None
) -> list[Finding]:
    """Warn of pathways that were validated long ago or, as far as is known, never."""
    if validation_weeks is None or "last_validated" not in listed.columns:
        return []
    recent = pl.col("weeks_since_validated") < validation_weeks
    columns = (ROW, "last_validated", "weeks_since_validated")
    old = listed.select(columns).filter(~recent.fill_null(False))
    if old.is_empty():
        return []
    day = old["last_validated"][0]
    expected = f"a validation less than {validation_weeks} weeks before the plan’s start"
    return [
        warning("NOT_VALIDATED", name, expected, row=int(old[ROW][0]), column="last_validated",
                value="blank" if day is None else str(day), count=old.height)
    ]  # fmt: skip


def _said(
    frame: pl.DataFrame, name: str, which: pl.Series, code: str, expected: str
) -> list[Finding]:
    if not which.any():
        return []
    told = [column for column in (ROW, "priority") if column in frame.columns]
    rows = frame.select(told).filter(which)
    value = rows["priority"][0] if "priority" in told else None
    return [
        warning(code, name, expected, row=int(rows[ROW][0]), column="priority",
                value=value or "blank", count=rows.height)
    ]  # fmt: skip
