"""Read what is believed of invitations before outcomes: the shipped table, or one's own."""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from tidegate.core.transfers.belief import Belief
from tidegate.core.transfers.prior import Bands, Pull, ReplyTime, YieldPrior
from tidegate.exchange.findings import Finding, UnusableInput, error

DEFAULT = "yield-prior-2026"
_PLAIN = (
    "name",
    "version",
    "author",
    "source",
    "in_force",
    "over_subscription_risk",
    "most_per_slot",
)
_SECTIONS = {
    "accept": ("mean", "weight"),
    "attend": ("mean", "weight"),
    "pull": ("answers", "spread"),
    "groups": ("levels", "travel_minutes", "weeks_waited"),
    "reply": ("mean_days", "weight", "share", "rounds", "notice_days"),
}


def load_yield_prior(name_or_path: str | Path = DEFAULT) -> YieldPrior:
    """Read a prior: the one shipped with the program by its name, else a file by its path.

    Raises:
        UnusableInput: there is no such file, or something in it is missing, strange or out of
            range.
    """
    path = Path(name_or_path)
    shipped = resources.files("tidegate.exchange.transfers") / "tables" / f"{name_or_path}.toml"
    try:
        if path.name == str(name_or_path) and shipped.is_file():
            text = shipped.read_text("utf-8")
        else:
            text = path.read_text("utf-8")
        table = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as problem:
        expected = f"a readable TOML file in UTF-8, or {DEFAULT}, which is shipped"
        raise UnusableInput([error("PRIOR_NOT_FOUND", str(path), expected)]) from problem
    except tomllib.TOMLDecodeError as problem:
        raise UnusableInput([error("NOT_TOML", path.name, f"valid TOML: {problem}")]) from problem
    if findings := _strange(table, path.name):
        raise UnusableInput(findings)
    try:
        return _prior(table)
    except (TypeError, ValueError) as problem:
        expected = f"values within their range: {problem}"
        raise UnusableInput([error("PRIOR_VALUE", path.name, expected)]) from problem


def _strange(table: dict[str, Any], file: str) -> list[Finding]:
    """Name every key that is missing, and every one that means nothing here."""
    wanted = {*_PLAIN, *(f"{name}.{key}" for name, keys in _SECTIONS.items() for key in keys)}
    given = set()
    for key, value in table.items():
        given |= {f"{key}.{inner}" for inner in value} if isinstance(value, dict) else {key}
    known = ", ".join(sorted(wanted))
    return [
        *(error("PRIOR_KEY_MISSING", file, f"a value for “{key}”", column=key)
          for key in sorted(wanted - given)),
        *(error("PRIOR_KEY_UNKNOWN", file, f"one of {known}", column=key)
          for key in sorted(given - wanted)),
    ]  # fmt: skip


def _prior(table: dict[str, Any]) -> YieldPrior:
    groups = table["groups"]
    return YieldPrior(
        **{key: table[key] for key in _PLAIN},
        accept=_belief("accept", table["accept"]),
        attend=_belief("attend", table["attend"]),
        pull=Pull(**table["pull"]),
        levels=tuple(groups["levels"]),
        travel=Bands("minutes", tuple(groups["travel_minutes"])),
        waited=Bands("weeks", tuple(groups["weeks_waited"])),
        reply=ReplyTime(**table["reply"]),
    )


def _belief(name: str, section: dict[str, float]) -> Belief:
    if not 0 < section["mean"] < 1:
        raise ValueError(f"{name} mean must lie between 0 and 1, not {section['mean']}")
    return Belief.of(section["mean"], section["weight"])
