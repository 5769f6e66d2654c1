"""Identifiers that somebody may have meant when the one they typed is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_MOST_COMPARED = 2_000


def near_misses(typed: str, known: pl.Series, most: int = 3) -> list[str]:
    """Return the known identifiers most like the one typed, best first, few or none.

    Millions of identifiers cannot all be compared letter by letter, so only those are that share
    the longest beginning or the longest end with what was typed, letter case aside.
    """
    from difflib import get_close_matches

    wanted = typed.strip().upper()
    spelled = known.str.to_uppercase()
    candidates: list[str] = []
    for kept in range(len(wanted), 0, -1):
        start, end = spelled.str.starts_with(wanted[:kept]), spelled.str.ends_with(wanted[-kept:])
        candidates = known.filter(start | end).head(_MOST_COMPARED).to_list()
        if candidates:
            break
    by_spelling = {candidate.upper(): candidate for candidate in candidates}
    return [by_spelling[hit] for hit in get_close_matches(wanted, by_spelling, n=most, cutoff=0.6)]
