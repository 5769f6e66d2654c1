"""An invoice is set against the ledger, and every difference is named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.contracts.agreed import contract, line, returned, week

from tidegate.core.contracts.ledger.invoices import OTHER, Invoice, InvoiceRow, reconcile
from tidegate.core.contracts.ledger.ledger import Ledger, make_ledger
from tidegate.core.contracts.ledger.sources import Sources
from tidegate.core.contracts.terms.pay import Basis
from tidegate.core.contracts.terms.terms import Terms

RIGHT = Invoice(
    "INV-7",
    week(1),
    week(2),
    (InvoiceRow("L1", 11, 11_000, 1_000), InvoiceRow("L2", 3, 6_000, 2_000)),
    17_000,
)


def ledger() -> Ledger:
    said = (returned(1, done=5), returned(2, done=6), returned(1, "L2", done=3),
            returned(2, "L2", done=0), returned(3, done=9))  # fmt: skip
    both = contract(line(), line("L2", unit_price_pence=2_000), terms=Terms(Basis.TARIFF))
    return make_ledger(both, Sources(returns=said), week(4))


def test_an_invoice_for_what_was_done_agrees() -> None:
    found = reconcile(ledger(), RIGHT)
    assert found.agrees
    assert (found.charged, found.due) == (17_000, 17_000)


ROW = RIGHT.rows[0]


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (
            {"rows": (replace(ROW, units=12, pence=12_000), RIGHT.rows[1]), "total_pence": 18_000},
            ["UNITS_DIFFER", "TOTAL_DIFFERS"],
        ),
        (
            {"rows": (replace(ROW, unit_price_pence=1_100, pence=12_100), RIGHT.rows[1]),
             "total_pence": 18_100},
            ["PRICE_DIFFERS", "TOTAL_DIFFERS"],
        ),
        (
            {"rows": (replace(ROW, pence=11_001), RIGHT.rows[1]), "total_pence": 17_001},
            ["ROW_DOES_NOT_MULTIPLY", "TOTAL_DIFFERS"],
        ),
        ({"total_pence": 16_999}, ["ROWS_DO_NOT_ADD_UP", "TOTAL_DIFFERS"]),
        (
            {"rows": (*RIGHT.rows, InvoiceRow("L9", 1, 5)), "total_pence": 17_005},
            ["LINE_UNKNOWN", "TOTAL_DIFFERS"],
        ),
        (
            {"rows": (ROW, *RIGHT.rows), "total_pence": 28_000},
            ["LINE_AGAIN", "UNITS_DIFFER", "UNITS_DIFFER", "TOTAL_DIFFERS"],
        ),
        ({"last_week": week(40)}, ["WEEK_OUTSIDE", "UNITS_DIFFER", "TOTAL_DIFFERS"]),
        ({"last_week": week(9)}, ["WEEK_TO_COME", "UNITS_DIFFER", "TOTAL_DIFFERS"]),
        ({"first_week": week(2)}, ["UNITS_DIFFER", "UNITS_DIFFER", "TOTAL_DIFFERS"]),
    ],
    ids=["units", "price", "multiplies", "adds up", "line unknown", "line twice", "week outside",
         "week to come", "week left out"],
)  # fmt: skip
def test_each_difference_is_named(change: dict[str, object], codes: list[str]) -> None:
    found = reconcile(ledger(), replace(RIGHT, **change))  # type: ignore[arg-type]
    assert [each.code for each in found.differences] == codes


def test_what_is_due_besides_units_stands_in_a_row_of_its_own() -> None:
    made = make_ledger(contract(), Sources(returns=(returned(1, done=5),)), week(2))
    rows = (InvoiceRow("L1", 5, 5_000, 1_000), InvoiceRow(OTHER, 1, 3_000))
    assert reconcile(made, Invoice("G-1", week(1), week(1), rows, 8_000)).agrees


def test_a_number_that_came_before_is_named() -> None:
    (found,) = reconcile(ledger(), RIGHT, {"INV-7"}).differences
    assert found.code == "NUMBER_AGAIN"
