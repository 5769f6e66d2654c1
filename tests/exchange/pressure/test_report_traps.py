"""Each trap of published situation reports is met on small made-up files."""

from __future__ import annotations

import bz2
import gzip
import lzma
import shutil
import zipfile
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.exchange.pressure import report_files as files
from tests.exchange.waiting.workbooks import write_workbook

from tidegate.exchange.checking import check_file
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.kinds import Kind
from tidegate.exchange.pressure.publication import Publication
from tidegate.exchange.pressure.publications import PUBLICATIONS, read_publication
from tidegate.exchange.recognise import recognise

SHORT = ("organisation", "level", "measure", "value")


def read(path: Path, as_of: date | None = None) -> Publication:
    """Read a file under a name that says nothing."""
    nameless = path.with_name("file")
    shutil.copy(path, nameless)
    return read_publication(nameless, recognise(nameless).kind, as_of)


def told(publication: Publication, measure: str) -> list[tuple[str, str, float]]:
    rows = publication.frame.filter(measure=measure)
    return rows.select("organisation", "level", "value").rows()


def codes(publication: Publication) -> list[str]:
    return [finding.code for finding in publication.findings]


def test_a_winter_is_read_by_day_with_england_apart(tmp_path: Path) -> None:
    winter = read(files.write_winter(tmp_path))
    assert winter.kind is Kind.WINTER_SITREP
    assert winter.period == (date(2030, 12, 2), date(2030, 12, 3))
    first = winter.frame.filter(start=date(2030, 12, 2), measure="ed_diverts")
    assert first.select(SHORT).rows() == [
        ("ENG", "nation", "ed_diverts", 2),
        ("Z01", "provider", "ed_diverts", 2),  # whose name begins with Heart Of England
        ("Z02", "provider", "ed_diverts", 0),
    ]
    assert winter.frame.filter(measure="escalation_beds_open").height == 6
    assert not winter.findings
    assert "ga_occupancy_pct" not in set(winter.frame["measure"])


def test_england_that_is_not_the_sum_is_said_with_both_numbers(tmp_path: Path) -> None:
    sheets = dict(files.winter_sheets())
    diverts = [list(row) for row in sheets["A&E Diverts"]]
    diverts[8][4] = 9
    winter = read(write_workbook(tmp_path / "w.xlsx", {**sheets, "A&E Diverts": diverts}))
    (finding,) = winter.findings
    assert finding.code == "TOTAL_ROW_DIFFERS"
    assert finding.value == "England 9"
    assert finding.expected.startswith("2, the sum of the rows, on 2030-12-02")


def test_a_sheet_or_column_that_is_not_known_is_left_out_and_said(tmp_path: Path) -> None:
    sheets = dict(files.winter_sheets())
    beds = [[("Beds of tomorrow" if cell == "Core Beds Open" else cell) for cell in row]
            for row in sheets["G&A beds"]]  # fmt: skip
    extra = [[("Daily Hospital Situation Report - Flu" if row[0] == "Title:" else cell)
              if place == 1 else cell for place, cell in enumerate(row)]
             for row in sheets["A&E Diverts"]]  # fmt: skip
    winter = read(write_workbook(tmp_path / "w.xlsx", {**sheets, "G&A beds": beds, "Flu": extra}))
    assert sorted(codes(winter)) == ["COLUMN_NOT_READ", "SHEET_NOT_READ"]
    assert "ga_beds_core" not in set(winter.frame["measure"])


def test_a_cell_that_is_no_number_stops_the_read_and_is_named(tmp_path: Path) -> None:
    sheets = dict(files.winter_sheets())
    diverts = [list(row) for row in sheets["A&E Diverts"]]
    diverts[-1][4] = "two"
    path = write_workbook(tmp_path / "w.xlsx", {**sheets, "A&E Diverts": diverts})
    checked = check_file(path)
    assert not checked.usable
    assert [(f.code, f.value) for f in checked.findings] == [("NOT_A_NUMBER", "Z02: two")]


def stacked(**over: object) -> pl.DataFrame:
    row = {
        "Code": "Z01", "Name": "NORTHMERE", "Date": date(2030, 12, 2), "Diverts": 1.0,
        "Closures": 0.0, "G&A Beds Open": 100.0, "G&A beds occ'd": 96.0, "Occupancy rate": 0.96,
        "Delays30": 3.0, "Delays60": 2.0, "winter": "2030-31",
    }  # fmt: skip
    return pl.DataFrame([row | over])


