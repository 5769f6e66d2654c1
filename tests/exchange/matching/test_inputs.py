"""A plan's own files: what is read, and what is said of every fault before anything is used."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tidegate.core.waiting.rtt import band_of_days
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.matching.input_tables import TABLES
from tidegate.exchange.matching.inputs import read_problem
from tidegate.exchange.matching.typed_table import read_table

START = date(2026, 2, 2)
PATHWAYS = """\
pathway_id,holder,zone,tfc,modality,priority,weeks_waited,age,bmi,conditions,consent
A1,Z01,ZZ1,110,inpatient,P2,20,64,31.5,none,yes
A2,Z01,ZZ2,110,inpatient,P4,70,,,,
"""
OFFERS = """\
offer_id,site,provider,line_id,modality,tfc,week,units,max_bmi,excludes,critical_care
O1,ZN101,ZN1,L1,inpatient,110;120,2026-W06,3,40,recent_stroke;dialysis,no
O2,ZN101,ZN1,,inpatient,110,2026-02-16,2,,,
"""
LINES = "line_id,contract_id,payer,minimum_take,cap,unit_price_pence\nL1,K1,ZQ1,2,5,250000\n"
BUDGETS = "area,pence\nZQ1,10000000\n"
TRAVEL = "zone,site,minutes,miles\nZZ1,ZN101,25,10\nZZ2,ZN101,40.5,19\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a waiting list and a capacity folder beside it."""
    (tmp_path / "capacity").mkdir()
    (tmp_path / "waiting.csv").write_text(PATHWAYS, "utf-8")
    for name, text in {"a": OFFERS, "b": LINES, "c": BUDGETS, "d": TRAVEL}.items():
        (tmp_path / "capacity" / f"{name}.csv").write_text(text, "utf-8")
    return tmp_path


def read(files: Path, **options: object):
    return read_problem(files / "waiting.csv", files / "capacity", **options)  # type: ignore[arg-type]


def refused(files: Path, **options: object) -> list[tuple[str, int | None, str | None, str | None]]:
    """What is refused, as (code, row, column, value)."""
    with pytest.raises(UnusableInput) as problem:
        read(files, **options)
    return [(f.code, f.row, f.column, f.value) for f in problem.value.findings]


