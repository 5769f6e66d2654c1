"""``tidegate contract value``, as people run it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.broken_files import ANY_FILE, Broken
from tests.cli.conftest import Ran
from tests.exchange.contracts.own_contract import CONTRACT, INVOICE, RETURNS, write

Tidegate = Callable[..., Ran]


def test_what_was_bought_used_and_wasted_is_said_in_the_first_week(
    tmp_path: Path, tidegate: Tidegate
) -> None:
    said = tidegate("contract", "value", *write(tmp_path))
    assert said.code == 0, said.err
    assert "Day cases at the Northmere clinic: Z00 buys of ZN1, up to 2026-01-18" in said.out
    rows = [line.split() for line in said.out.splitlines()]
    assert ["Price", "paid", "2.700", "times", "tariff"] in rows
    (first,) = [row for row in rows if row[:1] == ["2026-01-05"]]
    assert first[-4:] == ["£15,000.00", "£40,500.00", "£25,500.00", "£40,500.00"]
    assert ["Ours", "NOT_BOOKED", "109"] in rows
    assert "Invoice N-1: £81,000.00 charged, £81,000.00 due; agrees." in said.out


def test_machines_get_every_figure_with_where_it_comes_from(
    tmp_path: Path, tidegate: Tidegate
) -> None:
    said = tidegate("contract", "value", *write(tmp_path), "--json")
    assert said.code == 0, said.err
    (contract,) = json.loads(said.out)["contracts"]
    assert contract["idle_pence"] == 5_100_000
    assert contract["shares"]["of_offer"] == 0.3333
    assert contract["shares"]["theatre"] is None
    first = contract["lines"][0]
    assert first["done"] == {"units": 10, "origin": "return", "beside": None}
    assert sum(each["units"] for each in first["unused"]) == 20
    assert {each["origin"] for row in contract["lines"] for each in row["unused"]} == {"return"}


def test_the_answer_is_no_where_an_invoice_differs_or_a_unit_has_no_cause(
    tmp_path: Path, tidegate: Tidegate
) -> None:
    dear = INVOICE.replace("8100000", "8100001")
    said = tidegate("contract", "value", *write(tmp_path, invoice=dear))
    assert said.code == 1
    assert "[TOTAL_DIFFERS]" in said.out
    silent = RETURNS.replace("11,10,19,1,4", "11,10,19,,4")
    said = tidegate("contract", "value", *write(tmp_path, returns=silent))
    assert said.code == 1
    assert "C-2026-01-DC 2026-01-05: 1 units went unused without a cause. [CAUSE_MISSING]" in (
        said.out
    )


def test_a_week_that_runs_counts_up_to_the_day_asked_for(
    tmp_path: Path, tidegate: Tidegate
) -> None:
    said = tidegate("contract", "value", *write(tmp_path), "--until", "2026-01-20", "--json")
    (contract,) = json.loads(said.out)["contracts"]
    assert [each["days"] for each in contract["weeks"]] == [7, 7, 2]
    assert contract["weeks"][2]["idle_pence"] == 1_157_143


@pytest.mark.parametrize(
    ("changed", "code", "row"),
    [
        ({"returns": RETURNS.replace("W03,30", "W03,many", 1)}, "WRONG_FORM", 4),
        ({"returns": RETURNS.replace("C-2026-01-OP", "L9", 1)}, "LINE_UNKNOWN", 3),
        ({"returns": RETURNS.replace("2026-W03", "2026-W40", 1)}, "WEEK_OUTSIDE", 4),
        ({"invoice": INVOICE.replace("C-2026-01,", "C-9,")}, "CONTRACT_UNKNOWN", None),
        ({"contract": CONTRACT.replace("guarantee", "barter", 1)}, "CONTRACT_VALUE", 27),
        ({"contract": RETURNS}, "NOT_TOML", None),
        ({"invoice": CONTRACT}, "CONTRACT_TWICE", None),
        ({"invoice": RETURNS}, "RETURN_TWICE", 2),
    ],
)
def test_a_broken_file_is_refused_by_row_and_nothing_is_valued(
    tmp_path: Path,
    tidegate: Tidegate,
    changed: dict[str, str],
    code: str,
    row: int | None,
) -> None:
    said = tidegate("contract", "value", *write(tmp_path, **changed), "--json")
    assert said.code == 2
    findings = json.loads(said.out)["findings"]
    found = {each["code"]: each for each in reversed(findings)}
    assert found[code].get("row") == row


@pytest.mark.parametrize("bad", ANY_FILE.values(), ids=ANY_FILE)
def test_a_file_that_is_nothing_of_the_kind_is_refused_by_name(
    bad: Broken, tmp_path: Path, tidegate: Tidegate
) -> None:
    said = tidegate("contract", "value", bad.put(tmp_path))
    assert said.code == 2, said.out
    assert f"[{bad.code}]" in said.err
    assert bad.name in said.err