def write_stack(folder: Path, *rows: pl.DataFrame) -> Path:
    path = folder / "stack.parquet"
    pl.concat(rows, how="diagonal_relaxed").write_parquet(path)
    return path


def test_a_day_that_stands_twice_counts_once_by_its_first_row(tmp_path: Path) -> None:
    stack = read(write_stack(tmp_path, stacked(), stacked(Diverts=5.0), stacked(Code="Z02")))
    assert told(stack, "ed_diverts") == [("Z01", "provider", 1), ("Z02", "provider", 1)]
    assert codes(stack) == ["DUPLICATE_ROWS"]


def test_of_two_rows_of_england_the_one_of_all_trusts_counts(tmp_path: Path) -> None:
    england = [
        stacked(Code="-", Name="ENGLAND (All Acute Trusts)", Diverts=1.0),
        stacked(Code="-", Name="ENGLAND (Type 1 Acute Trusts)", Diverts=7.0),
    ]
    stack = read(write_stack(tmp_path, *reversed(england), stacked(Name="Heart Of England")))
    assert told(stack, "ed_diverts") == [("ENG", "nation", 1), ("Z01", "provider", 1)]
    assert not stack.findings


def test_a_rate_that_was_cut_is_not_used(tmp_path: Path) -> None:
    stack = read(write_stack(tmp_path, stacked(**{"Occupancy rate": 0.0})))
    (finding,) = stack.findings
    assert (finding.code, finding.value) == ("RATE_NOT_BORNE_OUT", "Z01, 2030-12-02: 0")
    assert "0.960" in finding.expected
    assert told(stack, "ga_beds_occupied") == [("Z01", "provider", 96)]


def test_handovers_over_30_minutes_are_both_sorts(tmp_path: Path) -> None:
    assert told(read(write_stack(tmp_path, stacked())), "handover_over_30") == [
        ("Z01", "provider", 5)
    ]


def test_counts_of_a_day_before_a_gap_tell_of_the_gap_too(tmp_path: Path) -> None:
    days = [date(2030, 12, day) for day in (5, 6, 9, 10, 11, 12, 13)]
    stack = read(write_stack(tmp_path, *(stacked(Date=day) for day in days)))
    ends = dict(stack.frame.filter(measure="ed_diverts").select("start", "end").iter_rows())
    assert ends[date(2030, 12, 6)] == date(2030, 12, 8)
    assert ends[date(2030, 12, 13)] == date(2030, 12, 15)  # as Fridays mostly do
    assert ends[date(2030, 12, 9)] == date(2030, 12, 9)
    beds = stack.frame.filter(measure="ga_beds_open")
    assert (beds["start"] == beds["end"]).all()
    assert codes(stack) == ["DAYS_TOGETHER"]


def test_implausible_figures_are_asked_about(tmp_path: Path) -> None:
    (finding,) = read(write_stack(tmp_path, stacked(Diverts=40.0))).findings
    assert (finding.code, finding.column) == ("IMPLAUSIBLE_VALUE", "ed_diverts")
    more = read(write_stack(tmp_path, stacked(**{"G&A beds occ'd": 120.0, "Occupancy rate": 1.2})))
    assert codes(more) == ["PART_EXCEEDS_WHOLE"]


def test_days_that_a_spreadsheet_counted_are_days(tmp_path: Path) -> None:
    path = tmp_path / "serial.csv"
    path.write_text(
        "\ufeffRegion,Code,Name,CC Adult Open_43801,CC Adult Occ_43801,Occupancy rate_43801\n"
        '-,-,England,"3,730","3,152",84.50%\n'
        'North,Z01,"NORTHMERE, FICTION","3,730","3,152",84.50%\n',
        "utf-8",
    )
    beds = read(path)
    assert beds.kind is Kind.DAILY_BEDS
    assert beds.period == (date(2019, 12, 2), date(2019, 12, 2))
    assert told(beds, "cc_adult_open") == [("ENG", "nation", 3730), ("Z01", "provider", 3730)]


def test_regions_are_named_without_codes_and_a_blank_is_no_zero(tmp_path: Path) -> None:
    covid = read(files.write_covid(tmp_path))
    assert told(covid, "covid_beds") == [
        ("ENG", "nation", 7), ("Y58", "region", 7), ("Z01", "provider", 7),
    ]  # fmt: skip
    assert not covid.findings


