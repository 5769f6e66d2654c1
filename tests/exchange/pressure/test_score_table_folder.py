"""A deployment's own score tables: each file is read, checked, and shown with what is wrong."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tidegate.exchange.pressure.measures import shipped_measures
from tidegate.exchange.pressure.score_table_folder import AtHand, tables_at_hand
from tidegate.exchange.pressure.score_tables import score_table_text

INDEX = score_table_text("index-2026")[0]
MEASURES = shipped_measures()


def own(folder: Path, text: str | bytes, reported: tuple[str, ...] = tuple(MEASURES)) -> AtHand:
    """Put one file into a folder and read it as one of the tables at hand."""
    path = folder / "ours.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    (found,) = [each for each in tables_at_hand(folder, MEASURES, reported) if each.own]
    return found


@pytest.mark.parametrize("made", [True, False])
def test_without_own_files_there_are_the_shipped_ones(tmp_path: Path, made: bool) -> None:
    folder = tmp_path / "score-tables"
    if made:
        folder.mkdir()
    found = tables_at_hand(folder, MEASURES, MEASURES)
    assert [(each.name, each.own, each.ready) for each in found] == [
        ("index-2026", False, True),
        ("opel-2024-26", False, False),
    ]


def test_an_own_file_is_there_with_its_text_and_fingerprint(tmp_path: Path) -> None:
    found = own(tmp_path, INDEX)
    assert (found.name, found.ready, found.findings) == ("ours.toml", True, ())
    assert found.text == INDEX
    assert found.sha256 == hashlib.sha256(INDEX.encode()).hexdigest()


def test_other_files_and_folders_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no table")
    (tmp_path / "old.toml").mkdir()
    assert not [each for each in tables_at_hand(tmp_path, MEASURES, MEASURES) if each.own]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (INDEX.replace("edition", "editon", 1), "TABLE_VALUE"),
        ("name = ", "NOT_TOML"),
        (b"\xff\xfe\x00", "TABLE_NOT_FOUND"),
        (INDEX.replace('"handover_mean"', '"handover_meen"'), "UNKNOWN_MEASURE"),
    ],
)
def test_what_is_wrong_stays_beside_the_file_and_hides_no_other(
    tmp_path: Path, text: str | bytes, code: str
) -> None:
    found = own(tmp_path, text)
    assert not found.ready
    assert code in {finding.code for finding in found.findings}


def test_a_figure_that_no_report_has_is_pointed_at_and_does_not_forbid(tmp_path: Path) -> None:
    reported = tuple(measure for measure in MEASURES if measure != "handover_mean")
    found = own(tmp_path, INDEX, reported)
    assert found.ready
    assert [(one.code, one.value) for one in found.findings] == [("NOT_REPORTED", "handover_mean")]
