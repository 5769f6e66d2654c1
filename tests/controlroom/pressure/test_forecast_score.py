"""Forecasts are scored when the truth comes, and again when it is corrected; levels likewise."""

from __future__ import annotations

from datetime import timedelta

import polars as pl
import pytest
from tests.controlroom.pressure.forecasting import NOON, corrected, noon, reports, row
from tests.controlroom.pressure.reporting import DAY

from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.pressure.forecast_day import forecast_day
from tidegate.controlroom.pressure.forecast_series import levels, scores_by_day
from tidegate.controlroom.pressure.forecast_terms import SCORE
from tidegate.controlroom.pressure.models import (
    Forecast,
    ForecastScore,
    LevelOutcome,
    Return,
)
from tidegate.controlroom.pressure.scoring import table_on
from tidegate.controlroom.pressure.services.issue_forecasts import issue_forecasts
from tidegate.controlroom.pressure.services.known_then import known_then
from tidegate.controlroom.pressure.services.score_forecasts import score_forecasts
from tidegate.core.pressure.forecast.scores import score_tasks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisations")]
AGO = 10


@pytest.fixture
def a_past_forecast() -> list[Return]:
    """Forecasts of ten days ago, and all reports up to today."""
    kept = reports(["Z01", "Z02"])
    issue_forecasts(now=noon(AGO))
    return kept


def newest(place: str, measure: str) -> dict[int, ForecastScore]:
    rows = ForecastScore.objects.filter(
        forecast__place=place, forecast__measure=measure, superseded_by=None
    )
    return {each.horizon: each for each in rows}


def test_each_day_is_scored_as_far_as_its_truth_is_there(a_past_forecast: list[Return]) -> None:
    found = score_forecasts(now=NOON)
    assert found is not None
    assert sorted(newest("ZQ1", "ga_beds_occupied")) == list(range(1, AGO + 1))
    assert sorted(newest("ZQ1", "ed_attendances")) == list(range(1, AGO)), "of the day before"
    assert sorted(newest("ZQ1", SCORE)) == list(range(1, AGO))
    assert found.days == ForecastScore.objects.count() == 3 * (3 * AGO + 3 * (AGO - 1))
    assert found.again == found.changed == 0


def test_scores_are_those_of_the_scorer_of_the_bench(a_past_forecast: list[Return]) -> None:
    score_forecasts(now=NOON)
    forecast = Forecast.objects.get(place="Z01", measure="ga_beds_occupied")
    levels_of, reference = forecast.run.quantiles, forecast.run.reference
    rows = [("Z01", reference, ahead, level, value)
            for ahead, day in enumerate(forecast.values, 1)
            for level, value in zip(levels_of, day, strict=True)]  # fmt: skip
    columns = ["location", "reference_date", "horizon", "output_type_id", "value"]
    truth = [("Z01", report.day, float(report.values["ga_beds_occupied"]))
             for report in Return.objects.filter(organisation="Z01")]  # fmt: skip
    expected = score_tasks(
        pl.DataFrame(rows, schema=columns, orient="row"),
        pl.DataFrame(truth, schema=["location", "date", "value"], orient="row"),
        1,
    )
    mine = newest("Z01", "ga_beds_occupied")
    assert expected.height == len(mine) == AGO
    for task in expected.iter_rows(named=True):
        for name in ("wis", "log_wis", "covered_50", "covered_90", "bias"):
            assert getattr(mine[task["horizon"]], name) == pytest.approx(task[name])


def test_scoring_again_writes_nothing(a_past_forecast: list[Return]) -> None:
    score_forecasts(now=NOON)
    before = ForecastScore.objects.count(), LevelOutcome.objects.count()
    assert score_forecasts(now=NOON + timedelta(hours=1)) is None
    assert (ForecastScore.objects.count(), LevelOutcome.objects.count()) == before
    assert Entry.objects.filter(kind="forecast_scored").count() == 1


def test_a_corrected_truth_is_scored_again_and_the_first_score_stays(
    a_past_forecast: list[Return],
) -> None:
    score_forecasts(now=NOON)
    first = newest("Z01", "ga_beds_occupied")[6]
    report = Return.objects.get(organisation="Z01", day=DAY - timedelta(days=4))
    corrected(report, NOON + timedelta(hours=1), ga_beds_occupied=500)
    found = score_forecasts(now=NOON + timedelta(hours=2))
    assert found is not None
    assert found.again >= 2, "the provider’s own and its area’s, and what they do to the score"
    again = newest("Z01", "ga_beds_occupied")[6]
    assert (again.version, again.truth, again.supersedes) == (2, 500, first)
    assert again.wis > first.wis
    assert newest("ZQ1", "ga_beds_occupied")[6].version == 2
    entry = Entry.objects.filter(kind="forecast_scored").order_by("-seq")[0]
    assert "again because reports were corrected" in entry.headline
    assert '"measure":"ga_beds_occupied","place":"Z01","to":"500.0"' in entry.facts_text


def test_a_figure_asked_about_is_no_truth_yet(a_past_forecast: list[Return]) -> None:
    odd = row("Z01", DAY - timedelta(days=4), ga_beds_occupied=5)
    report = Return.objects.get(organisation="Z01", day=odd.day)
    odd.version, odd.supersedes, odd.reason, odd.submitted_at = 2, report, "Typed again", noon(1)
    odd.findings = [{"code": "X", "detail": "", "inputs": {"measure": "ga_beds_occupied"}}]
    odd.save()
    score_forecasts(now=NOON)
    scored = newest("Z01", "ga_beds_occupied")
    assert 6 not in scored
    assert 5 in scored
    assert 6 not in newest("ZQ1", "ga_beds_occupied")


def test_a_level_is_reached_when_any_of_the_days_reached_it(a_past_forecast: list[Return]) -> None:
    score_forecasts(now=NOON)
    known = known_then(at=NOON, days=60)
    table = table_on(DAY)
    of = levels(scores_by_day(known, DAY - timedelta(days=AGO), table))
    outcomes = {(each.chance.place, each.chance.level, each.chance.within): each.happened
                for each in LevelOutcome.objects.select_related("chance")}  # fmt: skip
    first = DAY - timedelta(days=AGO - 1)
    for place in ("Z01", "Z02", "ZQ1"):
        for level in (2, 3, 4):
            for within in (1, 3, 7):
                reached = any(of[place, first + timedelta(days=n)] >= level for n in range(within))
                assert outcomes[place, level, within] is reached
    undecided = [outcomes.get((place, 4, 14)) for place in ("Z01", "Z02", "ZQ1")]
    assert False not in undecided, "14 days are not over"


def test_a_day_scores_before_it_issues_and_does_so_once() -> None:
    reports(["Z01", "Z02"])
    assert forecast_day(now=noon(2)) is not None
    day = forecast_day(now=NOON)
    assert day is not None
    assert (day.series, day.again) == (18, 0)
    assert day.days == ForecastScore.objects.count() > 0
    assert forecast_day(now=NOON + timedelta(minutes=10)) is None
    kinds = Entry.objects.filter(kind__startswith="forecast_").order_by("seq")
    assert list(kinds.values_list("kind", flat=True)) == [
        "forecast_issued", "forecast_scored", "forecast_issued",
    ]  # fmt: skip
