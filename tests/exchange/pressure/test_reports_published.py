"""Every published file of situation reports and the like is recognised, and read or refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from tidegate.core.pressure.observations import KEY, OBSERVATIONS, Level
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.kinds import Kind
from tidegate.exchange.pressure.measures import shipped_measures
from tidegate.exchange.pressure.publication import ENGLAND, Publication
from tidegate.exchange.pressure.publications import read_publication
from tidegate.exchange.recognise import recognise

pytestmark = pytest.mark.published

WINTERS = ("2019-12-02", "2020-03-01")
# Folder and file → kind, figures, first and last day, and the codes of what is odd about it.
READ: dict[str, tuple[str, int, tuple[str, str], set[str]]] = {
    "uec-sitrep/winter_sitrep_daily_ts.xlsx": (
        "winter-sitrep", 254_163, WINTERS, {"PART_EXCEEDS_WHOLE"},
    ),
    "uec-sitrep/sitreps_2015-16_to_2021-22.parquet": (
        "winter-series", 1_011_142, ("2015-11-30", "2022-04-03"),
        {"DAYS_TOGETHER", "DUPLICATE_ROWS", "IMPLAUSIBLE_VALUE", "PART_EXCEEDS_WHOLE",
         "RATE_NOT_BORNE_OUT", "TOTAL_ROW_DIFFERS"},
    ),
    "uec-sitrep/Daily_adult_ga_sitrep.csv": ("daily-beds", 24_206, WINTERS, set()),
    "uec-sitrep/Daily_adult_cc_sitrep_201920.csv": ("daily-beds", 24_206, WINTERS, set()),
    "uec-sitrep/daily_cc_adult_bed_occupancy.xlsx": ("daily-beds", 24_206, WINTERS, set()),
    "uec-sitrep/Monthly_adult_cc_sitrep.csv": (
        "critical-care-series", 18_190, ("2015-01-01", "2020-01-31"), {"TOTAL_ROW_DIFFERS"},
    ),
    "uec-sitrep/england_critical_general_acute_beds.csv": (
        "monthly-beds", 63_297, ("2022-04-01", "2025-08-31"), {"PART_EXCEEDS_WHOLE"},
    ),
    "covid-hospital/Weekly-covid-admissions-and-beds-publication-210325-1.xlsx": (
        "covid-hospital", 924_674, ("2020-08-01", "2021-03-23"), {"IMPLAUSIBLE_VALUE"},
    ),
    "critical-care/MSitRep-January-2020-LGBH3.xls": (
        "critical-care", 1_160, ("2020-01-01", "2020-01-31"), set(),
    ),
    "critical-care/critical_care_beds_2002_20_clean.csv": (
        "critical-care-series", 126_078, ("2002-07-01", "2020-02-29"), set(),
    ),
    "kh03-beds/Beds-Open-Overnight-Web_File-Final-Q3-2019-20-kg8gu.xlsx": (
        "kh03", 2_020, ("2019-10-01", "2019-12-31"), set(),
    ),
    "kh03-beds/Beds-Open-Overnight-Web_File-Q2-2024-25.xlsx": (
        "kh03", 1_880, ("2024-07-01", "2024-09-30"), {"PART_EXCEEDS_WHOLE"},
    ),
    "kh03-beds/Beds-Open-Overnight-Web_File-Q4-2024-25.xlsx": (
        "kh03", 1_850, ("2025-01-01", "2025-03-31"), {"PART_EXCEEDS_WHOLE"},
    ),
    "kh03-beds/kh03.parquet": (
        "kh03-series", 40_634, ("2010-04-01", "2022-03-31"),
        {"MISDATED_QUARTER", "PART_EXCEEDS_WHOLE"},
    ),
    "kh03-beds/supporting-facilities.csv": (
        "theatres", 24_766, ("2003-07-01", "2024-09-30"), set(),
    ),
    **{
        f"ae/{name}.csv": ("ae", figures, (f"{month}-01", f"{month}-{last}"), set())
        for name, month, last, figures in (
            ("December-2021-revised-120522-abc323", "2021-12", 31, 2_704),
            ("January-2022-revised-120522-bbb333", "2022-01", 31, 2_704),
            ("February-2022-revised-120522-cag124", "2022-02", 28, 2_704),
            ("March-2022-revised-120522-cab316", "2022-03", 31, 2_704),
            ("December-2022-revised-110523-iii999", "2022-12", 31, 2_665),
            ("December-2023-revised-130624-nbe280", "2023-12", 31, 2_639),
            ("Monthly-AE-December-2024", "2024-12", 31, 2_587),
            ("Monthly-AE-January-2025", "2025-01", 31, 2_587),
            ("Monthly-AE-February-2025-revised", "2025-02", 28, 2_587),
            ("September-2025-CSV-revised", "2025-09", 30, 2_626),
            ("November-2025-CSV-G9pr3", "2025-11", 30, 2_574),
            ("January-2026-CSV-S6H81b", "2026-01", 31, 2_574),
        )
    },
    "ae/March-2026-AE.csv": ("ae", 2_587, ("", ""), {"PERIOD_NOT_SAID"}),
    "ae/June-2025-AE-by-provider-3euC4-1.xlsx": (
        "ae", 3_172, ("2025-06-01", "2025-06-30"), set(),
    ),
    "ae/Monthly-AE-Time-Series-June-2025-1-1.xls": (
        "ae-series", 2_119, ("2010-08-01", "2025-06-30"), {"PERFORMANCE_OF_SOME"},
    ),
    "discharge/england_trust_criteria_to_reside.csv": (
        "criteria-to-reside", 147_965, ("2022-04-01", "2025-08-31"),
        {"IMPLAUSIBLE_VALUE", "NO_CODE"},
    ),
    "discharge/england_icb_discharged_patients.csv": (
        "discharged", 87_511, ("2022-04-01", "2025-08-31"), set(),
    ),
    "discharge/DToC-Jan_18.xls": (
        "delayed-transfers", 930, ("2018-01-01", "2018-01-31"), set(),
    ),
    "discharge/DToC-Dec_19.xls": (
        "delayed-transfers", 924, ("2019-12-01", "2019-12-31"), set(),
    ),
    "ambulance/AmbSYS-Time-Series-until-20250831.xlsx": (
        "ambulance", 23_374, ("2017-08-01", "2025-08-31"), set(),
    ),
    "ambulance/ambsys_sample.csv": (
        "ambulance", 1_680, ("2024-01-01", "2024-05-31"), {"TOTAL_ROW_DIFFERS"},
    ),
    "virtual-ward/Monthly-Virtual-Ward-Oct2024.xlsx": (
        "virtual-ward", 86, ("2024-10-01", "2024-10-31"), {"PART_EXCEEDS_WHOLE"},
    ),
    "virtual-ward/Monthly-Virtual-Ward-Apr2025.xlsx": (
        "virtual-ward", 398, ("2025-04-01", "2025-04-30"), {"PART_EXCEEDS_WHOLE"},
    ),
    "cancelled-ops/Q2-2024-25-Cancelled-Operations.xlsx": (
        "cancelled-ops", 288, ("2024-07-01", "2024-09-30"), set(),
    ),
    "cancelled-ops/Q3-2024-25-Cancelled-Operations-65554.xlsx": (
        "cancelled-ops", 290, ("2024-10-01", "2024-12-31"), set(),
    ),
}  # fmt: skip
# File → why it is not read: R's own form of the tables stacked in the Parquet file beside them, and
# charts' figures that were derived from a publication by somebody else.
REFUSED = {
    **{
        f"uec-sitrep/sitrep{winter}.rda": "R_DATA_FILE"
        for winter in ("1516", "1718", "1819", "1920", "2021", "2122")
    },
    "discharge/Final Publication DD_Flourish_Data.xlsx": "DERIVED_FIGURES",
}
FOLDERS = sorted({name.partition("/")[0] for name in READ})
# Winter → diverts and closures of providers, England's rows and second rows left out.
RARE = {
    2015: (266, 2), 2017: (386, 1), 2018: (292, 0), 2019: (313, 0), 2020: (358, 0), 2021: (383, 0),
}  # fmt: skip
Read = Callable[[str], Publication]


@pytest.fixture(scope="module")
def read(published_data: Path) -> Read:
    """Recognise and read a published file, each once."""

    @cache
    def read_once(name: str) -> Publication:
        path = published_data / name
        return read_publication(path, recognise(path).kind)

    return read_once


def test_every_file_of_these_folders_is_spoken_for(published_data: Path) -> None:
    there = {f"{f}/{path.name}" for f in FOLDERS for path in (published_data / f).iterdir()}
    assert there == {*READ, *REFUSED}


@pytest.mark.parametrize("name", READ)
def test_a_file_is_recognised_and_read_whole(read: Read, name: str) -> None:
    kind, figures, (first, last), odd = READ[name]
    publication = read(name)
    assert publication.kind.value == kind == publication.source.kind
    assert publication.frame.height == figures
    days = tuple(map(str, publication.period)) if publication.period else ("", "")
    assert days == (first, last)
    assert {finding.code for finding in publication.findings} == odd


@pytest.mark.parametrize("name", READ)
def test_figures_are_of_known_measures_and_stand_once(read: Read, name: str) -> None:
    frame = read(name).frame
    assert dict(frame.schema) == dict(OBSERVATIONS)
    assert set(frame["measure"].unique()) <= set(shipped_measures())
    assert set(frame["level"].unique()) <= set(Level)
    assert frame.null_count()["value"].item() == 0
    assert frame.select(KEY).n_unique() == frame.height
    nation = frame.filter(pl.col("level") == Level.NATION)
    assert set(nation["organisation"].unique()) <= {ENGLAND}
    assert frame.filter(organisation=ENGLAND).height == nation.height


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_not_read_says_why(published_data: Path, name: str) -> None:
    with pytest.raises(UnusableInput) as refused:
        recognise(published_data / name)
    assert [finding.code for finding in refused.value.findings] == [REFUSED[name]]


@pytest.mark.parametrize("name", [name for name in READ if not name.endswith("sample.csv")])
def test_england_is_the_sum_of_its_providers_unless_a_finding_says_otherwise(
    read: Read, name: str
) -> None:
    publication = read(name)
    said = {f.column for f in publication.findings if f.code == "TOTAL_ROW_DIFFERS"}
    sums = publication.frame.group_by("measure", "level").agg(pl.col("value").sum())
    for measure, levels in sums.partition_by("measure", as_dict=True).items():
        by_level = dict(levels.select("level", "value").iter_rows())
        below = by_level.get(Level.PROVIDER.value, by_level.get(Level.AUTHORITY.value))
        unit = shipped_measures()[str(measure[0])].unit.value
        if Level.NATION in by_level and below is not None and unit in {"beds", "count"}:
            same = by_level[Level.NATION.value] == pytest.approx(below, abs=0.5)
            if "region" not in by_level or name.startswith("covid"):
                assert same or measure[0] in said, measure


def provider(frame: pl.DataFrame, measure: str, **where: object) -> pl.DataFrame:
    return frame.filter(level=Level.PROVIDER.value, measure=measure, **where)


def test_diverts_and_closures_of_six_winters(read: Read) -> None:
    frame = read("uec-sitrep/sitreps_2015-16_to_2021-22.parquet").frame
    winter = (pl.col("start").dt.year() - (pl.col("start").dt.month() < 7)).alias("winter")
    for place, measure in enumerate(("ed_diverts", "ed_closures")):
        counted = provider(frame, measure).group_by(winter).agg(pl.col("value").sum())
        assert dict(counted.iter_rows()) == {year: both[place] for year, both in RARE.items()}


def test_one_divert_of_burton_and_four_of_derby_and_burton(read: Read) -> None:
    frame = read("uec-sitrep/sitreps_2015-16_to_2021-22.parquet").frame
    diverts = provider(frame, "ed_diverts").filter(pl.col("value") > 0)
    assert diverts.filter(organisation="RJF").select("start", "value").rows() == [
        (date(2017, 11, 23), 1.0)
    ]
    derby = diverts.filter(organisation="RTG")
    assert derby.filter(pl.col("start") < date(2019, 7, 1))["value"].sum() == 1
    assert derby.filter(pl.col("start") > date(2019, 7, 1))["value"].sum() == 4


def test_heart_of_england_is_a_provider(read: Read) -> None:
    frame = read("uec-sitrep/sitreps_2015-16_to_2021-22.parquet").frame
    assert set(frame.filter(organisation="RR1")["level"].unique()) == {"provider"}
    assert set(frame.filter(level="nation")["name"].unique()) == {"England"}


def test_a_friday_of_2015_tells_of_the_weekend(read: Read) -> None:
    frame = read("uec-sitrep/sitreps_2015-16_to_2021-22.parquet").frame
    fridays = frame.filter(organisation=ENGLAND, measure="ed_attendances", start=date(2015, 12, 4))
    assert fridays.select("end", "value").rows() == [(date(2015, 12, 6), 142_844.0)]
    beds = frame.filter(organisation=ENGLAND, measure="ga_beds_open", start=date(2015, 12, 4))
    assert beds["end"].to_list() == [date(2015, 12, 4)]


def test_copies_of_a_winter_tell_the_same(read: Read) -> None:
    workbook = read("uec-sitrep/winter_sitrep_daily_ts.xlsx").frame.drop("name")
    series = read("uec-sitrep/sitreps_2015-16_to_2021-22.parquet").frame.drop("name")
    series = series.filter(pl.col("start").is_between(date(2019, 12, 2), date(2020, 3, 1)))
    copies = [series, *(
        read(f"uec-sitrep/{name}").frame.drop("name")
        for name in ("Daily_adult_ga_sitrep.csv", "Daily_adult_cc_sitrep_201920.csv",
                     "daily_cc_adult_bed_occupancy.xlsx")
    )]  # fmt: skip
    for copy in copies:
        both = workbook.join(copy, on=[*KEY], suffix="_copy")
        assert both.height == copy.height
        assert (both["value"] == both["value_copy"]).all()


def test_the_stray_row_of_numbers_is_no_provider(read: Read) -> None:
    frame = read("uec-sitrep/winter_sitrep_daily_ts.xlsx").frame
    assert provider(frame, "ed_closures")["value"].sum() == 0
    assert provider(frame, "ed_diverts")["value"].sum() == 313
    assert provider(frame, "ed_closures")["organisation"].n_unique() == 132


def test_independent_hospitals_are_in_admissions_and_only_nightingales_in_beds(read: Read) -> None:
    frame = read(next(name for name in READ if name.startswith("covid"))).frame
    codes = set(provider(frame, "covid_beds_adult_ga")["organisation"].unique())
    assert {code for code in codes if len(code) > 3} == {"NRH8", "N4H3U", "NRR8", "NR0A"} & codes
    assert len({code for code in codes if len(code) > 3}) >= 3
    assert "NT204" in set(provider(frame, "covid_admissions")["organisation"].unique())
    assert set(frame.filter(level="region")["organisation"].unique()) == {
        "Y56", "Y58", "Y59", "Y60", "Y61", "Y62", "Y63",
    }  # fmt: skip


def test_a_quarter_of_beds_is_the_same_in_its_workbook_and_in_the_series(read: Read) -> None:
    quarter = read("kh03-beds/Beds-Open-Overnight-Web_File-Final-Q3-2019-20-kg8gu.xlsx").frame
    series = read("kh03-beds/kh03.parquet").frame.filter(start=date(2019, 10, 1))
    both = quarter.join(series, on=[*KEY], suffix="_series")
    assert both.height == series.height
    apart = both.filter((pl.col("value") - pl.col("value_series")).abs() > 1e-6)
    assert set(apart["organisation"]) == {"RGD", "RQ3", "RWG"}  # revised since
    assert provider(quarter, "kh03_ga_open")["value"].sum() == pytest.approx(101_598.043478)
    assert "G6V2S" in set(read("kh03-beds/Beds-Open-Overnight-Web_File-Q4-2024-25.xlsx")
                          .frame["organisation"])  # fmt: skip


def test_a_quarter_is_dated_by_its_name(read: Read) -> None:
    frame = provider(read("kh03-beds/kh03.parquet").frame, "kh03_ga_occupied")
    spring = frame.filter(start=date(2020, 4, 1))["value"].sum()
    before = frame.filter(start=date(2020, 1, 1))["value"].sum()
    after = frame.filter(start=date(2021, 1, 1))["value"].sum()
    assert (round(before), round(spring), round(after)) == (90_309, 58_420, 79_888)


def test_months_of_attendances_agree_with_the_series(read: Read) -> None:
    series = read("ae/Monthly-AE-Time-Series-June-2025-1-1.xls").frame
    june = read("ae/June-2025-AE-by-provider-3euC4-1.xlsx").frame.filter(level="nation")
    both = june.join(series, on=[*KEY], suffix="_series")
    assert both.height == june.height
    assert (both["value"] == both["value_series"]).all()
    assert june.filter(measure="ed_attendances")["value"].item() == 2_350_478
    december = read("ae/December-2021-revised-120522-abc323.csv").frame.filter(level="nation")
    both = december.join(series, on=[*KEY], suffix="_series")
    assert set(december["measure"]) - set(both["measure"]) == {
        "ed_over_4h",
        "ed_over_4h_type1",
        "ed_within_4h",
        "ed_within_4h_type1",
    }
    assert (both["value"] == both["value_series"]).all()


def test_boards_and_providers_make_the_same_england(read: Read) -> None:
    for name in ("ae/June-2025-AE-by-provider-3euC4-1.xlsx",
                 "virtual-ward/Monthly-Virtual-Ward-Apr2025.xlsx"):  # fmt: skip
        sums = read(name).frame.group_by("measure", "level").agg(pl.col("value").sum())
        assert (
            sums.group_by("measure").agg(pl.col("value").n_unique())["value"].unique().item() == 1
        )
        assert sums["level"].n_unique() == 3


def test_a_month_that_is_not_said_is_given(published_data: Path) -> None:
    path = published_data / "ae/March-2026-AE.csv"
    given = read_publication(path, Kind.AE, date(2026, 3, 31))
    assert given.period == (date(2026, 3, 1), date(2026, 3, 31))
    assert given.findings == ()
    assert provider(given.frame, "ed_attendances")["value"].sum() == 2_432_272


def test_the_flat_file_of_ambulances_agrees_with_the_workbook(read: Read) -> None:
    workbook = read("ambulance/AmbSYS-Time-Series-until-20250831.xlsx").frame
    flat = read("ambulance/ambsys_sample.csv").frame.filter(pl.col("level") != "region")
    both = flat.join(workbook, on=[*KEY], suffix="_book")
    apart = both.filter((pl.col("value") - pl.col("value_book")).abs() > 1e-9)
    assert both.height == flat.height
    assert apart.height < 0.05 * both.height  # the workbook is later, and revised
    january = flat.filter(organisation=ENGLAND, start=date(2024, 1, 1))
    told = dict(january.select("measure", "value").iter_rows())
    assert told["handover_over_60"] == 54_500
    assert told["handover_mean"] == pytest.approx(2_389 / 60)


def test_operations_cancelled_include_the_independent_sector(read: Read) -> None:
    frame = read("cancelled-ops/Q2-2024-25-Cancelled-Operations.xlsx").frame
    england = frame.filter(level="nation", measure="ops_cancelled")["value"].item()
    assert england == provider(frame, "ops_cancelled")["value"].sum() == 21_262
