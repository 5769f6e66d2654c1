"""Sum up releases, ours or others’: one row for each contract, as it stands after all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from tidegate.core.contracts.ocds.codes import LEGAL_BASIS
from tidegate.core.contracts.ocds.compiling import NotMergeable, compiled, processes
from tidegate.core.contracts.ocds.moments import moment_of
from tidegate.core.contracts.ocds.seen import paid_in
from tidegate.core.contracts.ocds.walking import (
    amount_of,
    currency_of,
    listed,
    name_of,
    part,
)
from tidegate.exchange.findings import UnusableInput, error

if TYPE_CHECKING:
    from tidegate.core.contracts.ocds.compiling import MergeRules

Release = Mapping[str, Any]
COLUMNS = (
    "ocid", "contract", "title", "law", "buyer", "suppliers", "award_status", "contract_status",
    "standstill_until", "signed", "start", "end", "amendments", "value_minor", "paid_minor",
    "currency", "releases", "latest",
)  # fmt: skip
_LAWS = {basis["id"]: regime.value for regime, basis in LEGAL_BASIS.items()}
_HUNDRED, _MOST = Decimal(100), Decimal(10**15)


def summary_rows(releases: Sequence[Release], rules: MergeRules, name: str) -> list[dict[str, Any]]:
    """Return a row for each contract, and one for each process that has none yet.

    Values are in hundredths of the currency (pence of GBP), exact; a value of a finer fraction is
    rounded to the nearest.

    Args:
        releases: of any number of processes.
        rules: by which they are compiled.
        name: of the file, for findings.

    Raises:
        UnusableInput: ``NOT_MERGEABLE``: releases of a process contradict each other’s shape.
    """
    rows: list[dict[str, Any]] = []
    for ocid, own in processes(releases).items():
        try:
            whole = compiled(own, rules)
        except NotMergeable as problem:
            finding = error("NOT_MERGEABLE", name, str(problem), column="ocid", value=ocid)
            raise UnusableInput([finding]) from problem
        rows += _rows(whole, len(own))
    return rows


def summary_frame(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Return the rows as a frame of checked types: texts, moments in UTC, whole numbers."""
    moments = {"standstill_until", "signed", "start", "end", "latest"}
    numbers = {"amendments", "value_minor", "paid_minor", "releases"}
    schema: dict[str, Any] = {
        column: pl.Datetime("us", "UTC") if column in moments
        else pl.Int64 if column in numbers
        else pl.String
        for column in COLUMNS
    }  # fmt: skip
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def _rows(whole: Release, releases: int) -> Iterator[dict[str, Any]]:
    tender = part(whole, "tender")
    basis = part(tender, "legalBasis")
    title = _text(tender.get("title"))
    shared = {
        "ocid": str(whole["ocid"]),
        "law": _LAWS.get(str(basis.get("id")), _text(basis.get("id"))),
        "buyer": _text(part(whole, "buyer").get("name") or part(whole, "buyer").get("id")),
        "releases": releases,
        "latest": moment_of(whole["date"]),
    }
    awards = {name_of(one): one for _, one in listed(whole, "awards")}
    contracts = [one for _, one in listed(whole, "contracts")]
    for contract in contracts or [{}]:
        award = awards.get(str(contract.get("awardID")), {})
        if not contracts and len(awards) == 1:
            (award,) = awards.values()
        yield shared | _contract(contract, award, title)


def _contract(contract: Release, award: Release, title: str) -> dict[str, Any]:
    value = part(contract, "value") or part(award, "value")
    term = part(contract, "period") or part(award, "contractPeriod")
    paid = dict(paid_in(contract, ""))
    same = [amount for amount, currency in paid.values() if currency == currency_of(value)]
    suppliers = [_text(one.get("name") or one.get("id")) for _, one in listed(award, "suppliers")]
    return {
        "contract": name_of(contract),
        "title": _text(contract.get("title") or award.get("title")) or title,
        "suppliers": "; ".join(suppliers),
        "award_status": _text(award.get("status")),
        "contract_status": _text(contract.get("status")),
        "standstill_until": _moment(part(award, "standstillPeriod"), "endDate"),
        "signed": _moment(contract, "dateSigned"),
        "start": _moment(term, "startDate"),
        "end": _moment(term, "endDate"),
        "amendments": sum(1 for _ in listed(contract, "amendments")),
        "value_minor": _minor(amount_of(value)),
        "paid_minor": _minor(sum(same, Decimal(0))) if paid else None,
        "currency": currency_of(value),
    }


def _moment(within: Release, name: str) -> datetime | None:
    return moment_of(within.get(name))


def _minor(amount: Decimal | None) -> int | None:
    """Return an amount in hundredths; none where it is more money than there is."""
    return None if amount is None or abs(amount) > _MOST else round(amount * _HUNDRED)


def _text(value: object) -> str:
    return "" if value is None else str(value)
