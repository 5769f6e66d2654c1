"""Read the dated tables of the registers: thresholds, frameworks, legal acts, powers."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from tidegate.core.registers.enforcement import Action, Trusts
from tidegate.core.registers.funding import FundingPower
from tidegate.core.registers.oversight import Framework
from tidegate.core.registers.spend import Control, Money, Stage, Thresholds
from tidegate.exchange.findings import UnusableInput, error

PENCE = 100
Read = TypeVar("Read")


@cache
def spend_thresholds() -> tuple[Thresholds, ...]:
    """Return every edition of the thresholds of spend approval, oldest first."""
    return read_table(_shipped("spend-thresholds.toml"), "spend-thresholds.toml", _editions)


@cache
def oversight_frameworks() -> tuple[Framework, ...]:
    """Return every edition of the oversight framework, oldest first."""
    name = "oversight-frameworks.toml"
    return read_table(_shipped(name), name, _frameworks)


@cache
def enforcement_actions() -> tuple[Action, ...]:
    """Return the kinds of legal act, in the order of their table."""
    name = "enforcement-actions.toml"
    return read_table(_shipped(name), name, _actions)


@cache
def funding_powers() -> tuple[FundingPower, ...]:
    """Return the powers to pass money across, in the order of their table."""
    name = "funding-powers.toml"
    return read_table(_shipped(name), name, _powers)


def read_table(text: str, file: str, made: Callable[[dict[str, Any]], Read]) -> Read:
    """Read a table from its text.

    Args:
        text: TOML.
        file: its name, for findings.
        made: makes what is wanted of it.

    Raises:
        UnusableInput: naming the file, and what in it cannot be used.
    """
    try:
        return made(tomllib.loads(text))
    except tomllib.TOMLDecodeError as problem:
        raise UnusableInput([error("NOT_TOML", file, f"valid TOML: {problem}")]) from problem
    except KeyError as problem:
        expected = f"a value for “{problem.args[0]}”"
        raise UnusableInput([error("TABLE_KEY_MISSING", file, expected)]) from problem
    except (TypeError, ValueError, ArithmeticError) as problem:
        raise UnusableInput([error("TABLE_VALUE", file, f"a usable table: {problem}")]) from problem


def _shipped(name: str) -> str:
    return (files("tidegate.exchange.registers") / "tables" / name).read_text("utf-8")


def _editions(table: dict[str, Any]) -> tuple[Thresholds, ...]:
    editions = [
        Thresholds(
            version=each["version"],
            in_force=each["in_force"],
            source=each["source"],
            categories=tuple(each["categories"].items()),
            controls=tuple(_control(one, each["categories"]) for one in each["control"]),
        )
        for each in table["edition"]
    ]
    return tuple(sorted(editions, key=lambda edition: edition.in_force))


def _control(one: dict[str, Any], categories: dict[str, str]) -> Control:
    named = frozenset(one.get("categories", ()))
    if unknown := sorted(named - set(categories)):
        raise ValueError(f"control {one['name']} names no category of its edition: {unknown}")
    return Control(
        name=one["name"],
        label=one["label"],
        categories=named,
        money=Money(one["money"]) if "money" in one else None,
        floor_pence=one["floor_pounds"] * PENCE,
        stages=tuple(Stage(stage) for stage in one["stages"]),
    )


def _frameworks(table: dict[str, Any]) -> tuple[Framework, ...]:
    editions = [
        Framework(
            version=each["version"],
            in_force=each["in_force"],
            source=each["source"],
            segments=tuple(enumerate(each["segments"], 1)),
            best_score=Decimal(each["best_score"]),
            worst_score=Decimal(each["worst_score"]),
            scored=each["scored"],
            programme=each.get("programme"),
            best_in_deficit=each.get("best_in_deficit"),
        )
        for each in table["edition"]
    ]
    return tuple(sorted(editions, key=lambda edition: edition.in_force))


def _actions(table: dict[str, Any]) -> tuple[Action, ...]:
    return tuple(
        Action(
            name=each["name"],
            label=each["label"],
            basis=each["basis"],
            trusts=Trusts(each.get("trusts", "too")),
            names_a_day=each.get("names_a_day", False),
            works_at_once=each.get("works_at_once", False),
            representation_days=each.get("representation_days"),
        )
        for each in table["action"]
    )


def _powers(table: dict[str, Any]) -> tuple[FundingPower, ...]:
    return tuple(
        FundingPower(each["name"], each["label"], each.get("directions_from"))
        for each in table["power"]
    )
