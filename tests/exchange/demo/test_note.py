"""A demo knows its own home, and never touches a control room that is none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tidegate.exchange.demo.note import DemoNote, clear, holds_demo, read_note, refuse_if_in_use
from tidegate.exchange.findings import UnusableInput

NOTE = DemoNote(seed=7, people=3000, as_of=date(2026, 11, 25))


def test_a_note_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    NOTE.write(tmp_path)
    assert read_note(tmp_path) == NOTE
    NOTE.done().write(tmp_path)
    assert read_note(tmp_path) == NOTE.done()


def test_an_empty_home_has_no_note(tmp_path: Path) -> None:
    assert read_note(tmp_path) is None


def test_a_home_holds_a_demo_from_its_first_note_on(tmp_path: Path) -> None:
    assert not holds_demo(tmp_path)
    NOTE.write(tmp_path)
    assert holds_demo(tmp_path)


def test_a_damaged_note_is_refused_with_the_way_out(tmp_path: Path) -> None:
    NOTE.write(tmp_path)
    (tmp_path / "demo" / "demo.json").write_text("{", "utf-8")
    with pytest.raises(UnusableInput, match="--fresh"):
        read_note(tmp_path)


def test_starting_over_removes_the_demo_and_nothing_else(tmp_path: Path) -> None:
    NOTE.write(tmp_path)
    for name in ("tidegate.sqlite3", "secret-key", "letter.txt"):
        (tmp_path / name).write_text("x", "utf-8")
    (tmp_path / "plans" / "1").mkdir(parents=True)
    clear(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letter.txt", "secret-key"]


def test_starting_over_where_nothing_is_does_nothing(tmp_path: Path) -> None:
    clear(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_control_room_that_is_no_demo_is_never_touched(tmp_path: Path) -> None:
    database = tmp_path / "tidegate.sqlite3"
    database.write_text("somebody's work", "utf-8")
    for harm in (refuse_if_in_use, clear):
        with pytest.raises(UnusableInput, match="HOME_IN_USE"):
            harm(tmp_path)
    assert database.read_text("utf-8") == "somebody's work"
