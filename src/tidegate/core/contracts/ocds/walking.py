"""Walk releases that others wrote, whatever shape they have: what is not there yields nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

Object = Mapping[str, Any]


def listed(within: Object, name: str, path: str = "") -> Iterator[tuple[str, Object]]:
    """Yield each object of a list, with its path."""
    found = within.get(name)
    for number, each in enumerate(found if isinstance(found, list) else ()):
        if isinstance(each, Mapping):
            yield f"{path}/{name}/{number}", each


def part(within: Object, name: str) -> Object:
    """Return an object within an object; empty where there is none."""
    found = within.get(name)
    return found if isinstance(found, Mapping) else {}


def texts(within: Object, name: str) -> list[str]:
    """Return the texts of a list, each in its place; what is no text is empty."""
    found = within.get(name)
    return [
        each if isinstance(each, str) else "" for each in (found if isinstance(found, list) else ())
    ]


def name_of(one: Object) -> str:
    """Return an identifier as text; empty where there is none."""
    found = one.get("id")
    return "" if found is None else str(found)


def every_object(within: object, path: str = "") -> Iterator[tuple[str, Object]]:
    """Yield every object of a release, at any depth, with its path."""
    if isinstance(within, Mapping):
        yield path, within
        for name, each in within.items():
            yield from every_object(each, f"{path}/{name}")
    elif isinstance(within, list):
        for number, each in enumerate(within):
            yield from every_object(each, f"{path}/{number}")


def amount_of(value: object) -> Decimal | None:
    """Return the amount of a value, exactly as it is written; None where it has none."""
    found = value.get("amount") if isinstance(value, Mapping) else None
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    read = Decimal(str(found))
    return read if read.is_finite() else None


def currency_of(value: object) -> str:
    """Return the currency of a value; empty where none is said."""
    return str(value.get("currency") or "") if isinstance(value, Mapping) else ""
