"""The key of pseudonyms: made once, the owner's alone, and refused when it is not a key."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tidegate.exchange.directory.pseudonym_keys import FILE_NAME, pseudonym_key


def test_the_key_is_made_once_in_a_file_of_its_own_that_only_its_owner_reads(
    tmp_path: Path,
) -> None:
    home = tmp_path / "keys"
    key = pseudonym_key(home)
    assert len(key) == 32
    assert pseudonym_key(home) == key
    assert stat.S_IMODE((home / FILE_NAME).stat().st_mode) == 0o600
    assert [file.name for file in home.iterdir()] == [FILE_NAME]


def test_two_homes_have_two_keys(tmp_path: Path) -> None:
    assert pseudonym_key(tmp_path / "one") != pseudonym_key(tmp_path / "two")


def test_a_key_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    pseudonym_key(tmp_path)
    (tmp_path / FILE_NAME).chmod(0o640)
    with pytest.raises(PermissionError, match="0600"):
        pseudonym_key(tmp_path)


@pytest.mark.parametrize("written", ["", "secret", "ab" * 31])
def test_a_file_that_holds_no_key_is_refused_and_left(tmp_path: Path, written: str) -> None:
    path = tmp_path / FILE_NAME
    path.write_text(written, encoding="ascii")
    path.chmod(0o600)
    with pytest.raises(ValueError, match="does not hold a key"):
        pseudonym_key(tmp_path)
    assert path.read_text(encoding="ascii") == written