class TestWhatIsRead:
    def test_files_of_a_folder_are_told_apart_by_their_headings(self, files: Path) -> None:
        problem, sources, findings = read(files)
        assert problem.start == START
        assert problem.weeks == 3
        assert problem.offers["week"].to_list() == [0, 2]
        assert problem.offers["tfcs"].to_list() == [["110", "120"], ["110"]]
        assert problem.lines.rows() == [("L1", "K1", "ZQ1", 2, 5, 250_000, None)]
        assert problem.budgets.rows() == [("ZQ1", 10_000_000)]
        assert {source.name for source in sources} == {
            "waiting.csv", "a.csv", "b.csv", "c.csv", "d.csv",
        }  # fmt: skip
        assert findings == ()

    def test_a_blank_attribute_is_unknown_and_a_blank_limit_is_no_limit(self, files: Path) -> None:
        problem, _, _ = read(files)
        second = problem.pathways.row(1, named=True)
        assert (second["age"], second["bmi"], second["conditions"], second["consent"]) == (
            None, None, None, None,
        )  # fmt: skip
        assert problem.pathways["conditions"][0].to_list() == []
        limits = problem.offers.select("max_bmi", "excludes", "critical_care").rows()
        assert limits == [(40.0, ["recent_stroke", "dialysis"], False), (None, [], None)]

    @pytest.mark.parametrize("spelling", ["Dialysis", "DIALYSIS ; None", " dialysis"])
    def test_a_condition_is_excluded_however_it_is_spelled(
        self, files: Path, spelling: str
    ) -> None:
        spoil(files, "waiting.csv", "none,yes", f"{spelling},yes")
        problem, _, _ = read(files)
        assert problem.pathways["conditions"][0].to_list() == ["dialysis"]

    def test_none_excludes_nothing_however_it_is_written(self, files: Path) -> None:
        spoil(files, "capacity/a.csv", "recent_stroke;dialysis", "None")
        problem, _, _ = read(files)
        assert problem.offers["excludes"].to_list() == [[], []]

    def test_lists_of_conditions_in_parquet_are_read_like_those_in_csv(self, files: Path) -> None:
        typed = pl.read_csv(files / "waiting.csv", schema_overrides={"tfc": pl.String})
        listed = pl.Series("conditions", [["Dialysis ", "none"], None])
        typed.with_columns(listed).write_parquet(files / "waiting.csv")
        problem, _, _ = read(files)
        assert problem.pathways["conditions"].to_list() == [["dialysis"], None]

    def test_a_start_may_lie_before_the_first_offer(self, files: Path) -> None:
        problem, _, _ = read(files, start=date(2026, 1, 26))
        assert problem.offers["week"].to_list() == [1, 3]

    def test_parquet_gives_the_same_problem_as_csv(self, files: Path) -> None:
        from_csv, _, _ = read(files)
        typed = pl.read_csv(files / "waiting.csv", schema_overrides={"tfc": pl.String})
        typed.write_parquet(files / "waiting.csv")  # recognised by content, whatever its name
        from_parquet, _, _ = read(files)
        assert from_parquet.pathways.equals(from_csv.pathways)

    @pytest.mark.parametrize("cell", [" A2", "A2 ", "\tA2", '" A2"', '"A2 "', '"A2"', "A2 \t"])
    def test_blanks_around_a_cell_are_not_part_of_it(self, files: Path, cell: str) -> None:
        spoil(files, "waiting.csv", "A2,", f"{cell},")
        spoil(files, "waiting.csv", "yes\n", "yes \n")
        problem, _, _ = read(files)
        assert problem.pathways["pathway_id"].to_list() == ["A1", "A2"]
        assert problem.pathways["consent"].to_list() == [True, None]

    def test_further_columns_are_kept(self, files: Path) -> None:
        text = (files / "waiting.csv").read_text("utf-8").splitlines()
        extended = [text[0] + ",ward", *(line + ",7A" for line in text[1:])]
        (files / "waiting.csv").write_text("\n".join(extended), "utf-8")
        problem, _, _ = read(files)
        assert problem.pathways["ward"].to_list() == ["7A", "7A"]

    def test_lines_and_budgets_may_come_in_a_folder_of_their_own(self, files: Path) -> None:
        contracts = files / "contracts"
        contracts.mkdir()
        for name in ("b.csv", "c.csv"):
            (files / "capacity" / name).rename(contracts / name)
        problem, _, _ = read(files, contracts=contracts)
        assert problem.lines.height == problem.budgets.height == 1

    def test_a_single_file_of_offers_is_a_capacity(self, files: Path) -> None:
        offers = files / "offers.csv"
        offers.write_text(OFFERS.replace(",L1,", ",,"), "utf-8")
        problem, _, findings = read_problem(files / "waiting.csv", offers)
        assert problem.travel["minutes"].to_list() == [0.0, 0.0]
        assert [finding.code for finding in findings] == ["NO_TRAVEL"]

    def test_straight_lines_serve_where_zones_and_sites_have_coordinates(self, files: Path) -> None:
        (files / "capacity" / "d.csv").write_text("zone,latitude,longitude\nZZ1,52,-1\nZZ2,53,-1\n")
        (files / "capacity" / "e.csv").write_text("site,latitude,longitude\nZN101,52,-1\n")
        problem, _, _ = read(files, minutes_per_mile=2.0)
        assert problem.travel.rows() == [
            ("ZZ1", "ZN101", 0.0, 0.0),
            ("ZZ2", "ZN101", pytest.approx(138.2, abs=0.3), pytest.approx(69.1, abs=0.2)),
        ]


PRIORITIES = """
given  planned  flag
P2     P2       -
P3     P3       -
P4     P4       -
P5     P4       P5
P6     P4       P6
D2     P2       D2
D3     P3       D3
D4     P4       D4
D5     P4       D5
D6     P4       D6
blank  P4       none
P1     -        -
P1a    -        -
P1b    -        -
D1     -        -
"""


