"""Read the rules of a simulation: who is seen first, and what months do not say of flows."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from tidegate.core.waiting.simulation.discipline import Discipline, Order
from tidegate.core.waiting.simulation.flows import FlowRule
from tidegate.exchange.findings import UnusableInput, error

DEFAULT_SERVICE = "as-now-2026"
DEFAULT_FLOWS = "simulation-2026"
_PREFIX = "service-"
_SERVICE_KEYS = {"name", "version", "author", "in_force", "source", "deadlines", "slots"}
_SLOTS_KEYS = {"by_pattern", "order", "reserve", "reserved_for"}
_FLOW_KEYS = {"name", "version", "author", "in_force", "source", "flows"}


def shipped_services() -> tuple[str, ...]:
    """Name the service rules that come with the package, such as ``as-now-2026``."""
    names = (entry.name for entry in _tables().iterdir() if entry.name.startswith(_PREFIX))
    return tuple(sorted(name.removeprefix(_PREFIX).removesuffix(".toml") for name in names))


def load_service(name_or_path: str | Path = DEFAULT_SERVICE) -> Discipline:
    """Read a service rule: a shipped one by name, any other by the path of its TOML file.

    Raises:
        UnusableInput: there is no such rule, or it is not one.
    """
    name, text = _text(name_or_path, _PREFIX, shipped_services())
    table = _table(name, text, _SERVICE_KEYS)
    try:
        slots = table["slots"]
        _refuse_unknown(name, set(slots) - _SLOTS_KEYS, _SLOTS_KEYS)
        return Discipline(
            **{key: table[key] for key in ("name", "version", "author", "source", "in_force")},
            deadlines=dict(table["deadlines"]),
            order=Order(slots["order"]),
            reserve=float(slots["reserve"]),
            reserved_for=tuple(slots["reserved_for"]),
            by_pattern=float(slots["by_pattern"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise _unusable(name, problem) from problem


def load_flow_rule(name_or_path: str | Path = DEFAULT_FLOWS) -> FlowRule:
    """Read what months do not say of flows.

    Raises:
        UnusableInput: there is no such table, or it is not one.
    """
    name, text = _text(name_or_path, "", (DEFAULT_FLOWS,))
    table = _table(name, text, _FLOW_KEYS)
    try:
        return FlowRule(f"{table['name']} version {table['version']}", **table["flows"])
    except (KeyError, TypeError, ValueError) as problem:
        raise _unusable(name, problem) from problem


def _tables() -> Any:
    return files("tidegate.exchange.waiting") / "tables"


def _text(name_or_path: str | Path, prefix: str, shipped: tuple[str, ...]) -> tuple[str, str]:
    """Return a table's file name and text."""
    if str(name_or_path) in shipped:
        file = f"{prefix}{name_or_path}.toml"
        return file, (_tables() / file).read_text("utf-8")
    path = Path(name_or_path)
    try:
        return path.name, path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        expected = f"a readable TOML file in UTF-8, or one of {', '.join(shipped)}"
        raise UnusableInput([error("MISSING_TABLE", str(path), expected)]) from problem


def _table(name: str, text: str, keys: set[str]) -> dict[str, Any]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise UnusableInput([error("NOT_TOML", name, f"valid TOML: {problem}")]) from problem
    _refuse_unknown(name, set(table) - keys, keys)
    if missing := keys - set(table):
        expected = f"a value for “{min(missing)}”"
        raise UnusableInput([error("MISSING_KEY", name, expected, column=min(missing))])
    return table


def _refuse_unknown(name: str, unknown: set[str], keys: set[str]) -> None:
    if unknown:
        expected = f"one of {', '.join(sorted(keys))}"
        raise UnusableInput([error("UNKNOWN_KEY", name, expected, column=min(unknown))])


def _unusable(name: str, problem: Exception) -> UnusableInput:
    return UnusableInput([error("BAD_TABLE", name, f"values within their range: {problem}")])
