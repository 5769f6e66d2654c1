"""The weekly patient-level list is recognised, cleaned by its rules, and read as a list of ours."""

from __future__ import annotations

import zipfile
from datetime import date
from importlib.resources import files
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exchange.waiting.weekly_list import SUNDAY, row, written

from tidegate.core.directory.treatment_functions import TREATMENT_FUNCTIONS
from tidegate.exchange.checking import check_file
from tidegate.exchange.findings import Severity, UnusableInput
from tidegate.exchange.incoming import by_organisation, read_incoming
from tidegate.exchange.kinds import Kind
from tidegate.exchange.recognise import recognise
from tidegate.exchange.waiting.waiting_file import ReadWith
from tidegate.exchange.waiting.wlmds import read_wlmds
from tidegate.exchange.waiting.wlmds_codes import load_codes

WEEK, LATER = date(2026, 2, 1), date(2026, 2, 4)
SHIPPED = (files("tidegate.exchange.waiting") / "tables" / "wlmds-codes-2026.toml").read_text()
PERSONAL = ("9990000001", "L1", "1960-02-02", "rang, no answer")


def read(path: Path, today: date | None = LATER) -> pl.DataFrame:
    return read_wlmds(path, today=today).table.frame


def said(path: Path, severity: Severity = Severity.WARNING) -> list[tuple[str, str | None, int]]:
    findings = read_wlmds(path, today=LATER).table.findings
    return [(f.code, f.value, f.count) for f in findings if f.severity is severity]


def one(folder: Path, **changed: str) -> dict[str, object]:
    return read(written(folder, row(**changed))).row(0, named=True)


class TestWhatItIs:
    def test_it_is_recognised_by_its_headings_in_text_and_in_parquet(self, tmp_path: Path) -> None:
        path = written(tmp_path, row())
        parquet = tmp_path / "weekly.data"
        pl.read_csv(path).write_parquet(parquet)
        assert recognise(path).kind is recognise(parquet).kind is Kind.WLMDS

    def test_headings_may_be_spelled_with_low_lines_and_in_any_case(self, tmp_path: Path) -> None:
        plain = {heading.upper().replace(" ", "_"): value for heading, value in row().items()}
        path = written(tmp_path, plain)
        assert recognise(path).kind is Kind.WLMDS
        assert read(path).height == 1

    def test_a_check_says_its_week_and_how_many_are_open(self, tmp_path: Path) -> None:
        closed = row(2, REFERRAL_TO_TREATMENT_PERIOD_END_DATE="2026-01-30")
        checked = check_file(written(tmp_path, row(), closed), read_with=ReadWith(today=LATER))
        assert (checked.kind, checked.period, checked.rows) == (Kind.WLMDS, WEEK, 1)
        assert checked.usable


class TestWhatIsKept:
    def test_a_row_becomes_a_pathway_of_ours(self, tmp_path: Path) -> None:
        assert one(tmp_path) == {
            "__row": 2,
            "pathway_id": "Z01-000001",
            "holder": "Z01",
            "area": "ZQ1",
            "zone": "ZZ1",
            "sub_icb": "ZC1",
            "tfc": "110",
            "modality": "day_case",
            "priority": "P3",
            "clock_start": date(2025, 6, 2),
            "age": 65,
            "asa": 2,
            "last_validated": date(2026, 1, 12),
            "needs_alternative_capacity": True,
            "transferred": False,
            "dated": False,
            "capacity_status": None,
            "contact_outcome": None,
        }

    def test_nothing_that_names_a_person_and_no_free_text_is_kept(self, tmp_path: Path) -> None:
        path = written(tmp_path, row())
        kept = read_incoming(path).frame
        cells = {
            str(cell) for frame in (read(path), kept) for line in frame.rows() for cell in line
        }
        assert not cells.intersection(PERSONAL)

    def test_parquet_is_read_as_text_is(self, tmp_path: Path) -> None:
        path = written(tmp_path, row(), row(2, Waiting_List_Type="ORTT"))
        typed = pl.read_csv(path, try_parse_dates=True, schema_overrides={
            "PATIENT_PATHWAY_IDENTIFIER": pl.String,
        })  # fmt: skip
        typed.write_parquet(tmp_path / "weekly.parquet")
        text, parquet = read(path), read(tmp_path / "weekly.parquet")
        assert parquet.drop("__row").equals(text.drop("__row"))

    def test_where_there_is_no_small_area_the_commissioners_place_is_the_zone(
        self, tmp_path: Path
    ) -> None:
        without = {
            key: value for key, value in row().items() if not key.startswith(("der_L", "dm_"))
        }
        found = read(written(tmp_path, without)).row(0, named=True)
        assert (found["zone"], found["area"]) == ("ZQ1S", "ZQ1S")


