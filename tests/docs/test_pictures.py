"""Pictures in the documentation are there, are used, and say in words what they show."""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
IMAGES = PROJECT / "docs" / "images"
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+\.png)\)")


def pictures() -> list[tuple[Path, str, Path]]:
    """Every picture as (page, words, file)."""
    pages = [PROJECT / "README.md", *(PROJECT / "docs").rglob("*.md")]
    return [
        (page, words, (page.parent / file).resolve())
        for page in pages
        for words, file in PICTURE.findall(page.read_text("utf-8"))
    ]


def test_every_picture_that_is_shown_exists_and_has_words() -> None:
    shown = pictures()
    assert shown
    assert [str(file) for _, _, file in shown if not file.is_file()] == []
    assert [page.name for page, words, _ in shown if len(words.split()) < 4] == []


def test_every_picture_that_exists_is_shown() -> None:
    shown = {file for _, _, file in pictures()}
    assert [file.name for file in sorted(IMAGES.glob("*.png")) if file not in shown] == []
