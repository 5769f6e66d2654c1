"""What the waiting list already says of a patient, so that it is not typed again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.board import words
from tidegate.core.matching.problem import PRIORITIES
from tidegate.core.matching.weeks import week_zero

if TYPE_CHECKING:
    from collections.abc import Mapping

LIST_FACTS = ("conditions", "imd_quintile", "zone")
"""What matching knows of a patient that the form does not ask."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the list says.

    Attributes:
        first: values by field of the form.
        more: facts that the request keeps besides.
        listed: the days between which the clock started.
        source: a sentence that says where all this comes from.
    """

    first: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, object] = field(default_factory=dict)
    listed: tuple[date, date] | None = None
    source: str = ""


def known_of(row: Mapping[str, Any], as_of: date) -> Known:
    """Read one pathway of a list that describes the day ``as_of``.

    Lists that count weeks say between which days the clock started, and the day is asked for;
    lists that carry the day itself have it shown, and only that day is taken.
    """
    start = row.get("clock_start")
    weeks = row.get("weeks_waited")
    listed = (start, start) if start is not None else _between(as_of, weeks)
    first = {
        "pathway_id": row["pathway_id"],
        "holder": row["holder"],
        "tfc": row["tfc"],
        "modality": row.get("modality"),
        "priority": row["priority"] if row.get("priority") in PRIORITIES else None,
        "clock_start": start,
        "travel_max_miles": _miles(row.get("travel_max_miles")),
        "earliest": _earliest(as_of, row.get("earliest_week")),
        "age": row.get("age"),
        "asa": row.get("asa"),
        "bmi": None if row.get("bmi") is None else round(row["bmi"], 1),
        "needs_critical_care": _yes_no(row.get("needs_critical_care")),
        "procedure": row.get("procedure") or "",
    }
    return Known(
        first={name: value for name, value in first.items() if value is not None},
        more={name: row[name] for name in LIST_FACTS if row.get(name) is not None},
        listed=listed,
        source=_source(as_of, listed, weeks),
    )


def _between(as_of: date, weeks: int | None) -> tuple[date, date] | None:
    """Return the days on which a clock that has run for so many whole weeks can have started."""
    if weeks is None:
        return None
    last = as_of - timedelta(weeks=weeks)
    return last - timedelta(days=6), last


def _source(as_of: date, listed: tuple[date, date] | None, weeks: int | None) -> str:
    said = f"Filled in from the waiting list of {words.day(as_of)}. Check it against the notes."
    if listed is None:
        return f"{said} The list does not say when the clock started."
    if listed[0] == listed[1]:
        return f"{said} The clock started on {words.day(listed[0])}, by the list."
    span = f"between {words.day(listed[0])} and {words.day(listed[1])}"
    return f"{said} By the list the wait is {words.counted(weeks or 0, 'week')}: it began {span}."


def _miles(limit: float | None) -> str | None:
    """Write the patient's limit as the form has it; none where the list has no limit."""
    return None if limit is None else f"{limit:g}"


def _earliest(as_of: date, week: int | None) -> date | None:
    return week_zero(as_of) + timedelta(weeks=week) if week else None


def _yes_no(value: bool | None) -> str | None:
    return None if value is None else "yes" if value else "no"
