"""The matching problem: who waits, what is on offer, who pays, and who can travel where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import polars as pl

from tidegate.core.matching.keys import any_repeated


class Modality(StrEnum):
    """Kinds of capacity; the last two are as finely as published figures split them."""

    OUTPATIENT = "outpatient"
    DIAGNOSTIC = "diagnostic"
    DAY_CASE = "day_case"
    INPATIENT = "inpatient"
    CHEMOTHERAPY = "chemotherapy"
    ADMITTED = "admitted"
    NON_ADMITTED = "non_admitted"


PRIORITIES = ("P2", "P3", "P4")
"""Priorities that are planned here: P1 is emergency work, all others are mapped at the door."""

PATHWAYS: Mapping[str, pl.DataType] = {
    "pathway_id": pl.String(),
    "holder": pl.String(),
    "area": pl.String(),
    "zone": pl.String(),
    "tfc": pl.String(),
    "modality": pl.String(),
    "priority": pl.String(),
    "priority_flag": pl.String(),
    "weeks_waited": pl.Int32(),
    "imd_quintile": pl.Int8(),
    "age": pl.Int16(),
    "asa": pl.Int8(),
    "bmi": pl.Float32(),
    "conditions": pl.List(pl.String()),
    "needs_critical_care": pl.Boolean(),
    "travel_max_minutes": pl.Float64(),
    "travel_max_miles": pl.Float64(),
    "earliest_week": pl.Int32(),
    "unavailable": pl.List(pl.Int32()),
    "weeks_since_validated": pl.Int32(),
    "consent": pl.Boolean(),
    "count": pl.Int32(),
}
OFFERS: Mapping[str, pl.DataType] = {
    "offer_id": pl.String(),
    "site": pl.String(),
    "provider": pl.String(),
    "line_id": pl.String(),
    "modality": pl.String(),
    "tfcs": pl.List(pl.String()),
    "week": pl.Int32(),
    "units": pl.Int32(),
    "max_asa": pl.Int8(),
    "max_bmi": pl.Float32(),
    "min_age": pl.Int16(),
    "excludes": pl.List(pl.String()),
    "critical_care": pl.Boolean(),
}
LINES: Mapping[str, pl.DataType] = {
    "line_id": pl.String(),
    "contract_id": pl.String(),
    "payer": pl.String(),
    "minimum_take": pl.Int32(),
    "cap": pl.Int32(),
    "unit_price_pence": pl.Int64(),
    "weekly_change": pl.Int32(),
}
BUDGETS: Mapping[str, pl.DataType] = {"area": pl.String(), "pence": pl.Int64()}
TRAVEL: Mapping[str, pl.DataType] = {
    "zone": pl.String(),
    "site": pl.String(),
    "minutes": pl.Float64(),
    "miles": pl.Float64(),
}

_MUST_BE_KNOWN = {
    "pathways": (
        PATHWAYS,
        ("pathway_id", "zone", "tfc", "modality", "priority", "weeks_waited", "earliest_week",
         "count"),
    ),
    "offers": (OFFERS, ("offer_id", "site", "provider", "modality", "tfcs", "week", "units")),
    "lines": (LINES, ("line_id", "payer", "minimum_take", "unit_price_pence")),
    "budgets": (BUDGETS, ("area", "pence")),
    "travel": (TRAVEL, ("zone", "site", "minutes")),
}  # fmt: skip
_IDENTITIES = {
    "pathways": ["pathway_id"],
    "offers": ["offer_id"],
    "lines": ["line_id"],
    "budgets": ["area"],
    "travel": ["zone", "site"],
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Pathways to be matched to offers; every frame normalised, every fact given.

    Make it with ``make_problem``, which fills absent columns. Null means unknown for a pathway's
    attribute and no limit for an offer's; an unknown attribute meets a limit with a referral to
    pre-assessment, never with a match. ``conditions``: null is unknown, an empty list is none.
    ``critical_care``: false is a limit (no level 3 care on site), null and true are none.

    Attributes:
        start: the Monday of week 0.
        weeks: length of the horizon; offers lie in weeks 0 up to, but not including, ``weeks``.
        pathways: columns ``PATHWAYS``; a row may stand for ``count`` people alike in all of them.
            ``unavailable``: weeks of the horizon in which the patient cannot come; null is none.
            ``weeks_since_validated`` never decides who is matched: a plan shows it.
        offers: columns ``OFFERS``.
        lines: columns ``LINES``; cap null is no cap. The minimum take is paid for already.
            ``weekly_change``: by how many units the use of one week may differ from that of the
            week before or after it; null is no bound.
        budgets: columns ``BUDGETS``: what a payer may spend above minimum takes; none = no limit.
        travel: columns ``TRAVEL``, sparse: a missing pair of zone and site is unreachable.
    """

    start: date
    weeks: int
    pathways: pl.DataFrame
    offers: pl.DataFrame
    lines: pl.DataFrame
    budgets: pl.DataFrame
    travel: pl.DataFrame

    def __post_init__(self) -> None:
        if self.weeks < 1:
            raise ValueError(f"weeks must be at least 1, not {self.weeks}")
        if self.start.weekday() != 0:
            raise ValueError(f"start must be a Monday, not {self.start:%A %d %B %Y}")
        for name, (schema, known) in _MUST_BE_KNOWN.items():
            _check_frame(name, getattr(self, name), schema, known)
        _check_values(self)

    @property
    def people(self) -> int:
        """Count the people that the pathways stand for."""
        return int(self.pathways["count"].sum())


