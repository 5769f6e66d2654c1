"""Terms as the content of a row or of a file, and back without loss."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from tidegate.core.contracts.terms.pay import (
    BaselineWeek,
    Basis,
    BlockBeds,
    CostRecovery,
    Guarantee,
    Premium,
    PrivateWork,
)
from tidegate.core.contracts.terms.reading import Table, close
from tidegate.core.contracts.terms.switch import Position, Switch
from tidegate.core.contracts.terms.terms import Terms

_HUNDRED = Fraction(100)
_PERCENTS = frozenset(
    {"share", "above", "keeps", "keeps_when_met", "plus", "most_share"}
)  # held as shares, written as percentages
_NAMES = {"share": "percent", "above": "above_percent", "keeps": "provider_keeps_percent",
          "keeps_when_met": "keeps_when_met_percent", "plus": "plus_percent",
          "most_share": "most_percent", "most_units": "most_units_per_week"}  # fmt: skip


def terms_from(content: Mapping[str, object], place: tuple[str | int, ...] = ()) -> Terms:
    """Read terms from what a row or a file holds.

    Raises:
        WrongTerms: a value that is missing, strange or out of range, with its place.
    """
    return close(Table(content, place), terms_of)


def terms_of(table: Table) -> Terms:
    """Read terms from a table that its reader closes."""
    return Terms(
        basis=table.code("basis", Basis),
        guarantee=table.one("guarantee", _guarantee),
        cost_recovery=table.one("cost_recovery", _cost_recovery),
        block_beds=table.one("block_beds", _block_beds),
        premia=table.each("premia", _premium),
        market_forces=table.shares("market_forces"),
        settled_weeks=table.whole("settled_weeks", 1),
        cap_pence=table.whole_or_none("cap_pence"),
        prepayment_pence=table.whole("prepayment_pence", 0),
        private_work=table.one("private_work", _private_work),
        notice_days=table.whole("notice_days", 0),
        exit_rule=table.text("exit_rule", ""),
        review_dates=table.days("review_dates"),
        switches=table.each("switches", _switch),
        legal_basis=table.text("legal_basis", ""),
    )


def _guarantee(table: Table) -> Guarantee:
    return Guarantee(
        share=table.percent("percent", Fraction(1)),
        best_weeks=table.whole("best_weeks", 4),
        consecutive=table.truth("consecutive", default=False),
        baseline=table.each("baseline", _baseline_week),
        weekly_pence=table.whole_or_none("weekly_pence"),
        above=table.percent("above_percent", Fraction(0)),
    )


def _baseline_week(table: Table) -> BaselineWeek:
    return BaselineWeek(table.day("week"), table.whole("pence"))


def _cost_recovery(table: Table) -> CostRecovery:
    return CostRecovery(
        keeps=table.percent("provider_keeps_percent"),
        keeps_when_met=table.percent_or_none("keeps_when_met_percent"),
        private_target_pence=table.whole_or_none("private_target_pence"),
        plus=table.percent("plus_percent", Fraction(0)),
    )


def _block_beds(table: Table) -> BlockBeds:
    return BlockBeds(
        night_pence=table.whole("night_pence"),
        pays_void=table.truth("pays_void", default=True),
        pays_suspended=table.truth("pays_suspended", default=True),
        held_hours=table.whole("held_hours", 48),
    )


def _premium(table: Table) -> Premium:
    return Premium(
        name=table.text("name"),
        share=table.percent("percent"),
        lines=table.texts("lines"),
        modalities=table.texts("modalities"),
    )


def _private_work(table: Table) -> PrivateWork:
    return PrivateWork(
        most_share=table.percent_or_none("most_percent"),
        most_units=table.whole_or_none("most_units_per_week"),
    )


def _switch(table: Table) -> Switch:
    return Switch(
        name=table.text("name"),
        positions=table.each("positions", _position),
        may_turn=table.texts("may_turn"),
        triggers=table.texts("triggers"),
    )


def _position(table: Table) -> Position:
    return Position(
        name=table.text("name"),
        notice_days=table.whole("notice_days", 0),
        basis=table.code("basis", Basis) if table.has("basis") else None,
        weekly_pence=table.whole("weekly_pence", 0),
    )


def content_of(terms: Terms) -> dict[str, object]:
    """Write terms as the content of a row: JSON-ready, and read back as the same terms."""
    return _written(terms)


def _written(thing: object) -> dict[str, object]:
    """Write one part, its empty values left out."""
    found: dict[str, object] = {}
    for name in thing.__dataclass_fields__:  # type: ignore[attr-defined]
        value = getattr(thing, name)
        if value is None or value in ((), {}):
            continue
        found[_NAMES.get(name, name)] = _value(value * _HUNDRED if name in _PERCENTS else value)
    return found


def _value(value: object) -> object:
    if isinstance(value, Fraction):
        return _number(value)
    if isinstance(value, tuple):
        return [_value(each) for each in value]
    if isinstance(value, dict):
        return {key: _value(each) for key, each in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return _written(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value.value if isinstance(value, Basis) else value


def _number(value: Fraction) -> int | str:
    """Write a number exactly: whole, or as decimals in a text, which no float rounds."""
    if value.denominator == 1:
        return value.numerator
    return format((Decimal(value.numerator) / Decimal(value.denominator)).normalize(), "f")
