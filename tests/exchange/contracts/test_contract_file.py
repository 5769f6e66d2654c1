"""A contract is read whole or not at all, and what is wrong is named by its row."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from tests.exchange.contracts.own_contract import CONTRACT

from tidegate.core.contracts.terms.pay import Basis
from tidegate.exchange.contracts.contract_file import read_contract
from tidegate.exchange.findings import UnusableInput
from tidegate.exchange.kinds import Kind
from tidegate.exchange.recognise import recognise

DOCS = Path(__file__).parents[3] / "docs" / "reference" / "files" / "contract.md"


def written(folder: Path, text: str, name: str = "c.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_contract_of_toml_and_one_of_json_are_the_same(tmp_path: Path) -> None:
    toml = read_contract(written(tmp_path, CONTRACT)).contract
    facts = json.dumps(tomllib.loads(CONTRACT), default=str)
    assert read_contract(written(tmp_path, facts, "c.json")).contract == toml
    assert [line.line_id for line in toml.lines] == ["C-2026-01-DC", "C-2026-01-OP"]
    assert toml.versions[0].terms.basis is Basis.GUARANTEE


def test_a_contract_is_told_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    assert recognise(written(tmp_path, CONTRACT, "x.txt")).kind is Kind.CONTRACT


def test_the_example_of_the_reference_reads(tmp_path: Path) -> None:
    example = re.search(r"```toml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert example is not None
    read = read_contract(written(tmp_path, example[1])).contract
    assert read.versions[0].terms.switch("surge") is not None


@pytest.mark.parametrize(
    ("old", "new", "row", "column"),
    [
        ("units_per_week = 30", "units_per_week = -3", 14, "lines › 1 › units_per_week"),
        ("cap = 700", "cap = 1.5", 23, "lines › 2 › cap"),
        ('basis = "guarantee"', 'basis = "barter"', 27, "terms › 1 › basis"),
        ("notice_days = 7", "notice_days = true", 57, "terms › 1 › switches › 1 › positions › 2 › "
         "notice_days"),
        ("most_percent = 40", "most_percent = 140", 43, "terms › 1 › private_work"),
        ("weekly_pence = 4050000", "", 33, "terms › 1 › guarantee"),
        ("end = 2026-04-05", "end = 2025-04-05", 7, "end"),
        ("ZN101 = 1", 'ZN101 = "much"', 41, "terms › 1 › market_forces › ZN101"),
        ("settled_weeks = 4", "settled_months = 1", 28, "terms › 1 › settled_months"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_row_and_key(
    tmp_path: Path, old: str, new: str, row: int | None, column: str | None
) -> None:
    with pytest.raises(UnusableInput) as refused:
        read_contract(written(tmp_path, CONTRACT.replace(old, new, 1)))
    (found,) = refused.value.findings
    assert (found.code, found.column, found.row) == ("CONTRACT_VALUE", column, row)


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("contract_id = ", "c.toml", "NOT_TOML"),
        ('{"contract_id": ', "c.json", "NOT_JSON"),
        ("<html>", "c.toml", "HTML_PAGE"),
        ("", "c.toml", "EMPTY_FILE"),
        ("[" * 20_000, "c.toml", "NOT_TOML"),
        ('{"a":' * 20_000, "c.json", "NOT_JSON"),
    ],
)
def test_what_is_no_contract_is_refused(tmp_path: Path, text: str, name: str, code: str) -> None:
    with pytest.raises(UnusableInput) as refused:
        read_contract(written(tmp_path, text, name))
    assert refused.value.findings[0].code == code


def test_text_in_another_encoding_is_named_by_its_row(tmp_path: Path) -> None:
    path = tmp_path / "c.toml"
    path.write_bytes(b'contract_id = "C"\ntitle = "caf\xe9"\n')
    with pytest.raises(UnusableInput) as refused:
        read_contract(path)
    assert (refused.value.findings[0].code, refused.value.findings[0].row) == ("WRONG_ENCODING", 2)
