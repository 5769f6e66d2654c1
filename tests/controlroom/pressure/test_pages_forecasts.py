"""Pages of forecasts: fans beside their record, what is said of levels, and whose they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from tests.controlroom.pressure.forecasting import NOON, noon, reports, row
from tests.controlroom.pressure.on_pages import read, session
from tests.controlroom.pressure.reporting import DAY

from tidegate.controlroom.accounts.models import Person
from tidegate.controlroom.pressure.forecast_day import forecast_day
from tidegate.controlroom.pressure.models import Forecast
from tidegate.core.directory.roles import Role
from tidegate.exchange.pressure.forecast_file import read_forecast

pytestmark = pytest.mark.django_db
DATES = (17, 15, 13, 11, 9, 7, 5, 3)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON + timedelta(minutes=5), tick=False):
        yield


@pytest.fixture
def coordinator(person_with: Callable[..., Person]) -> Person:
    return person_with((Role.COORDINATOR, "ZQ1"))


@pytest.fixture
def forecast(coordinator: Person) -> Person:
    """A coordinator whose area's forecasts of today and of three days ago are there."""
    reports(["Z01", "Z02"])
    forecast_day(now=noon(3))
    forecast_day(now=NOON)
    return coordinator


def test_an_area_shows_its_fans_with_sentence_table_and_record(forecast: Person) -> None:
    answer = session(forecast).get("/pressure/areas/ZQ1/")
    said, page = read(answer), answer.content.decode()
    assert "The next four weeks Made on 25 November 2026 at 12:00 (today)" in said
    assert "Level 3 or above" in said
    assert "In 7 days" in said
    assert "with nine tenths of the probability between" in said
    assert 'id="fan-pressure-score-title"' in page
    assert 'aria-label="Chart: General and acute beds occupied"' in page
    assert "Too short to judge by, which takes 8 dates." in said
    assert "of 1 date: too short to judge by" in said
    assert "26 November 2026" in said, "every day of it, in a table"


def test_a_provider_sees_its_own_forecasts_and_not_those_of_its_area(
    forecast: Person, person_with: Callable[..., Person]
) -> None:
    client = session(person_with((Role.PROVIDER_USER, "Z01")))
    assert "The next four weeks" in read(client.get("/pressure/returns/Z01/"))
    assert client.get("/pressure/forecasts/Z01/ed_attendances/").status_code == 200
    for place in ("Z02", "ZQ1"):
        assert client.get(f"/pressure/forecasts/{place}/ed_attendances/").status_code == 404
    said = read(client.get("/pressure/forecasts/"))
    assert "Northmere Royal Hospitals" in said
    assert "Fellside" not in said


def test_nobody_elses_places_are_in_the_record(
    forecast: Person, person_with: Callable[..., Person]
) -> None:
    said = read(session(person_with((Role.COORDINATOR, "ZQ2"))).get("/pressure/forecasts/"))
    assert "No forecast has been made yet that you may see" in said


def test_the_record_says_when_it_is_too_short(forecast: Person) -> None:
    said = read(session(forecast).get("/pressure/forecasts/"))
    assert "That is too short to judge by, which takes 8 dates." in said
    assert "too short to judge by" in said.rsplit("By figure", 1)[1]
    assert "Not forecast" not in said


def test_a_longer_record_is_judged_by_figure_place_and_days_ahead(coordinator: Person) -> None:
    reports(["Z01", "Z02"])
    for ago in DATES:
        forecast_day(now=noon(ago))
    forecast_day(now=NOON)
    client = session(coordinator)
    said = read(client.get("/pressure/forecasts/"))
    assert "made on 8 dates. For" in said
    assert "That is too short" not in said
    by_lead = said.rsplit("By days ahead", 1)[1].split("By place")[0]
    assert "the baseline" in by_lead.split("8 to 14")[0], "a week ahead there is enough to judge"
    assert "too short to judge by" in by_lead.split("15 to 28")[1]
    assert "probabilities have been decided" in said
    assert "Said on average Happened How many" in said
    one = read(client.get("/pressure/forecasts/?measure=ed_attendances&place=Z02"))
    assert "Arrivals by ambulance 0." not in one
    assert "By place" in one
    assert "Northmere Royal Hospitals" not in one.rsplit("By place", 1)[1]
    odd = read(client.get("/pressure/forecasts/?measure=nonsense&place=Z99"))
    assert odd.count("better than the baseline") == said.count("better than the baseline")