def test_a_quarter_is_found_below_helper_numbers_and_notes(tmp_path: Path) -> None:
    quarter = read(files.write_kh03(tmp_path))
    assert quarter.period == (date(2031, 1, 1), date(2031, 3, 31))
    assert told(quarter, "kh03_open") == [
        ("ENG", "nation", 30.5), ("Z01", "provider", 20.5), ("Z9V2S", "provider", 10),
    ]  # fmt: skip
    assert told(quarter, "kh03_mi_occupied")[-1] == ("Z9V2S", "provider", 10)
    assert not quarter.findings
    assert codes(read(files.write_kh03(tmp_path, england=31))) == []  # a rounding
    assert codes(read(files.write_kh03(tmp_path, england=32))) == ["TOTAL_ROW_DIFFERS"]


@pytest.mark.parametrize("total", ["TOTAL,TOTAL,TOTAL,TOTAL", "Total,,,", ",Total,,", ",,,total"])
def test_the_row_of_totals_is_england_however_it_is_spelled(tmp_path: Path, total: str) -> None:
    counted = files.AE_ROW.split(",", 4)[4]
    month = read(files.write_ae(tmp_path, files.AE_ROW, f"{total},{counted}"))
    assert month.period == (date(2031, 3, 1), date(2031, 3, 31))
    assert told(month, "ed_attendances") == [("ENG", "nation", 128), ("Z01", "provider", 128)]
    assert told(month, "ed_over_4h")[1] == ("Z01", "provider", 34)
    assert told(month, "ed_within_4h")[1] == ("Z01", "provider", 94)
    assert told(month, "dta_over_4h")[1] == ("Z01", "provider", 7)
    assert told(month, "emergency_admissions")[1] == ("Z01", "provider", 35)
    assert not month.findings


def test_an_older_month_says_number_of_and_has_no_bookings(tmp_path: Path) -> None:
    names = files.AE_HEADINGS.split(",")
    cells = files.AE_ROW.split(",")
    kept = [n for n, name in enumerate(names) if "Booked" not in name]
    older = ",".join(
        f"Number of {names[n]}" if "ttendances" in names[n] else names[n] for n in kept
    )
    month = read(files.write_ae(tmp_path, ",".join(cells[n] for n in kept), headings=older))
    assert told(month, "ed_attendances") == [("Z01", "provider", 125)]


def test_two_months_in_one_file_are_refused(tmp_path: Path) -> None:
    other = files.AE_ROW.replace("MARCH", "APRIL").replace("Z01", "Z02")
    with pytest.raises(UnusableInput, match="BAD_PERIOD"):
        read(files.write_ae(tmp_path, files.AE_ROW, other))


def test_repeated_headings_are_told_apart_by_the_total_they_lead_to(tmp_path: Path) -> None:
    path = files.write_saved_ae(tmp_path)
    month = read(path, date(2031, 3, 5))
    assert told(month, "ed_attendances") == [("Z01", "provider", 1125)]
    assert told(month, "ed_within_4h_type1") == [("Z01", "provider", 900)]
    assert told(month, "ed_over_4h_type1") == [("Z01", "provider", 200)]
    assert month.period == (date(2031, 3, 1), date(2031, 3, 31))
    undated = read(path)
    assert (undated.period, codes(undated)) == (None, ["PERIOD_NOT_SAID"])


def test_headings_with_line_breaks_and_notes_are_found(tmp_path: Path) -> None:
    wards = read(files.write_virtual_wards(tmp_path))
    assert wards.period == (date(2031, 4, 1), date(2031, 4, 30))
    assert told(wards, "virtual_ward_capacity") == [
        ("ENG", "nation", 30), ("QZZ", "icb", 30), ("Z01", "provider", 15),
        ("Z9L13", "provider", 15),
    ]  # fmt: skip
    assert codes(wards) == ["PART_EXCEEDS_WHOLE"]


def test_of_two_rows_of_england_the_one_with_everybody_counts(tmp_path: Path) -> None:
    quarter = read(files.write_cancelled(tmp_path))
    assert told(quarter, "ops_cancelled") == [
        ("ENG", "nation", 5), ("NZ101", "provider", 1), ("Z01", "provider", 4),
    ]  # fmt: skip
    assert not quarter.findings


def test_repeated_labels_are_told_apart_by_their_block(tmp_path: Path) -> None:
    month = read(files.write_critical_care(tmp_path))
    assert told(month, "cc_adult_open") == [("ENG", "nation", 9), ("Z01", "provider", 9)]
    assert told(month, "cc_adult_occupied") == [("ENG", "nation", 7), ("Z01", "provider", 7)]
    assert told(month, "urgent_ops_cancelled_again")[1] == ("Z01", "provider", 1)


