"""Reference files that are too large, wrongly encoded or uneven are refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.directory.reference_files import write_hospitals

from tidegate.exchange.directory import reference
from tidegate.exchange.directory.hospitals import read_hospitals
from tidegate.exchange.directory.reference import parse_table, read_text, require_columns
from tidegate.exchange.directory.trust_points import read_trust_points
from tidegate.exchange.findings import UnusableInput


def test_a_file_beyond_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reference, "MAX_REFERENCE_BYTES", 100)
    with pytest.raises(UnusableInput, match="FILE_TOO_LARGE"):
        read_hospitals(write_hospitals(tmp_path / "list.csv"))


def test_a_foreign_encoding_is_refused_at_its_first_foreign_byte(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"a,b\n1,2\n3,\xff\n")
    with pytest.raises(UnusableInput) as refused:
        read_text(path)
    (finding,) = refused.value.findings
    assert (finding.code, finding.row, finding.value) == ("WRONG_ENCODING", 3, "byte 0xFF")


def test_an_uneven_table_is_refused() -> None:
    with pytest.raises(UnusableInput, match="as many cells in every row"):
        parse_table("a,b\n1,2,3\n", "list.csv")


def test_every_missing_column_is_named() -> None:
    with pytest.raises(UnusableInput) as refused:
        require_columns(["a"], ["a", "b", "c"], "list.csv")
    assert [finding.column for finding in refused.value.findings] == ["b", "c"]


def test_points_need_their_headings(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text("trust,lon,lat\nZ01,-1,53\n")
    with pytest.raises(UnusableInput, match="MISSING_COLUMN"):
        read_trust_points(path)
