"""Forecasts are issued once a day from what was known then, and stay as they were issued."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.controlroom.pressure.forecasting import NOON, corrected, noon, reports, row
from tests.controlroom.pressure.reporting import DAY

from tidegate.controlroom.directory.models import Organisation
from tidegate.controlroom.log.models import Entry
from tidegate.controlroom.pressure.forecast_series import panel
from tidegate.controlroom.pressure.forecast_terms import ISSUE, SCORE, SERIES
from tidegate.controlroom.pressure.models import Forecast, ForecastRun, LevelChance, Return
from tidegate.controlroom.pressure.services.issue_forecasts import issue_forecasts
from tidegate.controlroom.pressure.services.known_then import known_then
from tidegate.controlroom.pressure.services.score_forecasts import score_forecasts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisations")]
TABLES = (
    "pressure_forecast", "pressure_forecastrun", "pressure_forecastscore",
    "pressure_levelchance", "pressure_leveloutcome",
)  # fmt: skip


def said() -> tuple[object, ...]:
    """Everything that the one run there is says."""
    forecasts = Forecast.objects.order_by("measure", "place")
    chances = LevelChance.objects.order_by("place", "level", "within")
    return (
        list(forecasts.values_list("measure", "place", "values", "baseline", "inputs", "notes")),
        list(chances.values_list("place", "level", "within", "chance")),
        list(ForecastRun.objects.values_list("reference", "table", "refused", "left_out")),
    )


def said_in_the_end(plant: bool) -> tuple[object, ...]:
    """What is issued at noon, with or without a future in the database; nothing is kept."""
    with transaction.atomic():
        kept = reports()
        if plant:
            wild = {"ga_beds_occupied": 1, "ed_attendances": 99_999, "handover_mean": 999}
            later = [row(code, DAY + timedelta(days=n), **wild)
                     for code in ("Z01", "Z02", "Z09") for n in range(1, 30)]  # fmt: skip
            Return.objects.bulk_create(later)
            corrected(kept[-1], NOON + timedelta(minutes=1), **wild)
            corrected(kept[10], NOON + timedelta(days=3), **wild)
        issue_forecasts(now=NOON)
        found = said()
        transaction.set_rollback(True)
    return found


def test_a_planted_future_changes_nothing_of_what_is_issued() -> None:
    assert said_in_the_end(plant=True) == said_in_the_end(plant=False)


def test_every_series_of_every_provider_and_area_is_forecast_four_weeks_ahead() -> None:
    reports()
    run = issue_forecasts(now=NOON)
    assert run is not None
    assert run.series == Forecast.objects.count() == len(SERIES) * 5
    places = set(Forecast.objects.values_list("place", flat=True))
    assert places == {"Z01", "Z02", "Z09", "ZQ1", "ZQ2"}
    one = Forecast.objects.get(place="ZQ1", measure="ed_attendances")
    assert len(one.values) == len(one.baseline) == ISSUE.days
    assert all(len(day) == len(run.quantiles) == 23 for day in one.values)
    assert all(sorted(day) == day and day[0] >= 0 for day in one.values)
    assert one.last_observed == DAY - timedelta(days=1), "attendances are of the day before"


def test_a_score_never_leaves_its_scale_and_likelier_levels_are_lower_and_later() -> None:
    reports()
    issue_forecasts(now=NOON)
    scores = Forecast.objects.filter(measure=SCORE)
    assert all(0 <= value <= 3 for one in scores for day in one.values for value in day)
    said_of = {(each.place, each.level, each.within): each.chance
               for each in LevelChance.objects.all()}  # fmt: skip
    assert len(said_of) == 5 * 3 * len(ISSUE.within)
    for (place, level, within), chance in said_of.items():
        assert said_of.get((place, level + 1, within), 0) <= chance
        assert all(said_of[place, level, days] >= chance for days in ISSUE.within if days > within)


def test_they_are_issued_once_a_day_and_not_before_the_hour() -> None:
    reports()
    assert issue_forecasts(now=NOON - timedelta(hours=1)) is None
    assert issue_forecasts(now=NOON) is not None
    assert issue_forecasts(now=NOON + timedelta(hours=3)) is None
    assert ForecastRun.objects.count() == 1


def test_without_reports_nothing_is_issued() -> None:
    assert issue_forecasts(now=NOON) is None
    assert not Entry.objects.filter(kind="forecast_issued").exists()


def test_a_run_leaves_one_entry_that_vouches_for_what_was_said() -> None:
    reports()
    run = issue_forecasts(now=NOON)
    assert run is not None
    entry = Entry.objects.get(kind="forecast_issued")
    assert entry.subject == "forecast:2026-11-25"
    assert entry.headline == "Forecasts of 30 series issued for the 28 days after 25 November 2026"
    assert '"engine":"tidegate forecast 1"' in entry.facts_text
    for forecast in Forecast.objects.filter(place="Z01"):
        assert forecast.inputs in entry.facts_text


def test_who_never_reported_is_named_with_the_reason_and_so_is_its_area() -> None:
    reports(["Z01"])
    run = issue_forecasts(now=NOON)
    assert run is not None
    silent = {each["place"] for each in run.refused if each["measure"] == "ed_attendances"}
    assert silent == {"Z02", "Z09", "ZQ1", "ZQ2"}
    assert {reason["code"] for each in run.refused for reason in each["reasons"]} == {"NO_HISTORY"}


def test_an_area_is_not_known_on_a_day_on_which_one_of_its_providers_is_missing() -> None:
    reports(["Z01"])
    reports(["Z02"], until=1)
    series = panel(known_then(at=NOON, days=40), "ga_beds_occupied")
    own, area = series.places.index("Z01"), series.places.index("ZQ1")
    both = series.values[own, -2] + series.values[series.places.index("Z02"), -2]
    assert series.values[own, -1] > 0
    assert series.values[area, -1] != series.values[area, -1], "NaN: not known"
    assert series.values[area, -2] == both


def asked_about(ago: int) -> Return:
    """A report of so many days ago with a figure that was asked about when it came."""
    one = row("Z01", DAY - timedelta(days=ago), ga_beds_occupied=58)
    one.findings = [
        {"code": "FAR_FROM_USUAL", "detail": "", "inputs": {"measure": "ga_beds_occupied"}}
    ]
    one.save()
    return one


def value_then(at: object, day_ago: int) -> list[float]:
    known = known_then(at=at, days=40)  # type: ignore[arg-type]
    rows = known.frame.filter(
        (known.frame["organisation"] == "Z01")
        & (known.frame["measure"] == "ga_beds_occupied")
        & (known.frame["end"] == DAY - timedelta(days=day_ago))
    )
    return rows["value"].to_list()


def test_a_figure_asked_about_is_left_out_until_it_is_corrected() -> None:
    wrong = asked_about(ago=3)
    assert value_then(NOON, 3) == []
    assert known_then(at=NOON, days=40).left_out == 1
    corrected(wrong, noon(1), ga_beds_occupied=580)
    assert value_then(NOON, 3) == [580]
    assert value_then(noon(2), 3) == [], "as it was known before the correction"


def test_a_figure_that_nobody_corrects_stands_when_it_no_longer_can_be() -> None:
    asked_about(ago=15)
    assert value_then(noon(1), 15) == []
    assert value_then(NOON, 15) == [58]


def test_shares_of_a_figure_asked_about_are_left_out_with_it() -> None:
    asked_about(ago=3)
    frame = known_then(at=NOON, days=40).frame
    assert "ga_occupancy_pct" not in frame["measure"].to_list()
    assert "ga_beds_open" in frame["measure"].to_list()


@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_to_change_or_remove_what_was_issued(table: str) -> None:
    reports(days=30)
    issue_forecasts(now=noon(3))
    score_forecasts(now=NOON)
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with (
            pytest.raises(IntegrityError, match=r"stay as they were issued|is not rewritten"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_no_area_means_no_series_of_an_area_and_no_fault() -> None:
    Organisation.objects.filter(code="Z09").update(area="")
    reports(["Z09"])
    run = issue_forecasts(now=NOON)
    assert run is not None
    assert "" not in set(Forecast.objects.values_list("place", flat=True))