@pytest.mark.parametrize("spelled", ["Non-Acute", "Non-acute", "NON-ACUTE"])
def test_labels_may_change_their_case_between_years(tmp_path: Path, spelled: str) -> None:
    month = read(files.write_delayed(tmp_path, spelled))
    assert told(month, "dtoc_days_non_acute") == [
        ("999", "local_authority", 31), ("ENG", "nation", 31),
    ]  # fmt: skip
    assert month.revised
    assert not month.findings


def test_quarters_are_dated_by_name_and_sectors_count_once(tmp_path: Path) -> None:
    row = {
        "quarter": "2030-31 Q4", "period_start": date(2030, 1, 1), "period_end": date(2030, 3, 31),
        "org_code": "Z01", "org_name": "NORTHMERE", "specialty_group": "maternity",
        "available_total": 20.0, "occupied_total": 12.5, "specialty_code": "501", "occupied": 12.0,
    }  # fmt: skip
    path = tmp_path / "kh03.parquet"
    pl.DataFrame([row, {**row, "specialty_code": "560", "occupied": 0.5}]).write_parquet(path)
    series = read(path)
    assert series.period == (date(2031, 1, 1), date(2031, 3, 31))
    assert told(series, "kh03_maternity_open") == [("Z01", "provider", 20)]
    assert codes(series) == ["MISDATED_QUARTER"]


def test_two_generations_of_columns_are_one_table(tmp_path: Path) -> None:
    path = tmp_path / "theatres.csv"
    path.write_text(
        "year_var,quarter_var,SHA,OrgID,Name,Number of operating theatres,"
        '"Of which, number of dedicated day case theatres",NA,SHA Code,Organisation Code,'
        "Organisation Name\n"
        "2003,Q4,NA,Department of Health form QMCO,NA,Quarter Ending March 31st 2004,NA,NA,,,\n"
        "2003,Q4,SHA,OrgID,Name,Number of operating theatres,NA,NA,,,\n"
        "2003,Q4,NA,NA,England total,9,3,NA,,,\n"
        "2003,Q4,Q99,Z01,Northmere,9,3,NA,,,\n"
        "2013,Q2,NA,NA,NA,8,2,NA,,,England (Excluding Independent Sector)\n"
        "2013,Q2,NA,NA,NA,10,2,NA,,,England (Including Independent Sector)\n"
        "2013,Q2,NA,NA,NA,8,2,NA,Q99,Z01,NORTHMERE\n"
        "2013,Q2,NA,NA,NA,2,Data not returned,NA,Q99,NZ101,FABLE CLINIC\n",
        "utf-8",
    )
    theatres = read(path)
    assert theatres.period == (date(2004, 1, 1), date(2013, 9, 30))
    assert told(theatres, "theatres") == [
        ("ENG", "nation", 9), ("ENG", "nation", 10), ("NZ101", "provider", 2),
        ("Z01", "provider", 9), ("Z01", "provider", 8),
    ]  # fmt: skip
    assert not theatres.findings


def test_a_point_and_a_month_without_a_single_call_are_nothing_collected(tmp_path: Path) -> None:
    path = tmp_path / "amb.csv"
    path.write_text(
        "Year,Month,Region,Org Code,Org Name,A0,A1,A7,A140,A142,A145\n"
        "2031,1,Eng,Eng,England,9,8,7,4,120,2\n"
        "2031,1,Y58,ZA1,FICTION AMBULANCE,9,8,7,4,120,2\n"
        "2031,1,South West,Y58,South West,9,8,7,.,.,.\n"
        "2031,2,Y58,ZA1,FICTION AMBULANCE,0,0,7,0,0,0\n",
        "utf-8",
    )
    services = read(path)
    assert services.kind is Kind.AMBULANCE
    assert told(services, "handover_mean") == [("ENG", "nation", 2), ("ZA1", "provider", 2)]
    assert told(services, "ambulance_calls") == [
        ("ENG", "nation", 8), ("Y58", "region", 8), ("ZA1", "provider", 8),
    ]  # fmt: skip


def test_the_figures_of_a_workbook_with_a_selector_are_those_behind_it(tmp_path: Path) -> None:
    sheets: dict[str, files.Rows] = {
        "Introduction": [["About the Ambulance Quality Indicators (AQI)"]],
        "Calls": [["Calls"], ["Select Region or Trust:"], ["ENG", "A0"]],
        "Raw": [
            ["Concatenated", "Year", "Month", "Reg", None, "Area", "Trust", "A0", "A1", "A7",
             None, "Month", "Year"],
            ["x", "2030-31", "DECEMBER", None, None, "ENG", None, 9, 8, 7, None, "DECEMBER", "2"],
            ["x", "2030-31", "FEBRUARY", "Y58", "SW", "ZA1", "FICTION", 9, 8, 7],
        ],
    }  # fmt: skip
    services = read(write_workbook(tmp_path / "a.xlsx", sheets))
    assert services.period == (date(2030, 12, 1), date(2031, 2, 28))
    assert told(services, "ambulance_incidents") == [("ENG", "nation", 7), ("ZA1", "provider", 7)]


