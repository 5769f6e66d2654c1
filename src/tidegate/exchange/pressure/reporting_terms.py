"""Read the terms of the daily situation report from their table."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tidegate.core.pressure.reporting import Jumps, Line, Period, ReportingTerms, Section
from tidegate.exchange.findings import UnusableInput, error

DEFAULT = "reporting-2026.toml"


@cache
def load_reporting_terms() -> ReportingTerms:
    """Return the terms that come with the package."""
    folder = files("tidegate.exchange.pressure") / "tables"
    return terms_from((folder / DEFAULT).read_text("utf-8"), DEFAULT)


def terms_from(text: str, file: str) -> ReportingTerms:
    """Read terms from the text of a table.

    Raises:
        UnusableInput: naming the file, and what in it cannot be used.
    """
    try:
        return _terms(tomllib.loads(text))
    except tomllib.TOMLDecodeError as problem:
        raise UnusableInput([error("NOT_TOML", file, f"valid TOML: {problem}")]) from problem
    except ZoneInfoNotFoundError as problem:
        raise UnusableInput([error("TERMS_VALUE", file, "the name of a time zone")]) from problem
    except KeyError as problem:
        expected = f"a value for “{problem.args[0]}”"
        raise UnusableInput([error("TERMS_KEY_MISSING", file, expected)]) from problem
    except (TypeError, ValueError) as problem:
        raise UnusableInput([error("TERMS_VALUE", file, f"usable terms: {problem}")]) from problem


def _terms(table: dict[str, Any]) -> ReportingTerms:
    return ReportingTerms(
        name=table["name"],
        version=table["version"],
        source=table["source"],
        author=table["author"],
        in_force=table["in_force"],
        zone=ZoneInfo(table["zone"]),
        due=table["due"],
        counted=table["counted"],
        amend_days=table["amend_days"],
        kinds=tuple(table["kinds"]),
        sections=tuple(_section(each) for each in table["section"]),
        never_above=tuple((each["measure"], each["of"]) for each in table.get("part", ())),
        jumps=Jumps(**table["jumps"]),
    )


def _section(table: dict[str, Any]) -> Section:
    lines = (
        Line(
            each["measure"],
            Period(each["period"]),
            needed=each.get("needed", True),
            steady=each.get("steady", False),
        )
        for each in table["line"]
    )
    return Section(table["heading"], tuple(lines), table.get("about", ""))