class TestRulesOfTheWaitingList:
    @pytest.mark.parametrize("row", PRIORITIES.split("\n")[2:-1])
    def test_priorities_are_planned_as_the_table_says(self, files: Path, row: str) -> None:
        given, planned, flag = row.split()
        text = PATHWAYS.replace(",P4,", f",{'' if given == 'blank' else given},")
        (files / "waiting.csv").write_text(text, "utf-8")
        problem, _, findings = read(files)
        second = problem.pathways.filter(pl.col("pathway_id") == "A2")
        if planned == "-":
            assert second.is_empty()
            assert [finding.code for finding in findings] == ["EMERGENCY_NOT_PLANNED"]
        else:
            expected = None if flag == "-" else flag
            assert second.select("priority", "priority_flag").row(0) == (planned, expected)
            assert [finding.code for finding in findings] == ["PRIORITY_MAPPED"] * (flag != "-")

    @pytest.mark.parametrize(
        ("answer", "consent"),
        [("yes", True), ("no", False), ("withdrawn", False), ("not asked", None), ("", None)],
    )
    def test_only_a_recorded_yes_is_a_yes(
        self, files: Path, answer: str, consent: bool | None
    ) -> None:
        (files / "waiting.csv").write_text(PATHWAYS.replace("none,yes", f"none,{answer}"))
        problem, _, _ = read(files)
        assert problem.pathways["consent"][0] is consent

    @given(days=st.integers(0, 104 * 7))
    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    def test_weeks_waited_are_counted_as_rtt_bands_are(self, files: Path, days: int) -> None:
        clock_start = date.fromordinal(START.toordinal() - days)
        text = PATHWAYS.replace("weeks_waited", "clock_start")
        text = text.replace(",P2,20,", f",P2,{clock_start},").replace(",P4,70,", ",P4,2025-01-01,")
        (files / "waiting.csv").write_text(text, "utf-8")
        problem, _, _ = read(files)
        assert problem.pathways["weeks_waited"][0] == min(band_of_days(days), 104)


def with_column(files: Path, heading: str, *values: str, name: str = "waiting.csv") -> None:
    """Add a column to one of the files."""
    path = files / name
    lines = path.read_text("utf-8").splitlines()
    added = [f"{line},{value}" for line, value in zip(lines, (heading, *values), strict=True)]
    path.write_text("\n".join(added) + "\n", "utf-8")


UNAVAILABLE = """
written                             weeks of three from 2 February
2026-W06                            0
2026-02-09                          1
2026-W06-1;2026-W08                 0 2
2026-02-05/2026-02-16               0 1 2
2026-02-09/2026-02-15               1
2026-01-05/2026-02-02               0
2026-01-05;2026-03-30               -
2026-W07 ; 2026-02-10/2026-02-10;   1
2026-W07;2026-02-09                 1
"""
NOT_WEEKS = [
    "2026-02-10", "2026-W60", "2026-02-15/2026-02-09", "2026-02-09/", "/2026-02-09",
    "2026-W07/2026-W08", "next week", "2026-W07,2026-W08", "2026-01-05/2029-01-05",
    "2026-W06;soon",
]  # fmt: skip


class TestWeeksInWhichSomebodyCannotCome:
    @pytest.mark.parametrize("row", UNAVAILABLE.strip().split("\n")[1:])
    def test_they_are_numbered_within_the_horizon(self, files: Path, row: str) -> None:
        written, numbers = row[:36].strip(), row[36:].split()
        with_column(files, "unavailable", written, "")
        problem, _, _ = read(files)
        expected = [int(number) for number in numbers if number != "-"]
        assert problem.pathways["unavailable"].to_list() == [expected, None]

    @pytest.mark.parametrize("written", NOT_WEEKS)
    def test_what_names_no_weeks_is_refused(self, files: Path, written: str) -> None:
        quoted = f'"{written}"' if "," in written else written
        with_column(files, "unavailable", "2026-W06", quoted)
        assert refused(files) == [("WRONG_FORM", 3, "unavailable", written)]

    def test_a_list_without_the_column_says_nothing_of_them(self, files: Path) -> None:
        assert read(files)[0].pathways["unavailable"].null_count() == 2


class TestHowFarSomebodyWouldGo:
    @pytest.mark.parametrize(("band", "miles"), [("50", 50), ("100", 100), ("national", None)])
    def test_a_band_is_a_limit_in_miles(self, files: Path, band: str, miles: float | None) -> None:
        with_column(files, "travel_band", band, "")
        problem, _, _ = read(files)
        assert problem.pathways["travel_max_miles"].to_list() == [miles, None]

    def test_miles_that_are_stated_are_believed_first(self, files: Path) -> None:
        with_column(files, "travel_max_miles", "20", "")
        with_column(files, "travel_band", "50", "100")
        assert read(files)[0].pathways["travel_max_miles"].to_list() == [20, 100]

    def test_no_other_band_is_known(self, files: Path) -> None:
        with_column(files, "travel_band", "50", "75")
        assert refused(files) == [("UNKNOWN_CODE", 3, "travel_band", "75")]


