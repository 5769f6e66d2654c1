"""Forecasts as pages show them: a fan, its sentence and table, and how earlier ones fared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from csv import writer
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING

from django.urls import reverse

from tidegate.controlroom.board import words
from tidegate.controlroom.board.tables import Table, label, number_columns, text_columns
from tidegate.controlroom.pressure.forecast_terms import ISSUE, SCORE, series_name
from tidegate.controlroom.pressure.terms import MEASURES
from tidegate.exchange.pressure.fan_chart import render_fan
from tidegate.exchange.pressure.fan_drawing import Ahead, Fan

if TYPE_CHECKING:
    from datetime import date

    from markupsafe import Markup

    from tidegate.controlroom.pressure.models import Forecast, ForecastRun
    from tidegate.controlroom.pressure.queries.forecasts import Chances
    from tidegate.core.pressure.forecast.track_record import TrackRow
    from tidegate.core.pressure.score_table import Levels

_DRAWN = (0.05, 0.25, 0.5, 0.75, 0.95)
_NAMED_AHEAD = (7, 28)
_SMALL = 10
HUB_COLUMNS = (
    "location", "reference_date", "horizon", "target_end_date", "target", "output_type",
    "output_type_id", "value",
)  # fmt: skip
BASELINE = "the same weekday last week"


@dataclass(frozen=True, slots=True)
class FanShown:
    """One forecast: its chart with the sentence and the table, and its record beside it.

    Attributes:
        name: unique in the page.
        heading: what is forecast.
        definition: what is counted.
        sentence: what the chart shows.
        drawing: the chart.
        record: how earlier forecasts of it fared.
        short: whether that record is too short to judge by.
        notes: what has to be said about this forecast.
        table: every day ahead.
        href: the page of this forecast alone.
    """

    name: str
    heading: str
    definition: str
    sentence: str
    drawing: Markup
    record: str
    short: bool
    notes: tuple[str, ...]
    table: Table
    href: str


@dataclass(frozen=True, slots=True)
class IssuedShown:
    """When the newest forecasts were made, and whether that is too long ago."""

    text: str
    stale: bool


def issued(run: ForecastRun, today: date) -> IssuedShown:
    """Say when the forecasts on a page were made, and from what."""
    text = (
        f"Made on {words.day_and_time(run.made_at)} ({words.age(run.reference, today)}) from the"
        " reports that were there then."
    )
    return IssuedShown(text, (today - run.reference).days > 1)


def fan_shown(
    forecast: Forecast,
    run: ForecastRun,
    place: str,
    past: Sequence[tuple[date, float]],
    record: TrackRow | None,
    levels: Levels | None,
) -> FanShown:
    """Write one forecast with everything that belongs beside it.

    Args:
        forecast: as it was issued.
        run: the run that it is from.
        place: the name of its place.
        past: what was reported, by day.
        record: how earlier forecasts of the same series fared.
        levels: what totals of the score mean.
    """
    ahead, heading = ahead_of(forecast, run), series_name(forecast.measure)
    sentence = _sentence(forecast, ahead, past)
    name = forecast.measure.replace("_", "-")
    fan = Fan(f"{heading}, {place}", sentence, past, ahead, run.reference, _marks(forecast, levels))
    return FanShown(
        name=name,
        heading=heading,
        definition=_definition(forecast.measure),
        sentence=sentence,
        drawing=render_fan(fan, f"fan-{name}"),
        record=record_words(record),
        short=too_short(record),
        notes=tuple(f"This place: {note['detail']}." for note in forecast.notes),
        table=_table(heading, ahead),
        href=reverse("pressure:forecast", args=[forecast.place, forecast.measure]),
    )


def summary(
    forecasts: Mapping[str, Forecast],
    run: ForecastRun,
    past: Mapping[str, Sequence[tuple[date, float]]],
    records: Mapping[str, TrackRow],
) -> Table:
    """Write every series of a place in one row: now, then, and how earlier forecasts fared."""
    rows = []
    for measure, forecast in forecasts.items():
        ahead, record = ahead_of(forecast, run), records.get(measure)
        newest = past.get(measure, [])[-1:]
        rows.append(
            (
                label(
                    series_name(measure),
                    reverse("pressure:forecast", args=[forecast.place, measure]),
                ),
                label(_said(newest[0][1]) if newest else words.UNKNOWN),
                *(label(_between(ahead[days - 1])) for days in _NAMED_AHEAD if days <= len(ahead)),
                label(f"{record.relative_wis:.2f}" if record else "–"),
                label(words.percent(record.covered_50, 0) if record else "–"),
                label(words.percent(record.covered_90, 0) if record else "–"),
                label(_dates(record)),
            )
        )
    ahead_named = [f"In {days} days" for days in _NAMED_AHEAD if days <= run.days]
    columns = (
        *text_columns("Figure"),
        *number_columns(("Newest", *ahead_named, "Error", "In the 50% band", "In the 90% band")),
        *text_columns("Earlier forecasts"),
    )
    return Table("Every figure, and how earlier forecasts of it fared", columns, tuple(rows))


def _between(one: Ahead) -> str:
    return f"{_said(one.middle)} ({_said(one.least)} to {_said(one.most)})"


def _dates(record: TrackRow | None) -> str:
    if record is None:
        return "none has met what came to be yet"
    said = f"of {words.counted(record.dates, 'date')}"
    return f"{said}: too short to judge by" if too_short(record) else said


def ahead_of(forecast: Forecast, run: ForecastRun) -> list[Ahead]:
    """Return the days ahead of a forecast, with the quantiles that are drawn."""
    at = [min(range(len(run.quantiles)), key=lambda n: abs(run.quantiles[n] - want))
          for want in _DRAWN]  # fmt: skip
    return [
        Ahead(run.reference + timedelta(days=number), *(float(row[n]) for n in at))
        for number, row in enumerate(forecast.values, 1)
    ]


def hub_table(forecast: Forecast, run: ForecastRun) -> str:
    """Write every quantile of a forecast in the long form of the hubverse, as CSV."""
    text = StringIO()
    lines = writer(text, lineterminator="\n")
    lines.writerow(HUB_COLUMNS)
    for ahead, day in enumerate(forecast.values, 1):
        target = run.reference + timedelta(days=ahead)
        lines.writerows(
            (
                forecast.place,
                run.reference,
                ahead,
                target,
                forecast.measure,
                "quantile",
                level,
                value,
            )
            for level, value in zip(run.quantiles, day, strict=True)
        )
    return text.getvalue()


def too_short(record: TrackRow | None) -> bool:
    """Say whether a record is too short to judge by."""
    return record is None or record.dates < ISSUE.fewest_dates


def record_words(record: TrackRow | None) -> str:
    """Say in a sentence how earlier forecasts fared."""
    if record is None:
        return "No earlier forecast of it has met what came to be yet."
    held = (
        f"Of {words.counted(record.tasks, 'day')} forecast on"
        f" {words.counted(record.dates, 'date')}, the band of half the probability held"
        f" {words.percent(record.covered_50)}, that of nine tenths"
        f" {words.percent(record.covered_90)}; the error was {record.relative_wis:.2f} times that"
        f" of {BASELINE}."
    )
    if too_short(record):
        return f"Too short to judge by, which takes {ISSUE.fewest_dates} dates. {held}"
    return held


def chances_table(said: Chances, place: str, levels: Levels | None) -> Table | None:
    """Write how likely a place is to reach each level within so many days."""
    if levels is None or not any(key[0] == place for key in said):
        return None
    rows = tuple(
        (
            label(f"Level {band.level} or above" if band.level < len(levels.bands)
                  else f"Level {band.level}"),
            *(label(chance_words(said.get((place, band.level, days)))) for days in ISSUE.within),
        )
        for band in levels.bands[1:]
    )  # fmt: skip
    named = tuple(f"within {words.counted(days, 'day')}" for days in ISSUE.within)
    columns = (*text_columns("Reached"), *number_columns(named))
    return Table("How likely a level is", columns, rows)


def chance_words(chance: float | None) -> str:
    """Write a probability; nothing is certain that is only forecast."""
    if chance is None:
        return words.UNKNOWN
    if chance < 0.01:  # noqa: PLR2004 - below one per cent
        return "under 1%"
    return "over 99%" if chance > 0.99 else f"{chance:.0%}"  # noqa: PLR2004 - the same above


def _definition(measure: str) -> str:
    if measure == SCORE:
        return "The total of the score that levels are read from"
    return MEASURES[measure].definition


def _marks(forecast: Forecast, levels: Levels | None) -> list[tuple[float, str]]:
    """Return where levels begin, for the score."""
    if levels is None or forecast.measure != SCORE:
        return []
    return [(float(band.least), f"level {band.level} begins") for band in levels.bands[1:]]


def _sentence(
    forecast: Forecast, ahead: Sequence[Ahead], past: Sequence[tuple[date, float]]
) -> str:
    """Say where it stood and where it goes: the middle, and between what with nine in ten."""
    parts = []
    if past:
        day, value = past[-1]
        parts.append(
            f"{series_name(forecast.measure)} stood at {_said(value)} on {words.day(day)}."
        )
    for days in _NAMED_AHEAD:
        if days <= len(ahead):
            one = ahead[days - 1]
            parts.append(
                f"In {days} days {_said(one.middle)} is the middle of what is expected, with nine"
                f" tenths of the probability between {_said(one.least)} and {_said(one.most)}."
            )
    return " ".join(parts)


def _table(heading: str, ahead: Sequence[Ahead]) -> Table:
    names = ("5%", "25%", "Middle", "75%", "95%")
    rows = tuple(
        (
            label(words.day(one.day)),
            *(label(_said(each)) for each in (one.least, one.low, one.middle, one.high, one.most)),
        )
        for one in ahead
    )
    columns = (*text_columns("Day"), *number_columns(names))
    return Table(f"{heading}, with this probability not above", columns, rows)


def _said(value: float) -> str:
    return f"{value:,.2f}" if abs(value) < _SMALL else f"{value:,.0f}"
