"""Bodies read as JSON and nothing looser: no repeated names, no NaN, no text beyond keeping."""

from __future__ import annotations

import json
from math import isfinite
from typing import TYPE_CHECKING, Any

from ninja.parser import Parser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

WHOLE = 2**53  # below it a float stands for one whole number


class StrictParser(Parser):
    """Reads a body that is a JSON object; the interface turns what is raised here into a 400."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the object in the body.

        Raises:
            ValueError: it is no JSON object in UTF-8, has a name twice, or a value that neither
                JSON nor the database knows.
        """
        read = json.loads(
            request.body.decode("utf-8"),
            object_pairs_hook=_no_name_twice,
            parse_constant=_no_constant,
            parse_float=_number,
        )
        if not isinstance(read, dict):
            raise ValueError("a JSON object is expected")  # noqa: TRY004 - a fault of the caller
        for text in _texts(read):
            if "\0" in text or (not text.isascii() and _has_half_a_character(text)):
                raise ValueError("a text holds a character that cannot be kept")
        return read


def _no_name_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is given twice in one object")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _number(written: str) -> float:
    """Read 3.0 as 3, because to JSON the two are one number, and refuse what is too large."""
    number = float(written)
    if number.is_integer() and abs(number) < WHOLE:
        return int(number)
    if not isfinite(number):
        raise ValueError("a number is too large")
    return number


def _has_half_a_character(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
