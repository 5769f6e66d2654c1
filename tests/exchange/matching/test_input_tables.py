"""The tables of a plan's own files: known by their headings, and every form of cell is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tidegate.exchange.matching.input_tables import TABLES, Form, table_of
from tidegate.exchange.matching.typed_table import read_table


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_each_table_is_recognised_by_its_needed_headings(table) -> None:
    assert table_of(table.needed) is table


def test_headings_of_nothing_known_are_no_table() -> None:
    assert table_of(["zone", "colour"]) is None


def test_every_form_is_read(tmp_path: Path) -> None:
    used = {column.form for table in TABLES.values() for column in table.columns}
    assert used == set(Form)
    (tmp_path / "t.csv").write_text("area,pence\nZQ1,5\n", "utf-8")
    assert read_table(tmp_path / "t.csv", TABLES["budgets"]).frame["pence"].to_list() == [5]
