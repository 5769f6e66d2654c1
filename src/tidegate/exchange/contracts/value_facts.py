"""What became of a contract, as facts for machines and as rows for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from tidegate.core.contracts.ledger.ledger import KEY, by_doing, still_to_use, unit_costs
from tidegate.core.contracts.ledger.rules import DOING_LABELS
from tidegate.core.contracts.ledger.utilisation import SHARE_LABELS, SHARES, added_up
from tidegate.core.contracts.payment.rounding import whole_pence
from tidegate.core.contracts.terms.pay import BASIS_LABELS

if TYPE_CHECKING:
    from tidegate.core.contracts.ledger.invoices import Invoice, Reconciled
    from tidegate.core.contracts.ledger.ledger import Ledger
    from tidegate.core.contracts.ledger.line_week import LineWeek
    from tidegate.core.contracts.ledger.money import WeekMoney
    from tidegate.core.contracts.ledger.rules import UseRules
    from tidegate.core.contracts.use_review import UseStanding
    from tidegate.core.reasons import Reason

UNDEFINED = "undefined"
_PENCE = 100
_UNITS = ("contracted", "physical", "offered", "claimed", "observed", "booked", "done")


@dataclass(frozen=True, slots=True)
class Valued:
    """One contract, valued.

    Attributes:
        ledger: what became of each unit, and what it cost.
        alarms: what somebody should look at.
        standing: whether its weeks ask to keep, warn, drop or buy more.
        invoices: each beside the ledger.
        rules: by which it was looked at.
    """

    ledger: Ledger
    alarms: tuple[Reason, ...]
    standing: UseStanding
    invoices: tuple[tuple[Invoice, Reconciled], ...]
    rules: UseRules

    @property
    def in_order(self) -> bool:
        """Whether each past unit has its cause and each invoice agrees."""
        agree = all(found.agrees for _, found in self.invoices)
        return agree and not any(row.unexplained for row in self.ledger.rows)


def value_facts(valued: Valued) -> dict[str, object]:
    """Return everything that is known of one contract, JSON-ready; money in pence."""
    ledger, contract = valued.ledger, valued.ledger.contract
    units = ledger.units
    return {
        "contract_id": contract.contract_id,
        "title": contract.title,
        "buyer": contract.buyer,
        "provider": contract.provider,
        "start": contract.start,
        "end": contract.end,
        "up_to": ledger.today,
        "rules": valued.rules.label,
        "units": {name: getattr(units, name) for name in _UNITS},
        "shares": {name: decimal(getattr(units, name)) for name in SHARES},
        **_money_facts(ledger),
        "weeks": [week_facts(ledger, money) for money in ledger.money],
        "lines": [line_facts(row) for row in ledger.rows],
        "unused": [
            {"doing": doing, "cause": cause, "units": many}
            for (doing, cause), many in by_doing(ledger.rows, valued.rules.doing).items()
        ],
        "alarms": [reason_facts(each) for each in valued.alarms],
        "review": review_facts(valued.standing),
        "invoices": [invoice_facts(*each) for each in valued.invoices],
    }


def _money_facts(ledger: Ledger) -> dict[str, object]:
    left = still_to_use(ledger)
    costs = [
        {
            "modality": each.modality,
            "done": each.done,
            "pence_each": None if each.each is None else whole_pence(each.each),
            "tariff_pence": None if each.tariff is None else whole_pence(each.tariff),
        }
        for each in unit_costs(ledger)
    ]
    return {
        "value_pence": ledger.value,
        "due_pence": ledger.paid,
        "idle_pence": ledger.idle,
        "price_ratio": decimal(ledger.ratio),
        "unit_costs": {"key": KEY, "by_modality": costs},
        "break_even": None
        if left is None
        else {
            "units_left": left.units_left,
            "weeks_left": left.weeks_left,
            "units_per_week": left.per_week,
        },
    }


def review_facts(standing: UseStanding) -> dict[str, object]:
    """Return what a contract's weeks ask for."""
    return {
        "asks": standing.asks,
        "weeks_below": standing.below,
        "weeks_above": standing.above,
        "provider_share": decimal(standing.provider_share),
        "reasons": [reason_facts(each) for each in standing.reasons],
    }


def invoice_facts(invoice: Invoice, found: Reconciled) -> dict[str, object]:
    """Return an invoice beside the ledger."""
    return {
        "number": invoice.number,
        "charged_pence": found.charged,
        "due_pence": found.due,
        "agrees": found.agrees,
        "differences": [reason_facts(each) for each in found.differences],
    }


def week_facts(ledger: Ledger, money: WeekMoney) -> dict[str, object]:
    """Return one week of a contract, every line added up."""
    rows = ledger.rows_of(money.week)
    units = added_up(rows)
    return {
        "week": money.week,
        "days": money.days,
        "basis": money.basis,
        "terms_version": money.version,
        "positions": dict(money.positions),
        **{name: getattr(units, name) for name in _UNITS},
        "unused": sum(row.unused_units for row in rows),
        "open": sum(row.open_units for row in rows),
        "unexplained": sum(row.unexplained for row in rows),
        "of_contract": decimal(units.of_contract),
        "of_offer": decimal(units.of_offer),
        "value_pence": money.value,
        "fixed_pence": money.fixed,
        "idle_pence": money.idle,
        "due_pence": money.due,
        "premium_pence": money.premium,
        "missing": list(money.missing),
    }


