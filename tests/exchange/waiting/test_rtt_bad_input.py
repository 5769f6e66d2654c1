"""Damaged or doctored RTT files are refused, and the finding leads straight to the fault."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.exchange.waiting.rtt_files import Row, rtt_lines, some_rows, spell, write_csv, write_zip

from tidegate.exchange import blocks
from tidegate.exchange.findings import Finding, UnusableInput
from tidegate.exchange.sources import OpenedText
from tidegate.exchange.waiting.rtt import read_rtt
from tidegate.exchange.waiting.rtt_csv import read_rtt_month

Lines = list[list[str]]
BAND_7 = "Gt 07 To 08 Weeks SUM 1"
COLUMN = {"provider": 3, "commissioner": 7, "part": 9, "tfc": 11, "band 7": 20, "total": -1}


def refusal(path: Path) -> tuple[Finding, ...]:
    with pytest.raises(UnusableInput) as refused:
        read_rtt_month(path)
    return refused.value.findings


def put(row: int, column: str, value: str) -> Callable[[Lines], None]:
    """Change one cell; rows are counted as an editor does, the headings being 1."""

    def change(lines: Lines) -> None:
        lines[row - 1][COLUMN[column]] = value

    return change


def rename(old: str, new: str) -> Callable[[Lines], None]:
    def change(lines: Lines) -> None:
        lines[0][lines[0].index(old)] = new

    return change


def drop(heading: str) -> Callable[[Lines], None]:
    def change(lines: Lines) -> None:
        place = lines[0].index(heading)
        for line in lines:
            del line[place]

    return change


def repeat(row: int) -> Callable[[Lines], None]:
    return lambda lines: lines.append(list(lines[row - 1]))


@dataclass
class Fault:
    said: str
    change: Callable[[Lines], None]
    code: str
    row: int | None
    column: str | None
    value: str | None


FAULTS = [
    Fault("a negative count", put(5, "band 7", "-3"), "NEGATIVE_COUNT", 5, BAND_7, "-3"),
    Fault("a word for a number", put(6, "band 7", "many"), "NOT_A_NUMBER", 6, BAND_7, "many"),
    Fault("half a person", put(7, "band 7", "1.5"), "NOT_A_NUMBER", 7, BAND_7, "1.5"),
    Fault("a huge number", put(7, "band 7", "9" * 12), "NOT_A_NUMBER", 7, BAND_7, "9" * 12),
    Fault("no total", put(4, "total", ""), "MISSING_TOTAL", 4, "Total All", ""),
    Fault(
        "a total that the bands contradict",
        put(4, "total", "999999"),
        "BANDS_DO_NOT_ADD_UP",
        4,
        "Total All",
        "999999",
    ),
    Fault(
        "an unknown treatment function",
        put(8, "tfc", "C_777"),
        "UNKNOWN_TREATMENT_FUNCTION",
        8,
        "Treatment Function Code",
        "C_777",
    ),
    Fault(
        "an unknown part", put(8, "part", "Part_9"), "UNKNOWN_PART", 8, "RTT Part Type", "Part_9"
    ),
    Fault(
        "a provider code that cannot be one",
        put(9, "provider", "R-1"),
        "UNKNOWN_ODS_CODE",
        9,
        "Provider Org Code",
        "R-1",
    ),
    Fault(
        "a commissioner without a code",
        put(9, "commissioner", ""),
        "UNKNOWN_ODS_CODE",
        9,
        "Commissioner Org Code",
        "",
    ),
    Fault("the same row twice", repeat(3), "DUPLICATE_KEY", 122, "Provider Org Code", "Z01"),
    Fault(
        "a renamed column",
        rename("Provider Org Code", "Provider Code"),
        "MISSING_COLUMN",
        1,
        "Provider Org Code",
        "Provider Code",
    ),
    Fault("a missing column", drop("Total All"), "MISSING_COLUMN", 1, "Total All", None),
    Fault(
        "a missing band",
        drop(BAND_7),
        "MISSING_COLUMN",
        1,
        BAND_7,
        None,
    ),
    Fault(
        "a heading twice",
        rename("Provider Org Name", "Provider Org Code"),
        "REPEATED_COLUMN",
        1,
        "Provider Org Code",
        None,
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.said)
def test_the_finding_names_row_column_and_value(tmp_path: Path, fault: Fault) -> None:
    lines = rtt_lines(some_rows(1))
    fault.change(lines)
    findings = refusal(write_csv(tmp_path / "month.csv", lines))
    found = next(finding for finding in findings if finding.code == fault.code)
    assert (found.row, found.column, found.value) == (fault.row, fault.column, fault.value)
    assert found.file == "month.csv"
    assert found.expected


def test_two_periods_in_one_file_are_refused(tmp_path: Path) -> None:
    lines = rtt_lines(some_rows(1))
    lines[11][0] = "RTT-May-2031"
    (finding,) = refusal(write_csv(tmp_path / "month.csv", lines))
    assert (finding.code, finding.row, finding.value) == ("MIXED_PERIODS", 12, "RTT-May-2031")


def test_a_period_that_is_no_month_is_refused(tmp_path: Path) -> None:
    lines = rtt_lines(some_rows(1), period="RTT-Smarch-2031")
    (finding,) = refusal(write_csv(tmp_path / "month.csv", lines))
    assert (finding.code, finding.value) == ("BAD_PERIOD", "RTT-Smarch-2031")


def test_a_total_row_that_is_not_the_sum_is_refused(tmp_path: Path) -> None:
    lines = rtt_lines([Row(bands={7: 4}), Row(tfc="110", bands={7: 2})])
    assert lines[3][11] == "C_999"
    lines[3][20], lines[3][-1] = "7", "7"
    (finding,) = refusal(write_csv(tmp_path / "month.csv", lines))
    assert (finding.code, finding.row, finding.value) == ("TOTAL_ROW_DIFFERS", 4, "7")


def test_a_total_row_with_the_right_total_in_the_wrong_band_is_refused(tmp_path: Path) -> None:
    lines = rtt_lines([Row(bands={7: 4}), Row(tfc="110", bands={7: 2})])
    lines[3][20], lines[3][21] = "5", "1"
    (finding,) = refusal(write_csv(tmp_path / "month.csv", lines))
    assert (finding.code, finding.row) == ("TOTAL_ROW_DIFFERS", 4)


def test_every_fault_is_named_with_how_many_rows_share_it(tmp_path: Path) -> None:
    lines = rtt_lines(some_rows(1))
    lines[3][20], lines[8][20], lines[5][14 + 7] = "x", "y", "z"
    findings = refusal(write_csv(tmp_path / "month.csv", lines))
    assert [(f.row, f.value, f.count) for f in findings] == [(4, "x", 2), (6, "z", 1)]


def test_rows_are_counted_as_an_editor_counts_past_blank_lines_and_titles(tmp_path: Path) -> None:
    lines = spell(rtt_lines(some_rows(1))).split(b"\r\n")
    lines.insert(2, b"")
    lines.insert(0, b"A title")
    lines[8] = lines[8].replace(b"Part_", b"Part-")
    path = tmp_path / "month.csv"
    path.write_bytes(b"\r\n".join(lines))
    assert refusal(path)[0].row == 9


def test_rows_are_counted_as_an_editor_counts_past_a_name_on_two_lines(tmp_path: Path) -> None:
    content = spell(rtt_lines(some_rows(1, providers=["Z01", "Z02"])))
    content = content.replace(b'"SALTER VALE, ACUTE"', b'"SALTER\nVALE, ACUTE"', 1)
    path = tmp_path / "month.csv"
    path.write_bytes(content.replace(b"C_110", b"C_777"))
    rows = [n for n, line in enumerate(path.read_bytes().split(b"\n"), 1) if b"C_777" in line]
    assert refusal(path)[0].row == rows[0]


@pytest.mark.parametrize("bands", [True, False], ids=["with bands", "without bands"])
def test_a_row_with_a_cell_too_many_is_refused(tmp_path: Path, bands: bool) -> None:
    content = spell(rtt_lines(some_rows(1, providers=["Z01", "Z02"])))
    path = tmp_path / "month.csv"
    path.write_bytes(content.replace(b'"SALTER VALE, ACUTE"', b"SALTER VALE, ACUTE"))
    with pytest.raises(UnusableInput) as refused:
        read_rtt_month(path, bands=bands)
    (finding,) = refused.value.findings
    assert (finding.code, finding.value) == ("TOO_MANY_CELLS", "122 cells")
    assert content.split(b"\r\n")[finding.row - 1].count(b"SALTER") == 1


def test_a_row_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "month.csv"
    path.write_bytes(spell(rtt_lines(some_rows(1)))[:-40])
    assert {finding.code for finding in refusal(path)} == {"MISSING_TOTAL"}


def test_windows_1252_is_refused_at_the_row_of_its_first_foreign_letter(tmp_path: Path) -> None:
    lines = rtt_lines(some_rows(1))
    content = spell(lines).split(b"\r\n")
    content[4] = content[4].replace(b"NORTHMERE", b"NORTHM\xc9RE")
    path = tmp_path / "month.csv"
    path.write_bytes(b"\r\n".join(content))
    (finding,) = refusal(path)
    assert (finding.code, finding.row, finding.value) == ("WRONG_ENCODING", 5, "byte 0xC9")


def test_utf_16_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "month.csv"
    path.write_bytes(spell(rtt_lines(some_rows(1))).decode().encode("utf-16"))
    (finding,) = refusal(path)
    assert finding.code == "WRONG_ENCODING"
    assert "UTF-16" in finding.expected


def test_a_truncated_zip_is_refused(tmp_path: Path) -> None:
    whole = write_zip(tmp_path / "month.zip", rtt_lines(some_rows(1)))
    path = tmp_path / "cut.zip"
    path.write_bytes(whole.read_bytes()[:-200])
    (finding,) = refusal(path)
    assert (finding.code, finding.file) == ("BROKEN_ARCHIVE", "cut.zip")


def test_a_zip_damaged_inside_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "month.zip", rtt_lines(some_rows(1)))
    content = bytearray(path.read_bytes())
    content[600:640] = bytes(40)
    path.write_bytes(content)
    assert {finding.code for finding in refusal(path)} == {"BROKEN_ARCHIVE"}


def test_a_zip_with_several_files_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "months.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("january.csv", "a")
        archive.writestr("february.csv", "b")
    (finding,) = refusal(path)
    assert (finding.code, finding.value) == ("SEVERAL_MEMBERS", "january.csv, february.csv")


def test_a_zip_with_nothing_in_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none.zip"
    with zipfile.ZipFile(path, "w"):
        pass
    assert refusal(path)[0].code == "EMPTY_ARCHIVE"


def test_a_folder_an_empty_file_and_no_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").touch()
    assert refusal(tmp_path)[0].code == "NOT_A_FILE"
    assert refusal(tmp_path / "empty.csv")[0].code == "EMPTY_FILE"
    assert refusal(tmp_path / "nowhere.csv")[0].code == "MISSING_FILE"


def test_another_table_read_as_a_month_is_refused_by_its_first_line(tmp_path: Path) -> None:
    path = tmp_path / "month.csv"
    path.write_text("name,age\nA,1\n")
    (finding,) = refusal(path)
    assert (finding.code, finding.row, finding.value) == ("NOT_AN_RTT_FILE", 1, "name,age")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<!DOCTYPE html>\n<html><body>Not found</body></html>", "HTML_PAGE"),
        (b"\xef\xbb\xbf  <html>Sign in</html>", "HTML_PAGE"),
        (b"PK\x03\x04 but not a zip after all", "BROKEN_ARCHIVE"),
        (b"\xd0\xcf\x11\xe0 not a workbook after all", "BROKEN_WORKBOOK"),
        (b"PAR1 not parquet after all", "BROKEN_PARQUET"),
        (bytes(range(256)) * 8, "NOT_TEXT"),
        (b"name,age\nA,1\n", "NOT_AN_RTT_FILE"),
    ],
)
def test_whatever_the_name_says_the_content_decides(
    tmp_path: Path, content: bytes, code: str
) -> None:
    path = tmp_path / "RTT-January-2031.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnusableInput) as refused:
        read_rtt(path)
    assert refused.value.findings[0].code == code


class Junk(io.RawIOBase):
    """Two gigabytes of a table with one huge column, made as they are read."""

    def __init__(self, row: bytes) -> None:
        self.row, self.given = row, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        self.given += size
        if self.given > 2 * 2**30:
            return b""
        return self.row * (size // len(self.row)) if len(self.row) < size else b"x" * size


@pytest.mark.parametrize(
    ("said", "row", "code", "most"),
    [
        ("one endless line", b"x" * 2**25, "LINES_TOO_LONG", 20),
        ("a column of junk", b"a,b," + b"x" * 9000 + b"\n", "LINES_TOO_LONG", 20),
        ("lines without end", b"a,b,c\n" * 100, "FILE_TOO_LARGE", 600),
    ],
)
def test_two_gigabytes_of_junk_are_refused_before_they_are_read(
    said: str, row: bytes, code: str, most: int
) -> None:
    junk = Junk(row)
    with pytest.raises(UnusableInput) as refused:
        for _ in blocks.read_blocks(OpenedText(said, None, junk)):
            pass
    assert refused.value.findings[0].code == code
    assert junk.given <= most * 2**20


def test_a_zip_that_unpacks_to_a_column_of_junk_is_refused_early(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    head = spell([rtt_lines([])[0]])
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("month.csv", "w") as member,
    ):
        member.write(head)
        for _ in range(40):
            member.write(b"x" * 2**20)
    assert path.stat().st_size < 2**20
    assert refusal(path)[0].code == "LINES_TOO_LONG"
