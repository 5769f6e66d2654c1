"""A month of the RTT full CSV is read as it was written, zipped or bare, old layout or new."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.exchange.waiting.rtt_files import (
    Row,
    rtt_lines,
    some_rows,
    spell,
    with_totals,
    write_csv,
    write_zip,
)

from tidegate.core.waiting.rtt import figures
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.waiting.rtt_csv import read_rtt_month


def test_the_zip_and_the_csv_inside_it_give_the_same_month(tmp_path: Path) -> None:
    lines = rtt_lines(some_rows(1))
    bare = read_rtt_month(write_csv(tmp_path / "month.csv", lines))
    zipped = read_rtt_month(write_zip(tmp_path / "month.zip", lines))
    assert bare.frame.equals(zipped.frame)
    assert bare.period == zipped.period == date(2031, 1, 31)
    assert zipped.source.name == "month.zip › 20310131-RTT-January-2031-full-extract.csv"
    assert zipped.source.bytes == (tmp_path / "month.zip").stat().st_size
    assert not zipped.findings


def test_columns_are_as_promised_and_total_rows_are_left_out(tmp_path: Path) -> None:
    frame = read_rtt_month(write_csv(tmp_path / "month.csv", rtt_lines(some_rows(2)))).frame
    texts = [
        "provider_parent",
        "provider",
        "provider_name",
        "commissioner_parent",
        "commissioner",
        "commissioner_name",
        "part",
        "tfc",
    ]
    bands = [f"w{week:03}" for week in range(105)]
    assert frame.columns == [*texts, *bands, "unknown_start", "total"]
    assert set(frame.dtypes) == {pl.String, pl.Int32}
    assert set(frame["tfc"]) == {"100", "110", "X02"}
    assert set(frame["part"]) == {"1A", "1B", "2", "2A", "3"}
    assert frame.null_count().sum_horizontal().item() == 0


def test_a_name_with_a_comma_stays_one_name(tmp_path: Path) -> None:
    frame = read_rtt_month(write_csv(tmp_path / "month.csv", rtt_lines(some_rows(3)))).frame
    assert "SALTER VALE, ACUTE" in set(frame["provider_name"])


def test_without_bands_the_totals_are_the_same(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "month.csv", rtt_lines(some_rows(4)))
    whole, quick = read_rtt_month(path), read_rtt_month(path, bands=False)
    assert quick.frame.equals(whole.frame.select(quick.frame.columns))
    assert not any(name.startswith("w0") for name in quick.frame.columns)


def test_before_april_2021_the_last_band_is_over_52_weeks(tmp_path: Path) -> None:
    row = Row(bands={3: 5, 51: 2, 52: 7})
    month = read_rtt_month(
        write_csv(tmp_path / "m.csv", rtt_lines([row], last=52, period="RTT-March-2021"))
    )
    assert month.period == date(2021, 3, 31)
    assert "w052" in month.frame.columns
    assert "w053" not in month.frame.columns
    summed = figures(month.frame).row(0, named=True)
    assert summed["over_52_weeks"] == 7
    assert summed["over_65_weeks"] is None


def test_lines_above_the_headings_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "titled.csv"
    titles = b"\xef\xbb\xbfReferral to Treatment\r\nJanuary 2031\r\n\r\n"
    path.write_bytes(titles + spell(rtt_lines(some_rows(5))))
    plain = read_rtt_month(write_csv(tmp_path / "plain.csv", rtt_lines(some_rows(5))))
    assert read_rtt_month(path).frame.equals(plain.frame)


@pytest.mark.parametrize(
    ("name", "revised"), [("full-extract-revised.csv", True), ("full-extract.csv", False)]
)
def test_a_revised_month_says_so(tmp_path: Path, name: str, revised: bool) -> None:
    path = write_zip(tmp_path / "month.zip", rtt_lines(some_rows(6)), member=name)
    assert read_rtt_month(path).revised is revised


def test_a_spreadsheets_missing_name_is_read_as_no_name(tmp_path: Path) -> None:
    lines = rtt_lines([Row(commissioner="NONC", bands={1: 2})])
    lines[1][8] = "#N/A"
    frame = read_rtt_month(write_csv(tmp_path / "month.csv", lines)).frame
    assert frame["commissioner_name"].to_list() == [""]


def test_more_with_a_decision_to_admit_than_wait_is_a_warning(tmp_path: Path) -> None:
    lines = rtt_lines([Row(part="2", bands={1: 2}), Row(part="2A", bands={1: 3})])
    (finding, *_) = read_rtt_month(write_csv(tmp_path / "month.csv", lines)).findings
    assert (finding.code, finding.severity, finding.row) == ("SUBSET_EXCEEDS_LIST", "warning", 3)


def test_a_cut_without_total_rows_is_read_with_a_warning(tmp_path: Path) -> None:
    lines = [line for line in rtt_lines(some_rows(7)) if line[11] != "C_999"]
    month = read_rtt_month(write_csv(tmp_path / "month.csv", lines))
    assert [finding.code for finding in month.findings] == ["NO_TOTAL_ROWS"]


def test_a_total_row_missing_somewhere_is_a_warning(tmp_path: Path) -> None:
    lines = rtt_lines(some_rows(7))
    del lines[-1]
    month = read_rtt_month(write_csv(tmp_path / "month.csv", lines))
    assert [(f.code, f.count) for f in month.findings] == [("MISSING_TOTAL_ROW", 1)]


def test_a_further_column_is_left_aside_with_a_warning(tmp_path: Path) -> None:
    lines = [[*line, "note"] for line in rtt_lines(some_rows(7))]
    month = read_rtt_month(write_csv(tmp_path / "month.csv", lines))
    assert [(f.code, f.column) for f in month.findings] == [("UNEXPECTED_COLUMN", "note")]


def test_blank_lines_at_the_end_are_not_rows(tmp_path: Path) -> None:
    path = tmp_path / "month.csv"
    path.write_bytes(spell(rtt_lines(some_rows(8))) + b"\r\n\r\n")
    plain = read_rtt_month(write_csv(tmp_path / "plain.csv", rtt_lines(some_rows(8))))
    assert read_rtt_month(path).frame.equals(plain.frame)


def test_blocks_of_lines_join_into_the_same_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_zip(tmp_path / "month.zip", rtt_lines(some_rows(9)))
    whole = read_rtt_month(path).frame
    monkeypatch.setattr("tidegate.exchange.blocks.BLOCK_BYTES", 5000)
    assert read_rtt_month(path).frame.equals(whole)


ROWS = st.builds(
    Row,
    provider=st.sampled_from(["Z01", "Z02", "ZN101"]),
    commissioner=st.sampled_from(["9ZA", "9ZB", "NONC"]),
    part=st.sampled_from(["1A", "1B", "2"]),
    tfc=st.sampled_from(["100", "101", "502", "X06"]),
    bands=st.dictionaries(st.integers(0, 104), st.integers(0, 10_000), max_size=6),
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        ROWS,
        min_size=1,
        max_size=12,
        unique_by=lambda r: (r.provider, r.commissioner, r.part, r.tfc),
    )
)
def test_what_is_written_is_read(rows: list[Row]) -> None:
    with TemporaryDirectory() as folder:
        frame = read_rtt_month(write_zip(Path(folder) / "m.zip", rtt_lines(rows))).frame
    read = {
        (row["provider"], row["commissioner"], row["part"], row["tfc"]): (
            {week: row[f"w{week:03}"] for week in range(105) if row[f"w{week:03}"]},
            row["total"],
        )
        for row in frame.iter_rows(named=True)
    }
    assert read == {
        (row.provider, row.commissioner, row.part, row.tfc): (
            {week: people for week, people in row.bands.items() if people},
            row.total,
        )
        for row in rows
    }


def test_the_generator_adds_one_total_row_for_each_group() -> None:
    rows = some_rows(10)
    groups = {(row.provider, row.commissioner, row.part) for row in rows}
    assert len(with_totals(rows)) == len(rows) + len(groups)


def test_a_file_with_headings_only_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match="NO_ROWS"):
        read_rtt_month(write_csv(tmp_path / "month.csv", rtt_lines([])))
