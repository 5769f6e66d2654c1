"""Read matching policies: those shipped with the package by name, others from a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from tidegate.core.matching.policy import Breach, Policy
from tidegate.exchange.findings import Finding, UnusableInput, error

DEFAULT = "default-2026"
_PREFIX = "policy-"
_PLAIN = (
    "name",
    "version",
    "author",
    "source",
    "in_force",
    "weeks_beyond",
    "minute_points",
    "thousand_pounds_points",
    "require_consent",
    "minutes_per_mile",
)
_TABLES = ("week_points", "treat_points")


def shipped_policies() -> tuple[str, ...]:
    """Name the policies that come with the package, such as ``default-2026``."""
    folder = files("tidegate.exchange.matching") / "tables"
    names = (entry.name for entry in folder.iterdir())
    return tuple(
        sorted(
            name.removeprefix(_PREFIX).removesuffix(".toml")
            for name in names
            if name.startswith(_PREFIX) and name.endswith(".toml")
        )
    )


def load_policy(name_or_path: str | Path = DEFAULT) -> Policy:
    """Read a policy: a shipped one by name, any other by the path of its TOML file.

    Raises UnusableInput naming the file and key where the policy cannot be used.
    """
    if isinstance(name_or_path, str) and name_or_path in shipped_policies():
        file = f"{_PREFIX}{name_or_path}.toml"
        text = (files("tidegate.exchange.matching") / "tables" / file).read_text("utf-8")
        return _policy(text, file)
    path = Path(name_or_path)
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        known = ", ".join(shipped_policies())
        expected = f"a readable TOML file in UTF-8, or one of the shipped policies: {known}"
        raise UnusableInput([error("POLICY_NOT_FOUND", str(path), expected)]) from problem
    return _policy(text, path.name)


def _policy(text: str, file: str) -> Policy:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise UnusableInput([error("NOT_TOML", file, f"valid TOML: {problem}")]) from problem
    findings = [*_missing(table, file), *_unknown(table, file)]
    if findings:
        raise UnusableInput(findings)
    try:
        return Policy(
            **{key: table[key] for key in (*_PLAIN, *_TABLES)},
            wait_step_points=table["wait_step"]["points"],
            wait_step_weeks=table["wait_step"]["weeks"],
            breaches=_breaches(table["breaches"]),
            past=_breaches(table["past"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        expected = f"weights within their range: {problem}"
        raise UnusableInput([error("POLICY_VALUE", file, expected)]) from problem


def _breaches(rows: Iterable[Mapping[str, Any]]) -> tuple[Breach, ...]:
    return tuple(Breach(weeks=row["weeks"], points=row["points"]) for row in rows)


_KEYS = (*_PLAIN, *_TABLES, "wait_step", "breaches", "past")


def _missing(table: Mapping[str, object], file: str) -> list[Finding]:
    return [
        error("POLICY_KEY_MISSING", file, f"a value for “{key}”", column=key)
        for key in _KEYS
        if key not in table
    ]


def _unknown(table: Mapping[str, object], file: str) -> list[Finding]:
    known = ", ".join(_KEYS)
    return [
        error("POLICY_KEY_UNKNOWN", file, f"one of {known}", column=key)
        for key in table
        if key not in _KEYS
    ]
