"""Returns of use and invoices are read by row, and refused by row and column."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from tests.exchange.contracts.own_contract import INVOICE, RETURNS

from tidegate.core.contracts.payment.bed_nights import BedState
from tidegate.core.transfers.lifecycle.causes import UnusedCause
from tidegate.exchange.contracts.invoices import read_invoices
from tidegate.exchange.contracts.use_returns import read_returns, returns_frame
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.kinds import Kind
from tidegate.exchange.recognise import recognise


def written(folder: Path, text: str, name: str = "r.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_blank_is_not_reported_and_a_nought_is_none(tmp_path: Path) -> None:
    read = read_returns(written(tmp_path, RETURNS))
    row, first = read.returns[0]
    assert (row, first.week, first.version) == (2, date(2026, 1, 5), 1)
    assert first.unused == {UnusedCause.NOT_BOOKED: 19, UnusedCause.DNA: 1}
    assert (first.private_done, read.returns[1][1].private_done) == (4, None)
    assert first.observed is None


def test_returns_come_back_as_they_were_written(tmp_path: Path) -> None:
    text = (
        "line_id,week,version,done,nights_occupied,nights_void,private_net_pence\n"
        "B,2026-W02,2,5,30,4,-120\n"
    )
    (given,) = (each for _, each in read_returns(written(tmp_path, text)).returns)
    assert given.nights == {BedState.OCCUPIED: 30, BedState.VOID: 4}
    path = tmp_path / "again.parquet"
    returns_frame([given]).write_parquet(path)
    assert [each for _, each in read_returns(path).returns] == [given]


@pytest.mark.parametrize(
    ("text", "code", "row", "column"),
    [
        ("line_id,week,done\nL,2026-W02,x\n", "WRONG_FORM", 2, "done"),
        ("line_id,week,done\nL,2026-W02,-1\n", "NEGATIVE_VALUE", 2, "done"),
        ("line_id,week,done\nL,2026-01-06,1\n", "WRONG_FORM", 2, "week"),
        ("line_id,week,done\n,2026-W02,1\n", "BLANK_VALUE", 2, "line_id"),
        ("line_id,week,done\nL,2026-W02,1\nL,2026-W02,2\n", "DUPLICATE_KEY", 3, "version"),
        ("line_id,done\nL,1\n", "MISSING_COLUMN", 1, "week"),
        ("line_id,week,done\n", "NO_ROWS", None, None),
        ("line_id,week,done\nL,2026-W02,99999999\n", "VALUE_TOO_HIGH", 2, "done"),
    ],
)
def test_a_broken_return_is_named_by_row_and_column(
    tmp_path: Path, text: str, code: str, row: int | None, column: str | None
) -> None:
    with pytest.raises(UnusableInput) as refused:
        read_returns(written(tmp_path, text))
    found = refused.value.findings[0]
    assert (found.code, found.row, found.column) == (code, row, column)


def test_an_invoice_is_made_of_its_rows(tmp_path: Path) -> None:
    ((contract_id, invoice),) = read_invoices(written(tmp_path, INVOICE)).invoices
    assert (contract_id, invoice.number, len(invoice.rows)) == ("C-2026-01", "N-1", 3)
    assert invoice.total_pence == 8_100_000


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("40,15000,600000,8100000", "40,15000,600000,8100001", "ROWS_DISAGREE", "total_pence"),
        ("2026-W02,2026-W03", "2026-W04,2026-W03", "WEEKS_REVERSED", "last_week"),
        ("2400000", "24000.50", "WRONG_FORM", "pence"),
    ],
)
def test_a_broken_invoice_is_named(
    tmp_path: Path, old: str, new: str, code: str, column: str
) -> None:
    with pytest.raises(UnusableInput) as refused:
        read_invoices(written(tmp_path, INVOICE.replace(old, new)))
    found = refused.value.findings[0]
    assert (found.code, found.column) == (code, column)


def test_returns_and_invoices_are_told_by_their_headings(tmp_path: Path) -> None:
    assert recognise(written(tmp_path, RETURNS)).kind is Kind.RETURNS
    assert recognise(written(tmp_path, INVOICE)).kind is Kind.INVOICES