class TestValidation:
    def test_its_age_counts_whole_weeks_to_the_start(self, files: Path) -> None:
        with_column(files, "last_validated", "2026-01-20", "2026-02-02")
        problem, _, _ = read(files)
        assert problem.pathways["weeks_since_validated"].to_list() == [1, 0]
        assert "last_validated" not in problem.pathways.columns

    @pytest.mark.parametrize(
        ("day", "said"), [("2025-11-11", 0), ("2025-11-10", 1), ("2024-02-02", 1), ("", 1)]
    )
    def test_what_was_not_validated_of_late_is_counted(
        self, files: Path, day: str, said: int
    ) -> None:
        with_column(files, "last_validated", "2026-01-26", day)
        _, _, findings = read(files, validation_weeks=12)
        expected = [("NOT_VALIDATED", 3, day or "blank", 1)] * said
        assert [(f.code, f.row, f.value, f.count) for f in findings] == expected

    def test_a_list_that_says_nothing_of_it_is_not_warned_of(self, files: Path) -> None:
        assert read(files, validation_weeks=12)[2] == ()

    def test_a_validation_in_the_future_is_refused(self, files: Path) -> None:
        with_column(files, "last_validated", "2026-01-26", "2026-02-03")
        assert refused(files) == [("VALIDATED_LATER", 3, "last_validated", "2026-02-03")]


def test_a_line_may_bound_its_change_from_week_to_week(files: Path) -> None:
    with_column(files, "weekly_change", "1", name="capacity/b.csv")
    assert read(files)[0].lines["weekly_change"].to_list() == [1]
    spoil(files, "capacity/b.csv", ",250000,1", ",250000,-1")
    assert refused(files) == [("NEGATIVE_VALUE", 2, "weekly_change", "-1")]


class TestReadingInParts:
    """A large file is read in parts; nobody can tell from the answer where they were cut."""

    @pytest.fixture
    def in_parts(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tidegate.exchange.blocks.BLOCK_BYTES", 300)

    @pytest.fixture
    def many(self, files: Path) -> Path:
        head, first, _ = PATHWAYS.splitlines()
        rows = [first.replace("A1", f"A{n}").replace(",64,", f",{n % 90},") for n in range(200)]
        (files / "waiting.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")
        return files

    def test_the_answer_is_the_same(self, many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = many / "waiting.csv"
        whole = read_table(path, TABLES["pathways"])
        monkeypatch.setattr("tidegate.exchange.blocks.BLOCK_BYTES", 300)
        assert read_table(path, TABLES["pathways"]).frame.equals(whole.frame)

    @pytest.mark.usefixtures("in_parts")
    def test_a_fault_in_many_parts_is_one_finding(self, many: Path) -> None:
        spoil(many, "waiting.csv", ",31.5,", ",fat,")
        with pytest.raises(UnusableInput) as problem:
            read(many)
        (finding,) = problem.value.findings
        assert (finding.code, finding.row, finding.value, finding.count) == (
            "WRONG_FORM", 2, "fat", 200,
        )  # fmt: skip

    @pytest.mark.usefixtures("in_parts")
    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ("A150,Z01", "A150,Z01,more", ("UNEVEN_ROW", 152, None, "12 cells")),
            ("A150,Z01", "A7,Z01", ("DUPLICATE_KEY", 152, "pathway_id", "A7")),
            ("A150,Z01,ZZ1,110", "A150,Z01,ZZ1,112", ("UNKNOWN_CODE", 152, "tfc", "112")),
            (",20,60,31.5,none,yes\nA151", ",20,6O,31.5,none,yes\nA151",
             ("WRONG_FORM", 152, "age", "6O")),
        ],
    )  # fmt: skip
    def test_a_fault_in_a_later_part_is_named_with_its_row(
        self, many: Path, old: str, new: str, expected: tuple
    ) -> None:
        spoil(many, "waiting.csv", old, new)
        assert refused(many) == [expected]

    @pytest.mark.usefixtures("in_parts")
    def test_a_value_is_quoted_as_it_is_spelled_and_not_as_it_was_understood(
        self, many: Path
    ) -> None:
        spoil(many, "waiting.csv", "P2,20,19,", "P2,20,0640,")
        assert refused(many)[0] == ("VALUE_TOO_HIGH", 21, "age", "0640")


def spoil(files: Path, name: str, old: str, new: str) -> None:
    path = files / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


