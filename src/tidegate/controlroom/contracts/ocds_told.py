"""What of a contract's record is public, as events of open contracting data.

Told are: notices that were published; from an intention on to whom it is to go; the signature and
what was agreed, but no price of a unit; payments, changes and the end. Of performance, what came
after a plan was breached: that a milestone was, and what was kept back. People, reasons in
somebody's own words, gates, exit plans, reviews, returns line by line and disputes are not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from tidegate.controlroom.contracts.procurement import TABLE
from tidegate.core.contracts.ocds import life
from tidegate.core.contracts.ocds.codes import Ending, Relation
from tidegate.core.contracts.performance.plan import plan_from
from tidegate.core.contracts.performance.states import PerformanceState
from tidegate.core.contracts.procurement.modification import GROUNDS, Ground
from tidegate.core.contracts.procurement.notice_rules import Event as Owes
from tidegate.core.contracts.procurement.regimes import Decision, Regime, Route, SelectionState
from tidegate.core.contracts.procurement.signature import SelectionFacts
from tidegate.exchange.contracts.working_days import england_working_days

if TYPE_CHECKING:
    from tidegate.controlroom.contracts.queries.ocds import ContractRows
    from tidegate.controlroom.log.models import Entry

_OF_THE_BUYER = {Owes.QUARTER, Owes.HALF_YEAR, Owes.FINANCIAL_YEAR}
_PLANNED = {"psr_clear_intention", "UK2", "UK3", "F01"}
_TENDERED = {"psr_contract_notice", "UK4", "F02"}
_AWARDED = {"psr_award", "psr_urgent_award"}
_LABELS = {rule.kind: rule.label for rule in TABLE.notices}
_NOT_OF_ONE_CONTRACT = {rule.kind for rule in TABLE.notices if rule.event in _OF_THE_BUYER}
_STARTS_STANDSTILL = {rule.kind for rule in TABLE.notices if rule.starts_standstill}


@dataclass(slots=True)
class Telling:
    """What was told so far, while a contract's record is read.

    Attributes:
        rows: of the contract.
        public: whether anything was told.
        route: the route as chosen last; None: the record does not say.
        awarded: whether an award was, pending or not.
        awarded_on: when it was decided.
        signed, over: whether the contract was signed, and whether its selection was given up.
        value_pence, end: lifetime value and last day as they stand.
        ground: of the change that is being made.
        ending: what brings the contract to its end.
        clauses, milestones, held: of performance notices, by their numbers.
        waiting: subcontracts of a contract that is still to be signed.
        seen: entries of each kind, to name events by.
    """

    rows: ContractRows
    value_pence: int
    end: date
    public: bool = False
    route: Route | None = None
    awarded: bool = False
    awarded_on: date | None = None
    signed: bool = False
    over: bool = False
    ground: tuple[str, str] = ("", "")
    ending: Ending = Ending.EXPIRED
    clauses: dict[int, str] = field(default_factory=dict)
    milestones: dict[tuple[int, str], life.Target] = field(default_factory=dict)
    held: Counter[int] = field(default_factory=Counter)
    waiting: list[life.Related] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)


Facts = dict[str, Any]
Tells = Callable[[Telling, Facts, Facts], Iterator[life.Event]]


def events_told(rows: ContractRows, original_end: date) -> Iterator[life.Event]:
    """Yield the public events of a contract's record, oldest first.

    Args:
        rows: of the contract.
        original_end: last day of the term as signed.
    """
    telling = Telling(rows, rows.contract.value_pence, original_end)
    if rows.selection is not None:
        # of one that was awarded before it was known here
        telling.awarded_on = rows.selection.awarded_on
    for entry in rows.entries:
        tells = _TELLS.get(entry.kind)
        if tells is None or not (telling.signed or entry.kind in _BEFORE_SIGNATURE):
            continue
        telling.seen[entry.kind] += 1
        common = {
            "key": f"{_key(entry)}-{telling.seen[entry.kind]}",
            "at": entry.recorded_at,
            "route": telling.route,
        }
        for event in tells(telling, entry.facts, common):
            telling.public = True
            yield event


def _key(entry: Entry) -> str:
    return entry.kind.replace("_", "-")


def _day(text: object) -> date:
    return date.fromisoformat(str(text))


def _notice(telling: Telling, facts: Facts, common: Facts) -> Iterator[life.Event]:
    kind, on = str(facts["notice"]), _day(facts["published_on"])
    if kind in _NOT_OF_ONE_CONTRACT:
        return
    label, ref = _LABELS.get(kind, kind), str(facts.get("ref", ""))
    document = life.Document(common["key"], kind, label, on, ref)
    if kind in _PLANNED:
        yield life.Planned(**common, document=document, title=label, on=on)
    elif kind in _TENDERED:
        yield life.Tendered(**common, document=document)
    elif kind in _STARTS_STANDSTILL and not telling.signed:
        telling.awarded = True
        first, last = _standstill(telling, on)
        yield life.Intended(
            **common, document=document, on=on, standstill_from=first, standstill_until=last
        )
    elif kind in _AWARDED and not telling.awarded:
        telling.awarded = True
        yield life.Awarded(**common, document=document, on=telling.awarded_on or on)
    else:
        yield life.Told(**common, document=document)


def _standstill(telling: Telling, published: date) -> tuple[date | None, date | None]:
    """Return the first and last day of the standstill of an intention, by the law that governs."""
    selection = telling.rows.selection
    if selection is None or telling.route is None:  # a notice that no selection stands behind
        return None, None
    facts = SelectionFacts(
        regime=Regime(selection.regime),
        route=telling.route,
        state=SelectionState.STANDSTILL,
        intention_published=published,
        objections=(),
        calendar=england_working_days(),
        terms=TABLE.standstill,
    )
    try:
        found = facts.standstill()
    except ValueError:  # so long ago or so far ahead that bank holidays are not known
        return None, None
    return (found.starts, found.last_day) if found else (None, None)


def _moved(telling: Telling, facts: Facts, common: Facts) -> Iterator[life.Event]:
    state = facts.get("state")
    if facts.get("route"):
        telling.route = Route(facts["route"])
    if state == SelectionState.AWARDED:
        telling.awarded_on = _day(facts["awarded_on"])
        if telling.awarded and not telling.signed:
            yield life.Awarded(**common, on=telling.awarded_on)
    elif state == SelectionState.ABANDONED and telling.public and not telling.signed:
        telling.over = True
        yield life.Abandoned(**common, on=timezone.localdate(common["at"]))


def _answered(telling: Telling, facts: Facts, common: Facts) -> Iterator[life.Event]:
    """Tell what an answer does to the intention; who objected and why is not public."""
    if facts["decision"] == Decision.GO_BACK:
        yield life.GivenUp(**common)
    elif facts["decision"] == Decision.ABANDON:
        yield from _moved(telling, {"state": SelectionState.ABANDONED}, common)


def _withdrawn(telling: Telling, _facts: Facts, common: Facts) -> Iterator[life.Event]:
    on = timezone.localdate(common["at"])
    if telling.signed:
        yield life.Ended(**common, on=on, ending=Ending.BUYER)
    elif telling.public and not telling.over:
        yield life.Abandoned(**common, on=on)


def _signed(telling: Telling, facts: Facts, common: Facts) -> Iterator[life.Event]:
    if facts.get("to") != "signed":
        return
    telling.signed = True
    yield life.Signed(**common, awarded_on=None if telling.awarded else telling.awarded_on)
    telling.awarded = True
    for related in telling.waiting:
        yield replace(related, at=common["at"])


def _started(_telling: Telling, _facts: Facts, common: Facts) -> Iterator[life.Event]:
    yield life.Started(**common, on=timezone.localdate(common["at"]))


def _weighed(telling: Telling, facts: Facts, _common: Facts) -> Iterator[life.Event]:
    """Keep what a change adds; the step that makes it is told with it."""
    ground = Ground(facts["ground"])
    telling.ground = (ground.value, GROUNDS[ground])
    telling.value_pence = telling.rows.contract.value_pence + int(facts["cumulative_pence"])
    yield from ()


def _varied(telling: Telling, _facts: Facts, common: Facts) -> Iterator[life.Event]:
    yield _changed(telling, common, telling.ground[1] or "The contract was varied")


def _extended(telling: Telling, facts: Facts, common: Facts) -> Iterator[life.Event]:
    telling.end = _day(facts["until"])
    yield _changed(telling, common, "Extended after a review before rollover")


def _changed(telling: Telling, common: Facts, rationale: str) -> life.Changed:
    ground, telling.ground = telling.ground, ("", "")
    return life.Changed(
        **common, rationale=rationale, ground=ground, value_pence=telling.value_pence,
        end=telling.end,
    )  # fmt: skip


def _paid(_telling: Telling, facts: Facts, common: Facts) -> Iterator[life.Event]:
    if facts.get("paid_pence"):
        pence = int(facts["paid_pence"])
        yield life.Paid(**common, invoice=str(facts["number"]), pence=pence)


def _issued(telling: Telling, facts: Facts, _common: Facts) -> Iterator[life.Event]:
    """Keep the clause of a performance notice, which is told once the plan after it is breached."""
    telling.clauses[int(facts["number"])] = str(facts["clause"])
    yield from ()


def _performance(telling: Telling, facts: Facts, common: Facts) -> Iterator[life.Event]:
    number = int(facts["number"])
    plan = plan_from(facts.get("plan") or {})
    for each in plan.milestones if plan else ():
        target = life.Target(f"{number}-{each.id}", each.metric, each.target, each.due)
        telling.milestones[number, each.id] = target
    named = (number, str(facts.get("milestone", "")))
    found = telling.milestones.get(named)
    if found is None:
        return
    if facts.get("to") == PerformanceState.RAP_BREACH:
        found = replace(found, breached_on=timezone.localdate(common["at"]))
    elif facts.get("met_on"):
        found = replace(found, met_on=_day(facts["met_on"]))
    telling.milestones[named] = found
    if found.breached_on:
        yield life.Measured(**common, targets=(found,))


def _withheld(telling: Telling, facts: Facts, common: Facts) -> Iterator[life.Event]:
    telling.held[int(facts["number"])] += int(facts["amount_pence"])
    yield _failed(telling, facts, common, "A milestone was not met; money is kept back")


def _settled(telling: Telling, facts: Facts, common: Facts) -> Iterator[life.Event]:
    if facts["outcome"] == PerformanceState.RESTORED:
        telling.held[int(facts["number"])] -= int(facts["amount_pence"])
        yield _failed(telling, facts, common, "The milestone was met; money was given back")
    else:
        yield _failed(telling, facts, common, "The milestone was not met; money was kept")


def _failed(telling: Telling, facts: Facts, common: Facts, what: str) -> life.Failed:
    number = int(facts["number"])
    return life.Failed(
        **common, number=number, requirement=telling.clauses.get(number, ""), description=what,
        decided_on=timezone.localdate(common["at"]), penalty_pence=telling.held[number],
    )  # fmt: skip


def _subcontracted(telling: Telling, facts: Facts, common: Facts) -> Iterator[life.Event]:
    services = ", ".join(map(str, facts.get("services", ())))
    title = f"{facts['sub']}: {services}" if services else str(facts["sub"])
    event = life.Related(**common, relation=Relation.SUBCONTRACT, id=common["key"], title=title)
    if telling.signed:
        yield event
    else:
        telling.waiting.append(event)


def _notice_to_end(telling: Telling, facts: Facts, common: Facts) -> Iterator[life.Event]:
    telling.end = _day(facts["day"])
    yield life.NoticeGiven(**common, last_day=telling.end, ending=telling.ending)


def _terminated(telling: Telling, facts: Facts, common: Facts) -> Iterator[life.Event]:
    telling.ending = Ending.BUYER
    yield from _notice_to_end(telling, facts, common)


def _left(telling: Telling, facts: Facts, common: Facts) -> Iterator[life.Event]:
    telling.ending = Ending.PROVIDER
    yield from _notice_to_end(telling, facts, common)


def _ended(telling: Telling, _facts: Facts, common: Facts) -> Iterator[life.Event]:
    yield life.Ended(**common, on=telling.end, ending=telling.ending)


_BEFORE_SIGNATURE = {
    "notice_published", "selection_moved", "representation_answered", "contract_withdrawn",
    "contract_signed", "subcontract_added",
}  # fmt: skip
_TELLS: dict[str, Tells] = {
    "notice_published": _notice,
    "selection_moved": _moved,
    "representation_answered": _answered,
    "contract_withdrawn": _withdrawn,
    "contract_signed": _signed,
    "contract_started": _started,
    "contract_modified": _weighed,
    "contract_varied": _varied,
    "contract_extended": _extended,
    "contract_terminated": _terminated,
    "contract_left": _left,
    "contract_ended": _ended,
    "invoice_decided": _paid,
    "performance_issued": _issued,
    "performance_moved": _performance,
    "money_withheld": _withheld,
    "withholding_settled": _settled,
    "subcontract_added": _subcontracted,
}
