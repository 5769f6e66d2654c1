"""A table is whole, and a chart says how it is to be drawn from its table."""

import pytest

from tidegate.controlroom.board.tables import (
    Chart,
    ChartKind,
    Table,
    label,
    money,
    number,
    number_columns,
    share,
    text_columns,
)


def test_a_row_with_a_missing_cell_is_refused() -> None:
    with pytest.raises(ValueError, match="Waiting by specialty"):
        Table("Waiting by specialty", text_columns("Specialty", "Waiting"), ((label("Eyes"),),))


def test_cells_keep_the_number_behind_the_words() -> None:
    assert number(1234).text == "1,234"
    assert number(1234).value == 1234
    assert share(0.5).text == "50.0%"
    assert money(250_000).text == "£2,500"
    assert money(250_000).value == 2500
    assert money(None).value is None


def test_a_chart_draws_only_the_columns_it_names() -> None:
    columns = text_columns("Specialty") + number_columns(("Before", "After", "Total"), ("Before",))
    assert [column.name for column in columns if column.drawn] == ["Before"]


def test_a_chart_tells_the_script_its_shape_and_reference_line() -> None:
    table = Table("t", text_columns("a"), ())
    chart = Chart("waits", ChartKind.COLUMNS, "h", "s", table, unit="people", mark=("18", "18"))
    assert chart.settings() == {
        "kind": "columns",
        "unit": "people",
        "mark": ["18", "18"],
        "zero": True,
    }
