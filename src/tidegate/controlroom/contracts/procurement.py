"""The table of the laws that this room works by, and rows of a selection as the rules see them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tidegate.core.contracts.lifecycle.states import IN_FORCE, ContractState
from tidegate.core.contracts.procurement.criteria import Criterion
from tidegate.core.contracts.procurement.modification import Ground, InForce
from tidegate.core.contracts.procurement.notices import Life, Published
from tidegate.core.contracts.procurement.regimes import Decision, Regime, Route, SelectionState
from tidegate.core.contracts.procurement.signature import Objection, SelectionFacts
from tidegate.core.contracts.working_days import day_of
from tidegate.exchange.contracts.procurement_table import shipped_procurement_table
from tidegate.exchange.contracts.working_days import england_working_days

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tidegate.controlroom.contracts.models import (
        Contract,
        Modification,
        Notice,
        Representation,
        Selection,
        Signature,
    )
    from tidegate.core.contracts.procurement.notice_rules import NoticeRule

TABLE = shipped_procurement_table()
FELL_ON = "fell_on"
"""Key of a notice's content that says on which day its intention was given up."""

_SERVED = IN_FORCE | {ContractState.SIGNED, ContractState.ENDED}


def route_of(selection: Selection) -> Route | None:
    """Return the route that was chosen; None while it is open."""
    return Route(selection.route) if selection.route else None


def criteria_of(selection: Selection) -> dict[Criterion, str]:
    """Return what was found by each key criterion."""
    written = selection.content.get("criteria", {})
    return {each: str(written.get(each.value, "")) for each in Criterion}


def rules_of(selection: Selection) -> tuple[NoticeRule, ...]:
    """Return the lines of the table of notices that a selection may come to owe."""
    regime, route = Regime(selection.regime), route_of(selection)
    value = selection.contract.value_pence
    return tuple(rule for rule in TABLE.notices if rule.applies_to(regime, route, value))


def standing_intention(selection: Selection, notices: Sequence[Notice]) -> Notice | None:
    """Return the notice from which a standstill runs; None where none does, or it was given up."""
    starting = {rule.kind for rule in rules_of(selection) if rule.starts_standstill}
    standing = [
        row
        for row in notices
        if row.kind in starting and row.published_on and FELL_ON not in row.content
    ]
    return max(standing, key=lambda row: (row.published_on, row.pk), default=None)


def facts_of(
    selection: Selection,
    notices: Sequence[Notice],
    representations: Sequence[Representation],
) -> SelectionFacts:
    """Return what the rules of standstill and signature look at."""
    intention = standing_intention(selection, notices)
    since = [row for row in representations if intention and row.notice_id == intention.pk]
    return SelectionFacts(
        regime=Regime(selection.regime),
        route=route_of(selection),
        state=SelectionState(selection.state),
        intention_published=intention.published_on if intention else None,
        objections=tuple(map(objection_of, since)),
        calendar=england_working_days(),
        terms=TABLE.standstill,
    )


def objection_of(row: Representation) -> Objection:
    """Return a representation as the rules see it."""
    decision = Decision(row.decision) if row.decision else None
    return Objection(row.by, row.received_at, decision, row.told_at)


def published_of(notices: Sequence[Notice]) -> tuple[Published, ...]:
    """Return the notices that stand; one whose intention was given up does not."""
    return tuple(
        Published(row.kind, row.published_on)
        for row in notices
        if row.published_on is not None and FELL_ON not in row.content
    )


def life_of(
    selection: Selection,
    signatures: Sequence[Signature] = (),
    modifications: Sequence[Modification] = (),
) -> Life:
    """Return the days of a contract's life that make notices due."""
    contract = selection.contract
    state = ContractState(contract.state)
    urgent = [row for row in modifications if row.ground == Ground.URGENT]
    return Life(
        regime=Regime(selection.regime),
        route=route_of(selection),
        value_pence=contract.value_pence,
        light_touch=bool(selection.content.get("light_touch")),
        awarded_on=selection.awarded_on,
        signed_on=_signed_on(signatures),
        starts_on=contract.start if state in _SERVED else None,
        ended_on=contract.ends_on or (contract.end if state is ContractState.ENDED else None),
        abandoned_on=_day(selection.content.get("abandoned_on")),
        modified_on=tuple(
            day_of(row.made_at)
            for row in modifications
            if row.ground != Ground.URGENT and _owes_notice(row)
        ),
        urgently_modified_on=tuple(day_of(row.made_at) for row in urgent),
    )


def in_force(
    contract: Contract, selection: Selection | None, earlier: Sequence[Modification]
) -> InForce:
    """Return a contract as the rules on changes see it; without a selection its law is unknown."""
    return InForce(
        regime=Regime(selection.regime) if selection else Regime.UNKNOWN,
        route=route_of(selection) if selection else None,
        value_pence=contract.value_pence,
        earlier_pence=tuple(row.delta_pence for row in earlier),
        light_touch=bool(selection and selection.content.get("light_touch")),
    )


def _owes_notice(row: Modification) -> bool:
    """Say whether a change was as large as the law asks a notice for, alone or with all before."""
    size = max(abs(row.delta_pence), abs(row.cumulative_pence))
    return bool(row.delta_pence) and size >= TABLE.modification.notice_pence


def _signed_on(signatures: Sequence[Signature]) -> date | None:
    """Return the day on which the first version that both sides signed had both signatures."""
    by_version: dict[int, list[Signature]] = {}
    for row in signatures:
        by_version.setdefault(row.version, []).append(row)
    both = [rows for rows in by_version.values() if len({row.side for row in rows}) > 1]
    return min((day_of(max(row.signed_at for row in rows)) for rows in both), default=None)


def _day(text: object) -> date | None:
    return date.fromisoformat(str(text)) if text else None
