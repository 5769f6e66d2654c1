"""The demo's files read as real ones do, by the same readers, and hold nothing odd."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tidegate.core.demo.health_system import HealthSystem, make_health_system
from tidegate.core.demo.organisations import organisations
from tidegate.exchange.demo.files import DemoFiles, write_files
from tidegate.exchange.kinds import Kind
from tidegate.exchange.recognise import recognise
from tidegate.exchange.transfers.outcomes import read_outcomes
from tidegate.exchange.waiting.rtt_csv import read_rtt_month

TODAY = date(2026, 11, 25)


@pytest.fixture(scope="module")
def system() -> HealthSystem:
    return make_health_system(seed=3, people=5_000, as_of=TODAY)


@pytest.fixture(scope="module")
def files(system: HealthSystem, tmp_path_factory: pytest.TempPathFactory) -> DemoFiles:
    return write_files(system, tmp_path_factory.mktemp("demo"))


def test_published_months_pass_every_check_of_the_real_ones(files: DemoFiles) -> None:
    months = [read_rtt_month(path) for path in files.months]
    assert [month.period for month in months] == [
        date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30),
    ]  # fmt: skip
    assert [month.findings for month in months] == [(), (), ()]


def test_published_months_say_what_the_health_system_holds(
    files: DemoFiles, system: HealthSystem
) -> None:
    for path, made in zip(files.months, system.months, strict=True):
        read = read_rtt_month(path).frame
        counts = ["part", "provider", "commissioner", "tfc"]
        expected = made.frame.select(*counts, "total").sort(counts)
        assert read.select(*counts, "total").sort(counts).rows() == expected.rows()


def test_the_same_system_gives_the_same_bytes(
    files: DemoFiles, system: HealthSystem, tmp_path: Path
) -> None:
    again = write_files(system, tmp_path)
    for one, other in zip(_all(files), _all(again), strict=True):
        assert one.name == other.name
        assert one.read_bytes() == other.read_bytes()


def test_files_of_another_day_take_the_place_of_the_earlier(tmp_path: Path) -> None:
    write_files(make_health_system(1, 200, TODAY), tmp_path)
    later = write_files(make_health_system(1, 200, date(2027, 2, 20)), tmp_path)
    assert sorted((tmp_path / "rtt").iterdir()) == sorted(later.months)


@pytest.mark.published
def test_no_code_is_that_of_a_real_organisation(published_data: Path) -> None:
    real = set()
    for name in ("etr-2025.csv", "epraccur-2025.csv", "eccg.csv"):
        lines = (published_data / "ods" / name).read_text("latin1").splitlines()
        real |= {line.split(",", 1)[0].strip('"') for line in lines}
    assert "RM3" in real
    assert not real & {organisation.code for organisation in organisations()}


def _all(files: DemoFiles) -> list[Path]:
    return [
        files.waiting,
        *sorted(files.capacity.iterdir()),
        *sorted(files.directory.iterdir()),
        *files.months,
        files.outcomes,
    ]


def test_offers_and_travel_open_in_a_spreadsheet(files: DemoFiles, system: HealthSystem) -> None:
    assert pl.read_csv(files.capacity / "offers.csv").height == system.offers.height
    assert pl.read_csv(files.capacity / "travel.csv").columns == [
        "zone",
        "site",
        "minutes",
        "miles",
    ]


def test_each_of_the_demos_tables_is_recognised_for_what_it_is(files: DemoFiles) -> None:
    kinds = {path.name: recognise(path).kind for path in _all(files) if "RTT" not in path.name}
    assert kinds == {
        "pathways.parquet": Kind.PATHWAYS,
        "offers.csv": Kind.OFFERS,
        "lines.csv": Kind.LINES,
        "budgets.csv": Kind.BUDGETS,
        "travel.csv": Kind.TRAVEL,
        "zones.csv": Kind.ZONES,
        "sites.csv": Kind.SITES,
        "organisations.csv": Kind.ORGANISATIONS,
        "outcomes.csv": Kind.OUTCOMES,
        "boundaries.geojson": Kind.AREA_BOUNDARIES,
    }


def test_outcomes_read_without_a_finding_and_hold_what_a_yield_is_learnt_from(
    files: DemoFiles,
) -> None:
    read = read_outcomes(files.outcomes)
    assert read.findings == ()
    said_yes = pl.col("reply") == "yes"
    shares = dict(read.frame.group_by("moved").agg(said_yes.mean()).rows())
    assert shares[False] > shares[True]
    assert (
        read.frame.filter(~said_yes)["attended"].null_count() == read.frame.filter(~said_yes).height
    )
