"""Rules of who is seen first: those shipped, and others from a file."""

from __future__ import annotations

from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from tidegate.core.waiting.simulation.discipline import Order
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.waiting.service_rules import (
    load_flow_rule,
    load_service,
    shipped_services,
)

TABLES = files("tidegate.exchange.waiting") / "tables"
MINE = (TABLES / "service-longest-2026.toml").read_text("utf-8")
FLOWS = (TABLES / "simulation-2026.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "order", "by_pattern", "reserve"),
    [
        ("as-now-2026", Order.WAIT, 1.0, 0.0),
        ("longest-2026", Order.WAIT, 0.0, 0.2),
        ("priority-2026", Order.PRIORITY, 0.0, 0.0),
    ],
)
def test_the_shipped_rules(name: str, order: Order, by_pattern: float, reserve: float) -> None:
    rule = load_service(name)
    assert (rule.name, rule.order, rule.by_pattern, rule.reserve) == (
        name, order, by_pattern, reserve,
    )  # fmt: skip
    assert rule.deadlines == {"P2": 4, "P3": 13}
    assert rule.in_force == date(2026, 1, 1)
    assert rule.author
    assert rule.source


def test_every_shipped_rule_is_read() -> None:
    assert shipped_services() == ("as-now-2026", "longest-2026", "priority-2026")


def test_what_months_do_not_say() -> None:
    rule = load_flow_rule()
    assert rule.name == "simulation-2026 version 1"
    assert rule.dispersion == 3.0


def written(folder: Path, text: str) -> Path:
    path = folder / "rule.toml"
    path.write_text(text, "utf-8")
    return path


def test_a_rule_of_ones_own(tmp_path: Path) -> None:
    rule = load_service(written(tmp_path, MINE.replace("reserve = 0.2", "reserve = 0.4")))
    assert rule.reserve == 0.4


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ("reserve = 0.2", "reserve = 2", "BAD_TABLE"),
        ('order = "wait"', 'order = "luck"', "BAD_TABLE"),
        ("P2 = 4", "P9 = 4", "BAD_TABLE"),
        ("P2 = 4", 'P2 = "soon"', "BAD_TABLE"),
        ("by_pattern = 0.0", "", "BAD_TABLE"),
        ("by_pattern = 0.0", "by_pattern = 0.0\nluck = 1", "UNKNOWN_KEY"),
        ('version = "1"', "", "MISSING_KEY"),
        ('version = "1"', 'version = "1"\nluck = 1', "UNKNOWN_KEY"),
        ("[slots]", "[slots", "NOT_TOML"),
    ],
)
def test_a_rule_that_cannot_be_used_is_refused(
    tmp_path: Path, was: str, now: str, code: str
) -> None:
    with pytest.raises(UnusableInput, match=code):
        load_service(written(tmp_path, MINE.replace(was, now)))


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ("dispersion = 3.0", "dispersion = 0.1", "BAD_TABLE"),
        ("neighbours = 2", "neighbours = 2\nluck = 1", "BAD_TABLE"),
        ("[flows]", "[flow]", "UNKNOWN_KEY"),
    ],
)
def test_flow_rules_are_held_to_their_range(tmp_path: Path, was: str, now: str, code: str) -> None:
    with pytest.raises(UnusableInput, match=code):
        load_flow_rule(written(tmp_path, FLOWS.replace(was, now)))


def test_a_rule_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput, match=r"as-now-2026, longest-2026, priority-2026"):
        load_service(tmp_path / "none.toml")
