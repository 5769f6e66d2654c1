"""A folder that asks for a forecast is read as it was meant, or refused with what is wrong."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.exchange.pressure.forecast_files import START, history, write_folder

from tidegate.core.pressure.forecast.forecast import Forecast, forecast
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.pressure.forecast_file import forecast_frame, read_forecast, write_forecast
from tidegate.exchange.pressure.forecast_folder import read_forecast_folder


def refused(folder: Path) -> list[str]:
    with pytest.raises(UnusableInput) as wrong:
        read_forecast_folder(folder)
    return [finding.code for finding in wrong.value.findings]


def test_a_folder_says_what_is_asked_and_what_is_known(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "f")
    (folder / "covariates.csv").write_text("series,location,date,value\ncases,ZA,2031-10-16,7\n")
    (folder / "locations.csv").write_text("location,region,name\nZA,North,Alderby\nZB,South,\n")
    read = read_forecast_folder(folder)
    task = read.situation.task
    assert (task.reference, task.horizons, task.step_days) == (date(2031, 10, 20), (1, 2, 3), 1)
    assert read.situation.history.values.shape == (3, 50)
    assert read.situation.signals["cases"].end == date(2031, 10, 16)
    assert read.situation.regions == {"ZA": "North", "ZB": "South"}
    assert read.names == {"ZA": "Alderby"}
    assert read.sources[0].name == "history.csv"


def test_without_a_task_the_history_says_what_to_forecast(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "f")
    (folder / "task.json").unlink()
    task = read_forecast_folder(folder).situation.task
    assert (task.reference, task.last_observed) == (START + timedelta(days=49),) * 2
    assert task.horizons == tuple(range(1, 29))
    assert len(task.quantiles) == 23
    assert read_forecast_folder(folder, horizon=5).situation.task.horizons == (1, 2, 3, 4, 5)


def test_weeks_are_recognised_by_their_distance(tmp_path: Path) -> None:
    rows = [f"Z{n},{START + timedelta(weeks=at)},{at + n}" for n in range(3) for at in range(20)]
    folder = write_folder(tmp_path / "f", rows)
    (folder / "task.json").unlink()
    task = read_forecast_folder(folder).situation.task
    assert (task.step_days, task.horizons) == (7, (1, 2, 3, 4))


def test_the_map_of_releases_says_which_is_the_newest_that_may_be_used(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "f")
    (folder / "vintages.csv").write_text(
        "as_of,location,date,value\n2031-10-01,ZA,2031-09-30,3\n2031-10-15,ZA,2031-10-14,4\n"
    )
    assert len(read_forecast_folder(folder).situation.releases) == 2
    (folder / "vintage_map.csv").write_text("reference_date,as_of\n2031-10-20,2031-10-10\n")
    kept = read_forecast_folder(folder).situation.releases
    assert [release.as_of for release in kept] == [date(2031, 10, 1)]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("ZA,2031-10-20,-1", "NEGATIVE_VALUE"),
        ("ZA,2031-10-20,many", "WRONG_FORM"),
        ("ZA,20/10/2031,3", "WRONG_FORM"),
        (",2031-10-20,3", "BLANK_VALUE"),
    ],
)
def test_a_value_that_does_not_fit_is_named(tmp_path: Path, row: str, code: str) -> None:
    assert code in refused(write_folder(tmp_path / "f", [*history(49), row]))


def test_a_day_given_twice_is_refused(tmp_path: Path) -> None:
    assert refused(write_folder(tmp_path / "f", [*history(), history()[0]]))


def test_days_between_weeks_are_refused(tmp_path: Path) -> None:
    folder = write_folder(
        tmp_path / "f", ["ZA,2031-10-05,3", "ZA,2031-10-14,3"], horizon_days=7,
        reference_date="2031-10-19", last_observed="2031-10-12", horizons=[0, 1],
    )  # fmt: skip
    assert refused(folder) == ["OFF_CADENCE"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("horizons", [], "UNUSABLE_TASK"),
        ("horizons", [-1], "UNUSABLE_TASK"),
        ("horizons", [0], "NOTHING_AHEAD"),
        ("horizon_days", 3, "UNUSABLE_TASK"),
        ("quantiles", [0.5, 0.25], "UNUSABLE_TASK"),
        ("quantiles", [0.0, 0.5], "UNUSABLE_TASK"),
        ("reference_date", "soon", "UNUSABLE_TASK"),
    ],
)
def test_a_task_that_cannot_be_meant_is_refused(
    tmp_path: Path, field: str, value: object, code: str
) -> None:
    assert refused(write_folder(tmp_path / "f", **{field: value})) == [code]


def test_a_folder_without_a_history_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "nowhere") == ["NOT_A_FOLDER"]
    assert refused(tmp_path) == ["NO_HISTORY"]
    folder = write_folder(tmp_path / "f")
    (folder / "task.json").write_text("{")
    assert refused(folder) == ["UNUSABLE_TASK"]
    assert refused(write_folder(tmp_path / "g", [])) == ["NO_HISTORY"]


@pytest.fixture
def made(tmp_path: Path) -> Forecast:
    return forecast(read_forecast_folder(write_folder(tmp_path / "f")).situation, seed=1)


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_forecast_is_written_in_the_long_form_and_read_back(
    tmp_path: Path, made: Forecast, ending: str
) -> None:
    frame = forecast_frame(made)
    assert frame.height == 3 * 3 * 5
    assert frame.row(0, named=True) | {"value": 0} == {
        "location": "ZA", "reference_date": date(2031, 10, 20), "horizon": 1,
        "target_end_date": date(2031, 10, 21), "output_type": "quantile",
        "output_type_id": 0.05, "value": 0,
    }  # fmt: skip
    path = tmp_path / f"out{ending}"
    write_forecast(frame, path)
    back = read_forecast(path)
    assert back.equals(frame.select(back.columns).cast(dict(back.schema)))
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []


def test_a_forecast_is_not_written_where_it_cannot_be(tmp_path: Path, made: Forecast) -> None:
    frame = forecast_frame(made)
    for path in (tmp_path / "out.xlsx", tmp_path / "nowhere" / "out.csv"):
        with pytest.raises(UnusableInput):
            write_forecast(frame, path)


@pytest.mark.published
@pytest.mark.parametrize("name", ["nhs_covid_adm_daily"])
def test_no_published_value_after_the_reference_is_looked_at(
    published_data: Path, tmp_path: Path, name: str
) -> None:
    folder = published_data / "forecast" / name
    if not folder.is_dir():
        pytest.skip(f"the forecast benchmark is absent: no folder {folder}")
    truth = pl.read_parquet(folder / "truth.parquet").select("location", "date", "value")
    reference = date(2020, 10, 11)
    places = truth["location"].unique().sort().to_list()[:25]
    truth = truth.filter(pl.col("location").is_in(places))
    told = []
    for wild in (None, 1e6):
        kept = truth if wild is not None else truth.filter(pl.col("date") <= reference)
        late = pl.col("date") > reference
        kept = kept.with_columns(pl.when(late).then(pl.lit(wild)).otherwise("value").alias("value"))
        here = tmp_path / str(wild)
        here.mkdir()
        kept.write_parquet(here / "history.parquet")
        asked = {"reference_date": str(reference), "horizons": [1, 7], "horizon_days": 1}
        (here / "task.json").write_text(json.dumps(asked | {"locations": places}))
        told.append(forecast(read_forecast_folder(here).situation, seed=1).values)
    assert np.array_equal(told[0], told[1])