LONG = "x" * 101
FAULTS = [
    # file, what it says, what it should not say, code, row, column, value
    ("capacity/a.csv", "2026-W06", "2026-W06-3", "WRONG_FORM", 2, "week", "2026-W06-3"),
    ("capacity/a.csv", ",110;120,", ",none,", "WRONG_FORM", 2, "tfc", "none"),
    ("capacity/a.csv", ",110;120,", ",;,", "WRONG_FORM", 2, "tfc", ";"),
    ("waiting.csv", "P4,70,", "P4,-3,", "NEGATIVE_VALUE", 3, "weeks_waited", "-3"),
    ("waiting.csv", "P4,70,", "P4,many,", "WRONG_FORM", 3, "weeks_waited", "many"),
    ("waiting.csv", "P4,70,", "P4,,", "WAIT_NOT_KNOWN", 3, "weeks_waited", None),
    ("waiting.csv", "P4,70,", "P9,70,", "UNKNOWN_CODE", 3, "priority", "P9"),
    ("waiting.csv", "ZZ2,110,", "ZZ2,999,", "UNKNOWN_CODE", 3, "tfc", "999"),
    ("waiting.csv", "64,31.5", "64,fat", "WRONG_FORM", 2, "bmi", "fat"),
    ("waiting.csv", "64,31.5", "640,31.5", "VALUE_TOO_HIGH", 2, "age", "640"),
    ("waiting.csv", "none,yes", "none,perhaps", "UNKNOWN_CODE", 2, "consent", "perhaps"),
    ("waiting.csv", "A2,Z01", ",Z01", "BLANK_VALUE", 3, "pathway_id", None),
    ("waiting.csv", "A2,Z01", "A1,Z01", "DUPLICATE_KEY", 3, "pathway_id", "A1"),
    ("waiting.csv", "A2,Z01", "A2,Z01,extra", "UNEVEN_ROW", 3, None, "12 cells"),
    ("waiting.csv", "holder,", "owner,", "MISSING_COLUMN", 1, "holder",
     "pathway_id, owner, zone, tfc, modality, priority, weeks_waited, age, bmi, conditions, "
     "consent"),
    ("capacity/a.csv", "2026-02-16", "2026-02-17", "WRONG_FORM", 3, "week", "2026-02-17"),
    ("capacity/a.csv", "2026-W06", "2026-W60", "WRONG_FORM", 2, "week", "2026-W60"),
    ("capacity/a.csv", "110;120", "110;12", "UNKNOWN_CODE", 2, "tfc", "110;12"),
    ("capacity/a.csv", "W06,3,", "W06,2.5,", "WRONG_FORM", 2, "units", "2.5"),
    ("capacity/a.csv", ",L1,", ",L9,", "UNKNOWN_LINE", 2, "line_id", "L9"),
    ("capacity/b.csv", "2,5,", "-2,5,", "NEGATIVE_VALUE", 2, "minimum_take", "-2"),
    ("capacity/c.csv", "10000000", "a lot", "WRONG_FORM", 2, "pence", "a lot"),
    ("waiting.csv", "A2,Z01", f"{LONG},Z01", "VALUE_TOO_LONG", 3, "pathway_id", LONG),
    ("waiting.csv", "A2,Z01", f"A2,{LONG}", "VALUE_TOO_LONG", 3, "holder", LONG),
    ("capacity/a.csv", "O2,ZN101", f"O2,{LONG}", "VALUE_TOO_LONG", 3, "site", LONG),
    ("capacity/b.csv", "L1,K1", f"L1,{LONG}", "VALUE_TOO_LONG", 2, "contract_id", LONG),
    ("capacity/d.csv", "ZZ2,ZN101", f"{LONG},ZN101", "VALUE_TOO_LONG", 3, "zone", LONG),
    ("capacity/d.csv", "ZZ2,ZN101", "ZZ1,ZN101", "DUPLICATE_KEY", 3, "zone, site", "ZZ1, ZN101"),
]  # fmt: skip


