"""One way to write a value down, so that equal contents have equal bytes on every machine.

The form follows RFC 8785 (JSON canonicalisation): keys sorted by UTF-16 code units, no spaces,
text as it is. Fractions are where databases and languages disagree, so they are kept as text.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum


def canonical(value: object) -> str:
    """Write plain JSON values (as ``plain`` returns them) in their one canonical form."""
    if isinstance(value, Mapping):
        pairs = sorted(value.items(), key=lambda pair: pair[0].encode("utf-16-be"))
        return "{" + ",".join(f"{_text(key)}:{canonical(item)}" for key, item in pairs) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    if isinstance(value, float):
        raise TypeError("a fraction has no single written form: pass it through plain() first")
    return _text(value)


def plain(value: object) -> object:
    """Turn a value into what JSON keeps without loss: text, whole numbers, true, false, null.

    Fractions become their shortest decimal text, dates ISO 8601, moments ISO 8601 in UTC.

    Raises:
        TypeError: for a value with no agreed written form.
        ValueError: for NaN, infinity, a moment without time zone, or text that no database keeps.
    """
    match value:
        case Enum():
            return plain(value.value)
        case None | bool() | int():
            return value
        case str():
            return _storable(value)
        case float():
            if not math.isfinite(value):
                raise ValueError(f"the record cannot hold {value}")
            return repr(value)
        case Decimal():
            return str(value)
        case datetime():
            return moment(value)
        case date():
            return value.isoformat()
    return _plain_collection(value)


def _plain_collection(value: object) -> object:
    if isinstance(value, Mapping):
        return {_key(key): plain(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return [plain(item) for item in sorted(value)]
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return [plain(item) for item in value]
    raise TypeError(f"the record cannot hold a value of type {type(value).__name__}")


def moment(value: datetime) -> str:
    """Write a moment in UTC with microseconds, such as ``2026-01-31T16:29:00.000000Z``."""
    if not isinstance(value, datetime):  # a database may hold anything where a moment should be
        raise TypeError(f"not a moment: {value}")
    if value.tzinfo is None:
        raise ValueError("a moment in the record needs its time zone")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _storable(text: str) -> str:
    if "\x00" in text:
        raise ValueError("the record cannot hold text with a NUL character")
    text.encode()  # refuses half of a surrogate pair, which is not text
    return text


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a fact is named by text, not by {type(key).__name__}")
    return _storable(key)
