"""Take typed values out of a table as JSON and TOML have it, and name the place that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

Place = tuple[str | int, ...]
Made = TypeVar("Made")
Code = TypeVar("Code", bound=StrEnum)
_MOST = 10**14  # a trillion pounds in pence: more is a slip
_HUNDRED = 100
_DECIMALS = 9


class WrongTerms(ValueError):  # noqa: N818 - it names a state of the input
    """Something in a table of terms cannot be used.

    Attributes:
        place: where, as keys and numbers of list entries from the outside in.
        expected: what would have been right.
        value: what was found, as text; None where nothing was.
    """

    def __init__(self, place: Place, expected: str, value: object = None) -> None:
        self.place, self.expected = place, expected
        self.value = None if value is None else str(value)
        super().__init__(f"{self.where}: expected {expected}")

    @property
    def where(self) -> str:
        """The place in words, list entries counted from 1."""
        parts = (str(each + 1) if isinstance(each, int) else each for each in self.place)
        return " › ".join(parts)


class Table:
    """One table of values; whatever was not asked for when it is closed means nothing here."""

    def __init__(self, values: object, place: Place = ()) -> None:
        if not isinstance(values, Mapping):
            raise WrongTerms(place, "a table", values)
        self._values = {key: value for key, value in values.items() if value is not None}
        self._asked: set[str] = set()
        self.place = place

    def has(self, key: str) -> bool:
        """Say whether there is a value."""
        return key in self._values

    def wrong(self, key: str, expected: str) -> WrongTerms:
        """Make the refusal of one value."""
        return WrongTerms((*self.place, key), expected, self._values.get(key))

    def _take(self, key: str) -> object:
        self._asked.add(key)
        if key not in self._values:
            raise WrongTerms((*self.place, key), "a value")
        return self._values[key]

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; the default where there is none."""
        if default is not None and not self.has(key):
            return default
        value = self._take(key)
        if not isinstance(value, str):
            raise self.wrong(key, "a text")
        return value

    def whole(self, key: str, default: int | None = None) -> int:
        """Return a whole number of 0 or more."""
        if default is not None and not self.has(key):
            return default
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST:
            raise self.wrong(key, f"a whole number from 0 to {_MOST:,}")
        return value

    def whole_or_none(self, key: str) -> int | None:
        """Return a whole number, or None where nothing is said."""
        return self.whole(key) if self.has(key) else None

    def truth(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self._take(key) if self.has(key) else default
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false")
        return value

    def exact(self, key: str, default: Fraction | None = None) -> Fraction:
        """Return a decimal number without loss: 4.83 is 483 hundredths, however it is written."""
        if default is not None and not self.has(key):
            return default
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
            raise self.wrong(key, "a number")
        return self._decimal(key, value)

    def percent(self, key: str, default: Fraction | None = None) -> Fraction:
        """Return a percentage as a share."""
        if default is not None and not self.has(key):
            return default
        return self.exact(key) / _HUNDRED

    def percent_or_none(self, key: str) -> Fraction | None:
        """Return a percentage as a share, or None where nothing is said."""
        return self.percent(key) if self.has(key) else None

    def _decimal(self, key: str, value: float | str | Decimal) -> Fraction:
        expected = f"a number of at most {_DECIMALS} decimals"
        try:
            number = Decimal(str(value))
        except InvalidOperation as problem:
            raise self.wrong(key, expected) from problem
        if not number.is_finite() or abs(number) > _MOST:
            raise self.wrong(key, expected)
        if number and number.normalize().as_tuple().exponent < -_DECIMALS:  # type: ignore[operator]
            raise self.wrong(key, expected)
        return Fraction(number)

    def day(self, key: str) -> date:
        """Return a day, from TOML's own kind or written as 2026-02-02."""
        value = self._take(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(value) if isinstance(value, str) else _no_day()
        except ValueError as problem:
            raise self.wrong(key, "a day, such as 2026-02-02") from problem

    def day_or_none(self, key: str) -> date | None:
        """Return a day, or None where nothing is said."""
        return self.day(key) if self.has(key) else None

    def days(self, key: str) -> tuple[date, ...]:
        """Return a list of days; empty where nothing is said."""
        given = self._list(key)
        inner = {str(at): each for at, each in enumerate(given)}
        listed = Table(inner, (*self.place, key))
        return tuple(listed.day(at) for at in inner)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty where nothing is said."""
        given = self._list(key)
        if any(not isinstance(each, str) for each in given):
            raise self.wrong(key, "a list of texts")
        return tuple(str(each) for each in given)

    def code(self, key: str, kind: type[Code], default: Code | None = None) -> Code:
        """Return one of a few codes."""
        if default is not None and not self.has(key):
            return default
        value = self._take(key)
        try:
            return kind(value)  # type: ignore[arg-type]
        except ValueError as problem:
            raise self.wrong(key, f"one of {', '.join(kind)}") from problem

    def one(self, key: str, made: Callable[[Table], Made]) -> Made | None:
        """Return what an inner table says; None where there is none."""
        if not self.has(key):
            return None
        return close(Table(self._take(key), (*self.place, key)), made)

    def each(self, key: str, made: Callable[[Table], Made]) -> tuple[Made, ...]:
        """Return what each table of a list says."""
        place = (*self.place, key)
        return tuple(
            close(Table(each, (*place, at)), made) for at, each in enumerate(self._list(key))
        )

    def shares(self, key: str) -> dict[str, Fraction]:
        """Return a table of exact numbers by name; empty where nothing is said."""
        if not self.has(key):
            return {}
        inner = Table(self._take(key), (*self.place, key))
        return {name: inner.exact(name) for name in inner._values}

    def _list(self, key: str) -> tuple[object, ...]:
        if not self.has(key):
            return ()
        value = self._take(key)
        if not isinstance(value, list | tuple):
            raise self.wrong(key, "a list")
        return tuple(value)

    def leave(self, *keys: str) -> None:
        """Let keys stand that another reader takes."""
        self._asked.update(keys)

    def strange(self) -> str | None:
        """Return a key that nobody asked for; None where every one was."""
        return next((key for key in self._values if key not in self._asked), None)


def close(table: Table, made: Callable[[Table], Made]) -> Made:
    """Make something of a table, and refuse keys that mean nothing here.

    Raises:
        WrongTerms: naming the place.
    """
    try:
        result = made(table)
    except WrongTerms:
        raise
    except ValueError as problem:  # a check of the thing itself, said in its own words
        raise WrongTerms(table.place, f"usable terms: {problem}") from problem
    if (key := table.strange()) is not None:
        raise WrongTerms((*table.place, key), "no such key; look for a misspelling")
    return result


def _no_day() -> date:
    raise ValueError
