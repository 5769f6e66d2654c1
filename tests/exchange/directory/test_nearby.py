"""Reference files beside the files that somebody named are found by what is in them."""

from __future__ import annotations

from pathlib import Path

from tidegate.exchange.directory import nearby
from tidegate.exchange.directory.nearby import reference_files_near

TRUSTS = "nhs_trust22_name,nhs_trust22_code,status,lon,lat\nNorthmere Trust,Z01,open,-1.0,52.0\n"


def write(path: Path, text: str = TRUSTS) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_its_own_folder_and_the_folders_beside_it_are_looked_through(tmp_path: Path):
    month = write(tmp_path / "rtt" / "month.csv", "not,looked,at\n")
    own = write(tmp_path / "rtt" / "here.csv")
    beside = write(tmp_path / "ods" / "there.txt")
    assert reference_files_near([month]) == [beside, own]


def test_what_is_deeper_hidden_or_something_else_is_passed_over(tmp_path: Path):
    month = write(tmp_path / "rtt" / "month.csv", "x\n")
    write(tmp_path / "ods" / "deeper" / "there.csv")
    write(tmp_path / ".cache" / "there.csv")
    write(tmp_path / "ods" / "notes.txt", "trusts and where they are\n")
    write(tmp_path / "ods" / "empty.csv", "")
    write(tmp_path / "ods" / "page.csv", "<html>not found</html>\n")
    write(tmp_path / "loose.csv")
    assert reference_files_near([month]) == []


def test_a_very_full_folder_is_left_alone(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(nearby, "MOST_FILES", 2)
    month = write(tmp_path / "rtt" / "month.csv", "x\n")
    for number in range(3):
        write(tmp_path / "photos" / f"{number}.csv")
    assert reference_files_near([month]) == []


def test_each_file_is_named_once_however_many_months_lie_together(tmp_path: Path):
    months = [write(tmp_path / "rtt" / f"{name}.csv", "x\n") for name in "ab"]
    beside = write(tmp_path / "ods" / "there.csv")
    assert reference_files_near(months) == [beside]
