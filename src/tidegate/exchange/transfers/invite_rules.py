"""Read the rule of the default list of invitations: the shipped table, or one's own."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from tidegate.core.transfers.invitable import InviteRule
from tidegate.exchange.findings import Finding, UnusableInput, error

DEFAULT = "invite-2023"
_FIELDS = tuple(InviteRule.__dataclass_fields__)
_NUMBERS = ("weeks_waited", "dated_within_weeks", "youngest")


def load_invite_rule(name_or_path: str | Path = DEFAULT) -> InviteRule:
    """Read a rule: the one shipped with the program by its name, else a file by its path.

    Raises:
        UnusableInput: there is no such file, or something in it is missing, strange or out of
            range.
    """
    path = Path(name_or_path)
    shipped = resources.files("tidegate.exchange.transfers") / "tables" / f"{name_or_path}.toml"
    try:
        is_shipped = path.name == str(name_or_path) and shipped.is_file()
        text = (shipped if is_shipped else path).read_text("utf-8")
        table = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as problem:
        expected = f"a readable TOML file in UTF-8, or {DEFAULT}, which is shipped"
        raise UnusableInput([error("RULE_NOT_FOUND", str(path), expected)]) from problem
    except tomllib.TOMLDecodeError as problem:
        raise UnusableInput([error("NOT_TOML", path.name, f"valid TOML: {problem}")]) from problem
    if findings := _strange(table, path.name):
        raise UnusableInput(findings)
    try:
        conditions = frozenset(table["excluded_conditions"])
        return InviteRule(**(table | {"excluded_conditions": conditions}))
    except (TypeError, ValueError) as problem:
        expected = f"values within their range: {problem}"
        raise UnusableInput([error("RULE_VALUE", path.name, expected)]) from problem


def _strange(table: dict[str, Any], file: str) -> list[Finding]:
    """Name every key that is missing, that means nothing here, or that is no whole number."""
    known = ", ".join(_FIELDS)
    return [
        *(error("RULE_KEY_MISSING", file, f"a value for “{key}”", column=key)
          for key in _FIELDS if key not in table),
        *(error("RULE_KEY_UNKNOWN", file, f"one of {known}", column=key)
          for key in table if key not in _FIELDS),
        *(error("RULE_VALUE", file, "a whole number", column=key, value=str(table[key]))
          for key in _NUMBERS if key in table and type(table[key]) is not int),
    ]  # fmt: skip