MODALITIES = """
list  management  test  modality
IRTT  1           -     inpatient
IRTT  2           -     day_case
PTLI  4           -     day_case
RTTI  9           -     inpatient
IRTT  -           -     inpatient
ORTT  -           -     outpatient
PTLO  2           -     outpatient
rtto  -           -     outpatient
ORTT  -           M     diagnostic
"""
PRIORITIES = """
list  procedure  diagnostic  outpatient  test  priority
IRTT  P2         D3          P4          -     P2
IRTT  1b         -           -           -     P1b
PTLI  3          -           -           -     P3
IRTT  -          D2          P2          -     -
ORTT  P2         -           P4          -     P4
ORTT  P2         D2          P4          M     D2
"""


class TestCodes:
    @pytest.mark.parametrize("line", MODALITIES.strip().split("\n")[1:])
    def test_kinds_of_care(self, tmp_path: Path, line: str) -> None:
        kind, management, test, modality = (part.replace("-", "") for part in line.split())
        found = one(
            tmp_path, Waiting_List_Type=kind, INTENDED_MANAGEMENT_CODE=management,
            Diagnostic_Modality=test, Diagnostic_Clock_Start_Date="2025-11-03" if test else "",
        )  # fmt: skip
        assert found["modality"] == modality
        assert found["clock_start"] == (date(2025, 11, 3) if test else date(2025, 6, 2))

    @pytest.mark.parametrize("line", PRIORITIES.strip().split("\n")[1:])
    def test_the_priority_of_the_care_that_is_waited_for(self, tmp_path: Path, line: str) -> None:
        parts = [part.replace("-", "") for part in line.split()]
        kind, procedure, diagnostic, outpatient, test, priority = parts
        found = one(
            tmp_path, Waiting_List_Type=kind, Procedure_Priority_Code=procedure,
            Diagnostic_Priority_Code=diagnostic, Outpatient_Priority_Code=outpatient,
            Diagnostic_Modality=test,
        )  # fmt: skip
        assert found["priority"] == (priority or None)

    @pytest.mark.parametrize(
        ("code", "tfc"), [("110", "110"), ("103", "X05"), ("303", "X02"), ("420", "X04")]
    )
    def test_treatment_functions_are_grouped_as_rtt_reports_group_them(
        self, tmp_path: Path, code: str, tfc: str
    ) -> None:
        assert one(tmp_path, ACTIVITY_TREATMENT_FUNCTION_CODE=code)["tfc"] == tfc

    def test_every_treatment_function_has_one_group(self) -> None:
        functions = load_codes().functions
        assert set(functions.values()) <= set(TREATMENT_FUNCTIONS)
        assert all(functions[code] == code for code in TREATMENT_FUNCTIONS)

    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("Waiting_List_Type", "XXXX"),
            ("INTENDED_MANAGEMENT_CODE", "7"),
            ("Procedure_Priority_Code", "P9"),
            ("Diagnostic_Priority_Code", "urgent"),
            ("Outpatient_Priority_Code", "0"),
            ("ACTIVITY_TREATMENT_FUNCTION_CODE", "999"),
            ("ASA_PHYSICAL_STATUS_CLASSIFICATION_SYSTEM_CODE", "7"),
            ("Requires_Alternative_Capacity", "maybe"),
            ("Transfer_Status", "04"),
            ("Capacity_Status", "RED"),
            ("Outcome_Of_Patient_Contact", "XX"),
        ],
    )
    def test_a_code_that_is_not_mapped_is_named_with_the_table(
        self, tmp_path: Path, column: str, value: str
    ) -> None:
        path = written(tmp_path, row(), row(2, **{column: value}), row(3, **{column: value}))
        faults = [f for f in read_wlmds(path).table.findings if f.severity is Severity.ERROR]
        assert [(f.code, f.row, f.column, f.value, f.count) for f in faults] == [
            ("UNMAPPED_CODE", 3, column, value, 2)
        ]
        assert "wlmds-codes-2026" in faults[0].expected
        with pytest.raises(UnusableInput):
            read_incoming(path)

    def test_every_value_that_is_not_mapped_is_counted(self, tmp_path: Path) -> None:
        values = ["01", "01", "02", "ACCEPTED", ""]
        rows = [row(n, Transfer_Status=value) for n, value in enumerate(values)]
        assert said(written(tmp_path, *rows), Severity.ERROR) == [
            ("UNMAPPED_CODE", "01", 2), ("UNMAPPED_CODE", "02", 1),
        ]  # fmt: skip

    def test_a_code_of_a_row_that_is_left_out_stops_nothing(self, tmp_path: Path) -> None:
        closed = row(2, REFERRAL_TO_TREATMENT_PERIOD_END_DATE="2026-01-30", Transfer_Status="??")
        assert said(written(tmp_path, row(), closed), Severity.ERROR) == []

    def test_ones_own_table_teaches_a_code(self, tmp_path: Path) -> None:
        own = tmp_path / "codes.toml"
        own.write_text(
            SHIPPED.replace("[codes.Transfer_Status]", '[codes.Transfer_Status]\n04 = "accepted"')
        )
        path = written(tmp_path, row(Transfer_Status="04"))
        frame = read_wlmds(path, codes=load_codes(own)).table.frame
        assert frame["transferred"].to_list() == [True]

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ('IRTT = "inpatient"', 'IRTT = "ward"', "IRTT means one of"),
            ("[codes.Transfer_Status]", "[codes.Transfer]", "no Transfer"),
            ("X05 = [", "X09 = [", "no X09"),
            ('"102", "103"', '"102", "303"', "303 is in"),
            ("[treatment_functions]", "[functions]", "treatment_functions"),
            ("[columns]", "[columns", "valid TOML"),
        ],
    )
    def test_a_faulty_table_is_refused_in_words(
        self, tmp_path: Path, old: str, new: str, words: str
    ) -> None:
        assert old in SHIPPED
        own = tmp_path / "codes.toml"
        own.write_text(SHIPPED.replace(old, new, 1))
        with pytest.raises(UnusableInput, match=words):
            load_codes(own)


