"""Where each key of a TOML file stands, so that a finding can name its row."""

from __future__ import annotations

import re
from collections import Counter

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.\- ]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"\s*([\w\-]+)\s*=")
Place = tuple[int | str, ...]


def lines_of(text: str) -> dict[Place, int]:
    """Return the row, counted from 1, of each table and key; tables of a list by their number.

    Lists that are written in one line are known as a whole only.
    """
    found: dict[Place, int] = {}
    counted: Counter[str] = Counter()
    here: Place = ()
    for row, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            name = header[2]
            if header[1] == "[[":
                counted[name] += 1
                for inner in [each for each in counted if each.startswith(f"{name}.")]:
                    counted[inner] = 0
            here = _place(name, counted)
            found[here] = row
        elif key := _KEY.match(line):
            found.setdefault((*here, key[1]), row)
    return found


def row_of(place: Place, lines: dict[Place, int]) -> int | None:
    """Return the row of a place, or of the smallest known thing around it."""
    for length in range(len(place), 0, -1):
        if place[:length] in lines:
            return lines[place[:length]]
    return None


def _place(name: str, counted: Counter[str]) -> Place:
    place: list[int | str] = []
    parts = name.split(".")
    for length, part in enumerate(parts, 1):
        place.append(part)
        if times := counted[".".join(parts[:length])]:
            place.append(times - 1)
    return tuple(place)
