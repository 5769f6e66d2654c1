"""Write the rows of a register as CSV and JSON, with the profile by which people are counted."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from tidegate.exchange.matching.report.disclosure import HIDDEN, IN_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tidegate.core.disclosure import Profile

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
NO_PEOPLE = "HES_SUBNATIONAL: no figure in it counts people, so none is hidden or rounded"
UNDER_FIVE = "counts of 1 to 4, and what would show them, are hidden"


def register_json(register: str, profile: str, rows: Sequence[Mapping[str, object]]) -> str:
    """Write rows as JSON under the name of their register; null is empty or hidden."""
    facts = {"register": register, "profile": profile, "rows": list(rows)}
    return json.dumps(facts, indent=1, ensure_ascii=False)


def register_csv(
    register: str,
    profile: str,
    columns: Sequence[str],
    rows: Sequence[Mapping[str, object]],
    *,
    empty: str = "",
) -> str:
    """Write rows as CSV, register and profile named in its first line.

    A list stands in one cell, separated by semicolons. A text that a spreadsheet would take for a
    formula is quoted with an apostrophe.

    Args:
        register: its name.
        profile: how people in it are counted.
        columns: in their order.
        rows: what stands in each.
        empty: what is written for None.
    """
    text = io.StringIO()
    text.write(f"# register {register}, profile {profile}\n")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([empty if row[name] is None else _cell(row[name]) for name in columns])
    return text.getvalue()


def profile_words(profile: Profile | None) -> str:
    """Name how people are counted in a file; None is the rule of the speak-up register."""
    if profile is None:
        return f"UNDER_FIVE_HIDDEN: {UNDER_FIVE}"
    return IN_WORDS[profile].partition(" No row")[0]


def hidden_mark() -> str:
    """Return what stands in a CSV file for a count that is hidden."""
    return HIDDEN


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        value = "; ".join(str(each) for each in value)
    if isinstance(value, str) and value.startswith(_FORMULA) and not _is_number(value):
        return f"'{value}"
    return value


def _is_number(text: str) -> bool:
    return text.lstrip("-+").replace(".", "", 1).isdecimal()
