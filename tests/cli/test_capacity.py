"""``tidegate capacity`` as a person at a terminal meets it, on three fictional months."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import polars as pl
import pytest
from tests.cli.published_months import write_month

from tidegate.cli.main import run

HOSPITAL_HEADINGS = [
    "OrganisationID", "OrganisationCode", "OrganisationType", "SubType", "Sector",
    "OrganisationStatus", "IsPimsManaged", "OrganisationName", "Address1", "Address2", "Address3",
    "City", "County", "Postcode", "Latitude", "Longitude", "ParentODSCode", "ParentName", "Phone",
    "Email", "Website", "Fax",
]  # fmt: skip


@pytest.fixture
def months(tmp_path: Path) -> list[str]:
    """Three months in which a clinic's orthopaedics go from 80 to 84 to 105."""
    return [
        write_month(tmp_path / "rtt", period, [("ZN101", "1A", {0: clinic})])
        for period, clinic in (("November-2025", 80), ("December-2025", 84), ("January-2026", 105))
    ]


def tidegate(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run the command and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["tidegate", *arguments])
    with pytest.raises(SystemExit) as end:
        run()
    return int(end.value.code or 0)


def test_it_prints_what_was_shown_and_that_it_is_no_offer(
    months: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    assert tidegate("capacity", *months, monkeypatch=monkeypatch) == 0
    printed = capsys.readouterr().out
    assert "An estimate, and no offer" in printed
    assert "November 2025, December 2025, January 2026" in printed
    assert "Trauma and Orthopaedics" in printed
    assert "ZN101" in printed


def test_it_answers_machines(
    months: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    assert tidegate("capacity", *months, "--json", monkeypatch=monkeypatch) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["months"] == ["2026-01-31", "2025-12-31", "2025-11-30"]
    (provider,) = answer["by_provider"]
    assert provider["spare_per_month"] == pytest.approx(21)
    assert provider["now_per_month"] == pytest.approx(84)
    assert "no offer" in answer["caution"]


def test_a_hospital_list_in_a_folder_beside_tells_the_sector(
    months: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    folder = Path(months[0]).parents[1] / "ods"
    folder.mkdir()
    site = dict.fromkeys(HOSPITAL_HEADINGS, "") | {
        "OrganisationCode": "ZN101", "Sector": "Independent Sector", "Latitude": "52.1",
        "OrganisationName": "Fairhaven Clinic", "Longitude": "-1.2", "ParentODSCode": "ZN1",
    }  # fmt: skip
    lines = ["¬".join(HOSPITAL_HEADINGS), "¬".join(site.values())]
    (folder / "anything.csv").write_text("\n".join(lines) + "\n", encoding="cp1252")
    (folder / "holiday.txt").write_text("no reference file", encoding="utf-8")
    assert tidegate("capacity", *months, "--json", monkeypatch=monkeypatch) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [line["sector"] for line in answer["by_sector"]] == ["independent"]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_it_writes_every_row_whole(
    months: list[str], tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
):
    out = tmp_path / f"capacity.{ending}"
    assert tidegate("capacity", *months, "--out", str(out), monkeypatch=monkeypatch) == 0
    frame = pl.read_csv(out) if ending == "csv" else pl.read_parquet(out)
    assert frame["provider"].to_list() == ["ZN101"]
    assert frame["spare_per_month"].to_list() == pytest.approx([21])
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [out.name]


def test_one_month_shows_nothing_and_the_answer_is_no(
    months: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    assert tidegate("capacity", months[0], monkeypatch=monkeypatch) == 1
    assert "One month can show nothing" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["twice"], "MONTH_TWICE"),
        (["missing.csv"], "MISSING_FILE"),
        (["--out", "capacity.docx"], "ends in .csv or .parquet"),
        (["--table", "published-1999"], "MISSING_TABLE"),
    ],
)
def test_unusable_input_ends_with_exit_code_2(
    months: list[str],
    arguments: list[str],
    complaint: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    given = months[:1] if arguments == ["twice"] else arguments
    assert tidegate("capacity", *months, *given, monkeypatch=monkeypatch) == 2
    assert complaint in capsys.readouterr().err


@pytest.mark.published
def test_the_published_months_show_england_in_figures(
    published_data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    files = sorted((published_data / "rtt").glob("Full-CSV-data-file-[ND]*25*.zip"))
    assert tidegate("capacity", *map(str, files), "--json", monkeypatch=monkeypatch) == 0
    sectors = json.loads(capsys.readouterr().out)["by_sector"]
    nhs = {line["admission"]: line for line in sectors if line["sector"] == "nhs"}
    # Hospitals of England admit a quarter of a million people a month from RTT lists.
    assert 200_000 < nhs["admitted"]["now_per_month"] < 300_000
    assert 0 < nhs["admitted"]["spare_per_month"] < 0.2 * nhs["admitted"]["now_per_month"]
