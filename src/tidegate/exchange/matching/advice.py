"""Read what a plan's advice assumes: the edition shipped with the package, or another TOML file."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

from tidegate.core.matching.advice.terms import Choice, Steps, Terms
from tidegate.exchange.findings import UnusableInput, error

SHIPPED = "advice-2026.toml"


def load_terms(path: Path | None = None) -> Terms:
    """Read the terms of advice: shares of patients' answers, and steps of loosening.

    Raises:
        UnusableInput: the file cannot be read, or says something that cannot be.
    """
    if path is None:
        text = (files("tidegate.exchange.matching") / "tables" / SHIPPED).read_text("utf-8")
        return _terms(text, SHIPPED)
    try:
        return _terms(path.read_text("utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as problem:
        raise UnusableInput(
            [error("TERMS_NOT_FOUND", str(path), "a readable TOML file in UTF-8")]
        ) from problem


def _terms(text: str, file: str) -> Terms:
    try:
        table = tomllib.loads(text)
        steps = {**table["steps"], "miles": tuple(table["steps"]["miles"])}
        about = {name: table[name] for name in ("version", "author", "source", "in_force")}
        return Terms(Choice(**table["choice"]), Steps(**steps), **about)
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        expected = f"version, author, source, in_force, [choice] and [steps]: {problem}"
        raise UnusableInput([error("TERMS_VALUE", file, expected)]) from problem
