"""Gather contracts, returns and invoices out of files, told apart by what is in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tidegate.core.contracts.ledger.sources import Sources
from tidegate.exchange.contracts.contract_file import is_contract, read_contract
from tidegate.exchange.contracts.invoices import Invoices, is_invoices, read_invoices
from tidegate.exchange.contracts.use_returns import (
    UseReturns,
    is_returns,
    lines_unknown,
    read_returns,
)
from tidegate.exchange.findings import Finding, UnusableInput, error, refuse_errors
from tidegate.exchange.matching.raw_table import headings_of
from tidegate.exchange.sources import open_text, refuse_unless_file

if TYPE_CHECKING:
    from tidegate.core.contracts.ledger.invoices import Invoice
    from tidegate.core.contracts.terms.contract import Contract
    from tidegate.exchange.sources import Source

_HEAD_BYTES = 2**16
_EXPECTED = "a contract (TOML or JSON), returns of use, or invoices"


@dataclass(frozen=True, slots=True)
class ValueInputs:
    """What the value of contracts is worked out from.

    Attributes:
        contracts: by identifier.
        sources: what each of them was used for, by identifier.
        invoices: with the identifier of their contract, in the order of the files.
        files: each file, fingerprinted.
        findings: what is odd, yet does not spoil it.
    """

    contracts: dict[str, Contract]
    sources: dict[str, Sources]
    invoices: tuple[tuple[str, Invoice], ...]
    files: tuple[Source, ...]
    findings: tuple[Finding, ...]

    @property
    def last_day(self) -> date | None:
        """The last day of the newest week that a return tells of; None without returns."""
        weeks = [each.week for sources in self.sources.values() for each in sources.returns]
        return max(weeks) + timedelta(days=6) if weeks else None


def read_value_inputs(paths: Sequence[Path]) -> ValueInputs:
    """Read every file, and refuse all of them where anything is wrong with one.

    Raises:
        UnusableInput: with everything that is wrong, by file, row and column.
    """
    contracts: dict[str, Contract] = {}
    returns: list[UseReturns] = []
    invoices: list[Invoices] = []
    files: list[Source] = []
    found: list[Finding] = []
    for path in paths:
        try:
            read = _reader(path)(path)
        except UnusableInput as problem:
            found += problem.findings
            continue
        files.append(read.source)
        if isinstance(read, UseReturns):
            returns.append(read)
            found += read.findings
        elif isinstance(read, Invoices):
            invoices.append(read)
            found += read.findings
        else:
            found += _twice(read.contract, contracts, path.name)
            contracts[read.contract.contract_id] = read.contract
    if not contracts and not found:
        found.append(error("NO_CONTRACT", ", ".join(path.name for path in paths), "a contract"))
    if contracts:
        found += _strangers(contracts, returns, invoices)
    return ValueInputs(
        contracts,
        _by_contract(contracts, returns),
        tuple(each for read in invoices for each in read.invoices),
        tuple(files),
        refuse_errors(found),
    )


def _reader(path: Path):  # type: ignore[no-untyped-def]
    """Tell what a file is; contracts are text, tables are CSV or Parquet."""
    refuse_unless_file(path)
    with path.open("rb") as file:
        parquet = file.read(4) == b"PAR1"
    if not parquet:
        with open_text(path) as opened:
            head = opened.stream.read(_HEAD_BYTES).decode("utf-8", "replace")
        if path.suffix.lower() in {".toml", ".json"} or is_contract(head):
            return read_contract
    headings = headings_of(path)
    if is_invoices(headings):
        return read_invoices
    if is_returns(headings):
        return read_returns
    value = ", ".join(headings[:8])
    raise UnusableInput([error("UNKNOWN_KIND", path.name, _EXPECTED, row=1, value=value)])


def _twice(contract: Contract, before: dict[str, Contract], name: str) -> list[Finding]:
    if contract.contract_id in before:
        expected = "each contract once"
        return [error("CONTRACT_TWICE", name, expected, value=contract.contract_id)]
    lines = {line.line_id for each in before.values() for line in each.lines}
    return [
        error("LINE_TWICE", name, "a line that no other contract has", value=line.line_id)
        for line in contract.lines
        if line.line_id in lines
    ]


def _strangers(
    contracts: dict[str, Contract], returns: Sequence[UseReturns], invoices: Sequence[Invoices]
) -> list[Finding]:
    """Name returns and invoices of no contract, and one statement that two files make."""
    found: list[Finding] = []
    seen: set[tuple[str, date, int]] = set()
    for read in returns:
        found += lines_unknown(read, contracts.values())
        for row, each in read.returns:
            key = (each.line_id, each.week, each.version)
            if key in seen:
                where = {"row": row, "column": "line_id", "value": each.line_id}
                expected = "a statement that no other file makes"
                found.append(error("RETURN_TWICE", read.source.name, expected, **where))
            seen.add(key)
    for listed in invoices:
        for contract_id, invoice in listed.invoices:
            if contract_id not in contracts:
                where = {"column": "contract_id", "value": contract_id}
                expected = f"one of the contracts, for invoice {invoice.number}"
                found.append(error("CONTRACT_UNKNOWN", listed.source.name, expected, **where))
    return found


def _by_contract(
    contracts: dict[str, Contract], returns: Sequence[UseReturns]
) -> dict[str, Sources]:
    every = [each for read in returns for _, each in read.returns]
    return {
        name: Sources(returns=tuple(each for each in every if contract.line(each.line_id)))
        for name, contract in contracts.items()
    }