class TestRulesOfLoading:
    @pytest.mark.parametrize(
        ("day", "week"),
        [
            (SUNDAY, WEEK),
            ("2026-02-02", WEEK),
            ("2026-02-07", WEEK),
            ("2026-01-31", date(2026, 1, 25)),
        ],
    )
    def test_weeks_end_on_the_sunday_before(self, tmp_path: Path, day: str, week: date) -> None:
        path = written(tmp_path, row(Week_Ending_Date=day))
        assert read_wlmds(path).week == week
        assert [code for code, *_ in said(path)] == ["WEEK_MOVED"] * (day != SUNDAY)

    def test_a_week_in_the_future_is_left_out(self, tmp_path: Path) -> None:
        path = written(tmp_path, row(), row(2, Week_Ending_Date="2026-02-08"))
        assert read(path)["pathway_id"].to_list() == ["Z01-000001"]
        assert said(path) == [("FUTURE_WEEK", "2026-02-08", 1)]

    def test_only_the_newest_week_is_read(self, tmp_path: Path) -> None:
        path = written(tmp_path, row(1, Week_Ending_Date="2026-01-25"), row(1), row(2))
        assert read(path).height == 2
        assert said(path) == [("EARLIER_WEEK", "2026-01-25", 1)]

    def test_a_clock_that_starts_after_the_week_is_left_out(self, tmp_path: Path) -> None:
        late = row(2, REFERRAL_TO_TREATMENT_PERIOD_START_DATE="2026-02-02")
        path = written(tmp_path, row(), late)
        assert read(path).height == 1
        assert said(path) == [("FUTURE_CLOCK_START", "2026-02-02", 1)]

    @pytest.mark.parametrize(
        ("column", "value", "forgotten"),
        [
            ("Last_PAS_Validation_Date", "2026-02-03", "last_validated"),
            ("PERSON_BIRTH_DATE", "2026-03-01", "age"),
            ("PERSON_BIRTH_DATE", "1890-01-01", "age"),
        ],
    )
    def test_other_days_that_cannot_be_are_not_known(
        self, tmp_path: Path, column: str, value: str, forgotten: str
    ) -> None:
        path = written(tmp_path, row(**{column: value}))
        assert read(path)[forgotten].to_list() == [None]
        assert said(path) == [("NOT_BELIEVED", value, 1)]

    def test_open_is_what_has_no_end(self, tmp_path: Path) -> None:
        path = written(tmp_path, row(), row(2, REFERRAL_TO_TREATMENT_PERIOD_END_DATE="2026-01-30"))
        assert read(path).height == 1
        assert said(path) == [("NOT_OPEN", "2026-01-30", 1)]

    def test_lists_without_a_clock_are_left_out(self, tmp_path: Path) -> None:
        path = written(tmp_path, row(), row(2, Waiting_List_Type="INON"))
        assert read(path).height == 1
        assert said(path) == [("NO_CLOCK", "INON", 1)]

    @pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
    def test_of_rows_that_tell_of_the_same_the_last_submitted_is_taken(
        self, tmp_path: Path, order: tuple[int, ...]
    ) -> None:
        rows = [
            row(1, der_submission_id="9", der_row_id="100", Procedure_Priority_Code="P2"),
            row(1, der_submission_id="10", der_row_id="9", Procedure_Priority_Code="P3"),
            row(1, der_submission_id="10", der_row_id="10", Procedure_Priority_Code="P4"),
        ]
        path = written(tmp_path, *(rows[place] for place in order))
        assert read(path)["priority"].to_list() == ["P4"]
        assert [(code, count) for code, _, count in said(path)] == [("SUBMITTED_AGAIN", 2)]

    @pytest.mark.parametrize(
        "differs",
        [
            "Pseudo NHS_NUMBER", "Referral_Identifier", "ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER",
            "ORGANISATION_SITE_IDENTIFIER_OF_TREATMENT",
        ],
    )  # fmt: skip
    def test_one_pathway_told_in_two_ways_is_refused(self, tmp_path: Path, differs: str) -> None:
        path = written(tmp_path, row(1), row(1, **{differs: "ZX1"}))
        assert said(path, Severity.ERROR) == [("DUPLICATE_KEY", "Z01-000001", 1)]

    @pytest.mark.parametrize(
        ("changed", "flag", "code"),
        [
            ({"Transfer_Status": "Transferred"}, "transferred", "TRANSFERRED_ALREADY"),
            ({"Mutual_Aid_Accepting_Provider": "ZN101"}, "transferred", "TRANSFERRED_ALREADY"),
            ({"TCI_Date": "2026-02-20"}, "dated", "DATED_ALREADY"),
            ({"Outpatient_Future_Appointment_Date": SUNDAY}, "dated", "DATED_ALREADY"),
        ],
    )
    def test_who_is_on_the_way_already_is_flagged(
        self, tmp_path: Path, changed: dict[str, str], flag: str, code: str
    ) -> None:
        path = written(tmp_path, row(1), row(2, **changed))
        assert read(path)[flag].to_list() == [False, True]
        assert said(path) == [(code, "Z01-000002", 1)]

    def test_a_date_that_has_passed_is_none(self, tmp_path: Path) -> None:
        assert one(tmp_path, TCI_Date="2026-01-20")["dated"] is False

    @given(days=st.integers(0, 40_000))
    @settings(
        max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    def test_ages_are_counted_in_birthdays(self, tmp_path: Path, days: int) -> None:
        born = date.fromordinal(WEEK.toordinal() - days)
        birthdays = WEEK.year - born.year - ((WEEK.month, WEEK.day) < (born.month, born.day))
        assert one(tmp_path, PERSON_BIRTH_DATE=str(born))["age"] == birthdays


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("column", "value", "code"),
        [
            ("Week_Ending_Date", "1 Feb 2026", "WRONG_FORM"),
            ("REFERRAL_TO_TREATMENT_PERIOD_START_DATE", "02/06/2025", "WRONG_FORM"),
            ("REFERRAL_TO_TREATMENT_PERIOD_START_DATE", "", "BLANK_VALUE"),
            ("Last_PAS_Validation_Date", "yesterday", "WRONG_FORM"),
            ("der_submission_id", "A7", "WRONG_FORM"),
            ("PATIENT_PATHWAY_IDENTIFIER", "", "BLANK_VALUE"),
            ("ORGANISATION_CODE_PATIENT_PATHWAY_IDENTIFIER_ISSUER", "", "BLANK_VALUE"),
            ("ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER", "", "BLANK_VALUE"),
            ("ACTIVITY_TREATMENT_FUNCTION_CODE", "", "BLANK_VALUE"),
            ("Waiting_List_Type", "", "BLANK_VALUE"),
        ],
    )
    def test_a_fault_is_named_with_its_place(
        self, tmp_path: Path, column: str, value: str, code: str
    ) -> None:
        path = written(tmp_path, row(1), row(2, **{column: value}))
        faults = [f for f in read_wlmds(path).table.findings if f.severity is Severity.ERROR]
        assert (faults[0].code, faults[0].row, faults[0].column) == (code, 3, column)
        assert faults[0].value == (value or None)

    def test_a_column_that_is_missing_is_named_as_it_should_be_spelled(
        self, tmp_path: Path
    ) -> None:
        renamed = {("TFC" if "FUNCTION" in key else key): value for key, value in row().items()}
        checked = check_file(written(tmp_path, renamed))
        assert checked.kind is Kind.WLMDS
        assert [(f.code, f.column) for f in checked.findings] == [
            ("MISSING_COLUMN", "ACTIVITY_TREATMENT_FUNCTION_CODE")
        ]

    def test_a_file_in_which_nobody_waits_is_refused(self, tmp_path: Path) -> None:
        closed = row(1, REFERRAL_TO_TREATMENT_PERIOD_END_DATE="2026-01-30")
        assert said(written(tmp_path, closed), Severity.ERROR) == [("NO_ROWS", None, 1)]


