"""Put a contract's ledger together from its rows, its offers' ledgers and its returns.

Nothing is changed here; pages, reviews, invoices and matching all read this one ledger.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tidegate.controlroom.contracts.models import Line, Terms, UseReturn
from tidegate.controlroom.contracts.new_use import RULES
from tidegate.controlroom.contracts.refused import refuse
from tidegate.controlroom.contracts.services.turn_switch import turned
from tidegate.controlroom.transfers.models import Offer, Use
from tidegate.core.contracts.ledger import sources as core
from tidegate.core.contracts.ledger.ledger import Ledger, make_ledger
from tidegate.core.contracts.payment.bed_nights import BedState
from tidegate.core.contracts.terms.content import terms_from
from tidegate.core.contracts.terms.contract import Contract as CoreContract
from tidegate.core.contracts.terms.contract import Line as CoreLine
from tidegate.core.contracts.terms.contract import TermsFrom
from tidegate.core.transfers.ledger import Moved, Movement, balance
from tidegate.core.transfers.lifecycle.causes import UnusedCause

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from tidegate.controlroom.contracts.models import Contract
    from tidegate.core.contracts.terms.switch import Turned


def contract_ledger(contract: Contract, now: datetime) -> Ledger:
    """Return the ledger of a contract up to today, or to its last day of service.

    Raises:
        ContractRefused: it has no lines or terms that could be valued.
    """
    return make_ledger(core_contract(contract), sources_of(contract), RULES.today(now))


def core_contract(contract: Contract) -> CoreContract:
    """Return a contract as the ledger needs it; once notice was given it ends on its last day.

    Raises:
        ContractRefused: it has no lines or terms that could be valued.
    """
    lines = Line.objects.filter(contract=contract)
    versions = Terms.objects.filter(contract=contract).order_by("version")
    return contract_of_rows(contract, lines, versions, turned(contract))


def contract_of_rows(
    contract: Contract, lines: Iterable[Line], versions: Iterable[Terms], turns: Iterable[Turned]
) -> CoreContract:
    """Return a contract as the ledger needs it, from rows that were read already.

    Raises:
        ContractRefused: it has no lines or terms that could be valued.
    """
    try:
        return CoreContract(
            contract_id=contract.contract_id,
            title=contract.title,
            buyer=contract.buyer,
            provider=contract.provider,
            start=contract.start,
            end=max(contract.start, contract.ends_on or contract.end),
            agreed_end=contract.end,
            lines=tuple(core_line(row) for row in lines),
            versions=tuple(
                TermsFrom(row.version, row.from_day, terms_from(row.content)) for row in versions
            ),
            turned=tuple(turns),
        )
    except ValueError as problem:
        detail = f"Its use cannot be valued: {problem}."
        raise refuse("CANNOT_BE_VALUED", detail) from problem


def core_line(row: Line) -> CoreLine:
    """Return a line as the ledger needs it."""
    return CoreLine(
        line_id=row.line_id,
        site=row.site,
        modality=row.modality,
        tfcs=tuple(row.tfcs),
        units_per_week=row.units_per_week,
        unit_price_pence=row.unit_price_pence,
        minimum_take=row.minimum_take,
        cap=row.cap,
        first_week=row.first_week,
        last_week=row.last_week,
        released_from=row.released_from,
    )


def sources_of(contract: Contract) -> core.Sources:
    """Return what a contract's ledger is made of, besides the contract."""
    lines = Line.objects.filter(contract=contract).order_by()
    offers = Offer.objects.filter(
        line_id__in=lines.values("line_id"), provider=contract.provider
    ).order_by("week", "offer_id")
    returns = UseReturn.objects.filter(line__in=lines).select_related("line")
    return core.Sources(offers_used(offers), returns_said(returns.order_by("version")))


def offers_used(offers: Iterable[Offer]) -> tuple[core.OfferUse, ...]:
    """Return what became of the units of offers, by their own ledgers of use."""
    rows = list(offers)
    moved: dict[int, list[Moved]] = defaultdict(list)
    said: dict[int, dict[UnusedCause, str]] = defaultdict(dict)
    uses = Use.objects.filter(offer__in=[row.pk for row in rows]).order_by("offer_id", "id")
    for use in uses:
        cause = UnusedCause(use.cause) if use.cause else None
        moved[use.offer_id].append(Moved(Movement(use.movement), use.units, cause))
        if cause is not None:
            said[use.offer_id][cause] = use.said_by
    return tuple(
        core.OfferUse(
            offer_id=row.offer_id,
            line_id=row.line_id,
            week=row.week,
            balance=balance(moved[row.pk]),
            physical=row.physical_units,
            claimed=row.staffed_units_claimed,
            observed=row.staffed_units_observed,
            said_by=said[row.pk],
        )
        for row in rows
    )


def returns_said(rows: Iterable[UseReturn]) -> tuple[core.UseReturn, ...]:
    """Return statements of use as the ledger reads them, each with when its first version came."""
    found: Sequence[UseReturn] = list(rows)
    first: dict[tuple[int, date], datetime] = {}
    for row in found:
        first.setdefault((row.line_id, row.week), row.submitted_at)
    return tuple(return_said(row, first[row.line_id, row.week]) for row in found)


def return_said(row: UseReturn, first_at: datetime | None = None) -> core.UseReturn:
    """Return one version of a statement of use as the ledger reads it."""
    return core.UseReturn(
        line_id=row.line.line_id,
        week=row.week,
        version=row.version,
        physical=row.physical,
        offered=row.offered,
        staffed=row.staffed,
        observed=row.observed,
        booked=row.booked,
        done=row.done,
        private_done=row.private_done,
        private_net_pence=row.private_net_pence,
        cost_pence=row.cost_pence,
        unused={UnusedCause(cause): units for cause, units in row.unused.items()},
        touch_minutes=row.minutes.get("touch_minutes"),
        session_minutes=row.minutes.get("session_minutes"),
        nights={BedState(state): nights for state, nights in row.nights.items()},
        submitted_by=row.submitted_by,
        submitted_at=row.submitted_at,
        first_at=first_at,
    )
