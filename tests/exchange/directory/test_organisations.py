"""A list of organisations is read so that each follows who oversees it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidegate.exchange.checking import check_file
from tidegate.exchange.directory.organisations import read_organisations
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.kinds import Kind

LISTED = """code,name,kind,parent,sector
Z01A1,Northmere Infirmary,site,Z01,nhs
Z01,"Northmere Royal, Hospitals",trust,ZQ1,nhs
ZN101,Tarn View Hospital,independent,ZQ1,
ZQ1,Northmere Integrated Care Board,icb,,nhs
"""


def written(folder: Path, text: str = LISTED) -> Path:
    path = folder / "list.csv"
    path.write_text(text, "utf-8")
    return path


def refused(path: Path) -> list[tuple[str, str | None, int | None]]:
    with pytest.raises(UnusableInput) as caught:
        read_organisations(path)
    return [(found.code, found.column, found.row) for found in caught.value.findings]


def test_it_is_recognised_and_checked_like_any_file(tmp_path: Path) -> None:
    checked = check_file(written(tmp_path))
    assert (checked.kind, checked.rows, checked.findings) == (Kind.ORGANISATIONS, 4, ())


def test_each_follows_its_parent_and_blanks_are_filled(tmp_path: Path) -> None:
    frame = read_organisations(written(tmp_path)).frame
    assert frame["code"].to_list() == ["ZQ1", "Z01", "ZN101", "Z01A1"]
    assert frame.row(0) == ("ZQ1", "Northmere Integrated Care Board", "icb", "", "nhs")
    assert frame.filter(code="ZN101")["sector"].item() == "unknown"


def test_parents_and_sectors_may_be_left_out(tmp_path: Path) -> None:
    frame = read_organisations(written(tmp_path, "code,name,kind\nZQ1,Northmere,icb\n")).frame
    assert frame.row(0) == ("ZQ1", "Northmere", "icb", "", "unknown")


def test_a_circle_is_named_and_whoever_stands_below_it(tmp_path: Path) -> None:
    path = written(tmp_path, LISTED.replace("icb,,", "icb,Z01A1,"))
    assert refused(path) == [("CIRCLE_OF_PARENTS", "parent", 2)]


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("trust", "monastery", "UNKNOWN_CODE", "kind"),
        ("ZN101", "Z01", "DUPLICATE_KEY", "code"),
        ("Tarn View Hospital", "", "BLANK_VALUE", "name"),
        ("ZN101", "ZN10101010101", "VALUE_TOO_LONG", "code"),
    ],
)
def test_what_does_not_fit_is_named(
    tmp_path: Path, old: str, new: str, code: str, column: str
) -> None:
    assert (code, column) in [
        found[:2] for found in refused(written(tmp_path, LISTED.replace(old, new)))
    ]


def test_a_list_of_nobody_is_refused(tmp_path: Path) -> None:
    assert refused(written(tmp_path, "code,name,kind\n")) == [("NO_ROWS", None, None)]
