"""Each demo has a password of its own, for its owner's eyes."""

from pathlib import Path

from tidegate.controlroom.demo.password import demo_password


def test_it_is_made_once_and_then_kept(tmp_path: Path) -> None:
    assert demo_password(tmp_path) == demo_password(tmp_path)


def test_two_demos_have_different_ones(tmp_path: Path) -> None:
    assert demo_password(tmp_path / "one") != demo_password(tmp_path / "two")


def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    demo_password(tmp_path)
    assert (tmp_path / "demo" / "password").stat().st_mode & 0o077 == 0


def test_an_empty_file_left_by_an_interruption_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "password").touch()
    assert len(demo_password(tmp_path)) >= 12
