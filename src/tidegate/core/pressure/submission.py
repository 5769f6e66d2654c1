"""What may be said of a situation report: late, missing, corrected, implausible, complete.

None of these refuses a report. A figure that looks wrong may be right: it is asked about, taken and
flagged. Source: spec, pressure and ecosystem 1.1; the terms are data (``ReportingTerms``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING

from tidegate.core.reasons import Reason

if TYPE_CHECKING:
    from datetime import date, datetime

    from tidegate.core.pressure.measure import Measure
    from tidegate.core.pressure.reporting import ReportingTerms

_TO_DEVIATION = 1.4826  # of a normal distribution, from the median of absolute deviations


class Arrival(StrEnum):
    """Whether the report of a day is there, and came in time."""

    AWAITED = "awaited"
    MISSING = "missing"
    IN_TIME = "in_time"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a report: its number, and when it was submitted."""

    number: int
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How the report of one day stands.

    Attributes:
        day: the day of the report.
        arrival: whether and when its first version came.
        corrections: how many versions followed the first.
        amended_late: whether one of them came after the usual time for amendments.
    """

    day: date
    arrival: Arrival
    corrections: int = 0
    amended_late: bool = False


def standing(
    day: date, versions: Sequence[Version], terms: ReportingTerms, now: datetime
) -> Standing:
    """Say how the report of a day stands at a moment, from the versions that there are."""
    if not versions:
        arrival = Arrival.MISSING if now > terms.due_at(day) else Arrival.AWAITED
        return Standing(day, arrival)
    ordered = sorted(versions, key=lambda version: version.number)
    late = ordered[0].submitted_at > terms.due_at(day)
    return Standing(
        day,
        Arrival.LATE if late else Arrival.IN_TIME,
        corrections=len(ordered) - 1,
        amended_late=any(late_to_amend(day, each.submitted_at, terms) for each in ordered[1:]),
    )


def late_to_amend(day: date, moment: datetime, terms: ReportingTerms) -> bool:
    """Say whether a correction comes after the usual time; the last day of it counts whole."""
    return (terms.today(moment) - day).days > terms.amend_days


def missing_measures(values: Mapping[str, float], terms: ReportingTerms) -> tuple[str, ...]:
    """Return the measures without which a report is incomplete; a 0 is a figure, a blank is not."""
    return tuple(
        measure for measure, line in terms.lines.items() if line.needed and measure not in values
    )


def implausible(
    values: Mapping[str, float],
    recent: Mapping[str, Sequence[float]],
    measures: Mapping[str, Measure],
    terms: ReportingTerms,
) -> tuple[Reason, ...]:
    """Return what somebody should ask about, each with the measure that it concerns.

    Args:
        values: the report's figures by measure.
        recent: the provider's own figures of the last ``recent_days``, by measure.
        measures: their definitions.
        terms: what is a jump, and what is part of what.
    """
    found: list[Reason] = []
    for measure, value in values.items():
        if measure in measures:
            found += _out_of_range(value, measures[measure], terms)
            found += _jump(value, recent.get(measure, ()), measures[measure], terms)
    found += _parts_above(values, measures, terms)
    return tuple(found)


def _out_of_range(value: float, measure: Measure, terms: ReportingTerms) -> Iterator[Reason]:
    least, most = measure.least, measure.most
    if least is not None and value < least:
        detail = f"{_said(measure, value)} is below {least:,g}, the least that is plausible"
    elif most is not None and value > most:
        detail = f"{_said(measure, value)} is above {most:,g}, the most that is plausible"
    else:
        return
    inputs = {"measure": measure.id, "value": value, "least": least, "most": most}
    yield Reason("OUT_OF_RANGE", detail, inputs, terms.label)


def _jump(
    value: float, recent: Sequence[float], measure: Measure, terms: ReportingTerms
) -> Iterator[Reason]:
    jumps = terms.jumps
    if len(recent) < jumps.fewest:
        return
    middle = median(recent)
    spread = _TO_DEVIATION * median(abs(each - middle) for each in recent)
    allowed = max(jumps.spreads * spread, jumps.least_share * abs(middle), jumps.least_step)
    if abs(value - middle) <= allowed:
        return
    way = "above" if value > middle else "below"
    detail = f"{_said(measure, value)} is far {way} the usual {middle:,g} of the last weeks"
    inputs = {"measure": measure.id, "value": value, "usual": middle, "allowed": round(allowed, 1)}
    yield Reason("JUMP", detail, inputs, terms.label)


def _parts_above(
    values: Mapping[str, float], measures: Mapping[str, Measure], terms: ReportingTerms
) -> Iterator[Reason]:
    for part, whole in terms.never_above:
        if part not in values or whole not in values or values[part] <= values[whole]:
            continue
        inputs = {"measure": part, "value": values[part], "whole": whole, "of": values[whole]}
        detail = (
            f"{_said(measures[part], values[part])} is more than {measures[whole].label}, "
            f"{values[whole]:,g}, of which it is part"
        )
        yield Reason("PART_ABOVE_WHOLE", detail, inputs, terms.label)


def _said(measure: Measure, value: float) -> str:
    return f"{measure.label[:1].upper()}{measure.label[1:]}, {value:,g},"
