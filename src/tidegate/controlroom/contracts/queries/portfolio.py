"""All contracts in a viewer's sight with what they are used for, read in a few queries at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tidegate.controlroom.contracts.due_of import DueRows
from tidegate.controlroom.contracts.models import (
    Contract,
    ExitPlan,
    Invoice,
    Line,
    Notice,
    Performance,
    Residual,
    RolloverReview,
    Switch,
    Terms,
    UseReturn,
    UseReview,
)
from tidegate.controlroom.contracts.new_use import RULES
from tidegate.controlroom.contracts.queries.contracts import contracts
from tidegate.controlroom.contracts.reach import VIEW
from tidegate.controlroom.contracts.refused import ContractRefused
from tidegate.controlroom.contracts.services.contract_ledger import (
    contract_of_rows,
    offers_used,
    returns_said,
)
from tidegate.controlroom.transfers.models import Offer
from tidegate.core.contracts.ledger.ledger import Ledger, make_ledger
from tidegate.core.contracts.ledger.sources import Sources
from tidegate.core.contracts.lifecycle.states import IN_FORCE, ContractState
from tidegate.core.contracts.terms.switch import Turned

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from tidegate.controlroom.directory.viewer import Viewer
    from tidegate.core.contracts.ledger.sources import OfferUse
    from tidegate.core.contracts.ledger.sources import UseReturn as SaidOf

_STARTED = IN_FORCE | {ContractState.ENDED}
_FORCED = sorted(state.value for state in IN_FORCE)


@dataclass(frozen=True, slots=True)
class Held:
    """One contract in sight.

    Attributes:
        contract: its row.
        ledger: what became of its units; None before it has started, or where its terms or lines
            cannot be valued.
        due: the rows from which something may be due.
    """

    contract: Contract
    ledger: Ledger | None
    due: DueRows


def portfolio(viewer: Viewer, now: datetime) -> tuple[Held, ...]:
    """Return every contract in sight, by reference, with its ledger and what may be due."""
    rows = list(contracts(viewer))
    ledgers = _ledgers([row for row in rows if row.state in _STARTED], RULES.today(now))
    codes = viewer.codes_where(VIEW)
    bought = {row.pk for row in rows if row.buyer in codes or row.area in codes}
    due = _due_rows([row.pk for row in rows], bought)
    return tuple(Held(row, ledgers.get(row.pk), due(row.pk)) for row in rows)


def ledgers_in_force(viewer: Viewer, now: datetime) -> tuple[tuple[Contract, Ledger], ...]:
    """Return the contracts in force that a viewer sees, each with its ledger, by reference."""
    rows = list(contracts(viewer).filter(state__in=_FORCED))
    ledgers = _ledgers(rows, RULES.today(now))
    return tuple((row, ledgers[row.pk]) for row in rows if row.pk in ledgers)


def _ledgers(rows: Sequence[Contract], today: date) -> dict[int, Ledger]:
    keys = [row.pk for row in rows]
    lines = _beneath(Line.objects.filter(contract__in=keys))
    terms = _beneath(Terms.objects.filter(contract__in=keys).order_by("version"))
    turns = _beneath(Switch.objects.filter(contract__in=keys).order_by("turned_at", "id"))
    offers, returns = _offers(rows, lines), _returns(keys)
    found = {}
    for row in rows:
        turned = [Turned(one.name, one.position, one.from_day) for one in turns[row.pk]]
        try:
            core = contract_of_rows(row, lines[row.pk], terms[row.pk], turned)
        except ContractRefused:
            continue
        sources = Sources(tuple(offers[row.pk]), tuple(returns[row.pk]))
        found[row.pk] = make_ledger(core, sources, today)
    return found


def _offers(
    rows: Sequence[Contract], lines: Mapping[int, Sequence[Line]]
) -> Mapping[int, list[OfferUse]]:
    """Return what became of offers under each contract's lines, made by its own provider."""
    of_line = {line.line_id: row for row in rows for line in lines[row.pk]}
    made = Offer.objects.filter(line_id__in=list(of_line)).order_by("week", "offer_id")
    own = [each for each in made if each.provider == of_line[each.line_id].provider]
    found: dict[int, list[OfferUse]] = defaultdict(list)
    for each in offers_used(own):
        found[of_line[each.line_id].pk].append(each)
    return found


def _returns(keys: Sequence[int]) -> Mapping[int, list[SaidOf]]:
    said = UseReturn.objects.filter(line__contract__in=keys).select_related("line")
    ordered = list(said.order_by("version"))
    found: dict[int, list[SaidOf]] = defaultdict(list)
    for row, each in zip(ordered, returns_said(ordered), strict=True):
        found[row.line.contract_id].append(each)
    return found


def _due_rows(keys: Sequence[int], bought: set[int]) -> Callable[[int], DueRows]:
    """Return how the rows of one contract are found; the buyer's own only where it is bought."""
    cases = _beneath(Performance.objects.filter(contract__in=keys).order_by("-number"))
    residuals = _beneath(Residual.objects.filter(contract__in=keys).order_by("id"))
    reviews = _beneath(UseReview.objects.filter(contract__in=keys, decision=""))
    invoices = _beneath(Invoice.objects.filter(contract__in=keys, decision="").order_by("id"))
    notices = _beneath(Notice.objects.filter(contract__in=bought).order_by("due_on", "id"))
    plans = _beneath(ExitPlan.objects.filter(contract__in=bought).order_by("-version"))
    rollovers = _beneath(RolloverReview.objects.filter(contract__in=bought))

    def of(key: int) -> DueRows:
        return DueRows(
            buys=key in bought, cases=cases[key], residuals=residuals[key], reviews=reviews[key],
            invoices=invoices[key], notices=notices[key], exit_plans=plans[key],
            rollovers=rollovers[key],
        )  # fmt: skip

    return of


def _beneath(rows: QuerySet[Any] | Iterable[Any]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.contract_id].append(row)
    return found