def line_facts(row: LineWeek) -> dict[str, object]:
    """Return one line in one week: every figure with where it comes from, every cause with who."""
    return {
        "line_id": row.line.line_id,
        "site": row.line.site,
        "modality": row.line.modality,
        "week": row.week,
        "contracted": row.contracted,
        **{
            name: {
                "units": getattr(row, name).units,
                "origin": getattr(row, name).origin,
                "beside": getattr(row, name).beside,
            }
            for name in (*_UNITS[1:], "private_done")
        },
        "unused": [
            {"cause": each.cause, "units": each.units, "said_by": each.said_by,
             "origin": each.origin}
            for each in row.unused
        ],
        "open": row.open_units,
        "unexplained": row.unexplained,
    }  # fmt: skip


def reason_facts(reason: Reason) -> dict[str, object]:
    """Return one coded reason."""
    inputs = {name: _plain(value) for name, value in reason.inputs.items()}
    return {"code": reason.code, "detail": reason.detail, "inputs": inputs}


def decimal(share: Fraction | None) -> float | None:
    """Return a share to four decimals; None where it is undefined, never infinity."""
    return None if share is None else round(float(share), 4)


def pounds(pence: int | None) -> str:
    """Say an amount to the penny; undefined where it is not known."""
    if pence is None:
        return "not known"
    return f"{'-' if pence < 0 else ''}£{abs(pence) / _PENCE:,.2f}"


def percent(share: Fraction | None) -> str:
    """Say a share; undefined where nothing stands below the line."""
    return UNDEFINED if share is None else f"{float(share) * 100:.1f}%"


def times(ratio: Fraction | None) -> str:
    """Say how many times the tariff was paid."""
    return UNDEFINED if ratio is None else f"{float(ratio):.3f} times tariff"


WEEK_COLUMNS = ("week", "basis", "contracted", "offered", "staffed", "booked", "done", "unused",
                "no cause", "used", "tariff value", "fixed", "idle", "due")  # fmt: skip


def week_rows(ledger: Ledger) -> Sequence[Sequence[str]]:
    """Return a row for each week, in words."""
    rows = []
    for money in ledger.money:
        weeks = ledger.rows_of(money.week)
        units = added_up(weeks)
        rows.append(
            (
                money.week.isoformat(),
                money.basis.value.replace("_", " "),
                _count(units.contracted),
                _count(units.offered),
                _count(units.claimed),
                _count(units.booked),
                _count(units.done),
                _count(sum(row.unused_units for row in weeks)),
                _count(sum(row.unexplained for row in weeks)),
                percent(units.of_contract),
                pounds(money.value),
                pounds(money.fixed),
                pounds(money.idle),
                pounds(money.due),
            )
        )
    return rows


SUMMARY = ("figure", "amount")


def summary_rows(valued: Valued) -> Sequence[Sequence[str]]:
    """Return what was bought, used, paid and wasted, in words."""
    ledger = valued.ledger
    units, left = ledger.units, still_to_use(ledger)
    basis = ledger.contract.basis_in(ledger.money[-1].week) if ledger.money else None
    rows = [
        ("Paid by", BASIS_LABELS[basis] if basis else "nothing yet"),
        ("Due so far", pounds(ledger.paid)),
        ("The same work at tariff", pounds(ledger.value)),
        ("Paid for nothing (idle)", pounds(ledger.idle)),
        ("Price paid", times(ledger.ratio)),
        *((SHARE_LABELS[name], percent(getattr(units, name))) for name in SHARES),
    ]
    for each in unit_costs(ledger):
        cost = UNDEFINED if each.each is None else pounds(whole_pence(each.each))
        tariff = UNDEFINED if each.tariff is None else pounds(whole_pence(each.tariff))
        rows.append((f"A unit done: {each.modality}", f"{cost}, tariff {tariff}"))
    if left is not None:
        said = "reached"
        if not left.reached:
            each_week = "" if left.per_week is None else f", {left.per_week:,} a week"
            said = f"{left.units_left:,} units in {left.weeks_left} weeks{each_week}"
        rows.append(("Still to be used to pay tariff", said))
    return rows


CAUSES = ("whose doing", "cause", "units")


def cause_rows(valued: Valued) -> Sequence[Sequence[str]]:
    """Return why units went unused, and whose doing it was, in words."""
    found = by_doing(valued.ledger.rows, valued.rules.doing)
    return [(DOING_LABELS[doing], cause.value, _count(many)) for (doing, cause), many in
            found.items()]  # fmt: skip


def _count(units: int | None) -> str:
    return "" if units is None else f"{units:,}"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
