"""Score issued forecasts where the truth has come, and again where it was corrected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction
from django.db.models import QuerySet

from tidegate.controlroom.board import words
from tidegate.controlroom.log.services.record import Actor, record
from tidegate.controlroom.pressure.forecast_judging import Judged, judge
from tidegate.controlroom.pressure.forecast_series import (
    Known,
    levels,
    panel,
    score_panel,
    scores_by_day,
    table_of,
)
from tidegate.controlroom.pressure.forecast_terms import ISSUE, SCORE
from tidegate.controlroom.pressure.models import (
    Forecast,
    ForecastRun,
    ForecastScore,
    LevelChance,
    LevelOutcome,
)
from tidegate.controlroom.pressure.services.issue_forecasts import TICK
from tidegate.controlroom.pressure.services.known_then import known_then
from tidegate.controlroom.pressure.terms import TERMS

if TYPE_CHECKING:
    from tidegate.controlroom.pressure.scoring import Scored as Scores
    from tidegate.core.pressure.forecast.panel import Panel

Runs = QuerySet[ForecastRun]
Truth = dict[tuple[str, date], float]
_AT_ONCE = 200
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Scored:
    """What a run of scoring wrote.

    Attributes:
        days: days of forecasts that were scored for the first time.
        again: those whose truth had been corrected.
        outcomes: levels of which it became known whether they were reached.
        changed: those of which it is now known otherwise.
    """

    days: int
    again: int
    outcomes: int
    changed: int

    @property
    def anything(self) -> bool:
        """Say whether anything was written."""
        return any((self.days, self.again, self.outcomes, self.changed))


@transaction.atomic
def score_forecasts(*, now: datetime, actor: Actor = TICK) -> Scored | None:
    """Score every day of a forecast whose truth is known now and was not, or was otherwise.

    A figure that was asked about is no truth until it is corrected, or until it can no longer be.

    Returns:
        What was written; None where nothing had to be.
    """
    today = TERMS.today(now)
    back = ISSUE.days + TERMS.amend_days + 1
    first = ForecastRun.objects.filter(reference__gte=today - timedelta(days=back)).last()
    if first is None or first.reference >= today:
        return None
    known, since = known_then(at=now, days=back), first.reference
    scores = [
        row
        for measure in ISSUE.measures
        for row in _scores(measure, _truth(panel(known, measure)), _since(since), now)
    ]
    outcomes: list[LevelOutcome] = []
    for runs, by_day in _scored_by_table(known, since):
        truth = _truth(score_panel(known, by_day))
        scores += _scores(SCORE, truth, runs, now)
        outcomes += _outcomes(levels(by_day), runs, now)
    ForecastScore.objects.bulk_create(scores, batch_size=_AT_ONCE)
    LevelOutcome.objects.bulk_create(outcomes, batch_size=_AT_ONCE)
    found = Scored(
        sum(row.version == 1 for row in scores),
        sum(row.version > 1 for row in scores),
        sum(row.version == 1 for row in outcomes),
        sum(row.version > 1 for row in outcomes),
    )
    if not found.anything:
        return None
    record(
        kind="forecast_scored",
        actor=actor,
        subject=f"forecast:{today.isoformat()}",
        headline=_headline(found),
        facts=_facts(found, scores),
        now=now,
    )
    return found


def _since(first: date) -> Runs:
    return ForecastRun.objects.filter(reference__gte=first)


def _scored_by_table(known: Known, first: date) -> Iterator[tuple[Runs, dict[date, Scores]]]:
    """Yield the runs of each table, with every day scored by it: they said what it would say."""
    for label in sorted(set(_since(first).values_list("table", flat=True))):
        runs = _since(first).filter(table=label)
        newest = runs.first()
        table = table_of(label, newest.reference) if newest else None
        if table is not None:
            yield runs, scores_by_day(known, first, table)


def _scores(measure: str, truth: Truth, runs: Runs, now: datetime) -> Iterator[ForecastScore]:
    """Yield the scores of one measure that are new, or newer than those that are there."""
    there = {
        (row.forecast_id, row.horizon): row
        for row in ForecastScore.objects.filter(
            superseded_by=None, forecast__measure=measure, forecast__run__in=runs
        )
    }
    asked = Forecast.objects.filter(measure=measure, run__in=runs)
    due: dict[int, list[int]] = {}
    for pk, place, reference, days in asked.values_list(
        "pk", "place", "run__reference", "run__days"
    ).order_by("pk"):
        for ahead in range(1, days + 1):
            came = truth.get((place, reference + timedelta(days=ahead)))
            before = there.get((pk, ahead))
            if came is not None and (before is None or abs(before.truth - came) > _SAME):
                due.setdefault(pk, []).append(ahead)
    for forecast in Forecast.objects.filter(pk__in=due).select_related("run").order_by("pk"):
        yield from _judged(forecast, due[forecast.pk], truth, there, now)


def _judged(
    forecast: Forecast,
    horizons: Sequence[int],
    truth: Truth,
    there: Mapping[tuple[int, int], ForecastScore],
    now: datetime,
) -> Iterator[ForecastScore]:
    reference = forecast.run.reference
    came = [truth[forecast.place, reference + timedelta(days=ahead)] for ahead in horizons]
    judged = judge(
        [forecast.values[ahead - 1] for ahead in horizons],
        [forecast.baseline[ahead - 1] for ahead in horizons],
        came,
        forecast.run.quantiles,
    )
    for row, ahead in enumerate(horizons):
        before = there.get((forecast.pk, ahead))
        yield ForecastScore(
            forecast=forecast,
            horizon=ahead,
            version=1 if before is None else before.version + 1,
            truth=came[row],
            scored_at=now,
            supersedes=before,
            **{each.name: float(getattr(judged, each.name)[row]) for each in fields(Judged)},
        )


def _truth(series: Panel) -> Truth:
    rows, columns = np.nonzero(np.isfinite(series.values))
    return {
        (series.places[row], series.start + timedelta(days=int(column))):
        float(series.values[row, column])
        for row, column in zip(rows, columns, strict=True)
    }  # fmt: skip


def _outcomes(
    reached: Mapping[tuple[str, date], int], runs: Runs, now: datetime
) -> Iterator[LevelOutcome]:
    """Yield whether levels were reached, where all days are over or one of them reached it."""
    there = {
        row.chance_id: row
        for row in LevelOutcome.objects.filter(superseded_by=None, chance__run__in=runs)
    }
    chances = LevelChance.objects.filter(run__in=runs).select_related("run")
    for chance in chances.order_by("pk"):
        first = chance.run.reference + timedelta(days=1)
        days = [reached.get((chance.place, first + timedelta(days=n)))
                for n in range(chance.within)]  # fmt: skip
        happened = any(level is not None and level >= chance.level for level in days)
        before = there.get(chance.pk)
        if not happened and None in days:
            continue
        if before is None or before.happened != happened:
            yield LevelOutcome(
                chance=chance,
                version=1 if before is None else before.version + 1,
                happened=happened,
                decided_at=now,
                supersedes=before,
            )


def _headline(found: Scored) -> str:
    said = f"{words.counted(found.days, 'day')} of earlier forecasts scored"
    if found.again:
        said += f", {found.again} again because reports were corrected"
    return said


def _facts(found: Scored, scores: Sequence[ForecastScore]) -> dict[str, object]:
    ours, theirs = _sum(scores, "wis"), _sum(scores, "wis_baseline")
    return {
        "days": found.days,
        "again": found.again,
        "outcomes": found.outcomes,
        "outcomes_changed": found.changed,
        "relative_wis": round(ours / theirs, 4) if theirs else None,
        "covered_50": round(sum(row.covered_50 for row in scores) / len(scores), 4)
        if scores
        else None,
        "covered_90": round(sum(row.covered_90 for row in scores) / len(scores), 4)
        if scores
        else None,
        "wrong_before": _corrected(scores),
    }


def _sum(scores: Sequence[ForecastScore], name: str) -> float:
    return float(sum(getattr(row, name) for row in scores))


def _corrected(scores: Sequence[ForecastScore]) -> list[dict[str, object]]:
    """Name the truths that were corrected, each once."""
    found: dict[tuple[str, str, date], tuple[float, float]] = {}
    for row in scores:
        if row.supersedes is not None:
            day = row.forecast.run.reference + timedelta(days=row.horizon)
            found[row.forecast.measure, row.forecast.place, day] = (row.supersedes.truth, row.truth)
    return [
        {"measure": measure, "place": place, "day": day, "from": before, "to": now}
        for (measure, place, day), (before, now) in sorted(found.items())
    ]
