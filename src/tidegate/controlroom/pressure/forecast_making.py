"""Make the forecasts of one day from what was known on it: no rows, no clock, nothing later."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from tidegate.controlroom.pressure.forecast_series import (
    Known,
    edges,
    levels_by,
    panel,
    score_panel,
    scores_by_day,
)
from tidegate.controlroom.pressure.forecast_terms import ISSUE, SCORE, SERIES
from tidegate.core.pressure.forecast.baseline import baseline
from tidegate.core.pressure.forecast.forecast import forecast
from tidegate.core.pressure.forecast.panel import Panel
from tidegate.core.pressure.forecast.reaching import chance_of_reaching
from tidegate.core.pressure.forecast.situation import HUB_QUANTILES, Situation, Task
from tidegate.core.pressure.forecast.standing import STALE
from tidegate.exchange.pressure.named_days import named_days

if TYPE_CHECKING:
    from tidegate.core.pressure.forecast.panel import Floats
    from tidegate.core.pressure.forecast.standing import Standing
    from tidegate.core.pressure.score_table import ScoreTable

SEED = 1
_FINE = 100.0  # a score is forecast in hundredths, so that it is whole numbers like all the rest
_DECIMALS = {SCORE: 4}
_USUAL_DECIMALS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """The forecasts of one measure.

    Attributes:
        measure: id of a measure, or of the score.
        places: who could be served, in the order of rows.
        last_observed: the last day of which anything was known.
        values, baseline: places x days ahead x quantiles, in the unit of the measure.
        standing: of every place, how it was served or why not.
        inputs: digest of all that it was made from.
    """

    measure: str
    places: tuple[str, ...]
    last_observed: date
    values: Floats
    baseline: Floats
    standing: tuple[Standing, ...]
    inputs: str


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely a place is to reach a level or a higher one within so many days."""

    place: str
    level: int
    within: int
    chance: float


def make_forecasts(known: Known, table: ScoreTable | None) -> list[Made]:
    """Forecast every series of every place, as far as anything is known of it.

    Args:
        known: what was known.
        table: by which the score is worked out; without one there is no score.
    """
    since = known.today - timedelta(days=ISSUE.score_history_days - 1)
    made = []
    for measure in SERIES:
        series = (
            score_panel(known, scores_by_day(known, since, table))
            if measure == SCORE
            else panel(known, measure)
        )
        if (last := series.last_known) is not None:
            made.append(_made(measure, series, last, known.today, table))
    return made


def chances(made: Sequence[Made], table: ScoreTable | None) -> Iterator[Chance]:
    """Say from the forecast of the score how likely each level above the first is to be reached."""
    for one in made:
        if one.measure != SCORE:
            continue
        for row, place in enumerate(one.places):
            for level, edge in edges(table).items():
                generator = np.random.default_rng([SEED, row])  # the same paths for every level
                reached = chance_of_reaching(one.values[row], HUB_QUANTILES, edge, generator)
                for days in ISSUE.within:
                    yield Chance(place, level, days, round(float(reached[days - 1]), 4))


def _made(
    measure: str, series: Panel, last: date, reference: date, table: ScoreTable | None
) -> Made:
    fine = _FINE if measure == SCORE else 1.0
    task = Task(reference, last, 1, ISSUE.horizons, HUB_QUANTILES, series.places)
    history = _begun(Panel(series.places, series.start, 1, series.values * fine))
    ahead = reference + timedelta(days=ISSUE.days)
    situation = Situation(task, history, named_days=named_days(series.start, ahead))
    found = forecast(situation, SEED)
    plain = baseline(situation, found.places)
    decimals, most = _DECIMALS.get(measure, _USUAL_DECIMALS), _most(measure, table)
    values, repeated = (np.minimum(each / fine, most).round(decimals) for each in
                        (found.values, plain))  # fmt: skip
    inputs = _digest(measure, history, task)
    return Made(measure, found.places, last, values, repeated, found.standing, inputs)


def _begun(series: Panel) -> Panel:
    """Cut off days before anything was known of a place that is not silent by now."""
    known = np.isfinite(series.values)
    heard = known[:, -STALE[1] :].any(axis=1)
    first = int(np.argmax(known[heard].any(axis=0))) if heard.any() else 0
    start = series.start + timedelta(days=first)
    return Panel(series.places, start, 1, series.values[:, first:])


def _most(measure: str, table: ScoreTable | None) -> float:
    """Return what cannot be exceeded: a score ends where its highest level does."""
    bands = levels_by(table) if measure == SCORE else None
    return float(bands.bands[-1].most) if bands else np.inf


def _digest(measure: str, history: Panel, task: Task) -> str:
    """Return the digest of a history as it went into a forecast, and of what was asked."""
    asked = {
        "measure": measure,
        "places": history.places,
        "start": history.start.isoformat(),
        "reference": task.reference.isoformat(),
        "last": task.last_observed.isoformat(),
        "horizons": task.horizons,
        "quantiles": task.quantiles,
        "seed": SEED,
    }
    found = hashlib.sha256(json.dumps(asked, sort_keys=True).encode())
    found.update(np.nan_to_num(history.values, nan=-1.0).astype("<f8").tobytes())
    return found.hexdigest()
