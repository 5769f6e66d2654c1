"""Read matching policies: those shipped with the package by name, others from a TOML file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

from tidegate.core.matching.policy import Breach, EquityFloor, Policy
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
# Keys that a policy may leave out; the defaults are those of ``Policy``.
_OPTIONAL = ("stay_points", "validation_weeks", "equity")


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
            **{key: table[key] for key in _OPTIONAL if key in table and key != "equity"},
            equity=_equity(table),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        expected = f"weights within their range: {problem}"
        raise UnusableInput([error("POLICY_VALUE", file, expected)]) from problem


def _breaches(rows: Iterable[Mapping[str, Any]]) -> tuple[Breach, ...]:
    return tuple(Breach(weeks=row["weeks"], points=row["points"]) for row in rows)


def _equity(table: Mapping[str, Any]) -> EquityFloor | None:
    """Read the floor that is enforced; a policy without one has equity monitored only."""
    if "equity" not in table:
        return None
    floor = table["equity"]
    unknown = set(floor) - {"quintiles", "floor"}
    if unknown:
        raise ValueError(f"[equity] has quintiles and floor, not {min(unknown)}")
    quintiles, share = floor["quintiles"], floor["floor"]
    if not isinstance(quintiles, list) or any(type(quintile) is not int for quintile in quintiles):
        raise ValueError("equity quintiles must be a list of whole numbers from 1 to 5")
    if type(share) not in {int, float}:
        raise ValueError(f"equity floor must be a number, not {share}")
    return EquityFloor(quintiles=tuple(sorted(set(quintiles))), floor=float(share))


_KEYS = (*_PLAIN, *_TABLES, "wait_step", "breaches", "past")


def _missing(table: Mapping[str, object], file: str) -> list[Finding]:
    return [
        error("POLICY_KEY_MISSING", file, f"a value for “{key}”", column=key)
        for key in _KEYS
        if key not in table
    ]


def _unknown(table: Mapping[str, object], file: str) -> list[Finding]:
    known = (*_KEYS, *_OPTIONAL)
    return [
        error("POLICY_KEY_UNKNOWN", file, f"one of {', '.join(known)}", column=key)
        for key in table
        if key not in known
    ]