def test_what_could_not_be_forecast_is_named(coordinator: Person) -> None:
    reports(["Z01"])
    forecast_day(now=NOON)
    said = read(session(coordinator).get("/pressure/forecasts/"))
    assert "Attendances, Fellside Hospitals: nothing is known of it before the reference" in said
    assert "No forecast has met what came to be yet" in said
    assert "Of no level is it known yet whether it was reached." in said


def test_old_forecasts_are_said_to_be_out_of_date(coordinator: Person) -> None:
    reports(["Z01", "Z02"])
    forecast_day(now=noon(3))
    client = session(coordinator)
    assert "Out of date Made on 22 November 2026" in read(client.get("/pressure/areas/ZQ1/"))
    assert "Out of date Forecast, 22 November 2026 (3 days old)" in read(client.get("/"))


def test_the_board_says_how_likely_the_level_is_and_when_that_was_said(forecast: Person) -> None:
    said = read(session(forecast).get("/"))
    assert "Level 3 or above within 7 days" in said
    assert "Forecast, 25 November 2026 (today)" in said


def test_the_board_of_several_areas_can_be_sorted_by_it(
    forecast: Person, person_with: Callable[..., Person]
) -> None:
    client = session(person_with((Role.COORDINATOR, "ZQ1"), (Role.COORDINATOR, "ZQ2")))
    said = read(client.get("/?sort=chance")).split("Pressure now")[1]
    assert said.index("Northmere Level") < said.index("Southmere Level")
    assert "said today" in said
    assert "not forecast" in said


@pytest.mark.parametrize(
    "address", ["Z01/nonsense/", "Z99/ed_attendances/", "Z01A1/ed_attendances/", "x' OR 1/a/"]
)
def test_what_is_no_forecast_is_not_found(forecast: Person, address: str) -> None:
    assert session(forecast).get(f"/pressure/forecasts/{address}").status_code == 404


def test_one_forecast_shows_every_day_and_its_record_by_days_ahead(forecast: Person) -> None:
    said = read(session(forecast).get("/pressure/forecasts/ZQ1/staff_absent/"))
    assert "23 December 2026" in said
    assert "Days ahead" in said
    assert "How earlier ones fared: Too short to judge by" in said


def test_every_quantile_can_be_had_in_the_form_of_the_hubverse(
    forecast: Person, person_with: Callable[..., Person], tmp_path: Path
) -> None:
    answer = session(forecast).get("/pressure/forecasts/ZQ1/staff_absent.csv")
    assert "forecast-ZQ1-staff_absent-2026-11-25.csv" in answer["Content-Disposition"]
    file = tmp_path / "forecast.csv"
    file.write_bytes(answer.content)
    frame = read_forecast(file)
    kept = Forecast.objects.get(place="ZQ1", measure="staff_absent", run__reference=DAY)
    assert frame.height == 28 * 23
    assert frame["value"].to_list() == [value for day in kept.values for value in day]
    other = session(person_with((Role.PROVIDER_USER, "Z01")))
    assert other.get("/pressure/forecasts/ZQ1/staff_absent.csv").status_code == 404


def test_before_the_first_forecast_pages_say_so(coordinator: Person) -> None:
    row("Z01", DAY).save()
    client = session(coordinator)
    assert "There is no forecast of it yet" in read(
        client.get("/pressure/forecasts/Z01/staff_absent/")
    )
    assert "The next four weeks" not in read(client.get("/pressure/areas/ZQ1/"))


@pytest.mark.parametrize("odd", ["%00", "%ff%fe", "9" * 5000, "٣²", "-1"])
def test_whatever_is_asked_for_the_record_answers(coordinator: Person, odd: str) -> None:
    address = f"/pressure/forecasts/?measure={odd}&place={odd}"
    assert session(coordinator).get(address).status_code in {200, 400}
