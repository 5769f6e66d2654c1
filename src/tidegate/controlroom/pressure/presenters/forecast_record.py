"""The record of forecasts in tables, and how what was said of levels fared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tidegate.controlroom.board import words
from tidegate.controlroom.board.tables import Table, label, number_columns, text_columns
from tidegate.controlroom.pressure.forecast_terms import ISSUE, series_name
from tidegate.controlroom.pressure.presenters.forecasts import BASELINE, too_short
from tidegate.core.pressure.forecast.reaching import (
    CalibrationRow,
    brier_score,
    calibration_table,
)
from tidegate.exchange.pressure.fan_chart import render_calibration

if TYPE_CHECKING:
    from typing import Any

    from markupsafe import Markup

    from tidegate.core.pressure.forecast.track_record import TrackRow

_FIGURES = ("Error against the baseline", "In the 50% band", "In the 90% band", "Days", "Dates")
_TITLE = "Levels: what was said, and what happened"


@dataclass(frozen=True, slots=True)
class CalibrationShown:
    """How probabilities of levels fared; ``drawing`` is None where none was decided yet."""

    sentence: str
    drawing: Markup | None = None
    table: Table | None = None


def records_table(
    caption: str, first: str, records: Mapping[str, TrackRow], named: Callable[[str], str],
    order: Sequence[str],
) -> Table:  # fmt: skip
    """Write records, one a row; those too short to judge by say so.

    Args:
        caption: what the table is of.
        first: heading of the first column.
        records: by key.
        named: what a key is called.
        order: of the keys.
    """
    rows = tuple(
        (
            label(named(key)),
            *(label(text) for text in _figures(records[key])),
            label("too short to judge by" if too_short(records[key]) else _verdict(records[key])),
        )
        for key in order
        if key in records
    )
    columns = (*text_columns(first), *number_columns(_FIGURES), *text_columns("In words"))
    return Table(caption, columns, rows)


def by_measure(records: Mapping[str, TrackRow], order: Sequence[str]) -> Table:
    """Write the records of measures."""
    return records_table("By figure", "Figure", records, series_name, order)


def by_band(records: Mapping[str, TrackRow]) -> Table:
    """Write the records of leads."""
    order = [str(number) for number in range(len(ISSUE.bands))]
    return records_table("By days ahead", "Days ahead", records, _band, order)


def by_place(records: Mapping[str, TrackRow], names: Mapping[str, str]) -> Table:
    """Write the records of places, by name."""
    order = sorted(names, key=lambda code: names[code])
    return records_table("By place", "Place", records, lambda code: names[code], order)


def in_a_sentence(records: Mapping[str, TrackRow]) -> str:
    """Say how all forecasts that the tables are of fared together."""
    if not records:
        return "No forecast has met what came to be yet: there is nothing to judge by."
    days = sum(row.tasks for row in records.values())
    dates = max(row.dates for row in records.values())
    better = sum(row.relative_wis < 1 for row in records.values())
    said = (
        f"{words.counted(days, 'day')} of forecasts have met what came to be, made on"
        f" {words.counted(dates, 'date')}. For {better} of {words.counted(len(records), 'figure')}"
        f" the error is smaller than that of repeating {BASELINE}."
    )
    if dates < ISSUE.fewest_dates:
        return f"{said} That is too short to judge by, which takes {ISSUE.fewest_dates} dates."
    return said


def calibration(said_and_came: Sequence[tuple[float, bool]]) -> CalibrationShown:
    """Set what was said of levels beside what happened, band by band."""
    if not said_and_came:
        return CalibrationShown("Of no level is it known yet whether it was reached.")
    said = np.array([one for one, _ in said_and_came])
    came = np.array([float(two) for _, two in said_and_came])
    rows = calibration_table(said, came)
    sentence = (
        f"{words.counted(len(said), 'probability', 'probabilities')} have been decided: on average"
        f" {said.mean():.0%} was said and {came.mean():.0%} happened. The mean squared error is"
        f" {brier_score(said, came):.3f}; saying always {came.mean():.0%} would have had"
        f" {float(came.mean() * (1 - came.mean())):.3f}."
    )
    drawn = [(row.said, row.happened, row.times) for row in rows]
    return CalibrationShown(
        sentence, render_calibration(drawn, _TITLE, sentence, "calibration"), _calibrated(rows)
    )


def refused(rows: Sequence[Mapping[str, Any]], names: Mapping[str, str]) -> list[str]:
    """Say which series could not be forecast, and why."""
    return [
        f"{series_name(row['measure'])}, {names[row['place']]}:"
        f" {'; '.join(reason['detail'] for reason in row['reasons'])}"
        for row in rows
        if row["place"] in names
    ]


def _calibrated(rows: Sequence[CalibrationRow]) -> Table:
    named = ("Said on average", "Happened", "How many")
    return Table(
        _TITLE,
        (*text_columns("Said"), *number_columns(named)),
        tuple(
            (
                label(f"{row.least:.0%} to {row.most:.0%}"),
                label(f"{row.said:.0%}"),
                label(f"{row.happened:.0%}"),
                label(f"{row.times:,}"),
            )
            for row in rows
        ),
    )


def _figures(row: TrackRow) -> tuple[str, ...]:
    return (
        f"{row.relative_wis:.2f}",
        words.percent(row.covered_50),
        words.percent(row.covered_90),
        f"{row.tasks:,}",
        f"{row.dates:,}",
    )


def _verdict(row: TrackRow) -> str:
    """Say what a record shows; bands that hold a tenth less than they should are too narrow."""
    found = ["better than the baseline" if row.relative_wis < 1 else "no better than the baseline"]
    if row.covered_90 is not None and row.covered_90 < ISSUE.held_90[0]:
        found.append("bands too narrow")
    if row.covered_90 is not None and row.covered_90 > ISSUE.held_90[1]:
        found.append("bands too wide")
    return ", ".join(found)


def _band(key: str) -> str:
    first, last = ISSUE.bands[int(key)]
    return f"{first} to {last}"
