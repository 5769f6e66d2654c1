"""``tidegate contract standstill``, as people run it."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest
from tests.cli.conftest import Ran

Tidegate = Callable[..., Ran]
STANDSTILL = ("contract", "standstill")


def test_the_day_and_the_moment_are_said_in_words(tidegate: Tidegate) -> None:
    said = tidegate(*STANDSTILL, "2025-12-18")
    assert said.code == 0, said.err
    assert said.out.splitlines() == [
        "Published Thursday 18 December 2025; starts Friday 19 December 2025.",
        "It runs to midnight at the end of Monday 5 January 2026.",
        "Nothing is signed before 00:00 on Tuesday 6 January 2026.",
    ]


LAWS = [
    ("psr", "2026-01-05", "2026-01-06T00:00:00+00:00"),
    ("pa23", "2025-12-31", "2026-01-01T00:00:00+00:00"),
    ("previous", "2025-12-29", "2025-12-30T00:00:00+00:00"),
]


@pytest.mark.parametrize(("law", "last_day", "signed_from"), LAWS)
def test_each_law_counts_in_its_own_way(
    tidegate: Tidegate, law: str, last_day: str, signed_from: str
) -> None:
    said = json.loads(tidegate(*STANDSTILL, "2025-12-18", "--law", law, "--json").out)
    assert (said["last_day"], said["signed_from"]) == (last_day, signed_from)
    assert said["rules"] == "procurement 2026"


def test_an_answered_objection_adds_five_working_days(tidegate: Tidegate) -> None:
    told = ("--told", "2026-06-01", "--told", "2026-06-25")
    said = json.loads(tidegate(*STANDSTILL, "2026-06-01", *told, "--json").out)
    assert said["last_day"] == "2026-06-12"
    assert said["signed_from"] == "2026-07-03T00:00:00+01:00"


def test_ones_own_table_of_the_laws_is_used(tidegate: Tidegate, tmp_path: Path) -> None:
    shipped = files("tidegate.exchange.contracts") / "tables" / "procurement-2026.toml"
    own = tmp_path / "laws.toml"
    own.write_text(shipped.read_text("utf-8").replace("value = 8\n", "value = 10\n"), "utf-8")
    said = json.loads(tidegate(*STANDSTILL, "2026-06-01", "--table", str(own), "--json").out)
    assert said["last_day"] == "2026-06-16"


@pytest.mark.parametrize("days", [("1999-01-01",), ("2026-06-02", "--told", "2026-06-01")])
def test_days_that_cannot_be_are_refused(tidegate: Tidegate, days: tuple[str, ...]) -> None:
    said = tidegate(*STANDSTILL, *days)
    assert said.code == 2
    assert "DAY_OUT_OF_RANGE" in said.err