@pytest.mark.parametrize("value", ["NA", "", "-"])
def test_what_was_not_reported_is_no_row(tmp_path: Path, value: str) -> None:
    path = tmp_path / "reside.csv"
    path.write_text(
        '"nhs_trust22_code","date","do_not_meet_criteria_to_reside"\n'
        f'"Z01",2031-01-01,{value}\n"Z01",2031-01-02,5\n{value},2031-01-02,9\n',
        "utf-8",
    )
    patients = read(path)
    assert told(patients, "no_criteria_to_reside") == [("Z01", "provider", 5)]
    assert codes(patients) == ["NO_CODE"]


def test_a_month_may_be_text(tmp_path: Path) -> None:
    names = [
        f"{part}_{end}"
        for part in ("general_acute_beds", "adult_general_acute_beds",
                     "paediatric_general_acute_beds", "adult_critical_care_beds",
                     "paediatric_intensive_cared_beds", "neonatal_intensive_care_bed")
        for end in ("available", "occupied")
    ]  # fmt: skip
    path = tmp_path / "beds.csv"
    path.write_text(
        f"nhs_trust22_code,date,{','.join(names)}\nZ01,April 2031,{','.join(['9'] * 12)}\n"
    )
    assert read(path).period == (date(2031, 4, 1), date(2031, 4, 30))
    path.write_text(f"nhs_trust22_code,date,{','.join(names)}\nZ01,Spring,{','.join(['9'] * 12)}\n")
    with pytest.raises(UnusableInput, match="BAD_DATE"):
        read(path)


@pytest.mark.parametrize("pack", [bz2.compress, gzip.compress, lzma.compress, bytes])
def test_data_stored_by_r_is_refused_by_what_it_is(tmp_path: Path, pack: object) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(pack(b"RDX3\nX\n\0\0\0" + b"\0" * 50))  # type: ignore[operator]
    (finding,) = check_file(path).findings
    assert finding.code == "R_DATA_FILE"


def test_another_compressed_file_is_not_taken_for_data_of_r(tmp_path: Path) -> None:
    for name, content in (("a", bz2.compress(b"hello")), ("b", b"BZh9 damaged \0\0")):
        path = tmp_path / name
        path.write_bytes(content)
        assert "R_DATA_FILE" not in {finding.code for finding in check_file(path).findings}


def test_figures_that_somebody_derived_are_refused(tmp_path: Path) -> None:
    sheets: dict[str, files.Rows] = {
        "Best": [["Z01", "NORTHMERE"]],
        "Figure 1": [["month", "org_code", "perc_patients_delayed"], ["Apr-31", "National", 13]],
    }
    (finding,) = check_file(write_workbook(tmp_path / "d.xlsx", sheets)).findings
    assert finding.code == "DERIVED_FIGURES"


def test_a_zipped_file_is_read_as_the_file_in_it(tmp_path: Path) -> None:
    plain = files.write_ae(tmp_path)
    with zipfile.ZipFile(tmp_path / "ae.zip", "w") as archive:
        archive.write(plain, "month.csv")
    zipped = read(tmp_path / "ae.zip")
    assert zipped.frame.equals(read(plain).frame)
    assert zipped.source.name == "file › month.csv"


def test_a_workbook_with_the_title_and_nothing_else_is_refused(tmp_path: Path) -> None:
    for words in ("Daily Hospital Situation Report", "COVID-19 daily situation report",
                  "Critical Care, NHS organisations in England", "Cancelled Operations",
                  "Average daily number of available and occupied beds open overnight",
                  "A&E Attendances & Emergency Admission monthly statistics",
                  "A&E Attendances & Emergency Admission statistics",
                  "Delayed Transfers of Care", "Virtual Ward Capacity",
                  "About the Ambulance Quality Indicators"):  # fmt: skip
        path = write_workbook(tmp_path / "t.xlsx", {"Sheet": files.title(words, "May 2031")})
        checked = check_file(path)
        assert checked.kind in PUBLICATIONS
        assert [finding.code for finding in checked.findings] == ["MISSING_SHEET"], words