class TestWhatIsRefused:
    @pytest.mark.parametrize(("name", "old", "new", "code", "row", "column", "value"), FAULTS)
    def test_a_fault_is_named_with_row_column_and_value(
        self, files: Path, name: str, old: str, new: str,
        code: str, row: int, column: str, value: str,
    ) -> None:  # fmt: skip
        spoil(files, name, old, new)
        assert refused(files) == [(code, row, column, value)]

    def test_an_identifier_may_have_as_many_characters_as_are_said(self, files: Path) -> None:
        spoil(files, "waiting.csv", "A2,", f"{'é' * 100},")
        assert read(files)[0].pathways["pathway_id"].to_list() == ["A1", "é" * 100]
        spoil(files, "waiting.csv", "é,", "éé,")
        with pytest.raises(UnusableInput) as problem:
            read(files)
        assert problem.value.findings[0].expected == "at most 100 characters"

    def test_faults_of_all_files_are_reported_together(self, files: Path) -> None:
        spoil(files, "waiting.csv", "P4,70,", "P4,-3,")
        spoil(files, "capacity/a.csv", "W06,3,", "W06,-1,")
        spoil(files, "capacity/b.csv", "250000", "cheap")
        assert [code for code, *_ in refused(files)] == [
            "NEGATIVE_VALUE", "NEGATIVE_VALUE", "WRONG_FORM",
        ]  # fmt: skip

    def test_one_finding_counts_all_rows_with_the_same_fault(self, files: Path) -> None:
        spoil(files, "waiting.csv", "inpatient", "overnight")
        with pytest.raises(UnusableInput) as problem:
            read(files)
        (finding,) = problem.value.findings
        assert (finding.code, finding.row, finding.count) == ("UNKNOWN_CODE", 2, 2)

    def test_offers_before_the_start_are_refused(self, files: Path) -> None:
        assert refused(files, start=date(2026, 2, 9))[0][0] == "WEEK_BEFORE_START"

    def test_a_start_that_is_no_monday_is_refused(self, files: Path) -> None:
        assert refused(files, start=date(2026, 1, 30))[0][0] == "NOT_A_MONDAY"

    def test_a_clock_that_starts_after_the_plan_is_refused(self, files: Path) -> None:
        spoil(files, "waiting.csv", "weeks_waited", "clock_start")
        spoil(files, "waiting.csv", "P2,20,", "P2,2026-02-03,")
        spoil(files, "waiting.csv", "P4,70,", "P4,2025-02-03,")
        assert refused(files) == [("CLOCK_STARTS_LATER", 2, "clock_start", "2026-02-03")]

    @pytest.mark.parametrize(
        ("journey", "file", "column", "value", "rows"),
        [
            ("ZZ1,ZN101,25,10\n", "waiting.csv", "zone", "ZZ2", 1),
            ("ZZ1,ZN102,25,10\nZZ2,ZN102,25,10\n", "a.csv", "site", "ZN101", 2),
        ],
    )
    def test_a_place_that_no_journey_touches_is_named_in_its_own_file(
        self, files: Path, journey: str, file: str, column: str, value: str, rows: int
    ) -> None:
        (files / "capacity/d.csv").write_text(f"zone,site,minutes,miles\n{journey}", "utf-8")
        _, _, (finding,) = read(files)
        assert (finding.file, finding.column, finding.value, finding.count) == (
            file, column, value, rows,
        )  # fmt: skip

    def test_a_travel_limit_needs_travel(self, files: Path) -> None:
        (files / "capacity" / "d.csv").unlink()
        spoil(files, "waiting.csv", "consent\n", "consent,travel_max_miles\n")
        spoil(files, "waiting.csv", "none,yes", "none,yes,50")
        assert refused(files)[0][0] == "TRAVEL_NEEDED"

    def test_a_strange_file_in_the_folder_is_named(self, files: Path) -> None:
        (files / "capacity" / "x.csv").write_text("who,what\nA,B\n", "utf-8")
        assert refused(files)[0][0] == "UNKNOWN_TABLE"

    def test_the_same_table_twice_is_named(self, files: Path) -> None:
        (files / "capacity" / "x.csv").write_text(BUDGETS, "utf-8")
        assert refused(files)[0][0] == "TABLE_TWICE"

    def test_a_folder_without_offers_is_refused(self, files: Path) -> None:
        (files / "capacity" / "a.csv").unlink()
        assert refused(files)[0][0] == "NO_OFFERS"

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "EMPTY_FILE"),
            (PATHWAYS.replace("none", "caf\xe9").encode("cp1252"), "WRONG_ENCODING"),
            (PATHWAYS.encode("utf-16"), "WRONG_ENCODING"),
            (b"PAR1 and then nothing", "BROKEN_PARQUET"),
            (b"PK\x03\x04 and then nothing", "BROKEN_ARCHIVE"),
        ],
    )
    def test_what_is_not_a_table_is_refused(self, files: Path, content: bytes, code: str) -> None:
        (files / "waiting.csv").write_bytes(content)
        assert refused(files)[0][0] == code