def make_problem(
    start: date,
    weeks: int,
    *,
    pathways: pl.DataFrame,
    offers: pl.DataFrame,
    travel: pl.DataFrame,
    lines: pl.DataFrame | None = None,
    budgets: pl.DataFrame | None = None,
) -> Problem:
    """Normalise frames into a problem: fill absent columns, cast the rest, keep further ones.

    Absent: earliest_week 0, count 1, all other attributes unknown and all other limits none.
    Raises ValueError (from ``Problem``) or polars' own error where values cannot be used.
    """
    defaults = {"earliest_week": 0, "count": 1}
    return Problem(
        start=start,
        weeks=weeks,
        pathways=normalised(pathways, PATHWAYS, defaults),
        offers=normalised(offers, OFFERS),
        lines=normalised(pl.DataFrame() if lines is None else lines, LINES),
        budgets=normalised(pl.DataFrame() if budgets is None else budgets, BUDGETS),
        travel=normalised(travel, TRAVEL),
    )


def normalised(
    frame: pl.DataFrame,
    schema: Mapping[str, pl.DataType],
    defaults: Mapping[str, int] | None = None,
) -> pl.DataFrame:
    """Fill the columns of one table that are absent, cast the rest, keep further ones."""
    if frame.width == 0:
        return pl.DataFrame(schema=dict(schema))
    columns = [
        pl.col(name).cast(kind) if name in frame.columns else pl.lit(None, kind).alias(name)
        for name, kind in schema.items()
    ]
    further = [pl.col(name) for name in frame.columns if name not in schema]
    filled = frame.select(*columns, *further)
    return filled.with_columns(
        pl.col(name).fill_null(value) for name, value in (defaults or {}).items()
    )


def _check_frame(
    name: str, frame: pl.DataFrame, schema: Mapping[str, pl.DataType], known: tuple[str, ...]
) -> None:
    for column, kind in schema.items():
        if frame.schema.get(column) != kind:
            found = frame.schema.get(column, "absent")
            raise ValueError(f"{name}: column {column} must be {kind}, not {found}")
    for column in known:
        if frame[column].null_count():
            raise ValueError(f"{name}: column {column} must be known in every row")
    if any_repeated(frame, _IDENTITIES[name]):
        raise ValueError(f"{name}: {' and '.join(_IDENTITIES[name])} must differ between rows")


def _check_values(problem: Problem) -> None:
    """Refuse values outside their range; the reader of files has told the user long before."""
    pathways, offers, lines = problem.pathways, problem.offers, problem.lines
    rules = {
        "pathways: priority must be P2, P3 or P4": ~pathways["priority"].is_in(PRIORITIES),
        "pathways: weeks_waited must not be negative": pathways["weeks_waited"] < 0,
        "pathways: earliest_week must not be negative": pathways["earliest_week"] < 0,
        "pathways: count must not be negative": pathways["count"] < 0,
        "pathways: unknown modality": ~pathways["modality"].is_in(list(Modality)),
        "offers: unknown modality": ~offers["modality"].is_in(list(Modality)),
        "offers: units must not be negative": offers["units"] < 0,
        f"offers: week must lie in 0 … {problem.weeks - 1}": ~offers["week"].is_between(
            0, problem.weeks - 1
        ),
        "offers: line_id must be one of the lines": ~offers["line_id"]
        .drop_nulls()
        .is_in(lines["line_id"].to_list()),
        "lines: minimum_take must not be negative": lines["minimum_take"] < 0,
        "lines: cap must not be negative": lines["cap"] < 0,
        "lines: unit_price_pence must not be negative": lines["unit_price_pence"] < 0,
        "lines: weekly_change must not be negative": lines["weekly_change"] < 0,
        "budgets: pence must not be negative": problem.budgets["pence"] < 0,
        "travel: minutes must not be negative": problem.travel["minutes"] < 0,
    }
    for rule, broken in rules.items():
        if broken.any():
            raise ValueError(rule)
