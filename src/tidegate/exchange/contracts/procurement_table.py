"""Read the table of the laws on awarding contracts: the shipped one, or one's own."""

from __future__ import annotations

import tomllib
from dataclasses import fields
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from tidegate.core.contracts.procurement.notice_rules import Counts, Event, NoticeRule, Step
from tidegate.core.contracts.procurement.regimes import Regime, Route
from tidegate.core.contracts.procurement.standstill import StandstillTerms
from tidegate.core.contracts.procurement.table import (
    ChangeLimits,
    Mark,
    ModificationTerms,
    PlanningTerms,
    ProcurementTable,
    RegimeTerms,
    Sourced,
)
from tidegate.exchange.findings import UnusableInput, error

DEFAULT = "procurement-2026.toml"
_NUMBER_KEYS = {"value", "mark", "source"}
_NOTICE_KEYS = {each.name for each in fields(NoticeRule)}


@cache
def shipped_procurement_table() -> ProcurementTable:
    """Return the table that comes with the package."""
    folder = files("tidegate.exchange.contracts") / "tables"
    return procurement_table_from((folder / DEFAULT).read_text("utf-8"), DEFAULT)


def load_procurement_table(path: Path) -> ProcurementTable:
    """Read a table from a file.

    Raises:
        UnusableInput: there is no such file, or something in it is missing, strange or out of
            range.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        expected = "a readable TOML file in UTF-8"
        raise UnusableInput([error("TABLE_NOT_FOUND", str(path), expected)]) from problem
    return procurement_table_from(text, path.name)


def procurement_table_from(text: str, file: str) -> ProcurementTable:
    """Read a table from its text.

    Raises:
        UnusableInput: naming the file, and what in it cannot be used.
    """
    try:
        return _table(tomllib.loads(text))
    except tomllib.TOMLDecodeError as problem:
        raise UnusableInput([error("NOT_TOML", file, f"valid TOML: {problem}")]) from problem
    except KeyError as problem:
        expected = f"a value for “{problem.args[0]}”"
        raise UnusableInput([error("TABLE_KEY_MISSING", file, expected)]) from problem
    except (AttributeError, TypeError, ValueError) as problem:
        expected = f"values within their range: {problem}"
        raise UnusableInput([error("TABLE_VALUE", file, expected)]) from problem


def _table(table: dict[str, Any]) -> ProcurementTable:
    numbers = {name: _sourced(name, each) for name, each in table["numbers"].items()}
    version = f"{table['name']} {table['version']}"
    return ProcurementTable(
        name=table["name"],
        version=table["version"],
        author=table["author"],
        in_force=table["in_force"],
        numbers=numbers,
        regimes=_regimes(numbers, version),
        standstill=StandstillTerms(
            psr_working_days=_whole(numbers, "psr_standstill_working_days"),
            further_working_days=_whole(numbers, "psr_further_working_days"),
            pa23_working_days=_whole(numbers, "pa23_standstill_working_days"),
            previous_days=_whole(numbers, "previous_standstill_days"),
            version=version,
        ),
        considerable=_limits(numbers, "considerable_change", version),
        modification=ModificationTerms(
            limits=_limits(numbers, "modification", version),
            notice_pence=_whole(numbers, "modification_notice_pence"),
            change_percent=_whole(numbers, "pa23_change_percent"),
            change_percent_works=_whole(numbers, "pa23_change_percent_works"),
            urgent_months=_whole(numbers, "urgent_months"),
        ),
        planning=PlanningTerms(
            **{each.name: _whole(numbers, each.name) for each in fields(PlanningTerms)}
        ),
        notices=tuple(_notice(each) for each in table["notice"]),
    )


def _sourced(name: str, table: dict[str, Any]) -> Sourced:
    if odd := set(table) ^ _NUMBER_KEYS:
        raise ValueError(f"{name}: {', '.join(sorted(odd))}: needs value, mark and source, no more")
    return Sourced(table["value"], Mark(table["mark"]), table["source"])


def _regimes(numbers: dict[str, Sourced], version: str) -> RegimeTerms:
    return RegimeTerms(
        psr_from=_day(numbers, "psr_from"),
        pa23_from=_day(numbers, "pa23_from"),
        health_cpv=tuple(str(each) for each in _list(numbers, "health_cpv")),
        version=version,
    )


def _limits(numbers: dict[str, Sourced], name: str, version: str) -> ChangeLimits:
    falls_count = numbers[f"{name}_falls_count"].value
    if not isinstance(falls_count, bool):
        raise TypeError(f"{name}_falls_count must be true or false")
    return ChangeLimits(
        pence=_whole(numbers, f"{name}_pence"),
        percent=_whole(numbers, f"{name}_percent"),
        falls_count=falls_count,
        version=version,
    )


def _whole(numbers: dict[str, Sourced], name: str) -> int:
    value = numbers[name].value
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise ValueError(f"{name} must be a whole number above 0")
    return value


def _day(numbers: dict[str, Sourced], name: str) -> date:
    value = numbers[name].value
    if type(value) is not date:
        raise TypeError(f"{name} must be a date")
    return value


def _list(numbers: dict[str, Sourced], name: str) -> list[object]:
    value = numbers[name].value
    if not isinstance(value, list):
        raise TypeError(f"{name} must be a list")
    return value


def _notice(table: dict[str, Any]) -> NoticeRule:
    if odd := set(table) - _NOTICE_KEYS:
        raise ValueError(f"notice {table.get('kind', '')}: no such key: {', '.join(sorted(odd))}")
    return NoticeRule(
        kind=table["kind"],
        label=table["label"],
        regime=Regime(table["regime"]),
        routes=tuple(Route(each) for each in table.get("routes", ())),
        before=Step(table["before"]) if "before" in table else None,
        event=Event(table["event"]) if "event" in table else None,
        days=int(table.get("days", 0)),
        light_touch_days=int(table.get("light_touch_days", 0)),
        counts=Counts(table.get("counts", "after")),
        gap_days=int(table.get("gap_days", 0)),
        above_pence=int(table.get("above_pence", 0)),
        in_force=table.get("in_force", date.min),
        optional=bool(table.get("optional", False)),
        starts_standstill=bool(table.get("starts_standstill", False)),
        mark=Mark(table["mark"]).value,
        source=table["source"],
    )
