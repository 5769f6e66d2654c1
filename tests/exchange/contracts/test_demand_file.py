"""Demand as people hand it over: weeks that they counted, or a forecast."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from tidegate.core.contracts.sizing.demand import AnyDay, PastCounts, Quantiles
from tidegate.exchange.checking import check_file
from tidegate.exchange.contracts.demand_file import read_demand
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.kinds import Kind

WEEKS = "week,units\n2026-01-19,24\n2026-01-05,20\n2026-W03,22\n"
MADE = date(2026, 1, 3)


def written(folder: Path, text: str) -> Path:
    file = folder / "demand.csv"
    file.write_text(text)
    return file


def forecast(folder: Path, *, days: int = 7, steps: int = 3, **changed: object) -> Path:
    """Three weeks, three quantiles, two places, as ``tidegate forecast`` writes them."""
    rows = [
        {
            "location": place,
            "reference_date": MADE,
            "horizon": horizon,
            "target_end_date": MADE + timedelta(days=days * horizon),
            "output_type": "quantile",
            "output_type_id": level,
            "value": middle + 2 * horizon + spread,
        }
        for place, middle in (("Z01", 20), ("Z02", 40))
        for horizon in range(1, steps + 1)
        for level, spread in ((0.1, -6), (0.5, 0), (0.9, 9))
    ]
    frame = pl.DataFrame(rows).with_columns(**{k: pl.lit(v) for k, v in changed.items()})
    file = folder / "forecast.csv"
    frame.write_csv(file)
    return file


def test_past_weeks_in_any_order_are_each_as_likely_again(tmp_path: Path) -> None:
    read = read_demand(written(tmp_path, WEEKS), weeks=13)
    assert read.weeks == (PastCounts((20, 22, 24)),) * 13
    assert read.words == "3 past weeks, 2026-01-05 to 2026-01-19, each as likely again"
    assert read.findings == ()


def test_a_week_that_is_missing_is_said_and_is_not_a_week_without_demand(tmp_path: Path) -> None:
    read = read_demand(written(tmp_path, "week,units\n2026-01-05,20\n2026-01-26,24\n"))
    assert read.weeks == (PastCounts((20, 24)),)
    (finding,) = read.findings
    assert finding.code == "WEEKS_MISSING"
    assert "2 are missing" in finding.expected


def test_each_modality_has_its_own_weeks(tmp_path: Path) -> None:
    file = written(
        tmp_path, "modality,week,units\nbed,2026-01-05,20\nsession,2026-01-05,7\nbed,2026-W03,22\n"
    )
    assert read_demand(file, of="session").weeks == (PastCounts((7,)),)
    assert read_demand(file, of="bed").weeks == (PastCounts((20, 22)),)


def test_a_forecast_gives_each_week_its_own_demand(tmp_path: Path) -> None:
    read = read_demand(forecast(tmp_path), of="Z01", weeks=2)
    assert read.weeks == (
        Quantiles((0.1, 0.5, 0.9), (16.0, 22.0, 31.0)),
        Quantiles((0.1, 0.5, 0.9), (18.0, 24.0, 33.0)),
    )
    assert read.words == "the forecast for Z01 made on 2026-01-03, 2 weeks"
    assert len(read_demand(forecast(tmp_path), of="Z02").weeks) == 3


def test_the_days_of_a_daily_forecast_make_whole_weeks(tmp_path: Path) -> None:
    read = read_demand(forecast(tmp_path, days=1, steps=16), of="Z01")
    assert [type(week) for week in read.weeks] == [AnyDay, AnyDay]
    first = read.weeks[0]
    assert isinstance(first, AnyDay)
    assert [day.values[1] for day in first.days] == [22, 24, 26, 28, 30, 32, 34]
    one_week = read_demand(forecast(tmp_path, days=1, steps=8), of="Z01")
    assert one_week.words == "the forecast for Z01 made on 2026-01-03, 1 week"


def test_check_knows_demand_and_questions(tmp_path: Path) -> None:
    checked = check_file(written(tmp_path, WEEKS))
    assert (checked.kind, checked.rows, checked.findings) == (Kind.DEMAND, 3, ())
    assert (checked.begins, checked.period) == (date(2026, 1, 5), date(2026, 1, 25))
    twice = check_file(written(tmp_path, "week,units\n2026-01-05,1\n2026-01-05,2\n"))
    assert [finding.code for finding in twice.findings] == ["DUPLICATE_KEY"]
    assert check_file(written(tmp_path, "week,units\n")).period is None
    asked = tmp_path / "beds.toml"
    asked.write_text(
        '[[size]]\ntitle = "Beds"\n[size.prices]\nblock_pence = 1\nspot_pence = 2\n'
        '[size.demand]\nfile = "past.csv"\n'
    )
    (tmp_path / "past.csv").write_text("week,units\n2026-01-05,4\n2026-01-19,6\n")
    questions = check_file(asked)
    assert (questions.kind, questions.rows) == (Kind.SIZING, 1)
    assert [finding.code for finding in questions.findings] == ["WEEKS_MISSING"]


@pytest.mark.parametrize(
    ("text", "of", "code", "part"),
    [
        ("week,units\n", None, "NO_ROWS", "at least one row"),
        ("week\n2026-01-05\n", None, "MISSING_COLUMN", "units"),
        ("week,units\n2026-01-05,-2\n", None, "NEGATIVE_VALUE", "row 2"),
        ("week,units\n2026-01-05,many\n", None, "WRONG_FORM", "“many”"),
        ("week,units\n2026-01-05,1\n2026-01-05,2\n", None, "DUPLICATE_KEY", "row 3"),
        ("week,units\n2026-01-05,1\n", "bed", "NO_SUCH_DEMAND", "a column “modality”"),
        ("modality,week,units\nbed,2026-01-05,1\n", "slot", "NO_SUCH_DEMAND", "one of bed"),
        (
            "modality,week,units\nbed,2026-01-05,1\nslot,2026-01-05,1\n",
            None,
            "DEMAND_NOT_NAMED",
            "of bed, slot",
        ),
    ],
)
def test_what_is_wrong_with_past_weeks_is_named(
    tmp_path: Path, text: str, of: str | None, code: str, part: str
) -> None:
    with pytest.raises(UnusableInput) as refused:
        read_demand(written(tmp_path, text), of=of)
    assert code in str(refused.value)
    assert part in str(refused.value)


@pytest.mark.parametrize(
    ("changed", "weeks", "code"),
    [
        ({"days": 5}, None, "FORECAST_STEP"),
        ({"days": 1}, None, "FORECAST_TOO_SHORT"),
        ({}, 4, "TERM_TOO_LONG"),
        ({"output_type": "mean"}, None, "NO_ROWS"),
    ],
)
def test_a_forecast_that_cannot_be_sized_by_is_refused(
    tmp_path: Path, changed: dict[str, object], weeks: int | None, code: str
) -> None:
    file = forecast(tmp_path, **changed)  # type: ignore[arg-type]
    with pytest.raises(UnusableInput) as refused:
        read_demand(file, of=None if code == "NO_ROWS" else "Z01", weeks=weeks)
    assert code in str(refused.value)


def test_quantiles_that_cross_are_refused_with_their_week(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        "location,reference_date,horizon,output_type_id,value\n"
        "Z01,2026-01-03,1,0.1,9\nZ01,2026-01-03,1,0.9,5\n",
    )
    with pytest.raises(UnusableInput, match=r"column “horizon”: found “1”; .*do not fall"):
        read_demand(file)
