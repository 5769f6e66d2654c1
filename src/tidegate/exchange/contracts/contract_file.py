"""Read a contract from a file: who, when, its lines, its terms, and turns of its switches.

TOML for people, JSON for machines, the same keys. A finding names the row where a TOML file has it.
"""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidegate.core.contracts.terms.content import terms_of
from tidegate.core.contracts.terms.contract import Contract, Line, TermsFrom, monday_of
from tidegate.core.contracts.terms.reading import Table, WrongTerms, close
from tidegate.core.contracts.terms.switch import Turned
from tidegate.exchange.findings import UnusableInput, error
from tidegate.exchange.pressure.toml_lines import lines_of, row_of
from tidegate.exchange.sources import describe_source, open_text, refuse_unless_text

if TYPE_CHECKING:
    from pathlib import Path

    from tidegate.exchange.sources import Source

KIND = "contract"
_MOST_BYTES = 2_000_000
_KEY = re.compile(r'^\s*(\{\s*)?"?contract_id"?\s*[=:]', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ContractFile:
    """A contract that was read, and the file that it came from."""

    contract: Contract
    source: Source


def is_contract(head: str) -> bool:
    """Tell from the beginning of a text whether it is a contract in TOML or JSON."""
    return _KEY.search(head) is not None


def read_contract(path: Path) -> ContractFile:
    """Read a contract file.

    Raises:
        UnusableInput: no file, no TOML and no JSON, or a value that is missing, strange or out of
            range, with its row or place.
    """
    with open_text(path) as opened:
        name, raw = opened.name, opened.stream.read(_MOST_BYTES + 1)
    if len(raw) > _MOST_BYTES:
        raise UnusableInput([error("FILE_TOO_LARGE", name, "a file of at most 2 MB")])
    refuse_unless_text(raw, name)
    text = _decoded(raw, name)
    if text.lstrip().startswith("{"):
        return ContractFile(_contract(_json(text, name), name, {}), describe_source(path, KIND))
    table, rows = _toml(text, name), lines_of(text)
    return ContractFile(_contract(table, name, rows), describe_source(path, KIND))


def _decoded(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        row = raw.count(b"\n", 0, problem.start) + 1
        raise UnusableInput([error("WRONG_ENCODING", name, "UTF-8 text", row=row)]) from problem


def _toml(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise UnusableInput([error("NOT_TOML", name, f"valid TOML: {problem}")]) from problem


def _json(text: str, name: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as problem:
        expected = f"valid JSON: {problem.msg}"
        raise UnusableInput([error("NOT_JSON", name, expected, row=problem.lineno)]) from problem
    except RecursionError as problem:
        raise UnusableInput([error("NOT_JSON", name, "JSON of few levels")]) from problem
    return dict(found)


def _contract(table: dict[str, Any], name: str, rows: dict[tuple[int | str, ...], int]) -> Contract:
    try:
        return contract_from(table)
    except WrongTerms as wrong:
        where = {"row": row_of(wrong.place, rows), "column": wrong.where or None}
        found = error("CONTRACT_VALUE", name, wrong.expected, value=wrong.value, **where)
        raise UnusableInput([found]) from wrong


def contract_from(table: dict[str, Any]) -> Contract:
    """Make a contract of the keys of a file.

    Raises:
        WrongTerms: naming the place.
    """
    return close(Table(table), _made)


def _made(table: Table) -> Contract:
    start, end = table.day("start"), table.day("end")
    if end < start:
        raise table.wrong("end", f"a day from {start.isoformat()} on")
    return Contract(
        contract_id=table.text("contract_id"),
        title=table.text("title", ""),
        buyer=table.text("buyer"),
        provider=table.text("provider"),
        start=start,
        end=end,
        lines=table.each(
            "lines",
            lambda each: Line(
                line_id=each.text("line_id"),
                site=each.text("site"),
                modality=each.text("modality"),
                tfcs=each.texts("tfcs"),
                units_per_week=each.whole("units_per_week"),
                unit_price_pence=each.whole("unit_price_pence"),
                minimum_take=each.whole("minimum_take", 0),
                cap=each.whole_or_none("cap"),
                first_week=each.day_or_none("first_week") or monday_of(start),
                last_week=each.day_or_none("last_week") or monday_of(end),
                released_from=each.day_or_none("released_from"),
            ),
        ),
        versions=tuple(
            TermsFrom(number, day, terms)
            for number, (day, terms) in enumerate(
                table.each("terms", lambda each: (each.day("from"), terms_of(each))), 1
            )
        ),
        turned=table.each(
            "turned",
            lambda each: Turned(each.text("switch"), each.text("position"), each.day("from")),
        ),
    )