class TestLoading:
    def test_it_is_kept_as_the_waiting_list_of_each_holder_as_of_its_week(
        self, tmp_path: Path
    ) -> None:
        path = written(tmp_path, row(1), row(2, ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER="Z02"))
        arrived = read_incoming(path)
        assert (arrived.source.kind, arrived.as_of) == (Kind.PATHWAYS, WEEK)
        parts = by_organisation(arrived)
        assert [(part.organisation, part.frame.height) for part in parts] == [
            ("Z01", 1),
            ("Z02", 1),
        ]

    def test_a_large_file_in_parts_gives_the_same(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        rows = [row(n, PERSON_BIRTH_DATE=f"19{50 + n % 50}-05-05") for n in range(60)]
        path = written(tmp_path, *rows, row(3, der_submission_id="8"))
        whole = read_wlmds(path).table
        monkeypatch.setattr("tidegate.exchange.blocks.BLOCK_BYTES", 2_000)
        parts = read_wlmds(path).table
        assert parts.frame.equals(whole.frame)
        assert parts.findings == whole.findings


class TestFormsOfTheFile:
    def test_it_may_be_zipped(self, tmp_path: Path) -> None:
        path = written(tmp_path, row())
        with zipfile.ZipFile(tmp_path / "weekly.zip", "w") as archive:
            archive.write(path, path.name)
        checked = check_file(tmp_path / "weekly.zip")
        assert (checked.kind, checked.rows, checked.usable) == (Kind.WLMDS, 1, True)

    def test_headings_alone_are_nobody(self, tmp_path: Path) -> None:
        path = written(tmp_path, row())
        path.write_text(path.read_text("utf-8").split("\n")[0] + "\n", "utf-8")
        checked = check_file(path)
        assert [finding.code for finding in checked.findings] == ["NO_ROWS"]

    def test_windows_letters_are_named_with_their_row(self, tmp_path: Path) -> None:
        path = written(tmp_path, row(Last_PAS_Validation_Comments="café"))
        path.write_bytes(path.read_text("utf-8").encode("cp1252"))
        (finding,) = check_file(path).findings
        assert (finding.code, finding.row) == ("WRONG_ENCODING", 2)

    def test_parquet_may_have_days_with_times_and_numbers(self, tmp_path: Path) -> None:
        typed = pl.read_csv(written(tmp_path, row()), infer_schema=False).with_columns(
            pl.col("Week_Ending_Date").str.to_datetime("%Y-%m-%d"),
            pl.col("der_submission_id").cast(pl.Int64),
        )
        typed.write_parquet(tmp_path / "weekly.parquet")
        assert read_wlmds(tmp_path / "weekly.parquet").week == WEEK
