"""Codes of unmatched people and unused units, in words that a board member understands."""

from __future__ import annotations

from collections.abc import Mapping

Words = tuple[str, str]

UNMATCHED: Mapping[str, Words] = {}

UNUSED: Mapping[str, Words] = {}


def in_words(code: str | None, table: Mapping[str, Words], detail: str | None) -> Words:
    """Return a short name for a code and what it means; an unlisted code names itself."""
    if code is None:
        return "Not stated", detail or ""
    name, meaning = table.get(code, (code.replace("_", " ").capitalize(), detail or ""))
    return name, meaning
