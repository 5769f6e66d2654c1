"""What can be loaded is recognised, read, and given the day that it describes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tidegate.exchange.directory.known_codes import CodeList, unknown_codes
from tidegate.exchange.findings import Severity, UnusableInput
from tidegate.exchange.incoming import Incoming, read_incoming
from tidegate.exchange.sources import Source

SUMMER = date(2025, 7, 1)


def an_ods_file(folder: Path) -> Path:
    """Two fictional trusts in the publisher's 27 columns without headings."""
    path = folder / "list.csv"
    rows = []
    for code, name in (("R9A", "NORTHMERE ROYAL HOSPITALS"), ("R9B", "FELLSIDE HOSPITALS")):
        cells = [code, name, "Y63", "QZ1", *[""] * 5, "ZZ1 1ZZ", "20010401", *[""] * 16]
        rows.append(",".join(f'"{cell}"' for cell in cells))
    path.write_text("\n".join(rows) + "\n", "utf-8")
    return path


def test_a_reference_file_takes_the_day_that_it_is_given(tmp_path: Path) -> None:
    incoming = read_incoming(an_ods_file(tmp_path), SUMMER)
    assert (incoming.source.kind, incoming.as_of) == ("ods-trusts", SUMMER)
    assert incoming.frame["code"].to_list() == ["R9A", "R9B"]


def test_a_reference_file_without_a_day_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match=r"--as-of DATE.*AS_OF_NEEDED"):
        read_incoming(an_ods_file(tmp_path))


def test_what_is_not_known_is_refused_with_what_is(tmp_path: Path) -> None:
    stranger = tmp_path / "notes.txt"
    stranger.write_text("a note, nothing more\n", "utf-8")
    with pytest.raises(UnusableInput, match=r"RTT full CSV.*NOT_LOADABLE"):
        read_incoming(stranger, SUMMER)


def test_outlines_of_areas_are_kept_as_nested_rings(tmp_path: Path) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":'
        '{"ICB23CD":"E54000999","ICB23NM":"Northmere"},"geometry":{"type":"Polygon",'
        '"coordinates":[[[-2.0,54.0],[-1.0,54.0],[-1.0,55.0],[-2.0,54.0]]]}}]}',
        "utf-8",
    )
    frame = read_incoming(path, SUMMER).frame
    assert frame["name"].to_list() == ["Northmere"]
    assert frame["rings"][0][0][0].to_list() == [-2.0, 54.0]


@pytest.mark.published
def test_a_month_says_itself_which_day_it_describes(published_data: Path) -> None:
    path = published_data / "rtt" / "rtt_2023-04-FIXTURE.zip"
    assert read_incoming(path).as_of == date(2023, 4, 30)
    assert read_incoming(path, SUMMER).as_of == date(2023, 4, 30)


def a_month(as_of: date = SUMMER) -> Incoming:
    frame = pl.DataFrame(
        {
            "provider": ["R9A", "R9Z", "R9Z", "R9A01", "N9901"],
            "commissioner": ["99A", "99A", "Y99", "NONC", "99B"],
        }
    )
    return Incoming(Source("month.zip", "0" * 64, 1, "rtt-full-csv"), as_of, frame)


TRUSTS = CodeList("ods-trusts", "etr.csv", SUMMER, frozenset({"R9A"}))
COMMISSIONERS = CodeList("ods-commissioners", "eccg.csv", SUMMER, frozenset({"99A", "99B"}))


def test_a_trust_that_the_loaded_list_does_not_know_is_an_error() -> None:
    (finding,) = unknown_codes(a_month(), [TRUSTS, COMMISSIONERS])
    assert (finding.severity, finding.code) == (Severity.ERROR, "UNKNOWN_ODS_CODE")
    assert (finding.column, finding.value, finding.count) == ("provider", "R9Z", 2)


def test_a_list_older_than_the_month_can_only_warn() -> None:
    (finding,) = unknown_codes(a_month(date(2025, 8, 31)), [TRUSTS, COMMISSIONERS])
    assert finding.severity is Severity.WARNING


def test_regions_other_nations_and_independent_providers_are_on_no_list() -> None:
    listed = CodeList("ods-trusts", "etr.csv", SUMMER, frozenset({"R9A", "R9Z"}))
    assert list(unknown_codes(a_month(), [listed, COMMISSIONERS])) == []


def test_without_a_list_nothing_can_be_said() -> None:
    assert list(unknown_codes(a_month(), [])) == []
    other = Incoming(Source("x", "0" * 64, 1, "nhsuk-hospitals"), SUMMER, pl.DataFrame())
    assert list(unknown_codes(other, [TRUSTS])) == []


@pytest.mark.published
def test_workbooks_of_one_month_are_kinds_of_their_own(published_data: Path) -> None:
    path = published_data / "rtt" / "Admitted-Commissioner-Dec24-XLSX-2M-revised.xlsx"
    incoming = read_incoming(path)
    assert incoming.source.kind == "rtt-workbook-commissioner-1A"
    assert incoming.as_of == date(2024, 12, 31)
