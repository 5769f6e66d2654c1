"""Read the terms by which forecasts are issued and judged from their table."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from tidegate.core.pressure.forecast.issue_terms import IssueTerms
from tidegate.exchange.findings import UnusableInput, error

DEFAULT = "forecasts-2026.toml"
_LISTS = ("measures", "within", "held_90")


@cache
def load_issue_terms() -> IssueTerms:
    """Return the terms that come with the package."""
    folder = files("tidegate.exchange.pressure") / "tables"
    return issue_terms_from((folder / DEFAULT).read_text("utf-8"), DEFAULT)


def issue_terms_from(text: str, file: str) -> IssueTerms:
    """Read terms from the text of a table.

    Raises:
        UnusableInput: naming the file, and what in it cannot be used.
    """
    try:
        return _terms(tomllib.loads(text))
    except tomllib.TOMLDecodeError as problem:
        raise UnusableInput([error("NOT_TOML", file, f"valid TOML: {problem}")]) from problem
    except KeyError as problem:
        expected = f"a value for “{problem.args[0]}”"
        raise UnusableInput([error("TERMS_KEY_MISSING", file, expected)]) from problem
    except (TypeError, ValueError) as problem:
        raise UnusableInput([error("TERMS_VALUE", file, f"usable terms: {problem}")]) from problem


def _terms(table: dict[str, Any]) -> IssueTerms:
    lists = {name: tuple(table[name]) for name in _LISTS}
    bands = tuple((first, last) for first, last in table["bands"])
    return IssueTerms(**{**table, **lists, "bands": bands})
