"""Read rule sets of charts: those shipped with the package by name, others from a TOML file."""

from __future__ import annotations

import tomllib
from dataclasses import MISSING, fields
from importlib.resources import files
from pathlib import Path

from tidegate.core.pressure.spc.rules import RuleSet
from tidegate.exchange.findings import UnusableInput, error

DEFAULT = "tidegate-2026"
_PREFIX, _ENDING = "spc-rules-", ".toml"


def shipped_rules() -> tuple[str, ...]:
    """Name the rule sets that come with the package."""
    folder = files("tidegate.exchange.pressure") / "tables"
    names = (entry.name for entry in folder.iterdir())
    return tuple(
        sorted(
            name.removeprefix(_PREFIX).removesuffix(_ENDING)
            for name in names
            if name.startswith(_PREFIX) and name.endswith(_ENDING)
        )
    )


def load_rules(name_or_path: str | Path = DEFAULT) -> RuleSet:
    """Read a rule set: a shipped one by name, any other by the path of its TOML file.

    Raises:
        UnusableInput: naming the file and the key that cannot be used.
    """
    if isinstance(name_or_path, str) and name_or_path in shipped_rules():
        file = f"{_PREFIX}{name_or_path}{_ENDING}"
        text = (files("tidegate.exchange.pressure") / "tables" / file).read_text("utf-8")
        return _rules(text, file)
    path = Path(name_or_path)
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        expected = f"a TOML file in UTF-8, or a shipped rule set: {', '.join(shipped_rules())}"
        raise UnusableInput([error("RULES_NOT_FOUND", str(path), expected)]) from problem
    return _rules(text, path.name)


def _rules(text: str, file: str) -> RuleSet:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise UnusableInput([error("NOT_TOML", file, f"valid TOML: {problem}")]) from problem
    keys = {field.name: field.default is MISSING for field in fields(RuleSet)}
    findings = [
        error("RULES_KEY_MISSING", file, f"a value for “{key}”", column=key)
        for key, needed in keys.items()
        if needed and key not in table
    ]
    findings += [
        error("RULES_KEY_UNKNOWN", file, f"one of {', '.join(keys)}", column=key)
        for key in table
        if key not in keys
    ]
    if findings:
        raise UnusableInput(findings)
    try:
        return RuleSet(**table)
    except (TypeError, ValueError) as problem:
        expected = f"rules within their range: {problem}"
        raise UnusableInput([error("RULES_VALUE", file, expected)]) from problem
