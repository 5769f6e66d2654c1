"""Lints of values: below nothing, above what was agreed, risen without an amendment."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tidegate.core.contracts.ocds.faults import Fault, FaultCode, LintTerms
from tidegate.core.contracts.ocds.seen import Seen, Standing, new_amendments
from tidegate.core.contracts.ocds.walking import (
    Object,
    amount_of,
    currency_of,
    every_object,
    listed,
    name_of,
    part,
)

_HUNDRED = Decimal(100)


def values_negative(release: Object, _seen: Seen, _terms: LintTerms) -> Iterator[Fault]:
    """Find values below nothing, wherever they stand."""
    for path, one in every_object(release):
        amount = amount_of(one)
        if amount is not None and amount < 0:
            detail = f"A value of {amount} {currency_of(one)}".rstrip() + " is below nothing."
            yield Fault(FaultCode.VALUE_NEGATIVE, f"{path}/amount", detail)


def spent_above_value(release: Object, seen: Seen, _terms: LintTerms) -> Iterator[Fault]:
    """Find contracts of which more was paid, in all releases so far, than they are worth."""
    for path, one in listed(release, "contracts"):
        standing = seen.contracts[name_of(one)]
        value = part(standing.fields, "value") or part(seen.award_of(standing.fields), "value")
        worth, currency = amount_of(value), currency_of(value)
        paid = sum((each for each, of in standing.paid.values() if of == currency), Decimal(0))
        if worth is not None and paid > worth:
            detail = f"{paid} {currency} was paid of contract {name_of(one)}, worth {worth}."
            about = f"{name_of(one)} {worth}"
            where = f"{path}/implementation/transactions"
            yield Fault(FaultCode.SPENT_ABOVE_VALUE, where, detail, about)


def values_risen(release: Object, seen: Seen, terms: LintTerms) -> Iterator[Fault]:
    """Find awards and contracts whose value rose by much, and no amendment says so.

    A contract’s first value is set against its award’s.
    """
    for name, kept in (("awards", seen.awards), ("contracts", seen.contracts)):
        for path, one in listed(release, name):
            standing = kept[name_of(one)]
            agreed = standing.agreed or _awarded(one, seen)
            value = part(one, "value")
            if _rose(agreed, value, terms) and not new_amendments(standing, one, path):
                detail = (
                    f"The value of {name_of(one)} rose from {amount_of(agreed)} to "
                    f"{amount_of(value)} {currency_of(value)} and no amendment says so."
                )
                about = f"{name} {name_of(one)} {amount_of(value)}"
                yield Fault(FaultCode.VALUE_UP_UNAMENDED, f"{path}/value/amount", detail, about)


def _awarded(contract: Object, seen: Seen) -> Object:
    standing: Standing | None = seen.awards.get(str(contract.get("awardID")))
    return {} if standing is None else standing.agreed or part(standing.fields, "value")


def _rose(agreed: Object, value: Object, terms: LintTerms) -> bool:
    before, after = amount_of(agreed), amount_of(value)
    if before is None or after is None or before <= 0:
        return False
    same = currency_of(agreed) == currency_of(value)
    return same and (after - before) * _HUNDRED >= before * terms.rise_percent
