"""The table of the laws: what is shipped, and what of one's own is refused."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from tidegate.core.contracts.procurement.table import MARK_LABELS, Mark
from tidegate.exchange.contracts.procurement_table import (
    DEFAULT,
    load_procurement_table,
    procurement_table_from,
    shipped_procurement_table,
)
from tidegate.exchange.findings import UnusableInput

TEXT = (files("tidegate.exchange.contracts") / "tables" / DEFAULT).read_text("utf-8")


def test_every_number_has_its_source_and_mark() -> None:
    table = shipped_procurement_table()
    assert table.label == "procurement 2026"
    assert all(number.source and number.mark in set(Mark) for number in table.numbers.values())
    assert all(rule.source and rule.mark in set(Mark) for rule in table.notices)
    assert set(MARK_LABELS) == set(Mark)


def test_ones_own_table_is_read_in_place_of_the_shipped_one(tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(TEXT.replace("gap_days = 14", "gap_days = 21"), "utf-8")
    ours = load_procurement_table(path)
    gaps = [rule.gap_days for rule in ours.notices if rule.kind == "psr_clear_intention"]
    assert gaps == [21]


ODD = [
    ("value = 8", "value = 0", "TABLE_VALUE"),
    ("value = 8", 'value = "eight"', "TABLE_VALUE"),
    ("value = 8", "value = true", "TABLE_VALUE"),
    ("value = 8\n", "", "TABLE_VALUE"),
    ("value = false", "value = 0", "TABLE_VALUE"),
    ("value = 2024-01-01", 'value = "2024"', "TABLE_VALUE"),
    ("value = 2024-01-01", "value = 2024-01-01T00:00:00", "TABLE_VALUE"),
    ("value = 2024-01-01", "value = 2026-01-01", "TABLE_VALUE"),
    ('value = ["851"', 'value = "851" #', "TABLE_VALUE"),
    ('value = ["851"', 'value = ["85x"', "TABLE_VALUE"),
    ('mark = "V"', 'mark = "X"', "TABLE_VALUE"),
    ('regime = "psr"', 'regime = "ojeu"', "TABLE_VALUE"),
    ("gap_days = 14", "gap_weeks = 2", "TABLE_VALUE"),
    ("[numbers.kpi_least]", "[numbers.kpi_most]", "TABLE_KEY_MISSING"),
    ('label = "Award notice"\n', "", "TABLE_KEY_MISSING"),
    ("[[notice]]", "[[notice", "NOT_TOML"),
    ("[numbers.psr_from]\n", "numbers = 3\n[other]\n", "NOT_TOML"),
]


@pytest.mark.parametrize(("old", "new", "code"), ODD)
def test_what_cannot_be_used_is_refused_by_name(old: str, new: str, code: str) -> None:
    assert old in TEXT
    with pytest.raises(UnusableInput) as refused:
        procurement_table_from(TEXT.replace(old, new, 1), "ours.toml")
    assert [(each.code, each.file) for each in refused.value.findings] == [(code, "ours.toml")]


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UnusableInput) as refused:
        load_procurement_table(tmp_path / "none.toml")
    assert [each.code for each in refused.value.findings] == ["TABLE_NOT_FOUND"]
