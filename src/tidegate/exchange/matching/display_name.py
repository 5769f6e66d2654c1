"""Names that publishers write in capitals, as a reader would write them."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SMALL = frozenset(
    ["a", "an", "and", "at", "by", "for", "in", "of", "on", "the", "to", "under", "upon", "with"]
)
_AS_THEY_ARE = frozenset(["BMI", "CIC", "ENT", "GP", "ICB", "II", "III", "IOM", "NHS", "UK", "USA"])
_SHORT = {"ltd": "Ltd", "st": "St", "dr": "Dr", "mr": "Mr", "mrs": "Mrs"}


def display_name(name: str) -> str:
    """Write a name of capitals only in upper and lower case; leave any other as it is.

    ``MID AND SOUTH ESSEX NHS FOUNDATION TRUST`` → ``Mid and South Essex NHS Foundation Trust``.
    Words without a vowel are taken for abbreviations and stay.
    """
    if name != name.upper() or name == name.lower():
        return name
    written = _WORD.sub(lambda match: _written(match[0]), name)
    return written[:1].upper() + written[1:]


def _written(word: str) -> str:
    lower = word.lower()
    if lower in _SHORT:
        return _SHORT[lower]
    if word in _AS_THEY_ARE or not set(lower) & set("aeiouy"):
        return word
    return lower if lower in _SMALL else lower[0].upper() + lower[1:]
