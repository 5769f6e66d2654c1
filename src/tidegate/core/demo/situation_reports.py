"""Sixty days of situation reports of the demo's trusts: a winter that tightens, and its slips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import cos, pi
from typing import TYPE_CHECKING

from tidegate.core.demo.days import at

if TYPE_CHECKING:
    from numpy.random import Generator

DAYS = 60


@dataclass(frozen=True, slots=True)
class DemoReport:
    """One report as it reached the control room.

    Attributes:
        provider: the trust.
        day: the day of the report.
        values: its figures by measure.
        received: when it came.
        reason: why it corrects the one before; empty for the first.
    """

    provider: str
    day: date
    values: Mapping[str, float]
    received: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Trust:
    """How large a trust is, how pressed, and how it reports."""

    code: str
    beds: int
    critical: int
    staff: int
    attendances: int
    pressed: float  # 0 is at ease, 1 is full
    late: float  # of its reports
    lost: float


_TRUSTS = (
    _Trust("Z01", 910, 42, 9800, 620, 0.72, 0.05, 0.015),
    _Trust("Z02", 430, 18, 4300, 300, 0.45, 0.08, 0.03),
    _Trust("Z03", 280, 10, 2700, 190, 0.58, 0.12, 0.05),
)
# Trusts of the other areas of the region, whose reports are taken over for the last weeks only.
_NEIGHBOURS = (
    _Trust("Z04", 240, 8, 2300, 160, 0.02, 0.03, 0.0),
    _Trust("Z05", 520, 22, 5200, 350, 0.55, 0.04, 0.02),
    _Trust("Z06", 310, 12, 3000, 210, 0.3, 0.1, 0.03),
    _Trust("Z07", 450, 20, 4400, 310, 1.0, 0.02, 0.0),
    _Trust("Z08", 190, 6, 1800, 120, 0.4, 0.1, 0.05),
)
NEIGHBOUR_DAYS = 24
# Days before the last one, trust, measure, what was typed for what was meant, corrected when and
# why; None is never corrected.
_SLIPS = (
    (9, "Z03", "ga_beds_open", 0.1, 1, "A digit was left out"),
    (4, "Z02", "ed_attendances", 10.0, 1, "A digit was typed twice"),
    (17, "Z01", "staff_absent", 0.1, None, ""),
    (25, "Z03", "ga_beds_occupied", 0.94, 17, "The bed audit found a ward counted twice"),
    (12, "Z01", "discharged", 0.9, 2, "Discharges of the evening had not been entered"),
)
# Never came; the last of them is for whoever tries the form.
_LOST = {("Z03", 3), ("Z02", 15), ("Z03", 0), ("Z08", 2), ("Z08", 1), ("Z08", 0)}
_OUTBREAK = {"Z02": (34, 19)}  # norovirus, days before the last one


def make_reports(rng: Generator, today: date) -> tuple[DemoReport, ...]:
    """Make the reports of every trust, in the order in which they came.

    Args:
        rng: from which every draw follows.
        today: the day of the last report.
    """
    found: list[DemoReport] = []
    for trust in _TRUSTS:
        for ago in range(DAYS - 1, -1, -1):
            found += _of_day(rng, trust, ago, today - timedelta(days=ago))
    return tuple(sorted(found, key=lambda report: (report.received, report.provider)))


def make_neighbours_reports(rng: Generator, today: date) -> tuple[DemoReport, ...]:
    """Make the reports of the trusts of the other areas, in the order in which they came.

    Args:
        rng: from which every draw follows.
        today: the day of the last report.
    """
    found: list[DemoReport] = []
    for trust in _NEIGHBOURS:
        for ago in range(NEIGHBOUR_DAYS - 1, -1, -1):
            found += _of_day(rng, trust, ago, today - timedelta(days=ago))
    return tuple(sorted(found, key=lambda report: (report.received, report.provider)))


def _of_day(rng: Generator, trust: _Trust, ago: int, day: date) -> Iterator[DemoReport]:
    values = _values(rng, trust, ago, day)
    late, lost = rng.random() < trust.late, rng.random() < trust.lost
    minutes = int(rng.integers(8, 70))
    slip = next((one for one in _SLIPS if one[:2] == (ago, trust.code)), None)
    if (trust.code, ago) in _LOST or (lost and slip is None and ago):
        return
    begun = at(day, 11, 5) + timedelta(minutes=3 * minutes) if late else at(day, 9, 40)
    received = begun if late else begun + timedelta(minutes=minutes)
    if slip is None:
        yield DemoReport(trust.code, day, values, received)
        return
    _, _, measure, times, corrected, reason = slip
    typed = {**values, measure: round(values[measure] * times)}
    yield DemoReport(trust.code, day, typed, received)
    if corrected is not None:
        again = at(day + timedelta(days=corrected), 14, minutes // 2)
        yield DemoReport(trust.code, day, values, again, reason)


def _values(rng: Generator, trust: _Trust, ago: int, day: date) -> dict[str, float]:
    """Return a day's figures: worse as winter comes, on Mondays, and in an outbreak."""
    winter = 0.5 + 0.5 * cos(pi * ago / DAYS)
    monday = 0.06 if day.weekday() == 0 else -0.03 if day.weekday() > 4 else 0.0  # noqa: PLR2004
    strain = min(1.0, max(0.0, trust.pressed + 0.15 * winter + monday + rng.normal(0, 0.06)))
    first, last = _OUTBREAK.get(trust.code, (0, 0))
    closed = int(rng.poisson(trust.beds * 0.02)) if first >= ago > last else int(rng.poisson(1.5))
    extra = round(trust.beds * 0.05 * strain)
    opened = trust.beds + extra
    occupied = round(opened * (0.885 + 0.105 * strain + rng.normal(0, 0.004)))
    attended = round(trust.attendances * (1 + 0.1 * monday / 0.06 + rng.normal(0, 0.035)))
    arrived = round(attended * (0.25 + rng.normal(0, 0.012)))
    over_30 = rng.binomial(arrived, min(0.6, 0.08 + 0.32 * strain))
    physical = round(trust.beds * 1.09)
    return {
        "ga_beds_open": opened,
        "escalation_beds_open": extra,
        "ga_beds_occupied": min(occupied, opened),
        "cc_adult_open": trust.critical,
        "cc_adult_occupied": int(rng.binomial(trust.critical, 0.72 + 0.2 * strain)),
        "beds_closed_norovirus": closed,
        "beds_physical": physical,
        "beds_staffed_claimed": min(physical, opened + int(rng.integers(0, 6))),
        # Somebody goes to look on Tuesdays, and finds fewer.
        **({"beds_staffed_observed": opened - int(rng.integers(2, 15))}
           if day.weekday() == 1 else {}),
        "ed_attendances": attended,
        "ed_within_4h": round(attended * (0.84 - 0.24 * strain + rng.normal(0, 0.012))),
        "ed_over_12h": round(attended * max(0.004, 0.015 + 0.1 * strain + rng.normal(0, 0.008))),
        "ed_diverts": int(rng.random() < 0.04 * strain),
        "ed_closures": 0,
        "ambulance_arrivals": arrived,
        "handover_over_30": int(over_30),
        "handover_over_60": int(rng.binomial(over_30, 0.3)),
        "handover_mean": round(max(9.0, 13 + 30 * strain + rng.normal(0, 1.8)), 1),
        "no_criteria_to_reside": round(occupied * (0.09 + 0.06 * strain + rng.normal(0, 0.005))),
        "discharged": round(trust.beds * (0.105 + rng.normal(0, 0.006) - 0.3 * abs(monday))),
        "staff_absent": round(trust.staff * (0.06 + 0.006 * winter + rng.normal(0, 0.003))),
        "staff_headcount": trust.staff,
    }  # fmt: skip
