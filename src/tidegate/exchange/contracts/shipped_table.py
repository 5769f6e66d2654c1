"""Read a table of terms that comes with the package, and say what in it cannot be used."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib.resources import files
from typing import Any, TypeVar

from tidegate.exchange.findings import UnusableInput, error

Terms = TypeVar("Terms")


def read_shipped(file: str) -> str:
    """Return the text of a table of this room."""
    return (files("tidegate.exchange.contracts") / "tables" / file).read_text("utf-8")


def read_terms(text: str, file: str, make: Callable[[dict[str, Any]], Terms]) -> Terms:
    """Make terms of the text of a table.

    Raises:
        UnusableInput: naming the file, and what in it cannot be used.
    """
    try:
        return make(tomllib.loads(text))
    except tomllib.TOMLDecodeError as problem:
        raise UnusableInput([error("NOT_TOML", file, f"valid TOML: {problem}")]) from problem
    except KeyError as problem:
        expected = f"a value for “{problem.args[0]}”"
        raise UnusableInput([error("TERMS_KEY_MISSING", file, expected)]) from problem
    except (AttributeError, TypeError, ValueError) as problem:
        raise UnusableInput([error("TERMS_VALUE", file, f"usable terms: {problem}")]) from problem
